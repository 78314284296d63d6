import { statSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { RangeReader } from "../../src/learn/range-reader.ts";
import { Folder } from "../corpus/folder.ts";

describe("ranges of a file", () => {
  it("have the lines that start in them, each line once, whatever the ranges", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("", "a", "bc", "\n", "é", "x".repeat(30)), { maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        (pieces, length) => {
          using folder = new Folder({ "a.jsonl": pieces.join("") });
          const path = folder.at("a.jsonl");
          const { size } = statSync(path);
          const reader = new RangeReader();
          let whole = "";
          for (let start = 0; start < size; start += length) {
            const lines = reader.read({ path, file: path, start, end: Math.min(start + length, size) })!;
            const text = lines.toString();
            // A range that has lines starts with one.
            const before = Buffer.byteLength(whole);
            if (text !== "") expect(before >= start && before < start + length).toBe(true);
            whole += text;
            if (text !== "" && before + lines.length < size) expect(text.at(-1)).toBe("\n");
          }
          reader.close();
          expect(whole).toBe(pieces.join(""));
        },
      ),
    );
  });

  it("may end with a line that goes on for long", () => {
    const long = "y".repeat(100_000);
    using folder = new Folder({ "a.jsonl": `a\n${long}\nb` });
    const path = folder.at("a.jsonl");
    const reader = new RangeReader();
    const textOf = (start: number, end: number): string =>
      reader.read({ path, file: path, start, end })!.toString();
    expect(textOf(0, 10)).toBe(`a\n${long}\n`);
    expect(textOf(10, 50_000)).toBe("");
    expect(textOf(50_000, 100_004)).toBe("b");
    expect(textOf(0, 2)).toBe("a\n");
    reader.close();
  });
});
