/** Reads what src/text writes into bytes back into strings, for tests. */
import { CodePoints } from "../../src/text/code-points.ts";
import { NormalFormWriter } from "../../src/text/normal-form.ts";
import { hashBytes, Tokens } from "../../src/text/words.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

// The same objects for all texts, as they are used: nothing of one text may show in the next.
const writers = { lower: new NormalFormWriter(true), kept: new NormalFormWriter(false) };
const tokens = new Tokens();
const codePoints = new CodePoints();

const writerFor = (lowerCase: boolean): NormalFormWriter => (lowerCase ? writers.lower : writers.kept);

/** The normal form of a text. */
export function normalFormOf(text: string, lowerCase: boolean): string {
  const writer = writerFor(lowerCase);
  writer.writeText(text);
  return decoder.decode(writer.bytes.subarray(0, writer.length));
}

/** The normal form of a text that is given as UTF-8, in the middle of other bytes. */
export function normalFormOfBytes(text: string, lowerCase: boolean): string {
  const writer = writerFor(lowerCase);
  const source = encoder.encode(`Ä\u0301${text}\u0301Σ`);
  writer.writeBytes(source, 4, source.length - 4);
  return decoder.decode(writer.bytes.subarray(0, writer.length));
}

/** What is said of the tokens of a text. */
export interface ReadTokens {
  readonly pieces: string[];
  readonly words: number;
  readonly hashesRight: boolean;
}

/** The tokens of a text, which may be in any form. */
export function tokensOf(text: string, lowerCase: boolean): ReadTokens {
  const writer = writerFor(lowerCase);
  writer.writeText(text);
  return tokensIn(writer.bytes, writer.length);
}

/** The tokens of `bytes[0, length)`. */
export function tokensIn(bytes: Uint8Array, length: number): ReadTokens {
  tokens.find(bytes, length);
  const pieces: string[] = [];
  let hashesRight = true;
  for (let token = 0; token < tokens.length; token++) {
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    pieces.push(decoder.decode(bytes.subarray(start, end)));
    if (tokens.hashes[token] !== hashBytes(bytes, start, end)) hashesRight = false;
  }
  return { pieces, words: tokens.words, hashesRight };
}

/** The characters of a text, and the bytes of its normal form that each one takes. */
export interface ReadCharacters {
  readonly characters: string[];
  readonly pieces: string[];
}

/** The characters of a text, which may be in any form. */
export function charactersOf(text: string, lowerCase: boolean): ReadCharacters {
  const writer = writerFor(lowerCase);
  writer.writeText(text);
  return charactersIn(writer.bytes, writer.length);
}

/** The characters of `bytes[0, length)`. */
export function charactersIn(bytes: Uint8Array, length: number): ReadCharacters {
  codePoints.find(bytes, length);
  const { points, starts } = codePoints;
  const characters = Array.from(points.subarray(0, codePoints.length), (point) =>
    String.fromCodePoint(point),
  );
  const pieces = characters.map((_, place) =>
    decoder.decode(bytes.subarray(starts[place], starts[place + 1])),
  );
  return { characters, pieces };
}
