/**
 * Collecting: how fast a transcript page is parsed, whether memory stays flat over many pages, and how many of the
 * demo pages' lines are found. Prints a table and fails when an answer is wrong.
 *
 *     node --expose-gc bench/collect.bench.ts
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { collect } from "../src/collect/collect.ts";
import { compileSelector } from "../src/collect/html/select.ts";
import { parseTree } from "../src/collect/html/tree.ts";
import type { ParserContext } from "../src/collect/parser.ts";
import { parseRecipe } from "../src/collect/recipe.ts";
import { transcript } from "../src/collect/parsers/transcript-html.ts";
import { Speakers } from "../src/collect/speakers.ts";
import { demoRules } from "../test/collect/demo-rules.ts";
import { expected } from "../test/collect/pages/expected.ts";

const context: ParserContext = {
  speakers: new Speakers([
    ["Ann", ["Ann Archer"]],
    ["Bob", ["Bob Baker"]],
  ]),
  drop: () => undefined,
  selector: compileSelector,
  run: {},
};

/** A transcript page of about so many characters, in the markup of a wiki. */
function transcriptPage(characters: number): { html: string; lines: number } {
  const parts: string[] = ['<html lang="en"><body><div class="mw-parser-output"><dl>\n'];
  let length = 0;
  let lines = 0;
  while (length < characters) {
    const part =
      `<dd><b>Ann Archer:</b> [<i>to Bob</i>] This is line ${lines} of a page &amp; it says something, as lines do.\n</dd>\n` +
      `<dd><a href="/wiki/Door" title="Door">The door</a> opens and somebody walks in, whom nobody knows.</dd>\n` +
      `<dd><b>Bob Baker</b>: Who (slowly) said that, and why did line ${lines} need an answer?</dd>\n`;
    parts.push(part);
    length += part.length;
    lines += 2;
  }
  parts.push("</dl></div></body></html>");
  return { html: parts.join(""), lines };
}

function parsingSpeed(): void {
  const { html, lines } = transcriptPage(5_000_000);
  const bytes = Buffer.byteLength(html);
  const seconds: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < 15; round++) {
    const begun = performance.now();
    const before = process.cpuUsage();
    const found = [...transcript(parseTree(html), { select: "dd" }, context)].length;
    const { user, system } = process.cpuUsage(before);
    seconds.push((performance.now() - begun) / 1000);
    cpu.push((user + system) / 1e6);
    if (found !== lines) throw new Error(`${found} lines were found, not ${lines}`);
  }
  const first = seconds[0]!;
  const middle = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[7]!;
  const speed = (time: number): string => `${(bytes / 1e6 / time).toFixed(1)} MB/s`;
  console.log(`parsing a transcript page of ${(bytes / 1e6).toFixed(1)} MB, ${lines} lines`);
  console.log(
    `  median of ${seconds.length}: ${speed(middle(seconds))}; best ${speed(Math.min(...seconds))}; the very first ${speed(first)}`,
  );
  // On a machine that does other work too, this says more than the clock on the wall.
  console.log(`  by processor time, garbage collection in its own threads included: ${speed(middle(cpu))}`);
}

async function memory(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "penprint-bench-"));
  try {
    const { html } = transcriptPage(4000);
    const pages = 10_000;
    await Promise.all(
      Array.from({ length: pages }, (_, page) =>
        writeFile(join(folder, `${page}.html`), html.replaceAll(" line ", ` line ${page}/`)),
      ),
    );
    const yaml = `name: x\nauthors: { Ann: Ann Archer, Bob: Bob Baker }\nsources:\n  - files: "*.html"\n    parser: transcript-html\n`;
    const used: number[] = [];
    const { report } = await collect(parseRecipe(yaml, join(folder, "recipe.yaml")), {
      out: join(folder, "corpus.jsonl"),
      cache: join(folder, "cache"),
      version: "0",
      onProgress(step, done) {
        if (step !== "read" || done % 2500 !== 1) return;
        globalThis.gc?.();
        used.push(process.memoryUsage().heapUsed / 1e6 + process.memoryUsage().arrayBuffers / 1e6);
      },
    });
    console.log(`${pages} pages, ${report.documents} documents, ${(html.length * pages) / 1e6} MB`);
    console.log(
      `  memory after 0, 2500, 5000, 7500 pages: ${used.map((mb) => `${mb.toFixed(0)} MB`).join(", ")}`,
    );
    console.log(`  peak of the whole process: ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function demoPages(): Promise<void> {
  const key = (line: { page: string; author: string; text: string }): string =>
    JSON.stringify([line.page, line.author, line.text]);
  const right = new Set(expected.map(key));
  const folder = await mkdtemp(join(tmpdir(), "penprint-bench-"));
  try {
    const theirs: { page: string; author: string; text: string }[] = [];
    const sources: string[] = [];
    for (const [page, element, speakers] of demoRules.pages) {
      const html = await readFile(new URL(`../test/collect/pages/${page}.html`, import.meta.url), "utf8");
      for (const line of demoRules.lines(html, element, speakers)) theirs.push({ page, ...line });
      await writeFile(join(folder, `${page}.html`), html);
      sources.push(
        `  - files: ${page}.html\n    parser: transcript-html\n    work: ${page}\n    drop: .mw-editsection, sup.reference\n`,
      );
    }
    const yaml = `name: x\nauthors: { Captain America: [Steve Rogers], Iron Man: [Tony Stark] }\nsources:\n${sources.join("")}`;
    const out = join(folder, "corpus.jsonl");
    await collect(parseRecipe(yaml, join(folder, "recipe.yaml")), {
      out,
      cache: join(folder, "cache"),
      version: "0",
    });
    const ours = (await readFile(out, "utf8"))
      .trim()
      .split("\n")
      .map((line): { work: string; author: string; text: string } => JSON.parse(line))
      .map(({ work, author, text }) => ({ page: work, author, text }));
    console.log(`the demo's three markups, ${expected.length} lines taken down by hand`);
    for (const [name, found] of [
      ["penprint", ours],
      ["the demo's rules", theirs],
    ] as const) {
      const hits = found.filter((line) => right.has(key(line))).length;
      const empty = found.filter(({ text }) => text.trim() === "").length;
      const directions = found.filter(({ text }) => /[[(]/.test(text)).length;
      console.log(
        `  ${name}: precision ${(hits / found.length).toFixed(2)}, recall ${(hits / expected.length).toFixed(2)}, ` +
          `${empty} empty, ${directions} with stage directions`,
      );
    }
    if (ours.length !== expected.length || !ours.every((line) => right.has(key(line))))
      throw new Error("a line is wrong");
  } finally {
    await rm(folder, { recursive: true });
  }
}

parsingSpeed();
await demoPages();
if (!process.argv.includes("--quick")) await memory();
