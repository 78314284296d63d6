/** Documents that are the same, or nearly: found by hashes, so that no text is kept in memory. */
import { NearDuplicates } from "./near-duplicates.ts";
import type { DuplicateSettings } from "./recipe-schema.ts";
import { TextTable } from "./text-table.ts";

/** What the report says of duplicates; documents are named by their ids. */
export interface DuplicateReport {
  /** The same text by the same author. */
  readonly exact: DuplicateFinds;
  /** The same text by two authors. */
  readonly shared: DuplicateFinds;
  /** Nearly the same text, by whomever. */
  readonly near: DuplicateFinds & { readonly similarity: number };
}

/** How many there are, what was done, and the first of them. */
export interface DuplicateFinds {
  /** How many documents repeat an earlier one. */
  readonly documents: number;
  readonly action: "report" | "drop";
  readonly examples: readonly { readonly id: string; readonly like: string; readonly similarity?: number }[];
}

const maximumExamples = 50;

/** Looks at the documents one by one, in the corpus's order, in which they are numbered from 0 on. */
export class Duplicates {
  readonly #settings: DuplicateSettings;
  readonly #texts = new TextTable();
  readonly #authors = new Map<string, number>();
  readonly #exact: Pair[] = [];
  readonly #shared: Pair[] = [];
  readonly #near: NearDuplicates;
  #documents = 0;
  #exactCount = 0;
  #sharedCount = 0;

  constructor(settings: DuplicateSettings = {}) {
    this.#settings = settings;
    this.#near = new NearDuplicates(settings.similarity ?? 0.8);
  }

  /** Remembers the next document. */
  add({ author, text }: { readonly author: string; readonly text: string }): void {
    const number = this.#documents++;
    const authorNumber = this.#authors.get(author) ?? this.#authors.size;
    this.#authors.set(author, authorNumber);
    const seen = this.#texts.add(text, number, authorNumber);
    if (seen === null) {
      this.#near.add(text, number);
    } else if (seen.author === authorNumber) {
      this.#exactCount++;
      if (this.#exact.length < maximumExamples) this.#exact.push({ number, like: seen.first });
    } else {
      this.#sharedCount++;
      if (this.#shared.length < maximumExamples) this.#shared.push({ number, like: seen.first });
    }
  }

  /** Whether anything is to be left out, so that the corpus has to be gone over again. */
  get drops(): boolean {
    const { exact, near, shared } = this.#settings;
    return exact === "drop" || near === "drop" || shared === "drop";
  }

  /** To be called when all documents are known. */
  verdict(): Verdict {
    const pairs = this.#near.pairs();
    const near = new Set(pairs.map((pair) => pair.number));
    const { exact = "report", near: nearAction = "report", shared = "report" } = this.#settings;
    const nearExamples = pairs.slice(0, maximumExamples);
    const wanted = [...this.#exact, ...this.#shared, ...nearExamples].flatMap(({ number, like }) => [
      number,
      like,
    ]);
    return {
      examples: new Set(wanted),
      reasonFor: (number, text) => {
        const seen = this.#texts.get(text);
        if (shared === "drop" && seen?.shared === true) return "shared_by_authors";
        if (exact === "drop" && seen?.first !== number && seen?.shared !== true) return "duplicate";
        return nearAction === "drop" && near.has(number) ? "near_duplicate" : null;
      },
      report: (idOf) => {
        const example = ({ number, like }: Pair): { id: string; like: string } => ({
          id: idOf(number),
          like: idOf(like),
        });
        return {
          exact: { documents: this.#exactCount, action: exact, examples: this.#exact.map(example) },
          shared: { documents: this.#sharedCount, action: shared, examples: this.#shared.map(example) },
          near: {
            documents: pairs.length,
            action: nearAction,
            similarity: this.#near.similarity,
            examples: nearExamples.map(({ number, like, similarity }) => ({
              id: idOf(number),
              like: idOf(like),
              similarity: Math.round(similarity * 1000) / 1000,
            })),
          },
        };
      },
    };
  }
}

interface Pair {
  readonly number: number;
  readonly like: number;
}

/** What is to be done about duplicates. */
export interface Verdict {
  /** The numbers of the documents whose ids the report needs. */
  readonly examples: ReadonlySet<number>;
  /** Why a document goes; null when it stays. */
  reasonFor(number: number, text: string): "duplicate" | "near_duplicate" | "shared_by_authors" | null;
  /** @param idOf the id of a document whose number is among the examples */
  report(idOf: (number: number) => string): DuplicateReport;
}
