/** Sitemaps (sitemaps.org): lists of addresses and of further lists. */
import { gunzipSync } from "node:zlib";

import { decodePage } from "./charset.ts";
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

const locations = compileSelector("loc");

/**
 * Reads a sitemap: XML, an index, plain text with an address a line; each also packed with gzip.
 *
 * @param url its own address, from which relative ones start
 */
export function addressesIn(bytes: Uint8Array, contentType: string, url: string): SitemapAddresses {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isPacked ? gunzipSync(bytes, { maxOutputLength: maximumBytes }) : bytes;
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
    if (address !== "" && URL.canParse(address, url)) to.push(new URL(address, url).href);
  }
}
