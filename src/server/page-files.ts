/** The page's files, read once at the start: no request ever reaches the disk. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A file as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Changes when the bytes do. */
  readonly etag: string;
}

/** The page and what belongs to it. */
export interface PageFiles {
  /** Null when the page has not been built. */
  readonly index: PageFile | null;
  /** By their paths below the page's folder, such as `page.js`. */
  readonly assets: ReadonlyMap<string, PageFile>;
}

/** `dist/web` beside `dist/server`, or `src/web` beside `src/server` when it runs from its sources. */
const ownFolder = fileURLToPath(new URL("../web/", import.meta.url));

/** Reads them. Sources in TypeScript become JavaScript on the way, under both of their names. */
export async function readPageFiles(folder: string = ownFolder): Promise<PageFiles> {
  const assets = new Map<string, PageFile>();
  let index: PageFile | null = null;
  for (const name of await names(folder)) {
    const bytes = await readFile(join(folder, name));
    const path = name.replaceAll(sep, "/");
    const type = types.get(endingOf(name));
    if (path === "index.html") index = file("text/html; charset=utf-8", bytes);
    else if (type !== undefined) assets.set(path, file(type, bytes));
    else if (name.endsWith(".ts") && !name.endsWith(".d.ts")) {
      const script = file("text/javascript; charset=utf-8", await withoutTypes(bytes));
      assets.set(path, script);
      assets.set(path.replace(/\.ts$/u, ".js"), script);
    }
  }
  return { index, assets };
}

const types: ReadonlyMap<string, string> = new Map([
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

async function names(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length))
    .sort();
}

const endingOf = (name: string): string => name.slice(name.lastIndexOf("."));

async function withoutTypes(source: Buffer): Promise<Buffer> {
  const { stripTypeScriptTypes } = await import("node:module");
  return Buffer.from(stripTypeScriptTypes(source.toString("utf8")));
}

function file(type: string, bytes: Buffer): PageFile {
  return { type, bytes, etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"` };
}
