/** Counts of the study's views, by names such as `w1-3`, `c2-5`, `d2-6` (see {@link countView}). */
import type { Document } from "../src/document.ts";
import { PairTable } from "../src/features/pair-table.ts";
import { TokenTable } from "../src/features/token-table.ts";
import { ROOT } from "../src/features/vocabulary.ts";
import type { RowMatrix } from "../src/sparse.ts";
import { propertiesOf, CLASS_BITS, SIGN, WORD, ALONE, MARK } from "../src/text/characters.ts";
import { Reading } from "../src/text/reading.ts";

const cache = new Map<string, RowMatrix>();

/**
 * How often each document has each n-gram of a view. A view's name is a letter and the lengths of its n-grams:
 * w words, c characters, b characters within words, d letters masked, e letters without diacritics masked, s signs
 * and spaces with letters run together; in capitals the same with upper and lower case apart.
 */
export function countView(corpus: string, documents: readonly Document[], name: string): RowMatrix {
  const key = `${corpus} ${documents.length} ${name}`;
  let found = cache.get(key);
  if (found === undefined) {
    if ([...cache.keys()].some((other) => !other.startsWith(`${corpus} ${documents.length}`))) cache.clear();
    found = count(documents, name);
    cache.set(key, found);
  }
  return found;
}

function count(documents: readonly Document[], name: string): RowMatrix {
  const [, letter, from, to] = /^(\w)(\d+)-(\d+)/.exec(name)!;
  const lower = letter === letter!.toLowerCase();
  const kind = letter!.toLowerCase();
  const [shortest, longest] = [Number(from), Number(to)];
  const reading = new Reading();
  const nodes = new PairTable();
  const table = new TokenTable();
  const starts = [0];
  let ids = new Uint32Array(1 << 20);
  let values = new Float32Array(1 << 20);
  let length = 0;
  let seen = new Int32Array(1 << 20).fill(-1);
  let place = new Uint32Array(1 << 20);
  documents.forEach((document, row) => {
    reading.readText(document.text);
    const pieces = symbolsOf(reading, kind, lower, table);
    for (const symbols of pieces) {
      for (let first = 0; first < symbols.length; first++) {
        let node = ROOT;
        for (let n = 1; n <= longest && first + n <= symbols.length; n++) {
          node = nodes.add(node, symbols[first + n - 1]!);
          if (n < shortest) continue;
          if (node >= seen.length) {
            const larger = new Int32Array(node * 2).fill(-1);
            larger.set(seen);
            seen = larger;
            const more = new Uint32Array(node * 2);
            more.set(place);
            place = more;
          }
          if (seen[node] === row) {
            values[place[node]!]!++;
            continue;
          }
          seen[node] = row;
          if (length === ids.length) {
            const more = new Uint32Array(length * 2);
            more.set(ids);
            ids = more;
            const larger = new Float32Array(length * 2);
            larger.set(values);
            values = larger;
          }
          place[node] = length;
          ids[length] = node;
          values[length++] = 1;
        }
      }
    }
    starts.push(length);
  });
  return {
    nRows: documents.length,
    nFeatures: nodes.size,
    starts: Uint32Array.from(starts),
    ids: ids.slice(0, length),
    values: values.slice(0, length),
  };
}

const STAR = 0x2a;
const SPACE = 0x20;

function symbolsOf(reading: Reading, kind: string, lower: boolean, table: TokenTable): Uint32Array[] {
  if (kind === "w") {
    const tokens = reading.tokens(lower);
    const numbers = new Uint32Array(tokens.length);
    table.addAll(reading.normalForm(lower).bytes, tokens, numbers);
    return [numbers];
  }
  const { points, length } = reading.codePoints(lower);
  const text = points.slice(0, length);
  if (kind === "c") return [text];
  if (kind === "d") return [text.map(masked)];
  if (kind === "e") return [text.map((point) => (isLetter(point) && point < 0x80 ? STAR : point))];
  if (kind === "b") {
    const words: Uint32Array[] = [];
    let begun = 0;
    for (let end = 0; end <= length; end++) {
      if (end < length && text[end] !== SPACE) continue;
      if (end > begun) words.push(Uint32Array.of(SPACE, ...text.subarray(begun, end), SPACE));
      begun = end + 1;
    }
    return words;
  }
  throw new Error(`unknown view ${kind}`);
}

function isLetter(point: number): boolean {
  const kind = propertiesOf(point) & CLASS_BITS;
  return kind === WORD || kind === ALONE || kind === MARK;
}

function masked(point: number): number {
  if (point >= 0x30 && point <= 0x39) return 0x30;
  return isLetter(point) ? STAR : point;
}
void SIGN;
