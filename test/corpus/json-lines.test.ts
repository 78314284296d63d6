import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { lineBlocks } from "../../src/corpus/line-blocks.ts";
import { collect, Folder, read, readContent, refusal } from "./folder.ts";

const line = (record: unknown): string => `${JSON.stringify(record)}\n`;

describe("what is read", () => {
  test("the four fields, and nothing else", async () => {
    const content = line({
      id: "1",
      author: "Ann",
      text: "Good day.",
      work: "Letters",
      year: 1890,
      mood: null,
    });
    expect(await readContent("a.jsonl", content)).toEqual([
      { id: "1", author: "Ann", text: "Good day.", work: "Letters" },
    ]);
  });

  test("blank lines are passed over and counted; CRLF and a missing last line end do not matter", async () => {
    using folder = new Folder({
      "a.ndjson": '\n{"author":"A","text":"x"}\r\n  \r\n\n{"author":"B","text":"y"}',
    });
    const file = folder.at("a.ndjson");
    expect(await read([file])).toEqual([
      { author: "A", text: "x", file, line: 2 },
      { author: "B", text: "y", file, line: 5 },
    ]);
  });

  test("other columns, numbers as names of works and ids, null for none", async () => {
    const content =
      line({ who: "A", says: "x", play: 4, n: 17 }) + line({ who: "B", says: "y", play: null, n: "" });
    const options = { authorColumn: "who", textColumn: "says", workColumn: "play", idColumn: "n" };
    expect(await readContent("a.jsonl", content, options)).toEqual([
      { author: "A", text: "x", work: "4", id: "17" },
      { author: "B", text: "y" },
    ]);
  });

  test("of two equal keys the last one counts", async () => {
    expect(await readContent("a.jsonl", '{"author":"A","text":"x","author":"B"}\n')).toEqual([
      { author: "B", text: "x" },
    ]);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "an author or a column called %s",
    async (name) => {
      expect(await readContent("a.jsonl", line({ author: name, text: "x" }))).toEqual([
        { author: name, text: "x" },
      ]);
      const content = `{"author":"A","${name}":"x"}\n`;
      expect(await readContent("a.jsonl", content, { textColumn: name })).toEqual([
        { author: "A", text: "x" },
      ]);
      expect(await refusal("a.jsonl", line({ author: "A", text: "x" }), { workColumn: name })).toMatchObject({
        code: "COLUMN_MISSING",
        facts: { line: 1, column: name, columns: ["author", "text"] },
      });
    },
  );

  test("a document without an author, where none is needed", async () => {
    expect(await readContent("a.jsonl", line({ text: "x" }), { authorRequired: false })).toEqual([
      { author: "", text: "x" },
    ]);
  });

  test("a line of 50 MB", async () => {
    const text = "abcdefghi ".repeat(5_000_000);
    const content = line({ author: "A", text }) + line({ author: "B", text: "y" });
    const documents = (await readContent("a.jsonl", content)) as { text: string }[];
    expect(documents.map((document) => document.text.length)).toEqual([text.length, 1]);
  });

  test("any documents come back as they were", async () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
      .filter((text) => /\S/u.test(text));
    const name = fc.option(fc.string({ unit: "grapheme", minLength: 1 }), { nil: undefined });
    const document = fc.record({ author: text, text, work: name, id: name });
    const defined = (record: object): object => JSON.parse(JSON.stringify(record)) as object;
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 1 }), async (documents) => {
        expect(await readContent("a.jsonl", documents.map(line).join(""))).toEqual(documents.map(defined));
      }),
    );
  });

  test("lines that cross the borders of blocks", async () => {
    const documents = Array.from({ length: 40 }, (_, index) => ({
      author: `A${index}`,
      text: "é".repeat(index * 3000 + 1),
    }));
    expect(await readContent("a.jsonl", documents.map(line).join(""))).toEqual(documents);
  });
});

