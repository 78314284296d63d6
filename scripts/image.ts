/**
 * Lays out files of the container image in a folder:
 *
 *   node scripts/image.ts FOLDER SECONDS TARGET=SOURCE [TARGET=SOURCE …]
 *
 * Copies each SOURCE to FOLDER/TARGET (an empty SOURCE makes an empty folder), without what nothing reads at run time:
 * types, source maps, prose, tests of others. Licences stay. Every file and folder gets the date SECONDS (since 1970),
 * so that the same sources give the same layer.
 */
import { cpSync, lutimesSync, mkdirSync, readdirSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

const usage = "Usage: node scripts/image.ts FOLDER SECONDS TARGET=SOURCE [TARGET=SOURCE …]";

/** Files that compilers, debuggers and people read, and no running program. */
const unreadFile = /\.(?:map|[cm]?ts|md|markdown|tsbuildinfo)$/iu;
const licence = /^(?:licen[cs]e|notice|copying)/iu;

/**
 * Folders at the top of a package that hold its authors' tests and examples, builds for browsers' script elements, and
 * npm's own bookkeeping.
 */
const unreadFolder =
  /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@]+\/(?:tests?|__tests__|bench(?:marks?)?|examples?|\.github|coverage)$|\/(?:iife|umd|__fixtures__)$|(?:^|\/)node_modules\/\.(?:bin|package-lock\.json)$/u;

lay(process.argv.slice(2));

function lay([folder, seconds, ...pairs]: readonly string[]): void {
  if (folder === undefined || !/^\d+$/u.test(seconds ?? "") || pairs.length === 0) {
    console.error(usage);
    process.exit(2);
  }
  for (const pair of pairs) {
    const [target = "", source = ""] = pair.split("=");
    const path = join(folder, target);
    mkdirSync(source === "" ? path : dirname(path), { recursive: true });
    if (source !== "") cpSync(source, path, { recursive: true, verbatimSymlinks: true, filter: isRead });
  }
  date(folder, Number(seconds));
}

function isRead(source: string): boolean {
  const path = source.replaceAll(sep, "/");
  if (unreadFolder.test(path)) return false;
  return !unreadFile.test(path) || licence.test(basename(path));
}

function date(path: string, seconds: number): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) date(inner, seconds);
    else lutimesSync(inner, seconds, seconds);
  }
  lutimesSync(path, seconds, seconds);
}
