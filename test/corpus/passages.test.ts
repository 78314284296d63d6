import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Document } from "../../src/document.ts";
import { passages } from "../../src/corpus/passages.ts";

const texts = (text: string, words: number): string[] =>
  [...passages({ author: "A", text, id: "d" }, words)].map((piece) => piece.text);

describe("where the text is cut", () => {
  test.each([
    ["exactly full", "a b c d", 2, ["a b", "c d"]],
    ["a rest of half joins nothing", "a b c d e f", 4, ["a b c d", "e f"]],
    ["a rest below half joins the piece before", "a b c d e", 4, ["a b c d e"]],
    ["twice full and a small rest", "a b c d e f g", 3, ["a b c", "d e f g"]],
    ["a short text is one piece", "a b", 10, ["a b"]],
    ["white space inside stays, around goes", "  a \n\n b\tc ", 2, ["a \n\n b", "c"]],
    ["single words", "a b c", 1, ["a", "b", "c"]],
    ["no spaces, no cut", "故人西辭黃鶴樓", 2, ["故人西辭黃鶴樓"]],
    ["nothing", " \n", 5, []],
  ])("%s", (_, text, words, expected) => {
    expect(texts(text, words)).toEqual(expected);
  });

  test("no word is lost, and every piece has half to one and a half times the words", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "bb ", " ", "\n", "ç")),
        fc.integer({ min: 1, max: 9 }),
        (parts, words) => {
          const text = parts.join("");
          const all = text.split(/\s+/u).filter((word) => word !== "");
          const pieces = texts(text, words).map((piece) => piece.split(/\s+/u));
          expect(pieces.flat()).toEqual(all);
          for (const piece of pieces) {
            expect(piece.length).toBeLessThan(1.5 * words);
            if (all.length >= words) expect(piece.length).toBeGreaterThanOrEqual(words / 2);
          }
        },
      ),
    );
  });
});

describe("what the pieces are called", () => {
  const text = "a b c d";
  test.each([
    [{ id: "d1" }, ["d1#1", "d1#2"], "d1"],
    [{ id: "d1", work: "w" }, ["d1#1", "d1#2"], "w"],
    [{ file: "a.jsonl", line: 7 }, ["a.jsonl:7#1", "a.jsonl:7#2"], "a.jsonl:7"],
    [{ file: "a.jsonl", line: 7, work: "w" }, ["a.jsonl:7#1", "a.jsonl:7#2"], "w"],
    [{ file: "a.txt", line: 0 }, ["a.txt#1", "a.txt#2"], "a.txt"],
    [{ work: "w" }, ["w#1", "w#2"], "w"],
  ])("%o", (named, ids, work) => {
    const document: Document = { author: "A", text, ...named };
    const pieces = [...passages(document, 2)];
    expect(pieces.map((piece) => piece.id)).toEqual(ids);
    for (const piece of pieces) expect(piece).toMatchObject({ ...named, id: piece.id, author: "A", work });
  });

  test("a document without any name is refused: its pieces could not be kept together", () => {
    expect(() => [...passages({ author: "A", text }, 2)]).toThrow(
      expect.objectContaining({ code: "PARAMETER_INVALID" }),
    );
  });
});

test.each([0, -1, 1.5, Number.NaN, Infinity])("%s words are refused", (words) => {
  expect(() => [...passages({ author: "A", text: "a", id: "d" }, words)]).toThrow(
    expect.objectContaining({ code: "PARAMETER_INVALID" }),
  );
});
