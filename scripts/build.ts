/**
 * Builds dist/: compiles the kernel and src/, bundles the program and the library, and puts the page together.
 * Everything is made in another folder first, so that a build that fails leaves the last good one where it is.
 */
import { spawnSync } from "node:child_process";
import { chmod, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { bundle } from "./bundle.ts";
import { writeKernel } from "./kernel.ts";
import { buildPage } from "./page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const finished = join(root, "dist");
const workbench = join(root, ".cache", `build-${process.pid}`);

await rm(workbench, { recursive: true, force: true });
try {
  await writeKernel();
  process.exitCode = await compile();
  if (process.exitCode === 0) {
    await bundle(workbench, root);
    await buildPage(root, join(workbench, "web"));
    await chmod(join(workbench, "cli", "penprint.js"), 0o755);
    await rm(finished, { recursive: true, force: true });
    await rename(workbench, finished);
  }
} finally {
  await rm(workbench, { recursive: true, force: true });
}

/** @returns the compiler's exit code; its output goes where ours goes */
async function compile(): Promise<number> {
  const packageFile = createRequire(import.meta.url).resolve("typescript/package.json");
  const { bin } = JSON.parse(await readFile(packageFile, "utf8")) as { bin: { tsc: string } };
  const { status, error } = spawnSync(
    process.execPath,
    [join(dirname(packageFile), bin.tsc), "-p", "tsconfig.build.json", "--outDir", workbench],
    { cwd: root, stdio: "inherit" },
  );
  if (error !== undefined) throw error;
  // A signal leaves no exit code, and is no success.
  return status ?? 1;
}
