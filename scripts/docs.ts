/**
 * Writes the documents that the code knows better than anybody: docs/cli.md, docs/errors.md,
 * docs/settings.md, docs/openapi.json, docs/licences.md. With --check nothing is written, and a document that would change
 * is a failure.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { errorsDocument } from "./docs/errors.ts";
import { openApiDocument } from "./docs/openapi.ts";
import { commandLineDocument } from "./docs/command-line.ts";
import { licencesDocument } from "./docs/licences.ts";
import { settingsDocument } from "./docs/settings.ts";

const documents: readonly (readonly [name: string, write: () => string | Promise<string>])[] = [
  ["cli.md", commandLineDocument],
  ["errors.md", errorsDocument],
  ["settings.md", settingsDocument],
  ["openapi.json", openApiDocument],
  ["licences.md", licencesDocument],
];

const folder = new URL("../docs/", import.meta.url);
const check = process.argv.includes("--check");
await mkdir(folder, { recursive: true });
for (const [name, write] of documents) {
  const file = new URL(name, folder);
  const wanted = await write();
  const there = await readFile(file, "utf8").catch(() => null);
  if (there === wanted) continue;
  if (check) {
    console.error(`docs/${name} is not what the code says. Write it anew with: npm run docs`);
    process.exitCode = 1;
  } else {
    await writeFile(file, wanted);
    console.log(`wrote ${fileURLToPath(file)}`);
  }
}
