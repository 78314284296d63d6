/** The running text of a book: without title pages, contents, notes by editors, page furniture. */
import {
  isBackMatter,
  isHeading,
  isOpening,
  isProse,
  isTitle,
  isTitlePage,
  namesSource,
} from "./book-paragraphs.ts";
import type { Paragraph } from "./book-paragraphs.ts";
import { isVerse, measureOf } from "./verse.ts";

/** A book's own words, and how many paragraphs or lines were others'. */
export interface BookText {
  readonly text: string;
  readonly frontMatter: number;
  readonly notes: number;
  readonly headings: number;
}

/**
 * Takes a book's paragraphs from the first ones of running prose on, up to the end's own furniture, and joins the
 * lines of each; lines of verse stay. A short opening (“Tom!”) counts from the heading on that stands above it. A
 * book without a paragraph of prose starts behind its title page.
 *
 * @param text without licence
 * @param authors names; short paragraphs at either end that name one of them go as well
 * @param startsHere whether the text starts with its first line, so that nothing is to be looked for
 */
export function bookText(text: string, authors: readonly string[], startsHere = false): BookText {
  const own = withoutFootnotes(withoutNotes(text));
  let { notes } = own;
  const paragraphs = own.text
    .replace(/\{\d{1,4}\}|\[(?:Pg\.? ?)?\d{1,4}\]|(?<=\S)\[[A-Z]\]/g, "")
    .split(/\n\s*\n/)
    .map((paragraph) => ({ raw: paragraph, text: paragraph.replace(/_/g, "").replace(/\s+/gu, " ").trim() }))
    .filter((paragraph) => paragraph.text !== "");
  const hasProse = paragraphs.some(isProse);
  const first = startsHere
    ? 0
    : hasProse
      ? firstOf(paragraphs, authors)
      : behindTitlePage(paragraphs, authors);
  let last = paragraphs.length;
  while (last > first && isBackMatter(paragraphs[last - 1]!.text, authors)) last--;
  const measure = measureOf(own.text.split("\n"));
  const body = paragraphs.slice(first, last);
  const mottoes = mottoesIn(paragraphs);
  const kept: string[] = [];
  let headings = 0;
  let isBelowHeading = false;
  for (const [at, paragraph] of body.entries()) {
    if (mottoes.has(first + at)) {
      notes++;
      isBelowHeading = false;
      continue;
    }
    const isOne: boolean =
      isHeading(paragraph) ||
      (isBelowHeading && isTitle(paragraph)) ||
      // Above each poem stands its name.
      (!hasProse && at + 1 < body.length && isTitle(paragraph) && isVerse(linesOf(body[at + 1]!), measure));
    if (/^\[?(?:Footnote|Transcriber['’]s note)/i.test(paragraph.text)) notes++;
    else if (isOne) headings++;
    else kept.push(textOf(paragraph, measure));
    // “CHAPTER I”, and the chapter's name below it.
    isBelowHeading = isOne && !isBelowHeading;
  }
  return { text: kept.join("\n"), frontMatter: first + paragraphs.length - last, notes, headings };
}

const linesOf = ({ raw }: Paragraph): string[] => raw.split("\n").filter((line) => line.trim() !== "");

/** In one line, or in its own lines if it is verse. */
function textOf(paragraph: Paragraph, measure: number): string {
  const lines = linesOf(paragraph);
  if (!isVerse(lines, measure)) return paragraph.text;
  return lines.map((line) => line.replace(/_/g, "").replace(/\s+/gu, " ").trim()).join("\n");
}

/** Where the running text starts: with the first long paragraph, and the short ones that lead to it. */
function firstOf(paragraphs: readonly Paragraph[], authors: readonly string[]): number {
  let first = paragraphs.findIndex(isProse);
  while (first > 0 && isOpening(paragraphs[first - 1]!, authors, isBelowHeading(paragraphs, first - 1)))
    first--;
  return first;
}

/** Whether a chapter's number stands above, or its number and name. */
function isBelowHeading(paragraphs: readonly Paragraph[], at: number): boolean {
  const [above, higher] = [paragraphs[at - 1], paragraphs[at - 2]];
  if (above === undefined) return false;
  if (/^contents\b/i.test(above.text)) return false;
  return isHeading(above) || (isTitle(above) && higher !== undefined && isHeading(higher));
}

/** A title page has no more paragraphs. */
const longestTitlePage = 15;

/** Where a book of verse, of dialogue alone or of a few lines starts: behind what names title, author and publisher. */
function behindTitlePage(paragraphs: readonly Paragraph[], authors: readonly string[]): number {
  // Dialogue all through.
  const dialogue = paragraphs.findIndex(
    (_, at) =>
      at + 2 < paragraphs.length && paragraphs.slice(at, at + 3).every((next) => isOpening(next, authors)),
  );
  let first = 0;
  for (const [at, paragraph] of paragraphs.slice(0, longestTitlePage).entries()) {
    if (isTitlePage(paragraph, authors)) first = at + 1;
    else if (isVerse(linesOf(paragraph)) || paragraph.text.length > 200) break;
  }
  while (first < paragraphs.length - 1 && (isTitle(paragraphs[first]!) || isHeading(paragraphs[first]!)))
    first++;
  // Capitals alone, to the end, are no title page unless the author is named there.
  const names = (text: string): boolean =>
    authors.some((author) => text.toLowerCase().includes(author.toLowerCase()));
  if (first >= paragraphs.length && !paragraphs.some(({ text }) => names(text))) return 0;
  return Math.max(first, dialogue > longestTitlePage ? 0 : dialogue);
}

/** The paragraphs right below headings that quote somebody else, and those that say whom: “—Old Song.” */
function mottoesIn(paragraphs: readonly Paragraph[]): Set<number> {
  const mottoes = new Set<number>();
  for (const at of paragraphs.keys()) {
    const paragraph = paragraphs[at]!;
    if (!isBelowHeading(paragraphs, at) || isHeading(paragraph) || paragraph.text.length > longestMotto)
      continue;
    const lines = linesOf(paragraph);
    const next = paragraphs[at + 1];
    const looksQuoted =
      isVerse(lines) || /^["“„«‘_]/u.test(paragraph.text) || lines.every((line) => /^\s{2}/.test(line));
    if (lines.length > 1 && namesSource(lines.at(-1)!)) mottoes.add(at);
    else if (looksQuoted && next !== undefined && namesSource(next.raw)) mottoes.add(at).add(at + 1);
  }
  return mottoes;
}

/** What is quoted above a chapter has no more characters. */
const longestMotto = 800;

/**
 * Takes out the paragraphs that start with a mark which stands behind a word, too: `… the pier.[1]` and `[1] In Ely.`
 * A number in brackets that stands alone is a page's.
 */
function withoutFootnotes({ text, notes }: { text: string; notes: number }): { text: string; notes: number } {
  const referred = new Set(Array.from(text.matchAll(/(?<=\S)\[(?:\d{1,3}|[A-Z])\]/g), ([mark]) => mark));
  if (referred.size === 0) return { text, notes };
  const paragraphs = text.split(/\n[^\S\n]*\n/);
  const own = paragraphs.filter(
    (paragraph) => !referred.has(/^\s*(\[\w{1,3}\])\s/.exec(paragraph)?.[1] ?? ""),
  );
  return { text: own.join("\n\n"), notes: notes + paragraphs.length - own.length };
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
