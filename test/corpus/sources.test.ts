import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { corpusBytes } from "../../src/corpus/read.ts";
import { findSources } from "../../src/corpus/sources.ts";
import { Folder, read } from "./folder.ts";

describe("folders of .txt", () => {
  test("the first folder is the author; a file beside the folders is Author_Title.txt; the path is the work", async () => {
    using folder = new Folder({
      "Ann/letters.txt": "a",
      "Ann/novels/first.TXT": "b",
      "Bob_Poems_1.txt": "c",
      "Ann/notes.md": "no text file",
      ".hidden/x.txt": "hidden",
      "Ann/.letters.txt.swp": "hidden",
    });
    const documents = await read([folder.path]);
    expect(documents.map(({ author, work, id, text, line }) => [author, work, id, text, line])).toEqual([
      ["Ann", "Ann/letters.txt", "Ann/letters.txt", "a", 0],
      ["Ann", "Ann/novels/first.TXT", "Ann/novels/first.TXT", "b", 0],
      ["Bob", "Bob_Poems_1.txt", "Bob_Poems_1.txt", "c", 0],
    ]);
    expect(documents[1]!.file).toBe(folder.at("Ann/novels/first.TXT"));
  });

  test("files come in the order of their whole paths", async () => {
    const names = ["b/a.txt", "b.txt", "b-c_x.txt", "B_y.txt", "b/-.txt", "a_z.txt"];
    using folder = new Folder(Object.fromEntries(names.map((name) => [name, "x"])));
    const sources = await findSources([folder.path]);
    expect(sources.map((source) => source.work)).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
  });

  test("authors called __proto__ and constructor", async () => {
    using folder = new Folder({ "__proto__/x.txt": "a", "constructor/x.txt": "b" });
    const documents = await read([folder.path]);
    expect(documents.map((document) => document.author)).toEqual(["__proto__", "constructor"]);
  });

  test("a file whose name names no author is refused, unless no author is needed", async () => {
    using folder = new Folder({ "novel.txt": "x", "_y.txt": "x" });
    for (const name of ["novel.txt", "_y.txt"]) {
      const file = folder.at(name);
      await expect(read([file])).rejects.toMatchObject({ code: "FILE_NAME_WITHOUT_AUTHOR", facts: { file } });
      expect(await read([file], { authorRequired: false })).toMatchObject([{ author: "", text: "x" }]);
    }
    await expect(read([folder.path])).rejects.toMatchObject({ code: "FILE_NAME_WITHOUT_AUTHOR" });
  });

  test("an empty text is refused, or left out when that is wished", async () => {
    using folder = new Folder({ "A/x.txt": " \n", "B/y.txt": "y" });
    const facts = { file: folder.at("A/x.txt"), line: 0, column: "text" };
    await expect(read([folder.path])).rejects.toMatchObject({ code: "DOCUMENT_EMPTY", facts });
    expect(await read([folder.path], { skipEmpty: true })).toMatchObject([{ author: "B" }]);
  });

  test("named columns concern tables, not texts", async () => {
    using folder = new Folder({ "A/x.txt": "x" });
    const documents = await read([folder.path], { workColumn: "play", idColumn: "n", authorColumn: "who" });
    expect(documents).toMatchObject([{ author: "A", work: "A/x.txt" }]);
  });

  test("a folder without texts is an empty corpus", async () => {
    using folder = new Folder({ "data.jsonl": '{"author":"A","text":"x"}' });
    const facts = { sources: [folder.path] };
    await expect(read([folder.path])).rejects.toMatchObject({ code: "CORPUS_EMPTY", facts });
  });
});

describe("several sources", () => {
  test("are read in the order given; their bytes together are those of the files one after the other", async () => {
    using folder = new Folder({
      "one.jsonl": '{"author":"A","text":"x"}\n',
      "two.csv": "\u{feff}author,text\nB,y\n",
      "texts/C/z.txt": Buffer.from("\u{feff}z", "utf16le"),
      "texts/C/a.txt": "a",
    });
    const hash = createHash("sha256");
    const paths = ["two.csv", "texts", "one.jsonl"].map((name) => folder.at(name));
    const documents = await read(paths, { onBytes: (chunk) => hash.update(chunk) });
    expect(documents.map(({ author, text }) => author + text)).toEqual(["By", "Ca", "Cz", "Ax"]);
    const bytes = Buffer.concat([
      Buffer.from("\u{feff}author,text\nB,y\na"),
      Buffer.from("\xff\xfez\0", "latin1"),
      Buffer.from('{"author":"A","text":"x"}\n'),
    ]);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(await corpusBytes(paths)).toBe(bytes.length);
  });
});

describe("what cannot be opened", () => {
  test("a path that leads nowhere", async () => {
    const reading = read(["/no/such/file.jsonl"]);
    await expect(reading).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      facts: { file: "/no/such/file.jsonl" },
    });
    await expect(corpusBytes(["/no/such/file.jsonl"])).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  test("a path through a file", async () => {
    using folder = new Folder({ "a.txt": "x" });
    await expect(read([folder.at("a.txt/b.jsonl")])).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  test("a format that is not read", async () => {
    using folder = new Folder({ "a.docx": "x", noending: "x" });
    for (const name of ["a.docx", "noending"]) {
      const reading = read([folder.at(name)]);
      await expect(reading).rejects.toMatchObject({
        code: "FORMAT_UNKNOWN",
        facts: { file: folder.at(name) },
      });
    }
  });

  test("a folder called like a table is a folder", async () => {
    using folder = new Folder();
    mkdirSync(folder.at("a.csv"));
    await expect(read([folder.at("a.csv")])).rejects.toMatchObject({ code: "CORPUS_EMPTY" });
  });
});
