/**
 * The corpus on disk: `corpus.jsonl`, one side of the split each in `corpus.train.jsonl` and `corpus.test.jsonl`,
 * `corpus.report.json` and `corpus.recipe.yaml`. All are written beside, synced and then renamed.
 */
import { createHash, randomBytes } from "node:crypto";
import { open, readdir, rename, rm, unlink } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { PenprintError } from "../errors.ts";
import type { CollectedDocument } from "./documents.ts";
import type { CollectReport } from "./report.ts";

const bufferBytes = 1 << 20;

/** The sides of a split, each of which has a file of its own. */
export const sides = ["test", "train"] as const;

/** The files of a corpus that is being written. */
export class CorpusFiles {
  readonly #out: string;
  readonly #parts: Part[] = [];
  #corpus: Part;
  #splits = new Set<string>();

  private constructor(out: string, corpus: Part) {
    this.#out = out;
    this.#corpus = corpus;
    this.#parts.push(corpus);
  }

  /** @throws FILE_UNWRITABLE */
  static async open(out: string): Promise<CorpusFiles> {
    return new CorpusFiles(out, await Part.open(out));
  }

  async add(document: CollectedDocument): Promise<void> {
    if (document.split !== undefined) this.#splits.add(document.split);
    await this.#corpus.write(line(document));
  }

  /** The ids of documents by their numbers. */
  async idsOf(numbers: ReadonlySet<number>): Promise<Map<number, string>> {
    const ids = new Map<number, string>();
    if (numbers.size === 0) return ids;
    let number = 0;
    for await (const { id } of this.#corpus.documents()) {
      if (numbers.has(number)) ids.set(number, id);
      number++;
    }
    return ids;
  }

  /** Leaves out the documents for which `keep` says no; they are numbered from 0 on. */
  async filter(keep: (document: CollectedDocument, number: number) => boolean): Promise<void> {
    const all = this.#corpus;
    const kept = await Part.open(this.#out);
    this.#parts.push(kept);
    const splits = new Set<string>();
    let number = 0;
    for await (const document of all.documents()) {
      if (!keep(document, number++)) continue;
      if (document.split !== undefined) splits.add(document.split);
      await kept.write(line(document));
    }
    this.#splits = splits;
    await all.discard();
    this.#parts.splice(this.#parts.indexOf(all), 1);
    this.#corpus = kept;
  }

  /** Of the corpus file as it is now. */
  async sha256(): Promise<string> {
    await this.#corpus.flush();
    return this.#corpus.sha256();
  }

  /**
   * Puts all files in their places, and removes those of an earlier run's halves which this one does not have.
   *
   * @returns the names of those that were written, the corpus first, and of those that were removed
   * @throws FILE_UNWRITABLE
   */
  async finish(report: CollectReport, recipe: string): Promise<{ files: string[]; removed: string[] }> {
    for (const split of [...this.#splits].sort()) {
      const part = await this.#part(`${split}.jsonl`);
      for await (const document of this.#corpus.documents()) {
        if (document.split === split) await part.write(line(document));
      }
    }
    await (await this.#part("report.json")).write(`${JSON.stringify(report, null, 2)}\n`);
    await (await this.#part("recipe.yaml")).write(recipe);
    for (const part of this.#parts) await part.sync();
    // The report comes last: as long as the old one is there, it says whose halves they are.
    const removed = await this.#removeOtherSides();
    for (const part of this.#parts) await part.rename();
    const [corpus, ...others] = [this.#corpus, ...this.#parts.filter((part) => part !== this.#corpus)];
    return { files: [corpus, ...others].map((part) => part.file), removed };
  }

  async #removeOtherSides(): Promise<string[]> {
    const removed: string[] = [];
    for (const side of sides) {
      if (this.#splits.has(side)) continue;
      const file = beside(this.#out, `${side}.jsonl`);
      try {
        await unlink(file);
        removed.push(file);
      } catch (cause) {
        // Most often there is none.
        if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT"))
          throw unwritable(file, cause);
      }
    }
    return removed;
  }

  /** Removes what was written beside. */
  async discard(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.discard()));
  }

  async #part(ending: string): Promise<Part> {
    const part = await Part.open(beside(this.#out, ending));
    this.#parts.push(part);
    return part;
  }
}

/** The name of a file beside the corpus: `corpus.jsonl` and `report.json` → `corpus.report.json`. */
export const beside = (out: string, ending: string): string =>
  join(dirname(out), `${basename(out).replace(/\.jsonl$/i, "")}.${ending}`);

/** Unicode's own line separators are escaped: some readers of lines, Node's among them, would split there. */
const line = (document: CollectedDocument): string =>
  `${JSON.stringify(document).replace(/[\u2028\u2029]/gu, (end) => (end === "\u2028" ? "\\u2028" : "\\u2029"))}\n`;

/** One file that is not in its place yet. */
class Part {
  readonly file: string;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash("sha256");
  #waiting: string[] = [];
  #characters = 0;
  #isOpen = true;

  private constructor(file: string, path: string, handle: FileHandle) {
    this.file = file;
    this.#path = path;
    this.#handle = handle;
  }

  static async open(file: string): Promise<Part> {
    const path = join(
      dirname(file),
      `.${basename(file)}.${process.pid}-${randomBytes(4).toString("hex")}.part`,
    );
    try {
      await removeOrphans(file);
      return new Part(file, path, await open(path, "wx+"));
    } catch (cause) {
      throw unwritable(file, cause);
    }
  }

  async write(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#characters += text.length;
    if (this.#characters >= bufferBytes) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(""), "utf8");
    this.#waiting = [];
    this.#characters = 0;
    this.#hash.update(bytes);
    try {
      await this.#handle.appendFile(bytes);
    } catch (cause) {
      throw unwritable(this.file, cause);
    }
  }

  sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  async *documents(): AsyncGenerator<CollectedDocument> {
    await this.flush();
    const reader = await open(this.#path);
    try {
      for await (const text of reader.readLines()) {
        const document: CollectedDocument = JSON.parse(text);
        yield document;
      }
    } finally {
      // A reader that came to its end has closed the handle itself.
      await reader.close().catch(() => undefined);
    }
  }

  async sync(): Promise<void> {
    await this.flush();
    try {
      await this.#handle.sync();
      await this.#handle.close();
    } catch (cause) {
      throw unwritable(this.file, cause);
    } finally {
      this.#isOpen = false;
    }
  }

  async rename(): Promise<void> {
    try {
      await rename(this.#path, this.file);
    } catch (cause) {
      throw unwritable(this.file, cause);
    }
  }

  async discard(): Promise<void> {
    if (this.#isOpen) await this.#handle.close();
    this.#isOpen = false;
    await rm(this.#path, { force: true });
  }
}

/** Removes what runs left that were killed: their names hold the number of a process that is no more. */
async function removeOrphans(file: string): Promise<void> {
  const start = `.${basename(file)}.`;
  for (const name of await readdir(dirname(file))) {
    const pid = name.startsWith(start)
      ? /^(\d+)-[\da-f]{8}\.part$/.exec(name.slice(start.length))?.[1]
      : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(dirname(file), name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    // A process of somebody else's may not be asked, but is there.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}

function unwritable(file: string, cause: unknown): PenprintError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PenprintError("FILE_UNWRITABLE", { file, reason }, { cause });
}
