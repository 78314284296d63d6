import { describe, expect, it } from "vitest";

import { catalogue, type ErrorCode, PenprintError } from "../src/errors.ts";
import { collecting } from "../src/errors/collecting.ts";
import { list, place } from "../src/errors/entry.ts";
import { serving } from "../src/errors/serving.ts";

/** The verbs that remedies start with. */
const verbs =
  "Add Allow Ask Check Choose Collect Convert Copy Correct Count Free Give Install Keep Lower Make Name Raise Remove Rename " +
  "Report See Send Set Shorten Split Start Stop Train Try Update Use Wait Write";

/** Facts of any name; each is a list of one word, which reads as that word where a text or a number is wanted. */
const anyFacts = new Proxy({}, { get: (_, name) => (name === "first" ? ["A page failed."] : ["fact"]) });

/** The catalogue as its users see it: whatever the code, the same shape. */
const entries = Object.entries(catalogue) as [
  ErrorCode,
  { status: number; message: (facts: object) => string; remedy: string },
][];

describe.each(entries)("%s", (code, { status, message, remedy }) => {
  it("is an upper-case code", () => {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
  });

  it("has a message in whole sentences", () => {
    const text = message(anyFacts);
    expect(text).toMatch(/^(?:[A-Z`]|fact|penprint)/);
    expect(text).toMatch(/[a-z0-9)"]\.$/);
    expect(text).not.toMatch(/undefined|NaN|\[object| {2}|\n/);
  });

  it("has a remedy that starts with a verb and is a sentence, or ends in a command", () => {
    expect(verbs.split(" ")).toContain(/^[A-Za-z]+/.exec(remedy)?.[0]);
    expect(remedy).toMatch(/\.$|with: .+$/);
  });

  it("has a status of HTTP for failures", () => {
    expect(Number.isInteger(status) && status >= 400 && status <= 599).toBe(true);
  });
});

describe("the catalogue", () => {
  it("has each code in one part only", () => {
    expect(Object.keys(collecting).filter((code) => code in serving)).toEqual([]);
    for (const part of [collecting, serving]) {
      for (const [code, entry] of Object.entries(part)) expect(catalogue[code as ErrorCode]).toBe(entry);
    }
  });
});

describe("a PenprintError", () => {
  it("carries code, facts, message, remedy, status and cause", () => {
    const cause = new Error("EACCES");
    const error = new PenprintError(
      "FILE_UNREADABLE",
      { file: "a.jsonl", reason: "no permission" },
      { cause },
    );
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "PenprintError",
      code: "FILE_UNREADABLE",
      facts: { file: "a.jsonl", reason: "no permission" },
      message: "a.jsonl cannot be read: no permission.",
      remedy: "Check that the file exists, is not a folder, and may be read by this user.",
      status: 500,
      cause,
    });
    expect(String(error)).toBe("PenprintError: a.jsonl cannot be read: no permission.");
  });

  it("names line, column and all that is there", () => {
    const error = new PenprintError("COLUMN_MISSING", {
      file: "a.csv",
      line: 1,
      column: "author",
      columns: ["writer", "text"],
    });
    expect(error.message).toBe('a.csv, line 1: there is no "author"; there are writer, text.');
  });

  it("takes names that mean something to JavaScript for names", () => {
    const error = new PenprintError("AUTHOR_UNKNOWN", { author: "__proto__", known: ["constructor", "$&"] });
    expect(error.message).toBe('The model knows no author "__proto__"; it knows constructor, $&.');
  });
});

describe("what messages are made of", () => {
  it.each([
    [[], undefined, ""],
    [["a"], undefined, "a"],
    [["a", "b"], 2, "a, b"],
    [["a", "b", "c"], 2, "a, b and 1 more"],
    [[..."abcdefghij"], undefined, "a, b, c, d, e, f, g, h and 2 more"],
  ])("a list of %o, at most %o", (values, most, text) => {
    expect(list(values, most)).toBe(text);
  });

  it("a place with and without a line", () => {
    expect([place({ file: "a", line: 3 }), place({ file: "a", line: 0 })]).toEqual(["a, line 3", "a"]);
  });
});
