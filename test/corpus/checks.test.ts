import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { CorpusChecks } from "../../src/corpus/checks.ts";
import { TextIndex } from "../../src/corpus/text-index.ts";

const long = "The quick brown fox jumps over the lazy dog. ".repeat(5).trim();
const document = (author: string, text: string, line: number) => ({ author, text, file: "a.jsonl", line });

describe("CorpusChecks", () => {
  test("says nothing about a corpus without repetitions", () => {
    const checks = new CorpusChecks();
    checks.add(document("A", long, 1));
    checks.add(document("B", `${long} And more.`, 2));
    expect(checks.warnings()).toEqual([]);
  });

  test("refuses a long text under two authors and names both places", () => {
    expect(long.length).toBeGreaterThanOrEqual(200);
    const checks = new CorpusChecks();
    checks.add(document("A", long, 3));
    const facts = {
      file: "a.jsonl",
      line: 9,
      author: "B",
      firstFile: "a.jsonl",
      firstLine: 3,
      firstAuthor: "A",
    };
    expect(() => checks.add(document("B", `\n ${long} `, 9))).toThrow(
      expect.objectContaining({ code: "DOCUMENT_IN_TWO_CLASSES", facts }),
    );
  });

  test("reports short texts under two authors, and texts that come again", () => {
    const checks = new CorpusChecks();
    for (const [line, author] of ["A", "B", "B", "A"].entries())
      checks.add(document(author, "Yes.", line + 1));
    checks.add(document("A", long, 5));
    checks.add(document("A", long, 6));
    expect(checks.warnings()).toMatchObject([
      { code: "repeated_texts", message: expect.stringContaining("2 documents have the same text") },
      { code: "shared_texts", message: expect.stringContaining("2 documents have the same text") },
    ]);
  });

  test("reports long ones too when they are allowed", () => {
    const checks = new CorpusChecks({ allowSharedTexts: true });
    checks.add(document("constructor", long, 1));
    checks.add(document("__proto__", long, 2));
    expect(checks.warnings()).toMatchObject([
      { code: "shared_texts", message: expect.stringContaining("1 document has the same text") },
    ]);
  });
});

test("TextIndex finds what a Map of fingerprints finds", () => {
  const half = fc.oneof(fc.nat(20), fc.nat(2 ** 31), fc.constant(0xffffffff));
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 3000, size: "max" }), (texts) => {
      const index = new TextIndex();
      const slow = new Map<string, object>();
      for (const [line, [low, high]] of texts.entries()) {
        const seen = { author: line % 7, file: 0, line };
        expect(index.add(low, high, seen)).toEqual(slow.get(`${low} ${high}`) ?? null);
        if (!slow.has(`${low} ${high}`)) slow.set(`${low} ${high}`, seen);
      }
    }),
    { numRuns: 20 },
  );
});
