/** EPUB books: the chapters in reading order, without cover, title page, contents and notes. */
import { strFromU8, unzipSync } from "fflate";

import { bookText } from "../book-text.ts";
import { linesOf } from "../html/text.ts";
import { parseTree } from "../html/tree.ts";
import type { Tree } from "../html/tree.ts";
import { defineParser } from "../parser.ts";
import type { ParserContext } from "../parser.ts";
import { withoutLicence } from "./gutenberg.ts";

/** Of all the book's texts together, unpacked: no book has more, and a zip bomb has. */
const maximumBytes = 100_000_000;

/** `parser: epub`. Gives one document a book, by the author in its metadata unless the recipe says so. */
export const epub = defineParser({
  name: "epub",
  about: "An EPUB book: chapters in reading order; its metadata name author and title.",
  finds: "texts",
  settings: {},
  *parse(page, _settings, context) {
    const files = unpack(page.bytes);
    const container = parseTree(read(files, "META-INF/container.xml"), "xml");
    const [rootfile] = context.selector("rootfile").all(container);
    const path = rootfile === undefined ? undefined : container.attribute(rootfile, "full-path");
    if (path === undefined) throw new Error("it names no contents");
    const contents = parseTree(read(files, path), "xml");
    const field = (name: string): string | undefined => {
      const node = elements(contents, name)[0];
      return node === undefined ? undefined : linesOf(contents, node)[0]?.text;
    };
    const author = field("dc:creator");
    const title = field("dc:title");
    const chapters = chaptersOf(contents, path);
    const texts = chapters.map((chapter) => chapterText(parseTree(read(files, chapter)), context));
    const whole = withoutLicence(texts.filter((text) => text !== "").join("\n\n"));
    const body = bookText(whole.text, author === undefined ? [] : [author]);
    context.drop("front_matter", body.frontMatter);
    context.drop("heading", body.headings);
    yield {
      text: body.text,
      speakers: [],
      ...(author === undefined ? {} : { byline: author }),
      ...(title === undefined ? {} : { work: title }),
    };
  },
});

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  let total = 0;
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (!/\.(?:xml|opf|x?html?)$/i.test(name)) return false;
      total += originalSize;
      if (total > maximumBytes) throw new Error(`its texts have more than ${maximumBytes} bytes`);
      return true;
    },
  });
  return new Map(Object.entries(files));
}

function read(files: ReadonlyMap<string, Uint8Array>, path: string): string {
  const file = files.get(path);
  if (file === undefined) throw new Error(`${path} is not in it`);
  return strFromU8(file);
}

/** The files of the spine, as paths in the archive; contents and what lies beside the text are left out. */
function chaptersOf(contents: Tree, path: string): string[] {
  const items = new Map<string, { href: string; properties: string }>();
  for (const node of elements(contents, "item")) {
    const href = contents.attribute(node, "href") ?? "";
    const properties = contents.attribute(node, "properties") ?? "";
    if (/html/i.test(contents.attribute(node, "media-type") ?? "html")) {
      items.set(contents.attribute(node, "id") ?? "", { href, properties });
    }
  }
  return elements(contents, "itemref").flatMap((node) => {
    const item = items.get(contents.attribute(node, "idref") ?? "");
    if (item === undefined || contents.attribute(node, "linear") === "no" || /\bnav\b/.test(item.properties))
      return [];
    return [decodeURIComponent(new URL(item.href, `http://book/${path}`).pathname.slice(1))];
  });
}

/** Parts of a book that are not its text, by their names in the EPUB vocabulary, and what marks notes. */
const skipped =
  "nav, aside, table, sup, h1, h2, h3, h4, h5, h6, .pg-boilerplate, #pg-header, #pg-footer, [role=doc-noteref], " +
  "[role=doc-toc], [role=doc-footnote], [role=doc-endnotes]";
const sideParts =
  /\b(?:cover|titlepage|halftitlepage|copyright-page|toc|loi|lot|dedication|colophon|footnotes?|endnotes?|rearnotes?|index|noteref|imprint)\b/;

function chapterText(tree: Tree, context: ParserContext): string {
  const skip = new Set(context.selector(skipped).all(tree));
  for (let node = 1; node < tree.size; node++) {
    if (sideParts.test(tree.attribute(node, "epub:type") ?? "")) skip.add(node);
  }
  const body = elements(tree, "body")[0] ?? 0;
  // Skipping happens below the node that is read, so a body that is a title page is told here.
  if (skip.has(body)) return "";
  return linesOf(tree, body, { skip })
    .map((line) => line.text)
    .join("\n\n");
}

function elements(tree: Tree, name: string): number[] {
  const found: number[] = [];
  for (let node = 1; node < tree.size; node++) if (tree.name(node) === name) found.push(node);
  return found;
}
