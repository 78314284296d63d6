/** A page's bytes, from the cache or a local file, with what is known of them. */
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { PenprintError } from "../errors.ts";
import { decodePage } from "./charset.ts";
import type { FetchedPage } from "./documents.ts";
import { sha256 } from "./fetch/cache.ts";
import type { CacheEntry } from "./fetch/cache.ts";
import { Fetcher } from "./fetch/fetcher.ts";
import type { FetcherOptions } from "./fetch/fetcher.ts";
import type { PageItem } from "./pages.ts";
import type { Tally } from "./report.ts";

/** Local files may be larger than pages: chats and mail of many years. */
const maximumFileBytes = 500_000_000;

/**
 * Loads a page.
 *
 * @throws FILE_UNREADABLE, COLLECT_PAGE_TOO_LARGE and what `Fetcher.page` throws
 */
export async function loadPage(item: PageItem, fetcher: Fetcher, tally: Tally): Promise<FetchedPage> {
  if (item.file !== undefined) {
    const bytes = await readLocal(item.file);
    return new LoadedPage(item.url, bytes, { content_type: "", sha256: sha256(bytes) }, tally);
  }
  const { entry, body } = await fetcher.page(item.url);
  return new LoadedPage(item.url, body, entry, tally);
}

/**
 * Reads a local file whole.
 *
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, COLLECT_PAGE_TOO_LARGE
 */
export async function readLocal(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > maximumFileBytes) {
      throw new PenprintError("COLLECT_PAGE_TOO_LARGE", { url: file, limit: maximumFileBytes });
    }
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof PenprintError) throw cause;
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
      throw new PenprintError("FILE_NOT_FOUND", { file }, { cause });
    }
    throw new PenprintError("FILE_UNREADABLE", { file, reason: reasonOf(cause) }, { cause });
  }
}

const plain = new Map([
  ["EISDIR", "it is a folder"],
  ["EACCES", "this user may not read it"],
  ["EPERM", "this user may not read it"],
]);

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return plain.get(code) ?? (cause instanceof Error ? cause.message : String(cause));
}

/** Files that lie beside local pages, as the list of users beside a chat's days: each is read once a run. */
export class FilesBeside {
  readonly #texts = new Map<string, Promise<string | undefined>>();

  /**
   * @param file the page's; undefined for addresses, which have nothing beside them
   * @param name the path from there
   * @returns undefined when there is no such file
   */
  async text(file: string | undefined, name: string): Promise<string | undefined> {
    if (file === undefined) return undefined;
    const path = join(dirname(file), name);
    let text = this.#texts.get(path);
    if (text === undefined) {
      text = readLocal(path).then(
        (bytes) => decodePage(bytes).text,
        () => undefined,
      );
      this.#texts.set(path, text);
    }
    return text;
  }
}

class LoadedPage implements FetchedPage {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly sha256: string;
  readonly fetched?: string;
  readonly finalUrl?: string;
  readonly #tally: Tally;
  #text: string | undefined;

  constructor(
    url: string,
    bytes: Uint8Array,
    known: Pick<CacheEntry, "content_type" | "sha256"> & Partial<CacheEntry>,
    tally: Tally,
  ) {
    this.url = url;
    this.bytes = bytes;
    this.contentType = known.content_type;
    this.sha256 = known.sha256;
    if (known.fetched !== undefined) this.fetched = known.fetched;
    if (known.final_url !== undefined) this.finalUrl = known.final_url;
    this.#tally = tally;
  }

  /** Decoded when it is first asked for: archives are no text. */
  get text(): string {
    if (this.#text === undefined) {
      const { text, charset, wrong } = decodePage(this.bytes, this.contentType);
      if (wrong !== undefined) {
        const message = `${this.url} says that it is ${wrong}, which its bytes contradict; it was read as ${charset}`;
        this.#tally.warn("charset_wrong", message);
      }
      this.#text = text;
    }
    return this.#text;
  }
}

/**
 * A single page or local file, to propose a recipe for.
 *
 * @param address an address, or a file's path
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE and what `Fetcher.page` throws
 */
export async function loadForProposal(
  address: string,
  options: FetcherOptions,
): Promise<{ url: string; bytes: Uint8Array; contentType: string }> {
  if (!/^https?:/i.test(address)) return { url: address, bytes: await readLocal(address), contentType: "" };
  if (!URL.canParse(address)) {
    throw new PenprintError("COLLECT_ADDRESS_INVALID", { url: address, problem: "it is no address" });
  }
  const fetcher = new Fetcher(options);
  try {
    const url = new URL(address).href;
    const { entry, body } = await fetcher.page(url);
    return { url, bytes: body, contentType: entry.content_type };
  } finally {
    fetcher.close();
  }
}
