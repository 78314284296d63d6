/**
 * Puts the program `penprint` together from the compiled modules: a file for each command and what commands share,
 * instead of a file a module. They are CommonJS, because a process that needs none of Node's own ECMAScript loader
 * starts in less time.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

import { type Plugin, rolldown } from "rolldown";

/** The only package that becomes a part of the program: every command waits for it. */
const INCLUDED = "commander";

/** Which file of which folder the program starts with, and which one a thread starts with. */
const entries = { penprint: "cli/penprint.js", worker: "learn/worker.js" };

/**
 * Bundles the program of a build into its folder `cli`, and takes out the modules that neither it nor the library
 * needs any longer.
 *
 * @param build the folder with the compiled modules
 * @param root the folder of the project
 */
export async function bundleProgram(build: string, root: string): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(build, file)])),
    cwd: root,
    platform: "node",
    plugins: [lateChildProcess],
    external: (id) => /^[@a-z]/u.test(id) && id !== INCLUDED && id !== CHILD_PROCESS,
  });
  const made = join(build, "program");
  await bundle.write({
    dir: made,
    format: "cjs",
    chunkFileNames: "[name].js",
    comments: false,
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
  await writeFile(join(made, "package.json"), '{ "type": "commonjs" }\n');
  await cp(join(root, "node_modules", INCLUDED, "LICENSE"), join(made, `${INCLUDED}-LICENSE`));
  await removeUnneeded(build);
  await mkdir(join(build, "cli"), { recursive: true });
  await cp(made, join(build, "cli"), { recursive: true });
  await rm(made, { recursive: true });
}

const CHILD_PROCESS = "node:child_process";

/**
 * Commander starts other programs as subcommands, which penprint does not have; and Node loads a good part of itself
 * for whoever names that module.
 */
const lateChildProcess: Plugin = {
  name: "late-child-process",
  resolveId(id, importer) {
    if (id !== CHILD_PROCESS) return null;
    return importer?.includes(INCLUDED) === true ? `\0${id}` : { id, external: true };
  },
  load(id) {
    if (id !== `\0${CHILD_PROCESS}`) return null;
    return `export default { get spawn() { return process.getBuiltinModule("${CHILD_PROCESS}").spawn; } };`;
  },
};

/** Takes out what cannot be reached from the library's entries. */
async function removeUnneeded(build: string): Promise<void> {
  const needed = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (needed.has(file)) return;
    needed.add(file);
    const code = await readFile(file, "utf8");
    for (const [, target] of code.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/gu)) {
      const next = resolve(dirname(file), target!);
      // Declarations name modules by the files that are run.
      await visit(file.endsWith(".d.ts") ? next.replace(/\.(?:js|ts)$/u, ".d.ts") : next);
    }
  };
  for (const entry of ["index", "index.browser"]) {
    await visit(join(build, `${entry}.js`));
    await visit(join(build, `${entry}.d.ts`));
  }
  const folders = new Set([...needed].map((file) => dirname(file)));
  for (const entry of await readdir(build, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const [room] = relative(build, path).split(/[\\/]/u);
    if (room === "web" || room === "program") continue;
    if (entry.isDirectory() ? !folders.has(path) : !needed.has(path))
      await rm(path, { recursive: true, force: true });
  }
}
