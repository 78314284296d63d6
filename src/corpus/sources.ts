/**
 * Paths → the files to read, in a fixed order. In a folder, all `.txt` files at any depth are documents and
 * everything else is passed over: below the folder, the first folder's name is the author
 * (`author/work.txt`); a file directly in it is `Author_Title.txt`, as the R package stylo has it. The path
 * from the folder on is the work.
 */
import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";

import { PenprintError } from "../errors.ts";
import { fileError, standardInput } from "./bytes.ts";

/** One file to read. */
export interface Source {
  /** What to open; `-` is standard input. */
  readonly path: string;
  /** What to call it. */
  readonly file: string;
  readonly format: "json-lines" | "csv" | "tsv" | "text";
  /** What it holds, where it is no file on a disk. */
  readonly bytes?: Uint8Array;
  /** The author whom the file's place names, for texts; null when it names none. */
  readonly author: string | null;
  /** The path from the folder on, for texts. */
  readonly work: string;
  /** In bytes; 0 where it cannot be known. */
  readonly size: number;
  /** Whether it can be read more than once: not so standard input and pipes. */
  readonly again: boolean;
}

/**
 * Finds the files.
 *
 * @param paths files, folders, or `-` for JSON Lines on standard input
 * @returns the files in the order of `paths`, those of a folder in the order of their paths' code units
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, FORMAT_UNKNOWN
 */
export async function findSources(paths: readonly string[]): Promise<Source[]> {
  const sources: Source[] = [];
  for (const path of paths) {
    if (path === standardInput) sources.push(piped(path, "standard input"));
    else if ((await information(path)).isDirectory()) await addFolder(path, "", sources);
    else sources.push(await fileSource(path));
  }
  return sources;
}

const formats: ReadonlyMap<string, Source["format"]> = new Map([
  [".jsonl", "json-lines"],
  [".ndjson", "json-lines"],
  [".csv", "csv"],
  [".tsv", "tsv"],
  [".txt", "text"],
]);

const piped = (path: string, file: string): Source => ({
  path,
  file,
  format: "json-lines",
  author: null,
  work: "",
  size: 0,
  again: false,
});

async function fileSource(path: string): Promise<Source> {
  const facts = await information(path);
  const format = formats.get(extname(path).toLowerCase());
  if (format === undefined && facts.isFIFO()) return piped(path, path);
  if (format === undefined) {
    throw new PenprintError("FORMAT_UNKNOWN", { file: path, known: [...formats.keys(), "folders of .txt"] });
  }
  const name = basename(path);
  const [size, again] = [facts.size, facts.isFile()];
  return { path, file: path, format, author: authorInName(name), work: name, size, again };
}

/**
 * Files that are in memory, as those of a folder: `author/work.txt`, `Author_Title.txt`, and tables and JSON Lines besides.
 * A folder around all of them says nothing and is passed over, as are hidden files.
 *
 * @param files bytes by paths with `/` in them, relative and without `..`
 * @returns those that can be read, in the order of their paths' code units
 */
export function sourcesInMemory(files: ReadonlyMap<string, Uint8Array>): Source[] {
  const known = [...files.keys()]
    .filter((path) => formats.has(extname(path).toLowerCase()) && !path.split("/").some(isHidden))
    .sort((a, b) => (a < b ? -1 : 1));
  const around = folderAround(known);
  return known.map((path) => {
    const work = path.slice(around.length);
    const folder = work.slice(0, Math.max(0, work.indexOf("/")));
    const bytes = files.get(path)!;
    return {
      path,
      file: path,
      format: formats.get(extname(path).toLowerCase())!,
      bytes,
      author: folder === "" ? authorInName(work) : folder,
      work,
      size: bytes.length,
      again: true,
    };
  });
}

const isHidden = (name: string): boolean => name.startsWith(".") || name === "__MACOSX";

/** The folders, with `/` at their end, in which all files are and which are no author's. */
function folderAround(paths: readonly string[]): string {
  let around = "";
  for (;;) {
    const rest = paths.map((path) => path.slice(around.length));
    const first = rest[0]?.slice(0, rest[0].indexOf("/") + 1) ?? "";
    if (first === "" || !rest.every((path) => path.startsWith(first))) return around;
    const inside = rest.map((path) => path.slice(first.length));
    const folders = inside.every((path) => path.includes("/") || !path.endsWith(".txt"));
    const named = inside.every(
      (path) => !path.includes("/") && (authorInName(path) !== null || !path.endsWith(".txt")),
    );
    if (!folders && !named) return around;
    around += first;
  }
}

/** `inside` is the path from the corpus's folder to the one that is listed, with `/` at its end. */
async function addFolder(folder: string, inside: string, sources: Source[]): Promise<void> {
  const author = inside.slice(0, inside.indexOf("/") + 1).slice(0, -1);
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const facts = await information(path);
    if (facts.isDirectory()) {
      await addFolder(path, `${inside}${name}/`, sources);
    } else if (extname(name).toLowerCase() === ".txt") {
      sources.push({
        path,
        file: path,
        format: "text",
        author: inside === "" ? authorInName(name) : author,
        work: inside + name,
        size: facts.size,
        again: facts.isFile(),
      });
    }
  }
}

/** `Austen` in `Austen_Emma.txt`. */
function authorInName(name: string): string | null {
  const end = name.indexOf("_");
  return end > 0 ? name.slice(0, end) : null;
}

/** The names in a folder but the hidden ones; folders sort as if they ended in `/`, as their files' paths do. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const keyed = entries
      .filter((entry) => !entry.name.startsWith("."))
      .map((entry) => ({ name: entry.name, key: entry.isDirectory() ? `${entry.name}/` : entry.name }));
    return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map((entry) => entry.name);
  } catch (error) {
    throw fileError(folder, error);
  }
}

async function information(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw fileError(path, error);
  }
}
