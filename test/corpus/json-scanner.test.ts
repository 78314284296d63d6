import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { columnsOf, type SourcedDocument } from "../../src/corpus/fields.ts";
import { parseLine } from "../../src/corpus/json-lines.ts";
import { JsonScanner } from "../../src/corpus/json-scanner.ts";

const columns = columnsOf({});
const anything = { work: false, id: false };
const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

interface Found {
  readonly author: string;
  readonly work: string;
  readonly text: string;
}

/** What the scanner finds in each line, null where it leaves a line to others. */
function scan(lines: readonly string[], scanner = new JsonScanner(columns, anything)): (Found | null)[] {
  // Not at the start of its memory, so that words of four bytes lie askew.
  const bytes = Buffer.from(`x${lines.join("\n")}\n`).subarray(1);
  scanner.begin(bytes);
  let start = 0;
  return lines.map((line) => {
    const end = start + Buffer.byteLength(line);
    const taken = scanner.read(start, end);
    start = end + 1;
    if (!taken) return null;
    const { author, work, bytes: text, start: from, end: to } = scanner.document;
    return { author, work, text: decoder.decode(text.subarray(from, to)) };
  });
}

/** What a proper parser finds, null for what is no document. */
function parsed(line: string): Found | null {
  let document: SourcedDocument | null;
  try {
    document = parseLine(line, "a.jsonl", 1, columns, {});
  } catch {
    return null;
  }
  return document === null
    ? null
    : { author: document.author, work: document.work ?? "", text: document.text };
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc
    .array(fc.constantFrom("a", " ", '"', "\\", "\n", "\t", "é", "😀", "\u2003", "\u0000"), { maxLength: 12 })
    .map((list) => list.join("")),
);
const record = fc.record(
  {
    author: text,
    text,
    work: fc.oneof(text, fc.constant(null), fc.integer(), fc.double()),
    id: fc.oneof(text, fc.constant(null), fc.integer()),
    year: fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null), text),
  },
  { requiredKeys: ["author", "text"] },
);
const line = fc
  .tuple(record, fc.constantFrom(undefined, " ", "\t"), fc.boolean())
  .map(([fields, space, ascii]) => {
    const json = JSON.stringify(fields, null, space).replaceAll("\n", "");
    return ascii
      ? json.replaceAll(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        )
      : json;
  })
  // A half surrogate pair has no UTF-8.
  .filter((json) => json.isWellFormed());

describe("the scanner", () => {
  it("finds what a parser finds, and leaves few lines to it", () => {
    let left = 0;
    let all = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        scan(lines).forEach((found, place) => {
          const expected = parsed(lines[place]!);
          all++;
          if (found === null && expected !== null) left++;
          else expect(found, lines[place]).toEqual(expected);
        });
      }),
      { numRuns: 2000 },
    );
    expect(left).toBeLessThan(all / 10);
  });

  it("takes no line that a parser refuses, whatever was done to it", () => {
    const scanner = new JsonScanner(columns, anything);
    const letters = [...'{}[]",:\\u0123dDeE+-. \t\r\u0001nultrefa'];
    fc.assert(
      fc.property(
        line,
        fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom(...letters)), { minLength: 1, maxLength: 3 }),
        (whole, changes) => {
          let changed = whole;
          for (const [at, removed, letter] of changes) {
            const place = at % (changed.length + 1);
            changed = changed.slice(0, place) + letter + changed.slice(place + removed);
          }
          fc.pre(changed.isWellFormed());
          const [found] = scan([changed], scanner);
          if (found !== null) expect(found).toEqual(parsed(changed));
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ["escapes", String.raw`{"author":"A","text":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}`, '"\\/\b\f\n\r\té😀'],
    ["the last of two equal keys", '{"author":"A","text":"x","text":"y"}', "y"],
    ["the last of two equal keys, with escapes", String.raw`{"author":"A","text":"x\n","text":"\ny"}`, "\ny"],
    ["white space of JSON", ' {\t"author" : "A" ,\r"text": "x" }\t\r', "x"],
    ["a text that begins with space", '{"author":"A","text":"   x"}', "   x"],
    ["a letter of three bytes at the start", '{"author":"A","text":"漢字"}', "漢字"],
  ])("takes %s", (_, written, expected) => {
    expect(scan([written])).toEqual([{ author: "A", work: "", text: expected }]);
  });

  it.each([
    ["", "nothing"],
    ["{}", "no author"],
    ['{"author":"A"}', "no text"],
    ['{"author":" ","text":"x"}', "an author of space"],
    ['{"author":"A","text":""}', "an empty text"],
    ['{"author":"A","text":"\u3000"}', "a text of wide space"],
    ['{"author":"A","text":"x"', "no end"],
    ['{"author":"A","text":"x"}}', "more than an object"],
    ['{"author":"A","text":"x",}', "a comma at the end"],
    ['{"author":"A","text":"x","a":[1]}', "a list"],
    ['{"author":"A","text":"a\tb"}', "a tab in a string"],
    [String.raw`{"author":"A","text":"\ud800"}`, "half a pair"],
    [String.raw`{"author":"A","text":"\x"}`, "no escape"],
    ['{"author":"A","text":"x","n":01}', "no number"],
    ['{"author":5,"text":"x"}', "a number for an author"],
    ['{"author":"A","text":"x","work":true}', "a truth for a work"],
  ])("leaves %s to others: %s", (written) => {
    expect(scan([written])).toEqual([null]);
  });

  it("leaves lines without a work or an id to others where they must have one", () => {
    const lines = [
      '{"author":"A","text":"x"}',
      '{"author":"A","text":"x","work":"W"}',
      '{"author":"A","text":"x","id":7,"work":null}',
    ];
    const taken = (required: { work: boolean; id: boolean }): boolean[] =>
      scan(lines, new JsonScanner(columns, required)).map((found) => found !== null);
    expect(taken({ work: false, id: false })).toEqual([true, true, true]);
    expect(taken({ work: true, id: false })).toEqual([false, true, true]);
    expect(taken({ work: false, id: true })).toEqual([false, false, true]);
  });
});
