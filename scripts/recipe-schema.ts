/** Writes the JSON Schema of collection recipes, for editors: recipes/recipe.schema.json. */
import { writeFile } from "node:fs/promises";

import { format } from "prettier";

import { recipeJsonSchema } from "../src/collect/recipe-schema.ts";

/** The schema as it is published. */
export const schemaText = (): Promise<string> =>
  format(JSON.stringify(recipeJsonSchema()), { parser: "json", printWidth: 110 });

if (import.meta.main) {
  await writeFile(new URL("../recipes/recipe.schema.json", import.meta.url), await schemaText());
}
