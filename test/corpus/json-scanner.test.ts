import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { columnsOf, type SourcedDocument } from "../../src/corpus/fields.ts";
import { parseLine } from "../../src/corpus/json-lines.ts";
import { JsonScanner } from "../../src/corpus/json-scanner.ts";
import { type KernelLine, KernelLines } from "../../src/corpus/kernel-lines.ts";
import { Kernel } from "../../src/kernel/kernel.ts";

const columns = columnsOf({});
const anything = { work: false, id: false };
const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

interface Found {
  readonly author: string;
  readonly work: string;
  readonly text: string;
}

type Scan = (lines: readonly string[], required?: { work: boolean; id: boolean }) => (Found | null)[];

/** What the scanner finds in each line, null where it leaves a line to others. */
function scanHere(lines: readonly string[], required = anything): (Found | null)[] {
  const scanner = new JsonScanner(columns, required);
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

const kernel = Kernel.start()!;

/** All lines of a block, with the names in them. */
function* linesOf(lines: KernelLines, block: Uint8Array): Generator<KernelLine & Omit<Found, "text">> {
  for (const count of lines.scan(block)) {
    for (let place = 0; place < count; place++) {
      const line = lines.lineAt(place);
      const [author, work] = line.isDocument ? [lines.authorOf(place), lines.workOf(place)] : ["", ""];
      yield { ...line, author, work };
    }
  }
}

/** The same by the kernel. */
function scanInKernel(lines: readonly string[], required = anything): (Found | null)[] {
  const bytes = Buffer.from(lines.join("\n"));
  const found: (Found | null)[] = [];
  let begun = 0;
  for (const line of linesOf(new KernelLines(kernel, columns, required), bytes)) {
    const { isDocument, start, end, author, work, text: at, length } = line;
    expect([start, end]).toEqual([begun, begun + Buffer.byteLength(lines[found.length]!)]);
    begun = end + 1;
    const taken = { author, work, text: decoder.decode(kernel.bytes.slice(at, at + length)) };
    found.push(isDocument ? taken : null);
  }
  // Behind a line feed at the end there is no line.
  if (found.length < lines.length) found.push(null);
  return found;
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

describe.each<[string, Scan, number]>([
  ["the scanner", scanHere, 0.1],
  ["the kernel's scanner, which leaves numbers of works to others", scanInKernel, 0.6],
])("%s", (_, scan, most) => {
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
      { numRuns: 1000 },
    );
    expect(left).toBeLessThan(all * most);
  });

  it("takes no line that a parser refuses, whatever was done to it", () => {
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
          const [found] = scan([changed]);
          if (found !== null) expect(found).toEqual(parsed(changed));
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ["escapes", String.raw`{"author":"A","text":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}`, '"\\/\b\f\n\r\té😀'],
    [
      "numbers and words that nobody wants",
      '{"a":-1.5e+3,"b":true,"author":"A","c":false,"text":"x","d":null}',
      "x",
    ],
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
      scan(lines, required).map((found) => found !== null);
    expect(taken({ work: false, id: false })).toEqual([true, true, true]);
    expect(taken({ work: true, id: false })).toEqual([false, true, true]);
    expect(taken({ work: false, id: true })).toEqual([false, false, true]);
  });
});

describe("the kernel's scanner", () => {
  it("scans more lines than it has records for, in blocks that grow, and knows names again", () => {
    const line = (place: number, length: number): string =>
      `{"author":"Ann ${place % 7}","work":"w${place}","text":"${"x".repeat(length)}"}`;
    const lines = new KernelLines(kernel, columns, anything);
    for (const length of [1, 10, 400, 3]) {
      const written = Array.from({ length: 2500 }, (_, place) => line(place, length));
      const found = Array.from(linesOf(lines, Buffer.from(`${written.join("\n")}\n`)));
      expect(found.map(({ author, work, length: size }) => [author, work, size])).toEqual(
        written.map((_, place) => [`Ann ${place % 7}`, `w${place}`, length]),
      );
    }
  });
});
