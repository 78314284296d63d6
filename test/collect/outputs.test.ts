import { link, mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { describe, expect, it } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import { folder, run } from "./site.ts";

const yaml = "name: t\nsources:\n  - files: a.txt\n    parser: text\n    author: Ann\n    split: test\n";

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => "written",
    (cause: unknown) => cause,
  );
  return error instanceof PenprintError ? `${error.code}: ${error.message}` : String(error);
};

describe("what is written", () => {
  const rows: {
    name: string;
    /** Makes the file, and says what to write to. */
    out: (at: string) => Promise<string>;
    file?: string;
    what: RegExp;
  }[] = [
    { name: "the source itself", out: async (at) => join(at, "a.txt"), what: /one of the recipe's sources/ },
    { name: "the recipe itself", out: async (at) => join(at, "recipe.yaml"), what: /the recipe \(/ },
    {
      name: "the source by another spelling",
      async out(at) {
        await mkdir(join(at, "sub"));
        return `${at}/sub/..//./a.txt`;
      },
      what: /one of the recipe's sources/,
    },
    { name: "the source by a relative path", out: async (at) => relative(process.cwd(), join(at, "a.txt")), what: /sources/ },
    {
      name: "a symbolic link to the source",
      async out(at) {
        await symlink(join(at, "a.txt"), join(at, "link.jsonl"));
        return join(at, "link.jsonl");
      },
      what: /sources/,
    },
    {
      name: "a hard link to the recipe",
      async out(at) {
        await link(join(at, "recipe.yaml"), join(at, "link.jsonl"));
        return join(at, "link.jsonl");
      },
      what: /the recipe \(/,
    },
    {
      name: "the source through a link to its folder",
      async out(at) {
        await symlink(at, join(at, "folder"));
        return join(at, "folder/a.txt");
      },
      what: /sources/,
    },
    {
      name: "a report over the recipe",
      async out(at) {
        await symlink(join(at, "recipe.yaml"), join(at, "c.report.json"));
        return join(at, "c.jsonl");
      },
      what: /c\.report\.json would be overwritten, and it is the recipe/,
    },
    {
      name: "a side over the source",
      async out(at) {
        await link(join(at, "a.txt"), join(at, "c.test.jsonl"));
        return join(at, "c.jsonl");
      },
      what: /c\.test\.jsonl would be overwritten, and it is one of/,
    },
    {
      name: "a file of the cache",
      async out(at) {
        await mkdir(join(at, "cache"));
        return join(at, "cache/c.jsonl");
      },
      what: /a file of the cache/,
    },
  ]; // prettier-ignore
  for (const { name, out, what } of rows) {
    it(`is never ${name}`, async () => {
      await using here = await folder();
      await writeFile(join(here.path, "a.txt"), "One.");
      await writeFile(join(here.path, "recipe.yaml"), yaml);
      const target = await out(here.path);
      const before = await readdir(here.path);
      const told = await codeOf(run(yaml, here.path, { out: target }));
      expect(told).toMatch(/^COLLECT_OUTPUT_IS_INPUT: /);
      expect(told).toMatch(what);
      expect(await readFile(join(here.path, "a.txt"), "utf8")).toBe("One.");
      expect(await readFile(join(here.path, "recipe.yaml"), "utf8")).toBe(yaml);
      expect(await readdir(here.path)).toEqual(before);
    });
  }

  it("is not read by the next run of a recipe that takes a whole folder", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    const all = yaml.replace("a.txt", "'*.*'");
    expect(await codeOf(run(all, here.path))).toBe("written");
    expect(await codeOf(run(all, here.path))).toMatch(/^COLLECT_OUTPUT_IS_INPUT: .*corpus\.jsonl/);
  });

  it("may be the copy of the recipe that was collected by", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    await writeFile(join(here.path, "recipe.yaml"), yaml);
    expect(await codeOf(run(yaml, here.path, { out: join(here.path, "recipe.jsonl") }))).toBe("written");
    expect(await readFile(join(here.path, "recipe.recipe.yaml"), "utf8")).toBe(yaml);
  });

  it("is without the halves of an earlier run when the recipe has lost them", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    await writeFile(join(here.path, "b.txt"), "Two.");
    const both = `${yaml}  - files: b.txt\n    parser: text\n    author: Bob\n    split: train\n`;
    const names = async (): Promise<string[]> =>
      (await readdir(here.path)).filter((name) => name.endsWith(".jsonl"));
    expect((await run(both, here.path)).removed).toEqual([]);
    expect(await names()).toEqual(["corpus.jsonl", "corpus.test.jsonl", "corpus.train.jsonl"]);
    expect((await run(yaml, here.path)).removed).toEqual([join(here.path, "corpus.train.jsonl")]);
    expect(await names()).toEqual(["corpus.jsonl", "corpus.test.jsonl"]);
    expect((await run(yaml.replace("    split: test\n", ""), here.path)).removed).toHaveLength(1);
    expect(await names()).toEqual(["corpus.jsonl"]);
  });

  it("is never beside a half of which no report knows, which stays", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    await writeFile(join(here.path, "corpus.train.jsonl"), "mine");
    const told = await codeOf(run(yaml, here.path));
    expect(told).toMatch(/^COLLECT_SIDE_LEFT_OVER: .*corpus\.train\.jsonl is there/);
    expect(await readFile(join(here.path, "corpus.train.jsonl"), "utf8")).toBe("mine");
    expect(await readdir(here.path)).not.toContain("corpus.jsonl");
  });

  it("comes with a warning when a source has no side and others have", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    await writeFile(join(here.path, "b.txt"), "Two.");
    const half = `${yaml}  - files: b.txt\n    parser: text\n    author: Bob\n`;
    const { report } = await run(half, here.path);
    expect(report.warnings).toEqual([
      {
        code: "source_without_split",
        message:
          "sources[1] in line 7 has no `split`, though others have: 1 document is in the corpus and in neither of its halves.",
      },
    ]);
    const empty = await run(`${half}    minimum: { words: 99 }\n`, here.path, {
      out: join(here.path, "d.jsonl"),
    });
    expect(empty.report.warnings.map(({ code }) => code)).toEqual(["page_empty"]);
    const none = await run(half.replace("    split: test\n", ""), here.path, {
      out: join(here.path, "c.jsonl"),
    });
    expect(none.report.warnings).toEqual([]);
  });

  it("needs a folder, and no folder where a file is to be; the cache is one", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "a.txt"), "One.");
    await mkdir(join(here.path, "c.report.json"));
    const at = (name: string): string => join(here.path, name);
    expect(await codeOf(run(yaml, here.path, { out: at("no/c.jsonl") }))).toMatch(
      /^FILE_UNWRITABLE: .*no folder/,
    );
    expect(await codeOf(run(yaml, here.path, { out: at("c.jsonl") }))).toMatch(
      /^FILE_UNWRITABLE: .*is a folder/,
    );
    expect(await codeOf(run(yaml, here.path, { cache: at("a.txt") }))).toMatch(
      /^FILE_UNWRITABLE: .*cache is a folder/,
    );
    expect(await readFile(at("a.txt"), "utf8")).toBe("One.");
  });
});
