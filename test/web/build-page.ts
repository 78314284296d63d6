/** Before any test: puts the page together anew where its sources are newer than it is. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildPage } from "../../scripts/page.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What Vitest calls once. */
export async function setup(): Promise<void> {
  const target = join(root, "dist", "web");
  const built = await stat(join(target, "index.html.br")).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  const sources = await readdir(join(root, "src"), { recursive: true, withFileTypes: true });
  const files = sources
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .concat(join(root, "scripts", "page.ts"));
  const changed = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  if (Math.max(...changed) > built) await buildPage(root, target);
}
