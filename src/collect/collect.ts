/** The whole way: recipe → pages in the cache → documents → corpus, report and recipe side by side on disk. */
import { dirname } from "node:path";

import { PenprintError } from "../errors.ts";
import { DocumentMaker } from "./documents.ts";
import type { CollectedDocument, FetchedPage } from "./documents.ts";
import { Duplicates } from "./duplicates.ts";
import { noText, whyEmpty } from "./empty-page.ts";
import { Failures } from "./failures.ts";
import { sha256 } from "./fetch/cache.ts";
import { Fetcher } from "./fetch/fetcher.ts";
import type { FetcherOptions } from "./fetch/fetcher.ts";
import { compileSelector } from "./html/select.ts";
import type { Selector } from "./html/select.ts";
import { CorpusFiles } from "./corpus-files.ts";
import { FilesBeside, loadPage } from "./load-page.ts";
import { Outputs } from "./outputs.ts";
import { pagesOf } from "./pages.ts";
import type { PageItem } from "./pages.ts";
import type { ParserContext } from "./parser.ts";
import type { CollectRecipe } from "./recipe.ts";
import { Tally } from "./report.ts";
import type { CollectReport } from "./report.ts";
import { Sides } from "./sides.ts";
import { Slugs } from "./slugs.ts";
import { Speakers } from "./speakers.ts";

/** How to collect. */
export interface CollectOptions extends Omit<FetcherOptions, "settings"> {
  /** The corpus file; report and recipe go beside it. */
  readonly out: string;
  /** Write the corpus without the pages that failed. */
  readonly keepGoing?: boolean | undefined;
  /** Told what is going on, for a progress bar. */
  readonly onProgress?: ((step: "fetch" | "read", done: number, of: number, url: string) => void) | undefined;
}

/** What was made. */
export interface Collected {
  readonly report: CollectReport;
  /** Every file that was written. */
  readonly files: readonly string[];
  /** Halves that an earlier run had written and this one has not. */
  readonly removed: readonly string[];
}

/** How many hosts are asked at the same time. */
const hostsAtOnce = 8;

/**
 * Collects a corpus. The same recipe and the same cache give the same bytes; a run that was killed goes on where
 * it was, because all it knows is in the cache.
 *
 * @throws COLLECT_OUTPUT_IS_INPUT, COLLECT_SIDE_LEFT_OVER, COLLECT_PAGES_FAILED when pages failed and `keepGoing` is not set (a single failure is thrown as it
 *   is), COLLECT_NOTHING_FOUND, WORK_ON_BOTH_SIDES, FILE_UNWRITABLE, INTERRUPTED and what reading the sources throws
 */
export async function collect(recipe: CollectRecipe, options: CollectOptions): Promise<Collected> {
  const fetcher = new Fetcher({ ...options, settings: recipe.settings.fetch });
  try {
    const outputs = new Outputs(options.out, recipe, options.cache);
    await outputs.check();
    const failures = new Failures(options.keepGoing === true);
    const tally = new Tally();
    const items: PageItem[] = [];
    for (const source of recipe.sources) {
      await failures.attempt(source.settings.sitemap ?? source.settings.url ?? source.place, async () => {
        items.push(...(await pagesOf(source, dirname(recipe.file), fetcher, tally)));
      });
    }
    await outputs.checkSources(items.flatMap(({ file }) => file ?? []));
    await fetchAll(items, fetcher, failures, options);
    failures.throwIfAny(items.length);
    return await write(recipe, items, fetcher, failures, tally, options);
  } finally {
    fetcher.close();
  }
}

/** Fills the cache: hosts side by side, the pages of a host one after the other. */
async function fetchAll(
  items: readonly PageItem[],
  fetcher: Fetcher,
  failures: Failures,
  options: CollectOptions,
): Promise<void> {
  const urls = [...new Set(items.filter((item) => item.file === undefined).map((item) => item.url))];
  const hosts = Map.groupBy(urls, (url) => new URL(url).host);
  const waiting = [...hosts.values()];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) {
      for (const url of host) {
        await failures.attempt(url, () => fetcher.fetch(url));
        options.onProgress?.("fetch", ++done, urls.length, url);
      }
    }
  };
  const workers = Array.from({ length: hostsAtOnce }, worker);
  // All of them end before an error goes on, so that none writes into the cache afterwards.
  const ended = await Promise.allSettled(workers);
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}

