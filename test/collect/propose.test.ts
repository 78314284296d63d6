import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { proposeRecipe } from "../../src/collect/propose.ts";
import type { Proposal } from "../../src/collect/propose.ts";
import { parseRecipe } from "../../src/collect/recipe.ts";
import { folder, run } from "./site.ts";

const propose = (text: string, url = "https://example.org/wiki/The_Pier"): Promise<Proposal> =>
  proposeRecipe({ url, bytes: new TextEncoder().encode(text), contentType: "" });

describe("a proposal", () => {
  const speech = (tag: string, count: number): string =>
    Array.from(
      { length: count },
      (_, number) => `<${tag}><b>${number % 3 === 0 ? "Ann" : "BOB"}:</b> Line ${number}.</${tag}>`,
    ).join("\n");

  for (const tag of ["p", "dd", "li"]) {
    it(`finds the lines in <${tag}>, and who says how many`, async () => {
      const menu = "<ul><li><b>Menu:</b> x</li></ul><dl><dd>y</dd></dl><p>z</p>";
      const { select, speakers, yaml, parser } = await propose(
        `<html><body>${menu}<div>${speech(tag, 12)}</div><${tag}><b>Cy:</b> Once.</${tag}></body></html>`,
      );
      expect({ select, parser }).toEqual({ select: tag, parser: "transcript-html" });
      expect(speakers.slice(0, 2).map(({ speaker, lines }) => [speaker, lines])).toEqual([
        ["BOB", 8],
        ["Ann", 4],
      ]);
      const recipe = parseRecipe(yaml, "proposed.yaml");
      expect([...recipe.sources[0]!.authors.keys()]).toEqual(["BOB", "Ann"]);
      expect(yaml).toContain("# Cy: 1");
    });
  }

  it("finds lines by their class", async () => {
    const html = Array.from(
      { length: 10 },
      (_, number) => `<div class="line"><strong>${number % 2 ? "Ann" : "Bob"}</strong>: ${number}</div>`,
    ).join("");
    expect((await propose(html)).select).toBe("div.line");
  });

  it("joins a speaker's spellings", async () => {
    const html = ["Ann Archer:", "ANN ARCHER", "Ann Archer (V.O.):", "Bob:", "Bob:", "Bob:", "Bob:"]
      .map((name) => `<p><b>${name}</b> Hi.</p>`)
      .join("");
    const { speakers, yaml } = await propose(html);
    expect(speakers[1]).toEqual({ speaker: "Ann Archer", spellings: ["Ann Archer", "ANN ARCHER"], lines: 3 });
    expect(yaml).toContain('"Ann Archer": ["ANN ARCHER"]');
  });

  it("knows a transcript of a few lines", async () => {
    const two = "<h1>The Pier</h1><p><b>Ann:</b> Hi.</p><p><b>Bob:</b> Ho.</p>";
    expect(await propose(`<html><body>${two}</body></html>`)).toMatchObject({
      parser: "transcript-html",
      select: "p",
    });
    const news = "<p>Rain fell.</p><p>Update: it fell again.</p><p>So it is.</p>";
    expect((await propose(`<html><body>${news}</body></html>`)).parser).toBe("article");
  });

  for (const [name, open, close, select] of [
    ["in one element, between line breaks", '<div class="script">', "</div>", "div.script"],
    ["in preformatted text", "<pre>", "</pre>", "pre"],
    ["in no element at all", "", "", "body"],
  ] as const) {
    it(`knows a transcript ${name}`, async () => {
      const lines = ["Ann: Hi.", "Bob: Ho.", "Ann: So.", "Bob: No.", "Ann: Yes.", "Bob: Go.", "Ann: Ha."];
      const end = open === "<pre>" ? "\n" : "<br>";
      const page = `<html><body><h1>The Pier</h1>${open}${lines.join(end)}${close}</body></html>`;
      const { speakers, ...proposal } = await propose(page);
      expect(proposal).toMatchObject({ parser: "transcript-html", select });
      expect(speakers.map(({ speaker, lines: times }) => [speaker, times])).toEqual([
        ["Ann", 4],
        ["Bob", 3],
      ]);
    });
  }

  it("knows plays that are written line by line, and prose that has a colon now and then", async () => {
    const play = await propose("ANN: One.\nBOB: Two.\nANN: Three,\nand four.\nCY: Five.");
    expect(play.parser).toBe("screenplay");
    expect(play.speakers.map(({ speaker }) => speaker)).toEqual(["ANN", "BOB", "CY"]);
    expect((await propose("ANN. One.\nBOB. Two.\nANN. Three.")).parser).toBe("screenplay");
    const prose =
      "The rain fell all day on the pier and on the town.\n\nNote: nobody minded.\n\nSo it went on and on, and Ann said this:\nNever: not now. Bob said nothing at all, as he always did.";
    expect((await propose(prose)).parser).toBe("text");
  });

  const kinds: [string, string, string?][] = [
    ["WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi", "subtitles"],
    ["1\n00:00:01,000 --> 00:00:02,000\nHi", "subtitles"],
    ['{"guild":{},"messages":[]}', "discord"],
    ['{"messages":[{"from_id":"user1"}]}', "telegram"],
    ['[{"type":"message","ts":"1704103200.0001"}]', "slack"],
    ['[{"author":"Ann","text":"Hi"}]', "json"],
    ["31/12/2023, 23:59 - Ann: Hi\n31/12/2023, 23:59 - Bob: Ho", "whatsapp"],
    ["[31.12.23, 23:59:01] Ann: Hi\n[31.12.23, 23:59:02] Bob: Ho", "whatsapp"],
    ["From a@b Mon Jan 1 10:00:00 2024\nFrom: a@b\n\nHi", "mail"],
    ["From: a@b\nSubject: x\n\nHi", "mail"],
    [
      "The Project Gutenberg eBook of The Pier\n\n*** START OF THE PROJECT GUTENBERG EBOOK THE PIER ***\n\nHi",
      "gutenberg",
    ],
    ["<TEI><text><body><p>x</p></body></text></TEI>", "tei"],
    ["<?xml version='1.0'?><rss><channel/></rss>", "feed"],
    ["<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"],
    ["{{Infobox}}\n'''Ann:''' [[Pier|Hi]]", "wiki"],
    ["# Title\n\nHi", "markdown", "notes.md"],
    [
      ["ANN", "BOB", "ANN", "BOB", "ANN", "BOB"].map((name) => `${name}\nHi there.\n`).join("\n"),
      "screenplay",
    ],
    ["Just some words.", "text"],
    ["<html><body><p>Just some words.</p></body></html>", "article"],
  ];
  for (const [text, parser, url] of kinds) {
    it(`knows ${parser}: ${JSON.stringify(text.slice(0, 30))}`, async () => {
      const proposal = await propose(text, url);
      expect(proposal.parser).toBe(parser);
      expect(parseRecipe(proposal.yaml, "proposed.yaml").sources[0]?.parser.name).toBe(parser);
    });
  }

  it("names no author where none is found, and says what to do", async () => {
    const text = "The harbour was quiet, and the boats lay on the mud, as if a child had put them there. ";
    for (const [page, parser] of [
      [`<html><body><article><p>${text.repeat(9)}</p></article></body></html>`, "article"],
      ["<html><body><p><b>Ann:</b> Hi.</p><p>It rained.</p></body></html>", "article"],
      [text, "text"],
    ] as const) {
      const proposal = await propose(page);
      expect(proposal.parser).toBe(parser);
      expect(proposal.yaml).not.toContain("Somebody");
      expect(proposal.yaml).toContain('    # author: "Who wrote it"');
      expect(proposal.yaml).toContain(`# ${proposal.notes[0]}`);
      expect(proposal.notes[0]).toMatch(/^No (?:author|text) was found/);
      expect(parseRecipe(proposal.yaml, "proposed.yaml").sources[0]?.authors.size).toBe(0);
    }
  });

  it("names those who say little when nobody says more", async () => {
    const names = ["Ann", "Bob", "Cy", "Ann", "Bob", "Cy"];
    const { yaml, notes } = await propose(
      names.map((name) => `${name.toUpperCase()}\nHi there.\n`).join("\n"),
    );
    expect([...parseRecipe(yaml, "x").sources[0]!.authors.keys()]).toEqual(["ANN", "BOB", "CY"]);
    expect(notes).toEqual([]);
    const chat = names
      .slice(0, 5)
      .map((name) => `31/12/2023, 23:59 - ${name}: Hi`)
      .join("\n");
    const few = await propose(chat);
    expect([...parseRecipe(few.yaml, "x").sources[0]!.authors.keys()]).toEqual(["Ann", "Bob", "Cy"]);
    expect(few.notes).toEqual([]);
  });

  it("says what is wrong with a page that cannot be read", async () => {
    expect((await propose('<html><body><input type="password"></body></html>')).notes).toEqual([
      "No text was found: the page asks for a password. Save the page in a browser in which you are logged in, and name that file with `files`.",
    ]);
    expect((await propose("%PDF-1.7")).notes[0]).toContain("is a PDF");
  });

  it("obeys nothing that a page says to the terminal", async () => {
    const name = "Ann\u009b31m\u202e";
    const html = `<p><b>${name}:</b> Hi.</p>`.repeat(8);
    const { yaml } = await propose(html, "https://example.org/\u009b31m");
    expect(yaml).not.toMatch(/[\u0080-\u009f\u202a-\u202e]/u);
    parseRecipe(yaml, "x");
  });

  it("for a sitemap takes it as one", async () => {
    const { yaml } = await propose("<urlset><url><loc>https://example.org/</loc></url></urlset>");
    expect(yaml).toContain("sitemap: ");
    parseRecipe(yaml, "proposed.yaml");
  });

  it("is valid whatever the page calls its speakers", async () => {
    const html = Array.from(
      { length: 9 },
      () => `<p><b>A"\\n: # {x}\u0085</b> Hi.</p><p><b>__proto__:</b> Ho.</p>`,
    ).join("");
    const { yaml } = await propose(html, 'https://example.org/"\n# x');
    parseRecipe(yaml, "proposed.yaml");
  });

  it("for each of the demo's markups finds the lines that count", async () => {
    await using here = await folder();
    const pages = new URL("pages/", import.meta.url);
    const counts: Record<string, number> = {};
    for (const name of (await readdir(pages)).filter((file) => file.endsWith(".html"))) {
      await mkdir(join(here.path, name));
      await writeFile(join(here.path, name, "page.html"), await readFile(new URL(name, pages)));
      const { yaml } = await propose(await readFile(new URL(name, pages), "utf8"), "page.html");
      const { documents } = await run(yaml, join(here.path, name));
      counts[name] = documents.length;
    }
    expect(counts["first.html"]).toBeGreaterThan(9);
    expect(counts["second.html"]).toBeGreaterThan(8);
    expect(counts["third.html"]).toBeGreaterThan(6);
  });
});
