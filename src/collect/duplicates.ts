/** Documents that are the same, or nearly: found by hashes, so that no text is kept in memory. */
import { createHash } from "node:crypto";

import { NearDuplicates } from "./near-duplicates.ts";
import type { NearPair } from "./near-duplicates.ts";
import type { DuplicateSettings } from "./recipe-schema.ts";

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

/** Looks at the documents one by one, in the corpus's order. */
export class Duplicates {
  readonly #settings: DuplicateSettings;
  /** Hash of a text → the first document that has it, and whose it is. */
  readonly #first = new Map<string, { id: string; author: string }>();
  readonly #exact: { id: string; like: string }[] = [];
  readonly #shared: { id: string; like: string }[] = [];
  /** Texts that several authors have; all their documents go when shared ones are dropped. */
  readonly #sharedTexts = new Set<string>();
  readonly #near: NearDuplicates;
  #exactCount = 0;
  #sharedCount = 0;

  constructor(settings: DuplicateSettings = {}) {
    this.#settings = settings;
    this.#near = new NearDuplicates(settings.similarity ?? 0.8);
  }

  /** Remembers a document. */
  add(document: { readonly id: string; readonly author: string; readonly text: string }): void {
    const { id, author, text } = document;
    const key = keyOf(text);
    const first = this.#first.get(key);
    if (first === undefined) {
      this.#first.set(key, { id, author });
      this.#near.add(text, id);
    } else if (first.author === author) {
      this.#exactCount++;
      if (this.#exact.length < maximumExamples) this.#exact.push({ id, like: first.id });
    } else {
      this.#sharedCount++;
      this.#sharedTexts.add(key);
      if (this.#shared.length < maximumExamples) this.#shared.push({ id, like: first.id });
    }
  }

  /** Whether anything is to be left out, so that the corpus has to be gone over again. */
  get drops(): boolean {
    const { exact, near, shared } = this.#settings;
    return exact === "drop" || near === "drop" || shared === "drop";
  }

  /** To be called when all documents are known. @returns why each document goes, by its id */
  verdict(): Verdict {
    const pairs = this.#near.pairs();
    const near = new Map(pairs.map((pair) => [pair.id, pair] as const));
    const { exact = "report", near: nearAction = "report", shared = "report" } = this.#settings;
    return {
      reasonFor: ({ id, text }) => {
        const key = keyOf(text);
        if (shared === "drop" && this.#sharedTexts.has(key)) return "shared_by_authors";
        if (exact === "drop" && this.#first.get(key)?.id !== id && !this.#sharedTexts.has(key))
          return "duplicate";
        return nearAction === "drop" && near.has(id) ? "near_duplicate" : null;
      },
      report: {
        exact: { documents: this.#exactCount, action: exact, examples: this.#exact },
        shared: { documents: this.#sharedCount, action: shared, examples: this.#shared },
        near: {
          documents: pairs.length,
          action: nearAction,
          similarity: this.#near.similarity,
          examples: pairs.slice(0, maximumExamples).map(example),
        },
      },
    };
  }
}

/** What is to be done about duplicates. */
export interface Verdict {
  /** Why a document goes; null when it stays. */
  reasonFor(document: {
    readonly id: string;
    readonly text: string;
  }): "duplicate" | "near_duplicate" | "shared_by_authors" | null;
  readonly report: DuplicateReport;
}

/** Texts are the same when their words are, whatever the white space. */
const keyOf = (text: string): string =>
  createHash("sha256").update(text.replace(/\s+/gu, " ").trim()).digest("base64").slice(0, 22);

const example = ({ id, like, similarity }: NearPair): { id: string; like: string; similarity: number } => ({
  id,
  like,
  similarity: Math.round(similarity * 1000) / 1000,
});