async function write(
  recipe: CollectRecipe,
  items: readonly PageItem[],
  fetcher: Fetcher,
  failures: Failures,
  tally: Tally,
  options: CollectOptions,
): Promise<Collected> {
  const duplicates = new Duplicates(recipe.settings.duplicates);
  const files = await CorpusFiles.open(options.out);
  try {
    const slugs = new Slugs();
    const selectors = new Map<string, Selector>();
    const sides = new Sides();
    const besides = new FilesBeside();
    let read = 0;
    for (const item of items) {
      if (failures.has(item.url)) continue;
      throwIfInterrupted(options);
      options.onProgress?.("read", ++read, items.length, item.url);
      const page = await failures.attempt(item.url, () => loadPage(item, fetcher, tally));
      if (page === undefined) continue;
      const { source, parser } = item;
      tally.page(source.place, parser.name);
      const speakers = new Speakers(source.authors);
      const context: ParserContext = {
        speakers,
        drop: (reason, count) => tally.drop(reason, count),
        selector(css) {
          const selector = selectors.get(css) ?? compileSelector(css);
          selectors.set(css, selector);
          return selector;
        },
        run: fetcher,
        beside: (name) => besides.text(item.file, name),
      };
      await failures.attempt(item.url, async () => {
        const maker = new DocumentMaker(recipe, item, speakers, tally);
        const documents = await documentsOf(maker, page, slugs.of(item.url), context, item);
        tally.pageRead();
        if (documents.length === 0)
          tally.pageEmpty(
            whyEmpty(
              page,
              { parser: parser.name, settings: source.settings },
              tally.counts,
              context.selector,
            ),
          );
        for (const document of documents) {
          sides.add(document);
          tally.document(document);
          duplicates.add(document);
          await files.add(document);
        }
      });
    }
    failures.throwIfAny(items.length);
    const verdict = duplicates.verdict();
    const ids = await files.idsOf(verdict.examples);
    const found = tally.documents;
    if (duplicates.drops) {
      await files.filter((document, number) => {
        throwIfInterrupted(options);
        const reason = verdict.reasonFor(number);
        if (reason === null) return true;
        tally.drop(reason);
        tally.without(document, number);
        return false;
      });
    }
    if (tally.documents === 0 && found > 0) {
      throw new PenprintError("COLLECT_ALL_DUPLICATES", { documents: found });
    }
    if (tally.documents === 0) {
      throw new PenprintError("COLLECT_NOTHING_FOUND", {
        sources: [...new Set(items.map((item) => item.url))],
        speakers: tally.otherSpeakers,
        problems: tally.emptyPages.slice(0, 3).map(({ url, problem }) => `${url} ${problem}`),
      });
    }
    const report = tally.report({
      recipe: recipe.settings.name,
      recipe_sha256: sha256(recipe.yaml),
      corpus_sha256: await files.sha256(),
      duplicates: verdict.report((number) => ids.get(number) ?? ""),
      failed_pages: failures.list,
      named: recipe.sources.flatMap(({ authors }) => [...authors.keys()]),
      splits: recipe.sources.flatMap(({ settings }) => settings.split ?? []),
      unsplit: recipe.sources.flatMap(({ settings, place }) => (settings.split === undefined ? [place] : [])),
    });
    return { report, ...(await files.finish(report, recipe.yaml)) };
  } catch (cause) {
    await files.discard();
    throw cause;
  }
}

function throwIfInterrupted({ signal }: CollectOptions): void {
  if (signal?.aborted === true) throw new PenprintError("INTERRUPTED", {});
}

/** All documents of a page, or none: a page that breaks off in the middle leaves nothing behind. */
async function documentsOf(
  maker: DocumentMaker,
  page: FetchedPage,
  slug: string,
  context: ParserContext,
  item: PageItem,
): Promise<CollectedDocument[]> {
  try {
    const documents: CollectedDocument[] = [];
    if (noText(page, item.parser.name) !== null) return documents;
    for await (const document of maker.documents(page, slug, context)) documents.push(document);
    return documents;
  } catch (cause) {
    if (cause instanceof PenprintError) throw cause;
    const problem = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    const facts = { source: item.url, parser: item.parser.name, problem };
    throw new PenprintError("COLLECT_PARSE_FAILED", facts, { cause });
  }
}