describe("what is refused, with its line", () => {
  const good = line({ author: "A", text: "x" });
  test.each([
    ["no JSON", `${good}\n{"author": "A", text: "x"}\n`, {}, "LINE_MALFORMED", { line: 3 }],
    ["half a line", `${good}{"author": "A"`, {}, "LINE_MALFORMED", { line: 2 }],
    ["a list", `${good}["A", "x"]\n`, {}, "LINE_MALFORMED", { line: 2 }],
    ["null", `null\n`, {}, "LINE_MALFORMED", { line: 1 }],
    [
      "no author",
      `${good}{"text":"x","name":"A"}\n`,
      {},
      "COLUMN_MISSING",
      { line: 2, column: "author", columns: ["text", "name"] },
    ],
    ["no text", `{"author":"x"}\n`, {}, "COLUMN_MISSING", { line: 1, column: "text" }],
    [
      "no work where one was named",
      good,
      { workColumn: "play" },
      "COLUMN_MISSING",
      { line: 1, column: "play" },
    ],
    ["a number as author", `{"author":3,"text":"x"}\n`, {}, "FIELD_NOT_TEXT", { line: 1, column: "author" }],
    [
      "null as author",
      `{"author":null,"text":"x"}\n`,
      { authorRequired: false },
      "FIELD_NOT_TEXT",
      { received: "null" },
    ],
    [
      "a list as text",
      `{"author":"A","text":["x"]}\n`,
      {},
      "FIELD_NOT_TEXT",
      { column: "text", received: "a list" },
    ],
    ["an object as id", `{"author":"A","text":"x","id":{}}\n`, {}, "FIELD_NOT_TEXT", { column: "id" }],
    [
      "an empty text",
      `${good}${good}{"author":"A","text":""}\n`,
      {},
      "DOCUMENT_EMPTY",
      { line: 3, column: "text" },
    ],
    [
      "a text of white space",
      `{"author":"A","text":" \\n\\u00a0\\u3000"}\n`,
      {},
      "DOCUMENT_EMPTY",
      { column: "text" },
    ],
    ["an empty author", `{"author":" ","text":"x"}\n`, {}, "DOCUMENT_EMPTY", { column: "author" }],
    [
      "half a surrogate pair in a text",
      `{"author":"A","text":"x\\ud83d"}\n`,
      {},
      "TEXT_NOT_WELL_FORMED",
      { line: 1, column: "text" },
    ],
    [
      "half a surrogate pair in an author",
      `{"author":"\\udc00","text":"x"}\n`,
      {},
      "TEXT_NOT_WELL_FORMED",
      { column: "author" },
    ],
    [
      "half a surrogate pair in a work",
      `{"author":"A","text":"x","work":"\\udc00"}\n`,
      {},
      "TEXT_NOT_WELL_FORMED",
      { column: "work" },
    ],
    ["nothing at all", "", {}, "CORPUS_EMPTY", {}],
    ["only blank lines", "\n \n\r\n", {}, "CORPUS_EMPTY", {}],
  ] as const)("%s", async (_, content, options, code, facts) => {
    expect(await refusal("a.jsonl", content, options)).toMatchObject({ code, facts });
  });

  test("a line above the limit, which is not read to its end", async () => {
    async function* blocks(): AsyncGenerator<Buffer> {
      yield Buffer.from(good);
      for (let block = 0; block < 11; block++) yield Buffer.alloc(100, " ");
      throw new Error("read on after the limit");
    }
    const reading = collect(lineBlocks(blocks(), "a.jsonl", 1000));
    await expect(reading).rejects.toMatchObject({ code: "LINE_TOO_LONG", facts: { line: 2, limit: 1000 } });
  });
});

test("empty documents are left out when that is wished, and told of", async () => {
  const left: number[] = [];
  const content =
    line({ author: "A", text: "x" }) + line({ author: "A", text: "  " }) + line({ author: "", text: "z" });
  const documents = await readContent("a.jsonl", content, {
    skipEmpty: true,
    onSkipped: (_, line) => left.push(line),
  });
  expect(documents).toEqual([{ author: "A", text: "x" }]);
  expect(left).toEqual([2, 3]);
});
