/** Books of Project Gutenberg, as plain text. */
import { bookText } from "../book-text.ts";
import { defineParser } from "../parser.ts";
import { cutText, sectionsOf, textSettings } from "../sections.ts";

/** `parser: gutenberg`. Gives one document a book or section, without the licence's frame. */
export const gutenberg = defineParser({
  name: "gutenberg",
  about:
    "A book of Project Gutenberg as plain text: licence, title pages, contents and transcribers' notes are cut.",
  finds: "texts",
  settings: textSettings,
  *parse(page, settings, context) {
    const book = withoutLicence(page.text);
    context.drop("licence", book.licenceLines);
    // The book's own head may be missing, or call the author otherwise.
    const authors = [...(book.author === undefined ? [] : [book.author]), ...context.speakers.fullNames];
    const work = book.title === undefined ? {} : { work: book.title };
    const byline = book.author === undefined ? {} : { byline: book.author };
    const text = cutText(book.text, settings.start, settings.end);
    if (settings.section === undefined) {
      const body = bookText(text, authors, settings.start !== undefined);
      context.drop("front_matter", body.frontMatter);
      context.drop("note", body.notes);
      context.drop("heading", body.headings);
      yield { text: body.text, speakers: [], ...work, ...byline };
      return;
    }
    for (const section of sectionsOf(text, settings.section, context.speakers, settings)) {
      const body = bookText(section.text, authors, settings.after !== undefined);
      context.drop("note", body.notes);
      yield {
        text: body.text,
        speakers: section.author === undefined ? [] : [section.author],
        work: `${book.title ?? settings.section.replace(/\s*\{work\}/, "")} ${section.work}`,
      };
    }
  },
});

interface Book {
  readonly text: string;
  readonly title: string | undefined;
  readonly author: string | undefined;
  readonly licenceLines: number;
}

/** Cuts the frame of licence text, in its forms from 1991 to now. */
export function withoutLicence(page: string): Book {
  const lines = page.split(/\r\n|\r|\n/);
  const starts = lines.findIndex((line) => /^\s*\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG/i.test(line));
  // The first books had "the small print" in front of the text.
  const smallPrint =
    starts >= 0 ? -1 : lines.findIndex((line) => /^\s*\*END[* ]*THE SMALL PRINT/i.test(line));
  const from = Math.max(starts, smallPrint) + 1;
  const ends = lines.findIndex(
    (line, at) =>
      at >= from &&
      /^\s*(?:\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg)/i.test(
        line,
      ),
  );
  const to = ends < 0 ? lines.length : ends;
  const field = (name: string): string | undefined => {
    const line = lines.slice(0, Math.max(from, 60)).find((candidate) => candidate.startsWith(`${name}: `));
    return line?.slice(name.length + 2).trim();
  };
  return {
    text: lines.slice(from, to).join("\n"),
    title: field("Title"),
    author: field("Author"),
    licenceLines: from + lines.length - to,
  };
}
