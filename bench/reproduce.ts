/**
 * Rewrites the measured tables of docs/accuracy.md: every corpus by every recipe, each on the same splits.
 *
 *     npm run reproduce                        all that is not measured yet with the code as it is
 *     npm run reproduce -- --corpora spooky,c50 --recipes ensemble
 *     npm run reproduce -- --keep              takes what other code has measured, where there is something
 *     npm run reproduce -- --render            no measuring: the tables from what was measured
 *     npm run reproduce -- --splits FILE       the splits, for other programs to measure on
 *
 * Results are kept in .cache/reproduce, one file for each split and recipe, with a hash of the code that measured it; a
 * run that was stopped goes on where it was. The corpora are those of ../shared/data, or of `--data FOLDER`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { defaultRecipe, recipes } from "../src/recipe.ts";
import { Measurer, type SplitResult } from "./reproduce-measure.ts";
import { corpora, type ReproducedCorpus } from "./reproduce-corpora.ts";
import { tables } from "./reproduce-tables.ts";
import { corpusSplits, type Split } from "./study-corpora.ts";

const root = new URL("../", import.meta.url).pathname;
const page = join(root, "docs/accuracy.md");
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: join(root, "../shared/data") },
    corpora: { type: "string" },
    recipes: { type: "string" },
    keep: { type: "boolean", default: false },
    render: { type: "boolean", default: false },
    splits: { type: "string" },
  },
});

if (!existsSync(options.data)) {
  const message = `The corpora are not there: ${options.data} does not exist. Their texts belong to others and are not part of the project; name their folder with --data.`;
  console.error(message);
  process.exit(1);
}

/** The default last: it is one of the others, chosen. */
const names = [...recipes.keys()].toReversed().concat(defaultRecipe);
const wantedCorpora = options.corpora?.split(",");
const wantedRecipes = options.recipes?.split(",");

/** The splits of a corpus that are measured by a recipe. */
function splitsOf(corpus: ReproducedCorpus): Split[] {
  return corpusSplits(options.data, corpus.splits).filter(({ name }) => name.startsWith(`${corpus.splits}#`));
}

if (options.splits !== undefined) {
  const all = corpora.flatMap((corpus) => splitsOf(corpus));
  writeFileSync(
    options.splits,
    JSON.stringify(
      all.map(({ name, documents, train, test }) => ({
        name,
        train: train.map((row) => documents[row]),
        test: test.map((row) => documents[row]),
      })),
    ),
  );
} else {
  const measurer = new Measurer(join(root, ".cache/reproduce"), options.keep);
  if (!options.render) await measureAll(measurer);
  const results = new Map<string, Map<string, SplitResult[]>>();
  for (const corpus of corpora) {
    const splits = splitsOf(corpus);
    const own = new Map<string, SplitResult[]>();
    for (const name of names) {
      const found = splits.map((split) => measurer.remembered(split, name));
      if (found.every((result) => result !== null)) own.set(name, found);
    }
    results.set(corpus.splits, own);
  }
  writePage(tables(results, peers()));
}

async function measureAll(measurer: Measurer): Promise<void> {
  // The recipe that matters most comes first on every corpus, so that a run that is stopped has it.
  for (const name of wantedRecipes ?? names) {
    for (const corpus of corpora) {
      if (wantedCorpora !== undefined && !wantedCorpora.includes(corpus.splits)) continue;
      const begun = performance.now();
      const wants = { rejection: corpus.open === true && (name === "ensemble" || name === defaultRecipe) };
      for (const split of splitsOf(corpus)) await measurer.measure(split, name, wants);
      console.log(
        corpus.splits.padEnd(20),
        name.padEnd(24),
        `${((performance.now() - begun) / 1000).toFixed(1)} s`,
      );
    }
  }
}

/** What bench/peers/accuracy.py has found on the same splits; null where it was not run. */
function peers(): Record<
  string,
  Record<string, { accuracy: number; macro_f1: number; seconds: number }>
> | null {
  const file = join(root, ".cache/reproduce/peers.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ReturnType<typeof peers>) : null;
}

/** Puts each table between its marks; all else on the page stays. */
function writePage(written: ReadonlyMap<string, string>): void {
  let text = readFileSync(page, "utf8");
  for (const [name, table] of written) {
    const [start, end] = [`<!-- measured: ${name} -->`, "<!-- end -->"];
    const from = text.indexOf(start);
    const to = text.indexOf(end, from);
    if (from === -1 || to === -1) throw new Error(`docs/accuracy.md has no marks for ${name}`);
    text = `${text.slice(0, from + start.length)}\n${table.trim()}\n${text.slice(to)}`;
  }
  writeFileSync(page, text);
}
