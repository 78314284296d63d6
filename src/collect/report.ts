/** What a collection found, left out and why. */
import type { Warning } from "../document.ts";
import { list } from "../errors/entry.ts";
import type { CleanedCount } from "./clean/clean.ts";
import type { DuplicateReport } from "./duplicates.ts";
import type { CollectedDocument } from "./documents.ts";
import type { EmptyPage, PageCounts } from "./empty-page.ts";
import type { DropReason } from "./parser.ts";
import { wordCount } from "./words.ts";

/** The report beside the corpus. */
export interface CollectReport {
  readonly recipe: string;
  /** Of the recipe's text. */
  readonly recipe_sha256: string;
  /** Of the corpus file. */
  readonly corpus_sha256: string;
  readonly documents: number;
  readonly words: number;
  readonly pages: number;
  /** Stretches of text that the parsers found, whosever they are. */
  readonly pieces: number;
  readonly authors: readonly {
    readonly author: string;
    readonly documents: number;
    readonly words: number;
    readonly works: number;
    readonly splits: Readonly<Record<string, number>>;
  }[];
  readonly sources: readonly SourceReport[];
  /** Reason → how many pieces or lines. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What was cleaned → how often. */
  readonly cleaned: Readonly<Record<string, number>>;
  /** Who speaks on the pages and is not among the authors, most lines first. */
  readonly other_speakers: readonly { readonly speaker: string; readonly lines: number }[];
  readonly duplicates: DuplicateReport;
  readonly languages: Readonly<Record<string, number>>;
  readonly scripts: Readonly<Record<string, number>>;
  /** Pages that gave no document and why: the first thousand. */
  readonly empty_pages: readonly EmptyPage[];
  readonly failed_pages: readonly { readonly url: string; readonly code: string; readonly message: string }[];
  readonly warnings: readonly Warning[];
}

/** A source in the report. */
export interface SourceReport {
  readonly source: string;
  readonly parser: string;
  readonly pages: number;
  readonly pieces: number;
  readonly documents: number;
}

/** How many empty pages the report names, and how many of them are told on the terminal. */
const maximumEmptyPages = 1000;
const maximumWarnings = 5;
/** How many of the other speakers the report names. */
const maximumSpeakers = 100;

/** Counts while the pages go by. */
export class Tally {
  readonly #dropped = new Map<string, number>();
  readonly #cleaned = new Map<string, number>();
  readonly #speakers = new Map<string, number>();
  readonly #languages = new Map<string, number>();
  readonly #scripts = new Map<string, number>();
  readonly #authors = new Map<string, AuthorTally>();
  readonly #sources = new Map<string, { parser: string; pages: number; pieces: number; documents: number }>();
  readonly #warnings = new Map<string, { message: string; times: number }>();
  readonly #emptyPages: EmptyPage[] = [];
  /** How many pages gave nothing, and how many of them because they could not be read. */
  readonly #empty = { pages: 0, unread: 0 };
  #source = { parser: "", pages: 0, pieces: 0, documents: 0 };
  #page = emptyCounts();
  /** Which source the documents are from: up to `end`, counted from the one before. */
  readonly #ends: { readonly source: { documents: number }; end: number }[] = [];
  #documents = 0;
  #words = 0;

