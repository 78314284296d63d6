/** The pages' files, as the build made them, read once at the start: no request ever reaches the disk. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, constants, gzipSync } from "node:zlib";

/** How a file's bytes may be packed; `identity`: they are not. */
export type Coding = "br" | "gzip" | "identity";

/** A file as it is sent. */
export class PageFile {
  readonly type: string;
  /** Changes when the bytes do. */
  readonly #tag: string;
  readonly #packed: Map<Coding, Buffer>;

  /** @param brotli its bytes, packed by Brotli */
  constructor(type: string, brotli: Buffer) {
    const bytes = brotliDecompressSync(brotli);
    this.type = type;
    this.#tag = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
    this.#packed = new Map<Coding, Buffer>([
      ["br", brotli],
      ["identity", bytes],
    ]);
  }

  /** The best coding that a client takes, by its Accept-Encoding. */
  codingFor(accepted: string | undefined): Coding {
    return codings.find((coding) => takes(accepted, coding)) ?? "identity";
  }

  /** Another one for each coding: to HTTP these are different bytes. */
  etag(coding: Coding): string {
    return coding === "identity" ? `"${this.#tag}"` : `"${this.#tag}-${coding}"`;
  }

  /** The bytes in a coding that `codingFor` has named. */
  bytes(coding: Coding): Buffer {
    const bytes =
      this.#packed.get(coding) ?? gzipSync(this.bytes("identity"), { level: constants.Z_BEST_COMPRESSION });
    this.#packed.set(coding, bytes);
    return bytes;
  }
}

const codings = ["br", "gzip"] as const;

function takes(accepted = "", coding: string): boolean {
  return new RegExp(
    `(?:^|,)\\s*${coding}\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[\\d.]+\\s*)?(?:,|$)`,
    "iu",
  ).test(accepted);
}

/** The pages and what belongs to them. */
export interface PageFiles {
  /** By their names, such as `index`; none where they have not been built. */
  readonly pages: ReadonlyMap<string, PageFile>;
  /** By their paths below `assets/`; their names change when their bytes do. */
  readonly assets: ReadonlyMap<string, PageFile>;
}

/** `dist/web`, whether the service runs from `dist` or from its sources. */
const ownFolder = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../dist/web/" : "../web/", import.meta.url),
);

/** Reads them. */
export async function readPageFiles(folder: string = ownFolder): Promise<PageFiles> {
  const [pages, assets] = [new Map<string, PageFile>(), new Map<string, PageFile>()];
  for (const name of await names(folder)) {
    const type = types.get(endingOf(name));
    if (type === undefined) continue;
    const file = new PageFile(type, await readFile(join(folder, `${name}.br`)));
    const path = name.replaceAll(sep, "/");
    if (path.startsWith("assets/")) assets.set(path.slice("assets/".length), file);
    else if (name.endsWith(".html")) pages.set(basename(name, ".html"), file);
  }
  return { pages, assets };
}

const types: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

/** Of the files below a folder that are packed, without the ending that says so. */
async function names(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".br"))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length, -".br".length))
    .sort();
}

const endingOf = (name: string): string => name.slice(name.lastIndexOf("."));
