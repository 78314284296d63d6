import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readTable } from "../../src/corpus/tables.ts";
import { collect, Folder, read, readContent, refusal } from "./folder.ts";

describe("what is read", () => {
  test("quotes, doubled quotes, separators and line breaks inside quotes, with the lines where rows begin", async () => {
    const content = 'id,author,text\n1,"Ann ""A"" Lee","one,\ntwo\n\nthree"\n\n2,Bob,plain\n3,Cy,"last"';
    using folder = new Folder({ "a.csv": content });
    const file = folder.at("a.csv");
    expect(await read([file])).toEqual([
      { id: "1", author: 'Ann "A" Lee', text: "one,\ntwo\n\nthree", file, line: 2 },
      { id: "2", author: "Bob", text: "plain", file, line: 7 },
      { id: "3", author: "Cy", text: "last", file, line: 8 },
    ]);
  });

  test("a byte order mark and CRLF, also inside quotes", async () => {
    using folder = new Folder({ "a.csv": '\u{feff}author,text\r\nA,"x\r\ny"\r\nB,z\r\n' });
    expect(await read([folder.at("a.csv")])).toMatchObject([
      { author: "A", text: "x\r\ny", line: 2 },
      { author: "B", text: "z", line: 4 },
    ]);
  });

  test("UTF-16, as spreadsheets save it, with tabs", async () => {
    const content = Buffer.from("\u{feff}author\ttext\r\nАнна\tдобрый день\r\n", "utf16le");
    expect(await readContent("a.tsv", content)).toEqual([{ author: "Анна", text: "добрый день" }]);
  });

  test.each(["__proto__", "constructor"])("an author and a column called %s", async (name) => {
    const options = { textColumn: name };
    expect(await readContent("a.csv", `author,${name}\n${name},x\n`, options)).toEqual([
      { author: name, text: "x" },
    ]);
  });

  test("a table without authors, where none is needed", async () => {
    expect(await readContent("a.csv", "text\nx\n", { authorRequired: false })).toEqual([
      { author: "", text: "x" },
    ]);
  });

  test("a field of 5 MB", async () => {
    const text = "abcdefghi\n".repeat(500_000);
    const documents = (await readContent("a.csv", `author,text\nA,"${text}"\n`)) as { text: string }[];
    expect(documents.map((document) => document.text.length)).toEqual([text.length]);
  });

  test.each([
    [".csv", ","],
    [".tsv", "\t"],
  ])("any documents come back as they were from %s", async (ending, delimiter) => {
    const parts = fc.constantFrom(
      '"',
      '""',
      ",",
      "\t",
      "\n",
      "\r\n",
      "\r",
      ";",
      " ",
      "a",
      "é",
      "漢",
      "😀",
      "\u200f",
    );
    const text = fc.array(parts, { minLength: 1 }).map((parts) => `${parts.join("")}x`);
    const rows = fc.array(fc.record({ author: text, text, work: text }), { minLength: 1 });
    const field = (value: string): string => `"${value.replaceAll('"', '""')}"`;
    const lineEnd = fc.constantFrom("\n", "\r\n");
    await fc.assert(
      fc.asyncProperty(rows, lineEnd, fc.boolean(), async (rows, end, last) => {
        const written = [["text", "work", "author"], ...rows.map((row) => [row.text, row.work, row.author])];
        const content = written.map((row) => row.map(field).join(delimiter)).join(end) + (last ? end : "");
        using folder = new Folder();
        const file = folder.write(`a${ending}`, content);
        let line = 2;
        const expected = rows.map((row) => {
          const begins = line;
          line +=
            1 + [...`${row.text}${row.work}${row.author}`].filter((character) => character === "\n").length;
          return { ...row, file, line: begins };
        });
        expect(await read([file])).toEqual(expected);
      }),
    );
  });
});

describe("what is refused, with the line where the row begins", () => {
  test.each([
    ["a quote that is never closed", 'author,text\nA,"x\ny"\nB,"z\nC,w\n', "ROW_MALFORMED", { line: 4 }],
    ["something after a closing quote", 'author,text\nA,"x\ny"\n"B"b,z\n', "ROW_MALFORMED", { line: 4 }],
    ["a quote in a plain field", 'author,text\nA,x"y"\n', "ROW_MALFORMED", { line: 2 }],
    ["too few fields", "author,text\nA,x\n\nB\n", "ROW_MALFORMED", { line: 4 }],
    ["too many fields", "author,text\nA,x,y\n", "ROW_MALFORMED", { line: 2 }],
    ["a column twice", "author,text,text\nA,x,y\n", "ROW_MALFORMED", { line: 1 }],
    [
      "no author column",
      "name,text\nA,x\n",
      "COLUMN_MISSING",
      { column: "author", columns: ["name", "text"] },
    ],
    ["no text column", "author,content\nA,x\n", "COLUMN_MISSING", { column: "text" }],
    ["an empty text", "author,text\nA,x\nB,\n", "DOCUMENT_EMPTY", { line: 3, column: "text" }],
    ["a header alone", "author,text\n", "CORPUS_EMPTY", {}],
    ["nothing at all", "", "CORPUS_EMPTY", {}],
  ])("%s", async (_, content, code, facts) => {
    expect(await refusal("a.csv", content)).toMatchObject({ code, facts });
  });

  test("a row above the limit, which is not read to its end", async () => {
    async function* blocks(): AsyncGenerator<Buffer> {
      yield Buffer.from('author,text\nA,x\nB,"');
      for (let block = 0; block < 11; block++) yield Buffer.alloc(100, "\n");
      throw new Error("read on after the limit");
    }
    const reading = collect(readTable(blocks(), "a.csv", ",", {}, 1000));
    await expect(reading).rejects.toMatchObject({ code: "LINE_TOO_LONG", facts: { line: 3, limit: 1000 } });
  });
});
