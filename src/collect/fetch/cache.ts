/**
 * Fetched pages on disk. The cache is the whole state of a collection: a run that was killed goes on from it, and
 * the same cache gives the same corpus.
 *
 *     pages/ab/abcd….json    what is known of an address, named by the SHA-256 of the address
 *     bodies/12/1234….bin    a page's bytes, unpacked, named by their own SHA-256
 *
 * Both are written beside, synced and renamed; the body first, so that an entry without its body cannot be.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { PenprintError } from "../../errors.ts";

/** What the cache knows of an address. */
export interface CacheEntry {
  readonly url: string;
  /** Where the redirects ended. */
  readonly final_url: string;
  readonly status: number;
  readonly content_type: string;
  readonly etag: string | null;
  readonly last_modified: string | null;
  /** When these bytes came (ISO 8601). */
  readonly fetched: string;
  /** When the site last said that they are still the same. */
  readonly checked: string;
  /** Which hosts on the way had addresses that are not the public internet's: such a page is not for every recipe. */
  readonly private: readonly PrivateHost[];
  readonly sha256: string;
  readonly bytes: number;
}

/** A host in one's own network. */
export interface PrivateHost {
  /** `intranet.example:8080` */
  readonly host: string;
  /** The address that was connected to. */
  readonly address: string;
}

/** A page out of the cache. */
export interface CachedPage {
  readonly entry: CacheEntry;
  readonly body: Uint8Array;
}

/** SHA-256 in hexadecimal. */
export const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

/** A folder of fetched pages. */
export class PageCache {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** @returns what is known of the address, or null; a damaged entry counts as none */
  async entry(url: string): Promise<CacheEntry | null> {
    try {
      const entry: unknown = JSON.parse(await readFile(this.#entryFile(url), "utf8"));
      return isEntry(entry) && entry.url === url ? entry : null;
    } catch {
      return null;
    }
  }

  /** @returns the bytes of an entry, or null when they are gone or damaged */
  async body(entry: CacheEntry): Promise<Uint8Array | null> {
    try {
      const body = await readFile(this.#bodyFile(entry.sha256));
      return sha256(body) === entry.sha256 ? body : null;
    } catch {
      return null;
    }
  }

  /** Keeps a page. @throws FILE_UNWRITABLE */
  async store(entry: Omit<CacheEntry, "sha256" | "bytes">, body: Uint8Array): Promise<CacheEntry> {
    const whole: CacheEntry = { ...entry, sha256: sha256(body), bytes: body.length };
    await replaceFile(this.#bodyFile(whole.sha256), body);
    await this.update(whole);
    return whole;
  }

  /** Keeps what is known of an address whose bytes are here already. @throws FILE_UNWRITABLE */
  async update(entry: CacheEntry): Promise<void> {
    await replaceFile(this.#entryFile(entry.url), `${JSON.stringify(entry, null, 2)}\n`);
  }

  #entryFile(url: string): string {
    const name = sha256(url);
    return join(this.folder, "pages", name.slice(0, 2), `${name}.json`);
  }
  #bodyFile(hash: string): string {
    return join(this.folder, "bodies", hash.slice(0, 2), `${hash}.bin`);
  }
}

/** Writes a file beside, syncs it and renames it: whoever reads it sees the old or the new, never a half. */
async function replaceFile(file: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeBeside(file, content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PenprintError("FILE_UNWRITABLE", { file, reason }, { cause });
  }
}

async function writeBeside(file: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const beside = join(folder, `.${randomBytes(6).toString("hex")}.part`);
  try {
    const handle = await open(beside, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true });
    throw cause;
  }
}

function isEntry(value: unknown): value is CacheEntry {
  if (typeof value !== "object" || value === null) return false;
  const known = new Map<string, unknown>(Object.entries(value));
  return (
    ["url", "final_url", "content_type", "fetched", "checked", "sha256"].every(
      (key) => typeof known.get(key) === "string",
    ) &&
    Array.isArray(known.get("private")) &&
    /^[0-9a-f]{64}$/.test(String(known.get("sha256")))
  );
}
