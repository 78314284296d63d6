/** Texts brought to comparable lengths: a long profile is steadier than a short one, whoever wrote it. */
import type { Document } from "../document.ts";

/** Lengths are in UTF-16 units, which mean about the same in scripts with and without spaces. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // At a space if one is near, so that no word is halved.
  const space = text.lastIndexOf(" ", length);
  const end = space > length * 0.95 ? space : length;
  return text.slice(0, end).toWellFormed();
}

/**
 * A text in pieces of about `length`, as many as are full: at least one.
 *
 * @param most no more pieces than this
 */
export function cutAll(text: string, length: number, most: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  do {
    const piece = cut(rest, length);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  } while (rest.length >= length * 0.9 && pieces.length < most);
  return pieces;
}

/** Puts texts one after the other, until they are `length` long. */
export function joined(texts: Iterable<string>, length: number): string {
  let whole = "";
  for (const text of texts) {
    if (whole.length >= length) break;
    whole += (whole === "" ? "" : "\n") + text;
  }
  return cut(whole, length);
}

/** Each author's works, in the order of the documents; a document that names no work is one by itself. */
export function worksByAuthor(documents: readonly Document[]): Map<string, string[][]> {
  const authors = new Map<string, Map<string, string[]>>();
  for (const [place, { author, work, text }] of documents.entries()) {
    const works = authors.get(author) ?? new Map<string, string[]>();
    authors.set(author, works);
    const name = work === undefined ? `document ${place}` : `work ${work}`;
    const texts = works.get(name);
    if (texts === undefined) works.set(name, [text]);
    else texts.push(text);
  }
  return new Map([...authors].map(([author, works]) => [author, [...works.values()]]));
}

/**
 * Lengths that are about equal become one, so that what was learned for one case serves the next: the nearest power
 * of √2.
 */
export function roundLength(length: number): number {
  return Math.max(1, Math.round(2 ** (Math.round(Math.log2(Math.max(1, length)) * 2) / 2)));
}

/** The middle value; the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
