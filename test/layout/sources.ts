/** The files of a source folder and what each one imports. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";

/** One import, re-export or dynamic import. */
export interface Import {
  /** A path below the source folder, or a package's name as written. */
  readonly target: string;
  /** Whether it is a file of this project. */
  readonly own: boolean;
  /** Whether only types come in, which leaves nothing at run time. */
  readonly typesOnly: boolean;
}

/** A file of the source folder. */
export interface SourceFile {
  /** Below the source folder, with slashes: `text/words.ts`. */
  readonly path: string;
  readonly code: string;
  readonly imports: readonly Import[];
}

/** AssemblyScript, which is TypeScript by its ending alone. */
const assembly = /^kernel\/assembly\//;

/** All TypeScript files of a folder. */
export function readSources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !assembly.test(path))
    .sort()
    .map((path) => sourceOf(path, readFileSync(join(folder, path), "utf8")));
}

/** A file with this code. */
export function sourceOf(path: string, code: string): SourceFile {
  return { path, code, imports: importsOf(path, code) };
}

const statement =
  /(?:^|;)[ \t]*(?:import|export)\b(?<clause>[^;"']*?)(?:\bfrom\s*)?["'](?<from>[^"']+)["']/gm;
const call = /\b(?:import|require)\(\s*["'`](?<from>[^"'`]+)["'`]/g;

function importsOf(path: string, code: string): Import[] {
  const bare = withoutComments(code);
  const found = [...bare.matchAll(statement)]
    .filter(([whole, clause]) => /\bfrom\s*["'][^"']*["']$/.test(whole) || clause!.trim() === "")
    .map((match) => importOf(path, match.groups!["from"]!, isTypesOnly(match.groups!["clause"]!)));
  for (const match of bare.matchAll(call)) found.push(importOf(path, match.groups!["from"]!, false));
  return found;
}

function importOf(path: string, from: string, typesOnly: boolean): Import {
  const own = from.startsWith(".");
  return { target: own ? posix.join(posix.dirname(path), from) : from, own, typesOnly };
}

/** `import type …`, or braces in which each name is a type. */
function isTypesOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true;
  const names = /^\s*\{(?<names>[^}]*)\}/.exec(clause)?.groups?.["names"]?.split(",") ?? [];
  const given = names.map((name) => name.trim()).filter((name) => name !== "");
  return given.length > 0 && given.every((name) => /^type\s/.test(name));
}

/** Blanks comments; what only looks like one within a string or a regular expression is rare and harmless. */
function withoutComments(code: string): string {
  return code.replaceAll(/^[ \t]*\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm, "");
}
