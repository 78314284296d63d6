/** From a recipe's sources to the list of pages: addresses, sitemaps, feeds, files. */
import { createRequire } from "node:module";
import { glob, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

import { PenprintError } from "../errors.ts";
import { decodePage } from "./charset.ts";
import type { Fetcher } from "./fetch/fetcher.ts";
import { entriesOf } from "./parsers/feed.ts";
import { parsers } from "./parsers.ts";
import type { Parser } from "./parser.ts";
import type { Source } from "./recipe.ts";
import { addressesIn } from "./sitemap.ts";

/** A page to be read. */
export interface PageItem {
  readonly source: Source;
  /** What reads it; differs from the source's for pages that a feed links to. */
  readonly parser: Parser;
  /** Its address, or where it stands among local files. */
  readonly url: string;
  /** The local file; undefined for addresses. */
  readonly file?: string;
  /** What the feed says of the page. */
  readonly byline?: string;
}

/** More addresses than this are not taken from one sitemap. */
const maximumAddresses = 100_000;

/**
 * The pages of a source, in an order that depends on nothing but the source.
 *
 * @param folder where the recipe stands; relative paths start there
 * @throws FILE_NOT_FOUND, COLLECT_PARSE_FAILED and what `Fetcher.page` throws
 */
export async function pagesOf(source: Source, folder: string, fetcher: Fetcher): Promise<PageItem[]> {
  const { settings, parser } = source;
  const items =
    settings.files === undefined ? await addressItems(source, fetcher) : await fileItems(source, folder);
  const pattern = settings.match === undefined ? null : starPattern(settings.match);
  const fitting = items.filter((item) => pattern === null || pattern.test(item.url));
  const chosen = fitting.slice(0, settings.limit ?? fitting.length);
  return parser.name === "feed" && "follow" in settings && settings.follow === true
    ? followed(chosen, source, fetcher)
    : chosen;
}

async function addressItems(source: Source, fetcher: Fetcher): Promise<PageItem[]> {
  const { settings, parser } = source;
  const urls =
    settings.sitemap === undefined
      ? (settings.urls ?? [settings.url!])
      : await sitemapAddresses(settings.sitemap, fetcher);
  return [...new Set(urls.map((url) => new URL(url).href))].map((url) => ({ source, parser, url }));
}

async function sitemapAddresses(sitemap: string, fetcher: Fetcher): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const waiting: { url: string; depth: number }[] = [{ url: sitemap, depth: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { url, depth } = next;
    if (seen.has(url)) continue;
    seen.add(url);
    const { entry, body } = await fetcher.page(url);
    const { pages, sitemaps } = addressesIn(body, entry.content_type, url);
    for (const page of pages) if (found.length < maximumAddresses) found.push(page);
    // An index may not name indexes (sitemaps.org), so one level more is generous.
    if (depth < 2) waiting.push(...sitemaps.map((address) => ({ url: address, depth: depth + 1 })));
  }
  return found;
}

async function followed(feeds: readonly PageItem[], source: Source, fetcher: Fetcher): Promise<PageItem[]> {
  const article = parsers.get("article")!;
  const items: PageItem[] = [];
  for (const feed of feeds) {
    const { entry, body } = await fetcher.page(feed.url);
    for (const { link, author } of entriesOf(decodePage(body, entry.content_type).text)) {
      if (link === undefined || !URL.canParse(link, feed.url)) continue;
      const url = new URL(link, feed.url).href;
      items.push({ source, parser: article, url, ...(author === undefined ? {} : { byline: author }) });
    }
  }
  return items;
}

async function fileItems(source: Source, folder: string): Promise<PageItem[]> {
  const { settings, parser } = source;
  const root = settings.package === undefined ? resolve(folder) : packageFolder(settings.package, folder);
  const prefix = settings.package === undefined ? "" : `npm:${settings.package}/`;
  const patterns = typeof settings.files === "string" ? [settings.files] : (settings.files ?? []);
  const files = new Set<string>();
  for (const pattern of patterns) {
    const before = files.size;
    const path = isAbsolute(pattern) ? pattern : join(root, pattern);
    const status = await stat(path).catch(() => null);
    if (status?.isFile() === true) files.add(path);
    else {
      const inside = status?.isDirectory() === true ? `${pattern}/**/*` : pattern;
      for await (const found of glob(inside, { cwd: root })) {
        const file = resolve(root, found);
        if ((await stat(file)).isFile()) files.add(file);
      }
    }
    if (files.size === before) throw new PenprintError("FILE_NOT_FOUND", { file: path });
  }
  return [...files]
    .map((file): PageItem => {
      const shown = relative(root, file).split(sep).join("/");
      return {
        source,
        parser,
        url: prefix + (shown.startsWith("../") ? file.split(sep).join("/") : shown),
        file,
      };
    })
    .sort((a, b) => (a.url < b.url ? -1 : 1));
}

function packageFolder(name: string, folder: string): string {
  // The recipe's own neighbourhood first, then penprint's.
  for (const from of [join(resolve(folder), "recipe.yaml"), import.meta.filename]) {
    try {
      return dirname(createRequire(from).resolve(`${name}/package.json`));
    } catch {
      // Not there; the next place may have it.
    }
  }
  throw new PenprintError("FILE_NOT_FOUND", { file: `the npm package ${name}` });
}

/** `https://example.org/film/*` as a regular expression; nothing but `*` has a meaning. */
export function starPattern(pattern: string): RegExp {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*?")}$`, "su");
}
