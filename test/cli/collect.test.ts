import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { folder, quick, read, serve } from "../collect/site.ts";

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const program = new URL("../../src/cli/penprint.ts", import.meta.url).pathname;

/** Runs the program in a folder; `whenAsked` gets the process, to stop it. */
async function penprint(
  cwd: string,
  args: readonly string[],
  started?: (stop: () => void) => void,
): Promise<Ran> {
  const child = spawn(process.execPath, [program, "collect", ...args], { cwd });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  started?.(() => child.kill("SIGINT"));
  const [code]: (number | null)[] = await once(child, "close");
  return { code: code ?? null, out, err };
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `<p><b>${at % 2 ? "Ann" : "Bob"}:</b> Line ${at}.</p>`).join("");

describe("penprint collect", () => {
  it("proposes a recipe, and collects by it", async () => {
    await using site = await serve({ "/film": `<html lang="en">${lines(10)}` });
    await using here = await folder();
    const init = await penprint(here.path, ["--init", `${site.origin}/film`, "--allow-private"]);
    expect(init).toMatchObject({ code: 0, err: "" });
    await writeFile(join(here.path, "recipe.yaml"), init.out);
    const run = await penprint(here.path, ["recipe.yaml", "--out", "corpus.jsonl", "--allow-private"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toMatch(
      /^10 documents, 20 words from 1 page\n\n {2}Author +Documents +Words +Works\n {2}Ann +5 +10 +1\n/,
    );
    expect(run.out).toMatch(/\nNext: (?:npx )?penprint train corpus\.jsonl\n$/);
    expect(await read(join(here.path, "corpus.jsonl"))).toHaveLength(10);
    // The page was in the cache already.
    expect(site.asked).toEqual(["/robots.txt", "/film"]);
    const json = await penprint(here.path, [
      "recipe.yaml",
      "-o",
      "again.jsonl",
      "--offline",
      "--allow-private",
      "--json",
    ]);
    expect(JSON.parse(json.out)).toMatchObject({
      documents: 10,
      files: ["again.jsonl", "again.report.json", "again.recipe.yaml"],
    });
    expect(await readFile(join(here.path, "again.jsonl"))).toEqual(
      await readFile(join(here.path, "corpus.jsonl")),
    );
  });

  it("tells mistakes with line and field, and what to do", async () => {
    await using here = await folder();
    await writeFile(
      join(here.path, "recipe.yaml"),
      "name: x\nsources:\n  - url: https://example.org\n    parser: nothing\n",
    );
    const { code, err } = await penprint(here.path, ["recipe.yaml", "--out", "corpus.jsonl"]);
    expect(code).toBe(1);
    expect(err).toContain(
      "error COLLECT_RECIPE_INVALID: recipe.yaml, line 4, column 5: `sources[0].parser` must be one of",
    );
    expect(err).toContain("→ Correct what is named");
  });

  it("tells several mistakes one below the other, and as one message for programs", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "recipe.yaml"), "nam: x\nsources:\n  - fils: a.txt\n    parser: text\n");
    const { code, err } = await penprint(here.path, ["recipe.yaml", "--out", "corpus.jsonl"]);
    expect(code).toBe(1);
    expect(err).toBe(
      "recipe.yaml, line 1, column 1: `nam` is no setting that can stand here (did you mean `name`?)\n" +
        "recipe.yaml, line 3, column 5: `sources[0].fils` is no setting that can stand here (did you mean `files`?)\n" +
        "error COLLECT_RECIPE_INVALID: recipe.yaml has 2 mistakes.\n" +
        "  → Correct what is named; recipes/recipe.schema.json says what may stand where.\n",
    );
    const json = await penprint(here.path, ["recipe.yaml", "--out", "corpus.jsonl", "--json"]);
    expect(JSON.parse(json.err)).toMatchObject({ message: expect.stringMatching(/: line 1, .*; line 3, /) });
  });

  it("refuses to write over the recipe, and warns of pages that give nothing", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.html"), lines(4));
    await writeFile(join(here.path, "b.html"), '<input type="password">');
    const yaml =
      "name: x\nauthors: { Ann: , Bob: }\nsources:\n  - files: '*.html'\n    parser: transcript-html\n";
    await writeFile(join(here.path, "recipe.yaml"), yaml);
    const over = await penprint(here.path, ["recipe.yaml", "--out", "recipe.yaml"]);
    expect(over.err).toContain(
      "error COLLECT_OUTPUT_IS_INPUT: recipe.yaml would be overwritten, and it is the recipe",
    );
    const { out, err, code } = await penprint(here.path, ["recipe.yaml", "--out", "corpus.jsonl"]);
    expect({ err, code }).toEqual({ err: "", code: 0 });
    expect(out).toContain("Careful: b.html asks for a password: it gave no document. Save the page");
  });

  it("refuses one's own network", async () => {
    await using site = await serve({ "/film": lines(4) });
    await using here = await folder();
    const { code, err } = await penprint(here.path, ["--init", `${site.origin}/film`]);
    expect(code).toBe(1);
    expect(err).toContain("error COLLECT_ADDRESS_REFUSED");
    expect(site.asked).toEqual([]);
  });

  for (const args of [[], ["recipe.yaml"], ["recipe.yaml", "--init", "x"], ["recipe.yaml", "--no-such"]]) {
    it(`says what is missing: collect ${args.join(" ")}`, async () => {
      await using here = await folder();
      expect((await penprint(here.path, args)).code).toBe(2);
    });
  }

  it("stops at Ctrl-C, leaves nothing half written, and goes on when it is started again", async () => {
    let stop = (): void => undefined;
    await using site = await serve({
      "/a": lines(4),
      "/b": (_, response) => {
        // The first time the answer never comes.
        if (site.asked.filter((path) => path === "/b").length === 1) stop();
        else response.end(lines(6));
      },
    });
    await using here = await folder();
    const yaml = `name: x\n${quick}authors: { Ann: , Bob: }\nsources:\n  - urls: [${site.origin}/a, ${site.origin}/b]\n    parser: transcript-html\n`;
    await writeFile(join(here.path, "recipe.yaml"), yaml);
    const args = ["recipe.yaml", "--out", "corpus.jsonl", "--allow-private"];
    const stopped = await penprint(here.path, args, (kill) => (stop = kill));
    expect(stopped.code).toBe(130);
    expect(stopped.err).toContain("error INTERRUPTED");
    expect((await readdir(here.path)).sort()).toEqual([".penprint", "recipe.yaml"]);
    expect((await penprint(here.path, args)).code).toBe(0);
    expect(site.asked).toEqual(["/robots.txt", "/a", "/b", "/b"]);
  });
});
