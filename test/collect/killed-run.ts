/** A collection that a test kills: the recipe and everything else is in the folder that it is given. */
import { join } from "node:path";

import { collect } from "../../src/collect/collect.ts";
import { readRecipe } from "../../src/collect/recipe.ts";

const folder = process.argv[2]!;
await collect(await readRecipe(join(folder, "recipe.yaml")), {
  out: join(folder, "corpus.jsonl"),
  cache: join(folder, "cache"),
  version: "0.0.0",
  allowPrivate: true,
  now: () => new Date("2024-01-02T03:04:05Z"),
});
