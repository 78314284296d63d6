/** Where a corpus is written: never over what it is made of. */
import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";

import { PenprintError } from "../errors.ts";
import { beside, sides } from "./corpus-files.ts";
import { fieldsOf, itemsOf } from "./json-value.ts";
import type { CollectRecipe } from "./recipe.ts";

/** What a collection writes, and what it must not touch. */
export class Outputs {
  readonly #out: string;
  readonly #recipe: CollectRecipe;
  readonly #cache: string;

  /**
   * @param out the corpus file
   * @param cache the folder of fetched pages
   */
  constructor(out: string, recipe: CollectRecipe, cache: string) {
    this.#out = out;
    this.#recipe = recipe;
    this.#cache = cache;
  }

  /**
   * Looks before anything is fetched, which may take hours.
   *
   * @throws FILE_UNWRITABLE when there is no such folder, or a folder stands where a file is to be;
   *   COLLECT_OUTPUT_IS_INPUT when the recipe or the cache would be overwritten; COLLECT_SIDE_LEFT_OVER when a half of
   *   some other corpus would stay beside this one
   */
  async check(): Promise<void> {
    const folder = await stat(dirname(this.#out)).catch(() => null);
    if (folder?.isDirectory() !== true)
      throw unwritable(this.#out, `there is no folder ${dirname(this.#out)}`);
    const cache = await stat(this.#cache).catch(() => null);
    if (cache?.isDirectory() === false)
      throw unwritable(this.#cache, "the cache is a folder, and this is a file");
    for (const file of this.#files()) {
      if ((await stat(file).catch(() => null))?.isDirectory() === true)
        throw unwritable(file, "it is a folder");
    }
    if ((await realPath(this.#out)).startsWith((await realPath(this.#cache)) + sep)) {
      throw new PenprintError("COLLECT_OUTPUT_IS_INPUT", { file: this.#out, what: "a file of the cache" });
    }
    // The copy of the recipe beside the corpus may be collected by: it is replaced by itself.
    const others = this.#files().filter((file) => file !== beside(this.#out, "recipe.yaml"));
    await this.#refuse(others, [this.#recipe.file], "the recipe");
    await this.#checkLeftOvers();
  }

  /** @throws COLLECT_OUTPUT_IS_INPUT when one of the sources would be overwritten, however it is called */
  async checkSources(sources: readonly string[]): Promise<void> {
    await this.#refuse(this.#files(), sources, "one of the recipe's sources");
  }

  /**
   * Halves that this run does not write go when it ends (`CorpusFiles.finish`): those of an earlier run, which the
   * report beside them names, and no others.
   */
  async #checkLeftOvers(): Promise<void> {
    const splits = new Set(this.#recipe.sources.flatMap(({ settings }) => settings.split ?? []));
    const others = sides.filter((split) => !splits.has(split));
    let known: ReadonlySet<string> | undefined;
    for (const split of others) {
      const file = beside(this.#out, `${split}.jsonl`);
      if ((await stat(file).catch(() => null)) === null) continue;
      known ??= await splitsInReport(beside(this.#out, "report.json"));
      if (!known.has(split)) throw new PenprintError("COLLECT_SIDE_LEFT_OVER", { file, split });
    }
  }

  /** All that may be written or removed. */
  #files(): string[] {
    const endings = [...sides.map((split) => `${split}.jsonl`), "report.json", "recipe.yaml"];
    return [this.#out, ...endings.map((ending) => beside(this.#out, ending))];
  }

  async #refuse(files: readonly string[], inputs: readonly string[], what: string): Promise<void> {
    const outputs = new Map<string, string>();
    for (const file of files) {
      const key = await identity(file);
      if (key !== null) outputs.set(key, file);
    }
    if (outputs.size === 0) return;
    for (const input of inputs) {
      const file = outputs.get((await identity(input)) ?? "");
      if (file !== undefined)
        throw new PenprintError("COLLECT_OUTPUT_IS_INPUT", { file, what: `${what} (${input})` });
    }
  }
}

/** The sides of the split that an earlier run's report counts documents on; none where there is no such report. */
async function splitsInReport(file: string): Promise<Set<string>> {
  try {
    const report: unknown = JSON.parse(await readFile(file, "utf8"));
    const authors = itemsOf(fieldsOf(report).get("authors"));
    return new Set(authors.flatMap((author) => [...fieldsOf(fieldsOf(author).get("splits")).keys()]));
  } catch {
    // No report, or something else by that name.
    return new Set();
  }
}

/** What a file is, by whatever name: links, other spellings and the case of letters do not matter. */
async function identity(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.dev}:${found.ino}`;
}

/** The real path of what is there, or will be. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = dirname(resolve(path));
    return folder === resolve(path) ? folder : join(await realPath(folder), basename(path));
  }
}

const unwritable = (file: string, reason: string): PenprintError =>
  new PenprintError("FILE_UNWRITABLE", { file, reason });
