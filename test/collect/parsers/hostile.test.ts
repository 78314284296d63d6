import { describe, expect, it } from "vitest";

import { parse } from "./pieces.ts";

/** So often that time which grows with the square would be minutes or hours. */
const many = 300_000;
const authors = { Ann: ["Ann Archer"], Bob: [] };

/** Pages that cost their length and no more: each must be read before the test runner loses its patience. */
const pages: { parser: string; name: string; text: string; settings?: object }[] = [
  ...[
    "<ref ",
    "<ref>",
    "<ref a>",
    "[http://x ",
    "[http:",
    "{{",
    "{{a|",
    "{|\n",
    "[[",
    "[[a|",
    "<nowiki>",
    "<!--",
  ].map((start) => ({
    parser: "wiki",
    name: `${JSON.stringify(start)} never closed`,
    text: start.repeat(many),
  })),
  { parser: "wiki", name: "nested templates", text: "{{b|".repeat(many) + "}}".repeat(many) },
  { parser: "wiki", name: "nested links", text: "[[b|".repeat(many) + "]]".repeat(many) },
  { parser: "wiki", name: "closing brackets", text: "}}]]|}\n".repeat(many) },
  { parser: "wiki", name: "equal signs", text: `=${"=".repeat(many)}x${"=".repeat(many)} =` },
  { parser: "wiki", name: "spaces in a title", text: `;a${" ".repeat(many)}b` },
  { parser: "wiki", name: "bold names", text: "'''Ann''' ".repeat(many) },
  { parser: "wiki", name: "bold names with brackets", text: "'''Ann''' (".repeat(many) },
  { parser: "transcript-html", name: "bold letters", text: `<p>${"<b>A</b> ".repeat(many)}` },
  { parser: "transcript-html", name: "bold names with brackets", text: `<p>${"<b>Ann</b> (".repeat(many)}` },
  {
    parser: "transcript-html",
    name: "long bold names",
    text: `<p><b>${"Ann. ".repeat(many)}x</b> ${"<b>".repeat(9)}`,
  },
  {
    parser: "transcript-html",
    name: "full stops in a title",
    text: `<h1>a${".".repeat(many)}b</h1><p>x`,
    settings: { speaker: "h1" },
  },
  {
    parser: "transcript-html",
    name: "first children among many",
    text: "<p>Ann: Hi.".repeat(20_000),
    settings: { select: "p:first-of-type, p:first-child, p + p, p:last-child" },
  },
  {
    parser: "transcript-html",
    name: "numbered children among many",
    text: "<p>Ann: Hi.".repeat(many / 3),
    settings: {
      select:
        "p:nth-child(2n+1), p:nth-last-child(3n), p:nth-of-type(5n), p:nth-last-of-type(1), p:nth-child(7n of p)",
    },
  },
  ...["ANN\n", "Ann. x\n", "A: ", "Hi. Bob: ", "[a\n", "(", "Enter Ann\n", "ANN\n\n", ". ", "A. A "].map(
    (start) => ({
      parser: "screenplay",
      name: `${JSON.stringify(start)} over and over`,
      text: `ANN: Hi.\n${start.repeat(many / 3)}`,
    }),
  ),
  {
    parser: "screenplay",
    name: "as many names as lines",
    text: Array.from({ length: many / 6 }, (_, at) => `Ann${at.toString(36).replace(/\d/g, "x")}. Hi.\n`)
      .join("")
      .repeat(2),
  },
  ...["1. ", "> ", "* ", "- > ", "* + "].map((start) => ({
    parser: "markdown",
    name: `nested ${start}`,
    text: `${start.repeat(20_000)}x`,
  })),
  {
    parser: "markdown",
    name: "nested lists over lines",
    text: Array.from({ length: 3000 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n"),
  },
  ...["***a* ", "_a__b", "a_", "[^a", "^[", "{%", "[[a|"].map((start) => ({
    parser: "markdown",
    name: start,
    text: start.repeat(20_000),
  })),
  { parser: "gutenberg", name: "illustrations never closed", text: "[Illustration ".repeat(many) },
  {
    parser: "gutenberg",
    name: "footnotes in footnotes",
    text: `${"[Footnote 1: ".repeat(many)}${"]".repeat(many)}`,
  },
  { parser: "tei", name: "nested speeches", text: `<TEI><text><body>${'<sp who="#a"><p>x'.repeat(20_000)}` },
  { parser: "tei", name: "nested notes", text: `<TEI><text><body>${"<sp><note>x".repeat(20_000)}` },
  {
    parser: "text",
    name: "full stops behind a heading",
    text: `. ${"a".repeat(many)} .${".".repeat(many)}b`,
    settings: { start: "x" },
  },
];

describe("pages made to take long", () => {
  for (const { parser, name, text, settings } of pages) {
    it(`${parser}: ${name}`, async () => {
      const found = await parse(parser, text, settings, authors).catch((error: Error) => error);
      expect(found).not.toBeInstanceOf(RangeError);
      expect(found).not.toBeInstanceOf(TypeError);
    }, 20_000);
  }
});