  /** A page is about to be read. */
  page(source: string, parser: string): void {
    const known = this.#sources.get(source);
    this.#source = known ?? { parser, pages: 0, pieces: 0, documents: 0 };
    if (known === undefined) this.#sources.set(source, this.#source);
    this.#page = emptyCounts();
  }
  /** The page has been read to its end. */
  pageRead(): void {
    this.#source.pages++;
  }
  /** The page gave no document. */
  pageEmpty(page: EmptyPage): void {
    // Several sources may name the same page.
    if (this.#emptyPages.some(({ url }) => url === page.url)) return;
    this.#empty.pages++;
    if (!page.by_others) this.#empty.unread++;
    if (this.#emptyPages.length < maximumEmptyPages) this.#emptyPages.push(page);
  }
  /** A parser has found a piece. */
  found(): void {
    this.#source.pieces++;
    this.#page.pieces++;
  }
  /** Something is left out that never became a piece, or was a document already. */
  drop(reason: DropReason, times = 1): void {
    if (times <= 0) return;
    add(this.#dropped, reason, times);
    add(this.#page.dropped, reason, times);
  }
  /** A piece, or a passage of it, is left out. */
  leaveOut(reason: DropReason): void {
    add(this.#dropped, reason, 1);
    add(this.#page.leftOut, reason, 1);
  }
  clean(what: CleanedCount, times: number): void {
    add(this.#cleaned, what, times);
  }
  otherSpeaker(speaker: string): void {
    // Pages with a new "speaker" in every line must not fill the memory.
    if (this.#page.others.size < 10) this.#page.others.add(speaker);
    if (this.#speakers.size < 10_000 || this.#speakers.has(speaker)) add(this.#speakers, speaker, 1);
  }
  /** Something that deserves to be known; the same code is told once, with how often. */
  warn(code: string, message: string): void {
    const known = this.#warnings.get(code);
    if (known === undefined) this.#warnings.set(code, { message, times: 1 });
    else known.times++;
  }
  document(document: CollectedDocument): void {
    this.#source.documents++;
    this.#documents++;
    const last = this.#ends.at(-1);
    if (last?.source === this.#source) last.end = this.#documents;
    else this.#ends.push({ source: this.#source, end: this.#documents });
    add(this.#scripts, document.script, 1);
    add(this.#languages, document.language ?? "unknown", 1);
    this.#author(document, 1);
  }
  /** Takes back a document that turned out to be a duplicate; `number` counts them from 0 on. */
  without(document: CollectedDocument, number: number): void {
    this.#ends.find(({ end }) => number < end)!.source.documents--;
    add(this.#scripts, document.script, -1);
    add(this.#languages, document.language ?? "unknown", -1);
    this.#author(document, -1);
  }

  /** What came of the page that is being read. */
  get counts(): PageCounts {
    return this.#page;
  }
  /** Pages that gave nothing, the first of them. */
  get emptyPages(): readonly EmptyPage[] {
    return this.#emptyPages;
  }
  /** The names of those who speak and do not count, most lines first. */
  get otherSpeakers(): string[] {
    return byCount(this.#speakers).map(([speaker]) => speaker);
  }
  /** How many documents there are. */
  get documents(): number {
    return sum([...this.#authors.values()].map((author) => author.documents));
  }

  /**
   * @param parts what is known elsewhere; `named` are the recipe's authors, `splits` its sources' sides, which is what
   *   is looked for; `unsplit` are the places of its sources without a side
   */
  report(
    parts: Pick<
      CollectReport,
      "recipe" | "recipe_sha256" | "corpus_sha256" | "duplicates" | "failed_pages"
    > & {
      readonly named: Iterable<string>;
      readonly splits: Iterable<string>;
      readonly unsplit: readonly string[];
    },
  ): CollectReport {
    const sources = [...this.#sources].map(([source, { parser, pages, pieces, documents }]) => ({
      source,
      parser,
      pages,
      pieces,
      documents,
    }));
    return {
      recipe: parts.recipe,
      recipe_sha256: parts.recipe_sha256,
      corpus_sha256: parts.corpus_sha256,
      documents: this.documents,
      words: this.#words,
      pages: sum(sources.map((source) => source.pages)),
      pieces: sum(sources.map((source) => source.pieces)),
      authors: [...this.#authors]
        .filter(([, tally]) => tally.documents > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([author, { documents, words, works, splits }]) => ({
          author,
          documents,
          words,
          works: works.size,
          splits: object(splits),
        })),
      sources,
      dropped: object(this.#dropped),
      cleaned: object(this.#cleaned),
      other_speakers: byCount(this.#speakers)
        .slice(0, maximumSpeakers)
        .map(([speaker, lines]) => ({ speaker, lines })),
      duplicates: parts.duplicates,
      languages: object(this.#languages),
      scripts: object(this.#scripts),
      empty_pages: this.#emptyPages,
      failed_pages: parts.failed_pages,
      warnings: [
        ...[...this.#warnings].map(([code, { message, times }]) => ({
          code,
          message: times === 1 ? message : `${message} (${times} times; this is the first)`,
        })),
        ...this.#emptyWarnings(),
        ...this.#missingWarnings(parts),
        ...this.#unsplitWarnings(parts),
      ],
    };
  }

  /** Authors and sides that the recipe names and the corpus has not. */
  #missingWarnings({
    named,
    splits,
  }: {
    readonly named: Iterable<string>;
    readonly splits: Iterable<string>;
  }): Warning[] {
    const there = [...this.#authors].filter(([, { documents }]) => documents > 0);
    const authors = new Set(there.map(([author]) => author));
    const sides = new Set(there.flatMap(([, tally]) => [...tally.splits.keys()]));
    const missing = [...new Set(named)].filter((author) => !authors.has(author));
    return [
      ...(missing.length === 0
        ? []
        : [
            {
              code: "author_without_documents",
              message: `Nothing is there by ${list(missing)}, whom the recipe names. See under other_speakers in the report whether pages call them otherwise.`,
            },
          ]),
      ...[...new Set(splits)]
        .filter((side) => !sides.has(side))
        .map((side) => ({
          code: "side_empty",
          message: `No document is on the ${side === "test" ? "test" : "training"} side, though the recipe has sources for it.`,
        })),
    ];
  }

  /** Sources without a side beside others that have one. */
  #unsplitWarnings(parts: {
    readonly splits: Iterable<string>;
    readonly unsplit: readonly string[];
  }): Warning[] {
    if (parts.unsplit.length === 0 || [...parts.splits].length === 0) return [];
    const authors = [...this.#authors.values()];
    const documents = sum(authors.map((tally) => tally.documents - sum([...tally.splits.values()])));
    // Nothing is lost by a source that gave nothing.
    if (documents === 0) return [];
    const message =
      `${list(parts.unsplit.map((place) => place.replace(", ", " in ")))} ${parts.unsplit.length === 1 ? "has" : "have"} no \`split\`, though others have: ` +
      `${documents.toLocaleString("en")} ${documents === 1 ? "document is" : "documents are"} in the corpus and in neither of its halves.`;
    return [{ code: "source_without_split", message }];
  }

  /** Each page that could not be read is named, up to a few; those that only hold lines by others are counted. */
  #emptyWarnings(): Warning[] {
    const code = "page_empty";
    const unread = this.#emptyPages.filter((page) => !page.by_others).slice(0, maximumWarnings);
    const warnings = unread.map(({ url, problem, remedy }) => ({
      code,
      message: `${url} ${problem}: it gave no document. ${remedy}`,
    }));
    const more = this.#empty.unread - unread.length;
    if (more > 0) {
      const message = `${pagesOf(more, "more page")} gave no document; the report names them under empty_pages.`;
      warnings.push({ code, message });
    }
    const others = this.#empty.pages - this.#empty.unread;
    if (others > 0) {
      const message =
        `${pagesOf(others, "page")} ${others === 1 ? "holds" : "hold"} no line by the recipe's authors; ` +
        "the report says under empty_pages who speaks there.";
      warnings.push({ code, message });
    }
    return warnings;
  }

  #author({ author, text, work, split }: CollectedDocument, sign: 1 | -1): void {
    let tally = this.#authors.get(author);
    if (tally === undefined) {
      tally = { documents: 0, words: 0, works: new Map(), splits: new Map() };
      this.#authors.set(author, tally);
    }
    const words = sign * wordCount(text);
    tally.documents += sign;
    tally.words += words;
    this.#words += words;
    add(tally.works, work, sign);
    if (split !== undefined) add(tally.splits, split, sign);
  }
}

const emptyCounts = () => ({
  pieces: 0,
  dropped: new Map<string, number>(),
  leftOut: new Map<string, number>(),
  others: new Set<string>(),
});

const pagesOf = (count: number, what: string): string =>
  `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

interface AuthorTally {
  documents: number;
  words: number;
  readonly works: Map<string, number>;
  readonly splits: Map<string, number>;
}

function add(counts: Map<string, number>, key: string, times: number): void {
  const count = (counts.get(key) ?? 0) + times;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const byCount = (counts: ReadonlyMap<string, number>): (readonly [string, number])[] =>
  [...counts].sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1));

/** An object with its keys in order; names from pages are no danger to it. */
const object = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
