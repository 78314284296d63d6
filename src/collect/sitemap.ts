/** Sitemaps (sitemaps.org): lists of addresses and of further lists. */
import { gunzipSync } from "node:zlib";

import { PenprintError } from "../errors.ts";
import { decodePage } from "./charset.ts";
import { addressProblem } from "./fetch/addresses.ts";
import type { Fetcher } from "./fetch/fetcher.ts";
import { compileSelector } from "./html/select.ts";
import { textOf } from "./html/text.ts";
import { parseTree } from "./html/tree.ts";

/** What a sitemap names. */
export interface SitemapAddresses {
  readonly pages: readonly string[];
  /** Further sitemaps. */
  readonly sitemaps: readonly string[];
}

/** The limit of the protocol for one sitemap, unpacked. */
const maximumBytes = 50 * 1024 * 1024;
/** More than this is not taken from one sitemap and those that it names: addresses, and sitemaps. */
const maximumAddresses = 100_000;
const maximumSitemaps = 1000;
/** An index may not name indexes (sitemaps.org), so one level more is generous. */
const maximumDepth = 2;

const locations = compileSelector("loc");

/**
 * The addresses that a sitemap and the sitemaps it names have, in their order.
 *
 * @param fits which addresses are wanted
 * @param limit how many of them
 * @param warned is told when there are more than are ever taken
 * @throws COLLECT_PARSE_FAILED and what `Fetcher.page` throws
 */
export async function sitemapAddresses(
  sitemap: string,
  fits: (url: string) => boolean,
  limit: number,
  fetcher: Fetcher,
  warned: { warn(code: string, message: string): void },
): Promise<string[]> {
  const most = Math.min(limit, maximumAddresses);
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting: { url: string; depth: number }[] = [{ url: sitemap, depth: 0 }];
  for (let next = waiting.shift(); next !== undefined && found.size < most; next = waiting.shift()) {
    const { url, depth } = next;
    if (seen.has(url)) continue;
    if (seen.size === maximumSitemaps) {
      warned.warn(
        "sitemap_cut",
        `${sitemap} names more than ${maximumSitemaps} sitemaps; the others were not read.`,
      );
      break;
    }
    seen.add(url);
    const { entry, body } = await fetcher.page(url);
    const { pages, sitemaps } = addressesIn(body, entry.content_type, url);
    for (const page of pages) if (found.size < most && fits(page)) found.add(page);
    if (depth < maximumDepth) {
      for (const address of sitemaps.slice(0, maximumSitemaps))
        waiting.push({ url: address, depth: depth + 1 });
    }
  }
  if (found.size === maximumAddresses && limit > maximumAddresses) {
    warned.warn(
      "sitemap_cut",
      `${sitemap} names more than ${maximumAddresses} pages; the others were not taken.`,
    );
  }
  return [...found];
}

/**
 * Reads a sitemap: XML, an index, plain text with an address a line; each also packed with gzip.
 *
 * @param url its own address, from which relative ones start
 * @throws COLLECT_PARSE_FAILED when it is packed and cannot be unpacked
 */
export function addressesIn(bytes: Uint8Array, contentType: string, url: string): SitemapAddresses {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isPacked ? unpacked(bytes, url) : bytes;
  const { text } = decodePage(plain, contentType);
  const pages: string[] = [];
  const sitemaps: string[] = [];
  if (!text.trimStart().startsWith("<")) {
    for (const line of text.split(/\r?\n/)) add(line.trim(), pages);
    return { pages, sitemaps };
  }
  const tree = parseTree(text, "xml");
  for (const node of locations.all(tree)) {
    const holder = tree.name(tree.parent(node));
    // Images and videos have a <loc> too, under another prefix.
    if (holder === "url") add(textOf(tree, node), pages);
    else if (holder === "sitemap") add(textOf(tree, node), sitemaps);
  }
  return { pages, sitemaps };

  function add(address: string, to: string[]): void {
    if (address !== "" && isWebAddress(address, url)) to.push(new URL(address, url).href);
  }
}

/** @returns whether the address, relative to another, is one that is ever fetched */
export const isWebAddress = (address: string, base: string): boolean =>
  URL.canParse(address, base) && addressProblem(new URL(address, base)) === null;

function unpacked(bytes: Uint8Array, url: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maximumBytes });
  } catch (cause) {
    const isBomb = cause instanceof RangeError;
    const problem = isBomb ? `it has more than ${maximumBytes} bytes unpacked` : "its gzip data is broken";
    throw new PenprintError("COLLECT_PARSE_FAILED", { source: url, parser: "sitemap", problem }, { cause });
  }
}
