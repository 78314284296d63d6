import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { sourcesInMemory } from "../../../src/corpus/sources.ts";
import { filesIn } from "../../../src/server/training/upload.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytes(text)])));
const unpacked = (archive: Uint8Array, limit = 1000): Map<string, Uint8Array> =>
  filesIn(archive, "application/zip", "letters", limit);
const refused = (code: string): unknown => expect.objectContaining({ code });

describe("what was sent", () => {
  test("is one file, or those in an archive", () => {
    expect([...filesIn(bytes("a"), "text/csv", "letters", 9).keys()]).toEqual(["letters.csv"]);
    expect([...unpacked(zip({ "Ann/a.txt": "one", "Bob/b.txt": "two" })).keys()]).toEqual([
      "Ann/a.txt",
      "Bob/b.txt",
    ]);
  });

  test("a bomb is refused before it goes off", () => {
    const bomb = zipSync({ "a.txt": new Uint8Array(50_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unpacked(bomb, 10_000_000)).toThrow(refused("UPLOAD_TOO_LARGE") as Error);
    const many = zip(
      Object.fromEntries(Array.from({ length: 20 }, (_, each) => [`${each}.txt`, "x".repeat(99)])),
    );
    expect(() => unpacked(many, 1000)).toThrow(refused("UPLOAD_TOO_LARGE") as Error);
    expect(unpacked(many, 1980).size).toBe(20);
  });

  test("a bomb that lies about its size is unpacked no farther than it says", () => {
    const bomb = zipSync({ "a.txt": new Uint8Array(1_000_000) });
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    // The size stands at 22 of the file's header and at 24 of its entry in the directory at the end.
    const directory = bomb.findLastIndex(
      (_, at) => at + 4 <= bomb.length && view.getUint32(at, true) === 0x02014b50,
    );
    view.setUint32(22, 100, true);
    view.setUint32(directory + 24, 100, true);
    let size = 0;
    try {
      for (const file of unpacked(bomb).values()) size += file.length;
    } catch (error) {
      expect(error).toMatchObject({ code: "UPLOAD_UNREADABLE" });
    }
    expect(size).toBeLessThanOrEqual(100);
  });

  test.each([
    ["no archive", bytes("author,text\n")],
    ["half of one", zip({ "a.txt": "one" }).slice(0, 30)],
    ["nothing", new Uint8Array()],
  ])("%s is refused", (_, archive) => {
    expect(() => unpacked(archive)).toThrow(refused("UPLOAD_UNREADABLE") as Error);
  });

  test.each([
    ["../../etc/passwd.txt", "_/_/etc/passwd.txt"],
    ["/etc/passwd.txt", "etc/passwd.txt"],
    [String.raw`Ann\a.txt`, "Ann/a.txt"],
    ["./Ann//a.txt", "Ann/a.txt"],
    ["constructor/a.txt", "constructor/a.txt"],
  ])("the path %s is taken for %s", (path, expected) => {
    expect([...unpacked(zip({ [path]: "one" })).keys()]).toEqual([expected]);
  });
});

describe("files in memory, as those of a folder", () => {
  const found = (...paths: string[]): [author: string | null, work: string][] =>
    sourcesInMemory(new Map(paths.map((path) => [path, bytes("x")]))).map(({ author, work }) => [
      author,
      work,
    ]);

  test("the first folder is the author", () => {
    expect(found("Bob/x/b.txt", "Ann/a.txt")).toEqual([
      ["Ann", "Ann/a.txt"],
      ["Bob", "Bob/x/b.txt"],
    ]);
  });

  test("a folder around all of them is not", () => {
    expect(found("novels/Ann/a.txt", "novels/Bob/b.txt")).toEqual([
      ["Ann", "Ann/a.txt"],
      ["Bob", "Bob/b.txt"],
    ]);
    expect(found("novels/Ann_a.txt", "novels/Bob_b.txt")).toEqual([
      ["Ann", "Ann_a.txt"],
      ["Bob", "Bob_b.txt"],
    ]);
    expect(found("Ann/a.txt", "Ann/b.txt")).toEqual([
      ["Ann", "Ann/a.txt"],
      ["Ann", "Ann/b.txt"],
    ]);
  });

  test("hidden files and other kinds are passed over", () => {
    expect(found("__MACOSX/Ann/._a.txt", "Ann/.hidden.txt", "Ann/cover.png", "Ann/a.txt", "b.csv")).toEqual([
      ["Ann", "Ann/a.txt"],
      [null, "b.csv"],
    ]);
  });
});
