/** The running text of a book: without title pages, contents, notes by editors, page furniture. */
import { isBackMatter, isHeading, isOpening, isProse, isTitle } from "./book-paragraphs.ts";
import type { Paragraph } from "./book-paragraphs.ts";

/** A book's own words, and how many paragraphs or lines were others'. */
export interface BookText {
  readonly text: string;
  readonly frontMatter: number;
  readonly notes: number;
  readonly headings: number;
}

/**
 * Takes a book's paragraphs from the first ones of running prose on, up to the end's own furniture, and joins the
 * lines of each. A short opening (“Tom!”) counts from the heading on that stands above it.
 *
 * @param text without licence
 * @param authors names; short paragraphs at either end that name one of them go as well
 * @param startsHere whether the text starts with its first line, so that nothing is to be looked for
 */
export function bookText(text: string, authors: readonly string[], startsHere = false): BookText {
  const own = withoutNotes(text);
  let { notes } = own;
  const paragraphs = own.text
    .replace(/\{\d{1,4}\}|\[(?:Pg\.? ?)?\d{1,4}\]/g, "")
    .split(/\n\s*\n/)
    .map((paragraph) => ({ raw: paragraph, text: paragraph.replace(/_/g, "").replace(/\s+/gu, " ").trim() }))
    .filter((paragraph) => paragraph.text !== "");
  const first = startsHere ? 0 : firstOf(paragraphs, authors);
  let last = paragraphs.length;
  while (last > first && isBackMatter(paragraphs[last - 1]!.text, authors)) last--;
  const kept: string[] = [];
  let headings = 0;
  let isBelowHeading = false;
  for (const paragraph of paragraphs.slice(first, last)) {
    const isOne: boolean = isHeading(paragraph) || (isBelowHeading && isTitle(paragraph));
    if (/^\[?(?:Footnote|Transcriber['’]s note)/i.test(paragraph.text)) notes++;
    else if (isOne) headings++;
    else kept.push(paragraph.text);
    // “CHAPTER I”, and the chapter's name below it.
    isBelowHeading = isOne && !isBelowHeading;
  }
  return { text: kept.join("\n"), frontMatter: first + paragraphs.length - last, notes, headings };
}

/** Where the running text starts: with the first long paragraph, and the short ones that lead to it. */
function firstOf(paragraphs: readonly Paragraph[], authors: readonly string[]): number {
  let first = paragraphs.findIndex((paragraph) => isProse(paragraph));
  if (first < 0) {
    // Dialogue all through, or short lines of verse.
    first = paragraphs.findIndex(
      (_, at) =>
        at + 2 < paragraphs.length && paragraphs.slice(at, at + 3).every((next) => isOpening(next, authors)),
    );
    return Math.max(0, first);
  }
  while (first > 0 && isOpening(paragraphs[first - 1]!, authors)) first--;
  return first;
}

/** A note has no more characters; a longer one was never closed. */
const longestNote = 20_000;

/** Takes out `[Illustration: …]`, `[Footnote 1: …]` and their like, with brackets in them. */
function withoutNotes(text: string): { text: string; notes: number } {
  const found: { readonly start: number; readonly end: number }[] = [];
  const open: { readonly start: number; readonly isNote: boolean }[] = [];
  const pattern = /\[(Illustration|Footnote|Transcriber|Sidenote|Decoration|Music)?|\]|\n[^\S\n]*\n/gi;
  for (const { 0: token, 1: note, index } of text.matchAll(pattern)) {
    if (token.startsWith("[")) open.push({ start: index, isNote: note !== undefined });
    else if (token === "]") {
      const bracket = open.pop();
      if (bracket?.isNote !== true || index - bracket.start > longestNote) continue;
      // Notes inside it go with it.
      while (found.length > 0 && found.at(-1)!.start > bracket.start) found.pop();
      found.push({ start: bracket.start, end: index + 1 });
    } else {
      // What is no note ends with its paragraph.
      while (open.at(-1)?.isNote === false) open.pop();
    }
  }
  const parts = found.map(({ start }, at) => text.slice(at === 0 ? 0 : found[at - 1]!.end, start));
  parts.push(text.slice(found.at(-1)?.end ?? 0));
  return { text: parts.join("\n\n"), notes: found.length };
}
