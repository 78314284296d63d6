/** The running text of a book: without title pages, contents, notes by editors, page furniture. */

/** A book's own words, and how many paragraphs or lines were others'. */
export interface BookText {
  readonly text: string;
  readonly frontMatter: number;
  readonly notes: number;
  readonly headings: number;
}

/**
 * Takes a book's paragraphs from the first one of running prose on, up to the end's own furniture, and joins the
 * lines of each.
 *
 * @param text without licence
 * @param authors names; short paragraphs at either end that name one of them go as well
 * @param startsHere whether the text starts with its first line, so that nothing is to be looked for
 */
export function bookText(text: string, authors: readonly string[], startsHere = false): BookText {
  const illustrations =
    /\[(?:Illustration|Footnote|Transcriber|Sidenote|Decoration|Music)\b[^\]]{0,4000}\]/gi;
  let notes = text.match(illustrations)?.length ?? 0;
  const paragraphs = text
    .replace(illustrations, "\n\n")
    .replace(/\{\d{1,4}\}|\[(?:Pg\.? ?)?\d{1,4}\]/g, "")
    .split(/\n\s*\n/)
    .map((paragraph) => ({ raw: paragraph, text: paragraph.replace(/_/g, "").replace(/\s+/gu, " ").trim() }))
    .filter((paragraph) => paragraph.text !== "");
  const first = startsHere
    ? 0
    : Math.max(
        0,
        paragraphs.findIndex((paragraph) => isProse(paragraph)),
      );
  let last = paragraphs.length;
  while (last > first && isBackMatter(paragraphs[last - 1]!.text, authors)) last--;
  const kept: string[] = [];
  let headings = 0;
  for (const { text: paragraph } of paragraphs.slice(first, last)) {
    if (/^\[?(?:Footnote|Transcriber['’]s note)/i.test(paragraph)) notes++;
    else if (isHeading(paragraph)) headings++;
    else kept.push(paragraph);
  }
  return { text: kept.join("\n"), frontMatter: first + paragraphs.length - last, notes, headings };
}

interface Paragraph {
  readonly raw: string;
  readonly text: string;
}

/** Running prose: long, in sentences, and not about the book. */
function isProse({ raw, text }: Paragraph): boolean {
  const words = text.split(" ").length;
  if (words < 25 || !/[.!?…:;,—-]["'”’»)]*$/u.test(text) || aboutTheBook.test(text)) return false;
  // Lists of chapters and of illustrations have short lines; prose fills them.
  const lines = raw.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > 2 && words / lines.length < 6) return false;
  // A list of contents has a page number, or "CHAPTER", every few words.
  return (text.match(/\b(?:chapter|\d{1,3})\b/gi)?.length ?? 0) < words / 12;
}

const aboutTheBook =
  /\b(?:Project Gutenberg|Produced by|E-?text prepared|Transcri(?:bed|ber)|Copyright|All rights reserved|Printed (?:by|in|and)|First published|Publish(?:ers|ed by)|Illustrat(?:ed|ions) by|Entered according|Release date)\b/i;

function isBackMatter(text: string, authors: readonly string[]): boolean {
  if (/^(?:\*\s*)*(?:the end|finis|fin|end of (?:the )?(?:book|novel|volume|vol)\b.*|ende)[.!]?$/i.test(text))
    return true;
  if (text.length < 400 && aboutTheBook.test(text)) return true;
  return text.length < 120 && authors.some((author) => text.toLowerCase().includes(author.toLowerCase()));
}

const isHeading = (text: string): boolean =>
  text.length < 90 &&
  (/^(?:chapter|volume|vol\.|book|part|letter|act|scene|canto|section|stave|prologue|epilogue|preface|contents)\b[\s.:]*(?:the\s)?(?:[ivxlcdm]+|\d+|[a-z]+)?\b/i.test(
    text,
  ) && !/[a-z]{2}[.!?]["”’]?$/.test(text)
    ? true
    : /^(?:[IVXLCDM]+|\d{1,3})\.?$/.test(text) || /^[*\s·•~-]+$/.test(text));
