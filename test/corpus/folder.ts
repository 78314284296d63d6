import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { readDocuments, type ReadOptions, type SourcedDocument } from "../../src/corpus/read.ts";
import { PenprintError, type ErrorCode, type Facts } from "../../src/errors.ts";

/** A temporary folder with files in it, gone at the end of the test. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "penprint-"));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  /** @returns the path of the file written */
  write(name: string, content: string | Uint8Array): string {
    const path = this.at(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

/** All documents of files. */
export function read(paths: readonly string[], options?: ReadOptions): Promise<SourcedDocument[]> {
  return collect(readDocuments(paths, options));
}

/** Everything that a stream has to give. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

/** The documents of one file with this content, without their place. */
export async function readContent(
  name: string,
  content: string | Uint8Array,
  options?: ReadOptions,
): Promise<unknown[]> {
  using folder = new Folder({ [name]: content });
  const documents = await read([folder.at(name)], options);
  return documents.map(({ file: _file, line: _line, ...document }) => document);
}

/** What reading a file with this content is refused with. */
export async function refusal(
  name: string,
  content: string | Uint8Array,
  options?: ReadOptions,
): Promise<{ code: ErrorCode; facts: Record<string, unknown>; message: string }> {
  using folder = new Folder({ [name]: content });
  try {
    await read([folder.at(name)], options);
  } catch (error) {
    if (!(error instanceof PenprintError)) throw error;
    return {
      code: error.code,
      facts: Object.fromEntries(Object.entries(error.facts as Facts)),
      message: error.message.replaceAll(`${folder.path}/`, ""),
    };
  }
  throw new Error("nothing was refused");
}
