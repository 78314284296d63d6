import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { utf8Blocks } from "../../src/corpus/encoding.ts";
import { collect } from "./folder.ts";

async function* blocksOf(bytes: Uint8Array, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

async function decode(bytes: Uint8Array, size = 7): Promise<string> {
  const blocks = await collect(utf8Blocks(blocksOf(bytes, size), "file.txt"));
  // Each block ends where a character ends, so each can be decoded alone.
  return blocks.map((block) => block.toString()).join("");
}

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
const mark = { utf8: [0xef, 0xbb, 0xbf], le: [0xff, 0xfe], be: [0xfe, 0xff] };

const texts = fc
  .string({ unit: "grapheme" })
  .filter((text) => !text.includes("\0") && !text.startsWith("\u{feff}"));

describe("what is read", () => {
  test.each([
    ["UTF-8", (text: string) => Buffer.from(text)],
    ["UTF-8 with a byte order mark", (text: string) => Buffer.from([...mark.utf8, ...Buffer.from(text)])],
    ["UTF-16, little end first", (text: string) => Buffer.from([...mark.le, ...utf16(text)])],
    ["UTF-16, big end first", (text: string) => Buffer.from([...mark.be, ...utf16(text).swap16()])],
  ])("%s comes out as the same text, whatever the blocks", async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        expect(await decode(encode(text), size)).toBe(text);
      }),
    );
  });

  test("right-to-left marks and other invisible characters stay", async () => {
    expect(await decode(Buffer.from("\u200fשלום\u200e \u202eabc\u202c"))).toBe(
      "\u200fשלום\u200e \u202eabc\u202c",
    );
  });

  test("an empty file is an empty text, with and without a mark", async () => {
    expect(await decode(Buffer.alloc(0))).toBe("");
    expect(await decode(Buffer.from(mark.utf8))).toBe("");
    expect(await decode(Buffer.from(mark.le))).toBe("");
  });
});

describe("what is refused, with line and byte", () => {
  test.each([
    [
      "Latin-1",
      Buffer.from("ab\ncaf\xe9 au lait", "latin1"),
      { line: 2, byte: 6, value: "0xE9", encoding: "UTF-8" },
    ],
    [
      "a Latin-1 letter at the end",
      Buffer.from("caf\xe9", "latin1"),
      { line: 1, byte: 3, value: "0xE9", encoding: "UTF-8" },
    ],
    [
      "a lone continuation byte",
      Buffer.from([0x61, 0x80, 0x62, 0x63, 0x64]),
      { line: 1, byte: 1, value: "0x80", encoding: "UTF-8" },
    ],
    [
      "an overlong slash",
      Buffer.from([0x61, 0x61, 0xc0, 0xaf]),
      { line: 1, byte: 2, value: "0xC0", encoding: "UTF-8" },
    ],
    [
      "a surrogate in UTF-8",
      Buffer.from([0x0a, 0x0a, 0xed, 0xa0, 0x80]),
      { line: 3, byte: 2, value: "0xED", encoding: "UTF-8" },
    ],
    [
      "a character cut off",
      Buffer.from("abc€").subarray(0, 5),
      { line: 1, byte: 3, value: "0xE2", encoding: "UTF-8" },
    ],
    [
      "after a mark",
      Buffer.from([...mark.utf8, 0x61, 0xff]),
      { line: 1, byte: 4, value: "0xFF", encoding: "UTF-8" },
    ],
    [
      "UTF-16 with half a pair",
      Buffer.from([...mark.le, ...utf16("ab\n\ud83dx")]),
      { line: 2, byte: 8, encoding: "UTF-16" },
    ],
    [
      "UTF-16 with half a pair at its end",
      Buffer.from([...mark.le, ...utf16("ab\ud83d")]),
      { line: 1, byte: 6, encoding: "UTF-16" },
    ],
    [
      "UTF-16 with an odd byte",
      Buffer.from([...mark.be, 0, 0x61, 0]),
      { line: 1, byte: 4, encoding: "UTF-16" },
    ],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), { line: 1, byte: 0, value: "0xFF" }],
  ])("%s", async (_, bytes, facts) => {
    for (const size of [1, 3, 100]) {
      await expect(decode(bytes, size)).rejects.toMatchObject({
        code: "ENCODING_BROKEN",
        facts: { file: "file.txt", ...facts },
      });
    }
  });

  test.each([
    ["a NUL byte", Buffer.from("ab\nc\0d"), { line: 2, byte: 4 }],
    ["UTF-16 without a mark", utf16("abc"), { line: 1, byte: 1 }],
    ["NUL in UTF-16", Buffer.from([...mark.be, ...utf16("a\n\0b").swap16()]), { line: 2, byte: 6 }],
  ])("%s", async (_, bytes, facts) => {
    for (const size of [1, 3, 100]) {
      await expect(decode(bytes, size)).rejects.toMatchObject({
        code: "NUL_BYTE",
        facts: { file: "file.txt", ...facts },
      });
    }
  });

  test("the byte named is the one that trying every length at every place finds", async () => {
    const bytes = fc
      .uint8Array({ minLength: 1, maxLength: 12 })
      .map((random) => random.map((byte) => byte | 1));
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 5 }), async (random, size) => {
        // "x" in front so that nothing is taken for a byte order mark.
        const all = Buffer.from([0x78, ...random]);
        const slow = firstBrokenSlowly(all);
        const result = await decode(all, size).catch((error: unknown) => error);
        if (slow === -1) expect(result).toBe(all.toString());
        else expect(result).toMatchObject({ facts: { byte: slow } });
      }),
    );
  });
});

function firstBrokenSlowly(bytes: Buffer): number {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let at = 0;
  while (at < bytes.length) {
    const length = [1, 2, 3, 4].find((length) => {
      if (at + length > bytes.length) return false;
      try {
        return [...strict.decode(bytes.subarray(at, at + length))].length === 1;
      } catch {
        return false;
      }
    });
    if (length === undefined) return at;
    at += length;
  }
  return -1;
}
