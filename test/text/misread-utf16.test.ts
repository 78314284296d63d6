import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { explain } from "../../src/explain/explain.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { putTogether } from "../../src/text/misread-utf16.ts";
import { Reading } from "../../src/text/reading.ts";
import { trainIdentifier } from "../../src/trainer.ts";

/** What a program makes of a text in UTF-16 when it takes each byte for a character. */
const misread = (text: string, bigEndian = false): string => {
  const bytes = Buffer.from(text, "utf16le");
  return (bigEndian ? bytes.swap16() : bytes).toString("latin1");
};

describe("misread UTF-16", () => {
  it("is put together again, byte by byte", () => {
    // H is 48 00, i is 69 00; ह is 39 09, ि is 3F 09.
    expect(misread("\uFEFFHi")).toBe("\u00FF\u00FEH\0i\0");
    expect(putTogether("\u00FF\u00FEH\0i\0")).toBe("\uFEFFHi");
    expect(putTogether("\u00FE\u00FF\0H\0i")).toBe("\uFEFFHi");
    expect(misread("हि है हम")).toBe("\u0039\t\u003F\t \0\u0039\t\u0048\t \0\u0039\t\u002E\t");
    expect(putTogether(misread("हि है हम"))).toBe("हि है हम");
  });

  it.each(["the sea, the hill.", "मैंने सोचा क्यों न", "Жили-были дед и баба 😀?", "हिन्दी\tEnglish\r\n"])(
    "is known by the NULs and one script in half of its bytes: %s",
    (text) => {
      const long = text.repeat(3);
      expect(putTogether(misread(long))).toBe(long);
      expect(putTogether(misread(long, true))).toBe(long);
      expect(putTogether(misread(`\uFEFF${long}`))).toBe(`\uFEFF${long}`);
    },
  );

  it.each([
    ["no NUL", "the sea, the hill"],
    ["a NUL at the end, as C has it", "hello world of strings\0"],
    ["a NUL at the end of a short text", "hello\0"],
    ["NULs between fields", "alpha\0beta\0gamma\0delta\0epsilon\0"],
    ["NULs alone", "\0".repeat(40)],
    ["an odd number of characters", misread("the sea, the hill").slice(1)],
    ["a character that is no byte", `${misread("the sea, the hill")}—\0`],
    ["what would be controls", "\u0001\0\u0002\0".repeat(20)],
    ["what would be half of a pair", `${misread("the sea, the hill.".repeat(4))}\u0000\u00D8a\0`],
  ])("is not where there is %s", (_, text) => {
    expect(putTogether(text)).toBe(text);
  });

  it("leaves every text without NUL as it is, and nothing to be done a second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const once = putTogether(text);
        if (!text.includes("\0")) expect(once).toBe(text);
        expect(putTogether(once)).toBe(once);
        const marked = `\uFEFF${text}`;
        const again = putTogether(misread(marked));
        // Without a NUL in the bytes nothing shows that it was misread.
        if (again !== misread(marked)) expect(again).toBe(marked);
      }),
    );
  });

  it("is long at times", () => {
    const long = "Call me Ishmael. ".repeat(5000);
    expect(putTogether(misread(long))).toBe(long);
  });

  it("is read as it was meant, as a string or as bytes", () => {
    const meant = "हि है हम तुम";
    const bytes = Buffer.from(`before ${misread(meant)} after`);
    const [start, end] = [7, bytes.length - 6];
    const wanted = new Reading().readText(meant).fingerprint.hash;
    expect(new Reading().readText(misread(meant)).fingerprint.hash).toBe(wanted);
    expect(new Reading().readBytes(bytes, start, end).fingerprint.hash).toBe(wanted);
  });
});

describe("a text that was misread", () => {
  const documents = [
    { author: "Ann", text: "the sea, the hill and the road" },
    { author: "Bob", text: "a house of stone, a storm" },
  ];
  const identifier = trainIdentifier(documents, recipeNamed("naive-bayes"));

  it("gets the verdict of what was meant, and a warning", () => {
    const meant = identifier.predict("the sea and a storm");
    const { warnings, ...rest } = identifier.predict(misread("the sea and a storm"));
    expect(rest.ranking).toEqual(meant.ranking);
    expect(warnings.map(({ code }) => code)).toEqual(["misread_text", "short_text"]);
  });

  it("has its evidence where it stands in what was given", () => {
    const given = misread("a storm by the sea");
    const { evidence } = explain(identifier, given);
    const sea = evidence.find(({ feature }) => feature === "sea")!;
    expect(sea.spans.map(([start, end]) => given.slice(start, end))).toEqual(["s\0e\0a\0"]);
  });

  it("teaches what was meant", () => {
    const taught = trainIdentifier(
      documents.map(({ author, text }) => ({ author, text: misread(text) })),
      recipeNamed("naive-bayes"),
    );
    expect(taught.predict("the sea").ranking).toEqual(identifier.predict("the sea").ranking);
  });
});
