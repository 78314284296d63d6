/**
 * Puts the compiled modules together: the program into a file for each command and what commands share, the library
 * into a file for each way to import it and what these share. The program is CommonJS, because a process that needs none
 * of Node's own ECMAScript loader starts in less time.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";

import { type OutputOptions, type Plugin, rolldown } from "rolldown";

/** The only package that becomes a part of the program: every command waits for it. */
const INCLUDED = "commander";

/**
 * Bundles the program of a build into its folder `cli` and the library into `index.js` and `index.browser.js`, and takes
 * out the modules that nobody needs any longer. Declarations stay a file a module.
 *
 * @param build the folder with the compiled modules
 * @param root the folder of the project
 */
export async function bundle(build: string, root: string): Promise<void> {
  const library = ["index", "index.browser"].map((name) => join(build, `${name}.js`));
  const threads = LIBRARY_THREADS.map((file) => join(build, file));
  const program = await rolldown({
    input: await entries(build, library),
    cwd: root,
    platform: "node",
    plugins: [lateChildProcess],
    external: (id) => /^[@a-z]/u.test(id) && id !== INCLUDED && id !== CHILD_PROCESS,
  });
  const made = join(build, "program");
  await program.write({ ...small, dir: made, format: "cjs" });
  await program.close();
  await writeFile(join(made, "package.json"), '{ "type": "commonjs" }\n');
  await cp(join(root, "node_modules", INCLUDED, "LICENSE"), join(made, `${INCLUDED}-LICENSE`));
  await bundleLibrary(build, library, threads);
  await mkdir(join(build, "cli"), { recursive: true });
  await cp(made, join(build, "cli"), { recursive: true });
  await rm(made, { recursive: true });
}

/** As small as it goes: the package stays below 500 KB. Classes keep their names, which errors are known by. */
const small = {
  chunkFileNames: "[name].js",
  comments: false,
  minify: {
    compress: true,
    mangle: { toplevel: true, keepNames: { function: false, class: true } },
    codegen: { removeWhitespace: true },
  },
} as const satisfies OutputOptions;

/** What the library runs in threads of its own. */
const LIBRARY_THREADS = ["evaluate/fold-worker.js"];

async function bundleLibrary(
  build: string,
  library: readonly string[],
  threads: readonly string[],
): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries([...library, ...threads].map((file) => [basename(file, ".js"), file])),
    platform: "neutral",
    external: (id) => /^[@a-z]/u.test(id),
  });
  const made = join(build, "library");
  await bundle.write({ ...small, dir: made, format: "esm" });
  await bundle.close();
  await removeUnneeded(build, library);
  await cp(made, build, { recursive: true });
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

/** What one starts with, the program itself and what runs in threads of its own, by name: what no module imports. */
async function entries(build: string, library: readonly string[]): Promise<Record<string, string>> {
  const files = (await readdir(build, { recursive: true }))
    .filter((file) => file.endsWith(".js"))
    .map((file) => join(build, file));
  const imported = new Set((await Promise.all(files.map(importsOf))).flat());
  const found = files.filter((file) => !imported.has(file) && !library.includes(file));
  const named = found.map((file): [string, string] => [basename(file, ".js"), file]);
  const twice = named.find(([name], place) => named.findIndex(([other]) => other === name) < place);
  if (twice !== undefined) throw new Error(`two modules to start with are called ${twice[0]}`);
  return Object.fromEntries(named);
}

/** The modules of this project that a module names, or a declaration. */
async function importsOf(file: string): Promise<string[]> {
  const code = await readFile(file, "utf8");
  const targets = Array.from(code.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/gu), ([, target]) =>
    resolve(dirname(file), target!),
  );
  // Declarations name modules by the files that are run.
  if (!file.endsWith(".d.ts")) return targets;
  return targets.map((target) => target.replace(/\.(?:js|ts)$/u, ".d.ts"));
}

const COMMENT = /^[ \t]*\/\*\*.*?\*\/\n/gmsu;

/** Takes out all but the declarations that the library's lead to. */
async function removeUnneeded(build: string, library: readonly string[]): Promise<void> {
  const needed = new Set<string>();
  const doors = library.map((file) => file.replace(/\.js$/u, ".d.ts"));
  const shown = new Set([...doors, ...(await Promise.all(doors.map(importsOf))).flat()]);
  const waiting = [...doors];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (needed.has(file)) continue;
    needed.add(file);
    waiting.push(...(await importsOf(file)));
    // What only types of types lead to is read by compilers alone.
    if (!shown.has(file)) await writeFile(file, (await readFile(file, "utf8")).replace(COMMENT, ""));
  }
  const folders = new Set([...needed].map((file) => dirname(file)));
  for (const entry of await readdir(build, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const [room] = relative(build, path).split(/[\\/]/u);
    if (room === "program" || room === "library") continue;
    const wanted = entry.isDirectory() ? folders.has(path) : needed.has(path);
    if (!wanted) await rm(path, { recursive: true, force: true });
  }
}
