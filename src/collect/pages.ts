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
import { isWebAddress, sitemapAddresses } from "./sitemap.ts";

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

/** Told what is not taken, and why. */
interface Warned {
  warn(code: string, message: string): void;
}

/**
 * The pages of a source, in an order that depends on nothing but the source.
 *
 * @param folder where the recipe stands; relative paths start there
 * @throws FILE_NOT_FOUND, COLLECT_PARSE_FAILED and what `Fetcher.page` throws
 */
export async function pagesOf(
  source: Source,
  folder: string,
  fetcher: Fetcher,
  warned: Warned,
): Promise<PageItem[]> {
  const { settings, parser } = source;
  const pattern = settings.match === undefined ? null : starPattern(settings.match);
  const fits = (url: string): boolean => pattern === null || pattern.test(url);
  const items =
    settings.files === undefined
      ? await addressItems(source, fits, fetcher, warned)
      : await fileItems(source, folder);
  const fitting = items.filter((item) => fits(item.url));
  if (fitting.length === 0) {
    const where = settings.sitemap ?? source.place;
    const why =
      items.length === 0 && pattern === null
        ? "names no page"
        : `names no page that fits \`match: ${settings.match}\``;
    warned.warn(`source_without_pages`, `${where} ${why}.`);
  }
  const chosen = fitting.slice(0, settings.limit ?? fitting.length);
  return parser.name === "feed" && "follow" in settings && settings.follow === true
    ? followed(chosen, source, fetcher)
    : chosen;
}

async function addressItems(
  source: Source,
  fits: (url: string) => boolean,
  fetcher: Fetcher,
  warned: Warned,
): Promise<PageItem[]> {
  const { settings, parser } = source;
  const urls =
    settings.sitemap === undefined
      ? (settings.urls ?? [settings.url!])
      : await sitemapAddresses(settings.sitemap, fits, settings.limit ?? Infinity, fetcher, warned);
  return [...new Set(urls.map((url) => new URL(url).href))].map((url) => ({ source, parser, url }));
}

async function followed(feeds: readonly PageItem[], source: Source, fetcher: Fetcher): Promise<PageItem[]> {
  const article = parsers.get("article")!;
  const items: PageItem[] = [];
  for (const feed of feeds) {
    const { entry, body } = await fetcher.page(feed.url);
    for (const { link, author } of entriesOf(decodePage(body, entry.content_type).text)) {
      if (link === undefined || !isWebAddress(link, feed.url)) continue;
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
    const path = isAbsolute(pattern) ? pattern : join(root, pattern);
    const found = await filesOf(pattern, path, root);
    if (found.length === 0) throw new PenprintError("FILE_NOT_FOUND", { file: path });
    for (const file of found) files.add(file);
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

/** The files that a pattern means: itself, all in a folder but hidden ones, or what fits it. */
async function filesOf(pattern: string, path: string, root: string): Promise<string[]> {
  const status = await stat(path).catch(() => null);
  if (status?.isFile() === true) return [path];
  const isFolder = status?.isDirectory() === true;
  const files: string[] = [];
  for await (const found of glob(isFolder ? "**/*" : pattern, { cwd: isFolder ? path : root })) {
    const isHidden = found.split(sep).some((part) => /^\.[^.]/.test(part));
    if (isFolder && isHidden) continue;
    const file = resolve(isFolder ? path : root, found);
    // A link that leads nowhere is no file; pipes and devices are none that end.
    if ((await stat(file).catch(() => null))?.isFile() === true) files.push(file);
  }
  return files;
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
