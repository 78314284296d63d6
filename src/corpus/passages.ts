/** Long works → pieces of about equal length, so that a few works give many examples. */
import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";

/** A document that may say where it came from. */
type Placed = Document & { readonly file?: string; readonly line?: number };

/**
 * Cuts a document into pieces of `words` words, as white space separates them; a text in a script that has
 * no spaces stays whole. What is left at the end is a piece if it has at least half as many words, and
 * joins the piece before otherwise. The pieces are slices of the text, without the space around them.
 *
 * All pieces bear the same work: that of the document, or else its id, or else its place in the corpus.
 *
 * @param document has an id, a work or a file; without any, its pieces could not be kept together
 * @param words how many words a piece has, from 1
 * @returns the pieces, `…#1`, `…#2` and so on, at their document's place
 * @throws PARAMETER_INVALID
 */
export function* passages<D extends Placed>(document: D, words: number): Generator<D, void> {
  if (!Number.isSafeInteger(words) || words < 1) {
    const received = String(words);
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "passages",
      allowed: "a whole number from 1",
      received,
    });
  }
  const name = document.id ?? nameOf(document) ?? document.work;
  if (name === undefined) {
    const allowed = "a document with an id, a work or a file";
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "document",
      allowed,
      received: "none of them",
    });
  }
  const work = document.work ?? name;
  let number = 1;
  for (const [start, end] of pieces(document.text, words)) {
    yield { ...document, text: document.text.slice(start, end), id: `${name}#${number++}`, work };
  }
}

function nameOf({ file, line }: Placed): string | undefined {
  if (file === undefined) return undefined;
  return line === undefined || line === 0 ? file : `${file}:${line}`;
}

function* pieces(text: string, words: number): Generator<readonly [start: number, end: number]> {
  // The last full piece waits until it is known what follows it.
  let waiting: [number, number] | null = null;
  let start = 0;
  let end = 0;
  let count = 0;
  for (const { index, 0: word } of text.matchAll(/\S+/gu)) {
    if (count === words) {
      if (waiting !== null) yield waiting;
      waiting = [start, end];
      count = 0;
    }
    if (count++ === 0) start = index;
    end = index + word.length;
  }
  if (waiting !== null && 2 * count < words) yield [waiting[0], end];
  else {
    if (waiting !== null) yield waiting;
    if (count > 0) yield [start, end];
  }
}
