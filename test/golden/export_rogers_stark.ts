/** Prints the dialogue's tokens as JSON, for generate_rogers_stark.py. */
import { CodePoints } from "../../src/text/code-points.ts";
import { normalForm } from "../../src/text/normal-form.ts";
import { Tokens } from "../../src/text/words.ts";
import { rogersStark } from "./rogers-stark.ts";

const tokens = new Tokens();
const codePoints = new CodePoints();

function wordsOf(text: string): string[] {
  const bytes = new TextEncoder().encode(normalForm(text, true));
  tokens.find(bytes, bytes.length);
  return Array.from({ length: tokens.length }, (_, token) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      bytes.subarray(tokens.starts[token]!, tokens.ends[token]!),
    ),
  );
}

function charactersOf(text: string): string[] {
  const bytes = new TextEncoder().encode(normalForm(text, true));
  codePoints.find(bytes, bytes.length);
  return Array.from(codePoints.points.subarray(0, codePoints.length), (point) => String.fromCodePoint(point));
}

const corpus = rogersStark();
if (corpus === null) throw new Error("the corpus is not there");
const exported = Object.entries(corpus).map(([side, documents]) => [
  side,
  {
    authors: documents.map(({ author }) => author),
    words: documents.map(({ text }) => wordsOf(text)),
    characters: documents.map(({ text }) => charactersOf(text)),
  },
]);
console.log(JSON.stringify(Object.fromEntries(exported)));
