/** The corpus rogers_stark, which may be read but not handed on: it is used where it is found. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Document } from "../../src/document.ts";

const beside = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const named = process.env["PENPRINT_DATA"];

/**
 * Whether a missing corpus is a failure: where changes are checked it has to be there, unless PENPRINT_DATA says `none`,
 * as in public, where it cannot be.
 */
export const corpusRequired = process.env["CI"] === "true" && named !== "none";

/** Training and test documents; null where the corpus is not there. */
export function rogersStark(): { readonly train: Document[]; readonly test: Document[] } | null {
  const folder = join(named ?? beside, "rogers_stark");
  if (!existsSync(folder)) return null;
  const read = (name: string): Document[] =>
    readFileSync(join(folder, name), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Document);
  return { train: read("train.jsonl"), test: read("test.jsonl") };
}
