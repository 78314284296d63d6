import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { bar, bytes, counted, duration, metric, percent, signed } from "../../src/cli/figures.ts";
import { printable } from "../../src/cli/printable.ts";
import { shellQuoted } from "../../src/cli/shell.ts";
import { table, wrapped } from "../../src/cli/table.ts";

describe("numbers as people read them", () => {
  test.each([
    [counted(1, "document"), "1 document"],
    [counted(0, "document"), "0 documents"],
    [counted(12_345, "word"), "12,345 words"],
    [percent(0.615), "61.5 %"],
    [percent(1), "100.0 %"],
    [percent(0), "0.0 %"],
    [percent(0.9999), "> 99.9 %"],
    [percent(1e-9), "< 0.1 %"],
    [bytes(1), "1 byte"],
    [bytes(999), "999 bytes"],
    [bytes(40_600), "40.6 kB"],
    [bytes(1_234_567), "1.2 MB"],
    [bytes(2_500_000_000), "2.50 GB"],
    [duration(0.123), "0.12 s"],
    [duration(42), "42.0 s"],
    [duration(192), "3 min 12 s"],
    [signed(1.234), "+1.23"],
    [signed(-0.5), "−0.50"],
    [signed(-0.001), "+0.00"],
    [metric(null), "–"],
    [metric(0.6149), "0.615"],
    [bar(1, 4), "████"],
    [bar(0.5, 3), "█▌"],
    [bar(0, 3), ""],
  ])("%s", (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

describe("printable", () => {
  test("leaves letters of all scripts alone", () => {
    const text = "Émile, Ζωή, 漢字, हिन्दी, שלום, العربية, 👩‍👩‍👧";
    expect(printable(text)).toBe(text);
  });

  test("shows what would move the cursor or turn the line around", () => {
    expect(printable("\u{1b}[31m\n\r\t\u{9b}\u202e\u2066\u2028")).toBe(
      "\\x1b[31m\\n\\r\\t\\x9b\\u202e\\u2066\\u2028",
    );
  });

  test("no control character is left, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(printable(text)),
      ),
    );
  });
});

describe("table", () => {
  test("columns stand under each other, numbers at their ends, wide characters counted as two", () => {
    const rows = [
      ["李白", "1,000", "a"],
      ["Li", "5", "b"],
    ];
    expect(table([{ title: "Author" }, { title: "n", numeric: true }, { title: "" }], rows)).toEqual([
      "  Author       n",
      "  李白     1,000   a",
      "  Li           5   b",
    ]);
  });

  test("no titles, no line for them; long cells are cut", () => {
    const lines = table([{ title: "" }, { title: "" }], [["x".repeat(100), "y"]]);
    expect(lines).toEqual([`  ${"x".repeat(59)}…   y`]);
  });
});

describe("wrapped", () => {
  test("no line is wider than it may be, unless a word is", () => {
    expect(wrapped("one two three 漢字漢字 fourteen-letters x", 8)).toEqual([
      "one two",
      "three",
      "漢字漢字",
      "fourteen-letters",
      "x",
    ]);
  });

  test("no word is lost", () => {
    const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, width) => {
        expect(words(wrapped(text, width).join(" "))).toEqual(words(text));
      }),
    );
  });
});

test.each([
  ["model.safetensors", "model.safetensors"],
  ["my model", "'my model'"],
  ["it's", String.raw`'it'\''s'`],
])("the file name %s is typed as %s", (file, typed) => {
  expect(shellQuoted(file)).toBe(typed);
});
