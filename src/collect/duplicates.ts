/**
 * Documents that are the same, or nearly: found by hashes, so that no text is kept in memory.
 *
 * An author's own repetition and what two authors have in common are two things. Of a repetition the first copy is
 * as good as any, and stays. Of a text that two authors have nobody can say whose it is, so no copy of it is kept.
 */
import { NearDuplicates } from "./near-duplicates.ts";
import type { DuplicateSettings } from "./recipe-schema.ts";
import { TextTable } from "./text-table.ts";
import type { Seen } from "./text-table.ts";

/** What the report says of duplicates; documents are named by their ids. */
export interface DuplicateReport {
  /** Documents with the same text as an earlier one by the same author; `drop` leaves them out, the first stays. */
  readonly exact: DuplicateFinds;
  /** Documents with nearly the text of an earlier one by the same author; `drop` leaves them out, the first stays. */
  readonly near: DuplicateFinds & { readonly similarity: number };
  /** Documents whose text another author has too, or nearly; `drop` leaves out every one of them. */
  readonly shared: DuplicateFinds;
}

/** How many there are, what was done, and the first of them. */
export interface DuplicateFinds {
  readonly documents: number;
  readonly action: "report" | "drop";
  /** How many were left out for this reason; a document that has several counts once, shared before exact and near. */
  readonly dropped: number;
  readonly examples: readonly Example[];
}

/** A document and the one that it is like; `similarity` where they are not the same. */
interface Example {
  readonly id: string;
  readonly like: string;
  readonly similarity?: number;
}

/** What is to be done about duplicates. */
export interface Verdict {
  /** The numbers of the documents whose ids the report needs. */
  readonly examples: ReadonlySet<number>;
  /** Why a document goes; null when it stays. */
  reasonFor(number: number): Reason | null;
  /** @param idOf the id of a document whose number is among the examples */
  report(idOf: (number: number) => string): DuplicateReport;
}

type Reason = "duplicate" | "near_duplicate" | "shared_by_authors";

const maximumExamples = 50;

/** Looks at the documents one by one, in the corpus's order, in which they are numbered from 0 on. */
export class Duplicates {
  readonly #settings: DuplicateSettings;
  /** Texts, whosever they are. */
  readonly #texts = new TextTable();
  /** Of texts that several authors have: text and author → the author's first document with it. */
  readonly #firstOfOthers = new Map<string, number>();
  readonly #authors = new Map<string, number>();
  readonly #near: NearDuplicates;
  /** Document → the first one with its text, and the first one by its author; most often itself. */
  readonly #first = new Numbers();
  readonly #firstOwn = new Numbers();
  /** The first documents of texts that several authors have, each with the first copy by somebody else. */
  readonly #sharedTexts = new Map<number, number>();

  constructor(settings: DuplicateSettings = {}) {
    this.#settings = settings;
    this.#near = new NearDuplicates(settings.similarity ?? 0.8);
  }

  /** Remembers the next document. */
  add({ author, text }: { readonly author: string; readonly text: string }): void {
    const number = this.#first.length;
    const authorNumber = this.#authors.get(author) ?? this.#authors.size;
    this.#authors.set(author, authorNumber);
    const seen = this.#texts.add(text, number, authorNumber);
    this.#first.push(seen?.first ?? number);
    if (seen !== null && seen.author !== authorNumber && !this.#sharedTexts.has(seen.first)) {
      this.#sharedTexts.set(seen.first, number);
    }
    const own = this.#earlierOwn(seen, authorNumber, number);
    this.#firstOwn.push(own ?? number);
    if (own === null) this.#near.add(text, number, authorNumber);
  }

  /** Whether anything is to be left out, so that the corpus has to be gone over again. */
  get drops(): boolean {
    const { exact, near, shared } = this.#settings;
    return exact === "drop" || near === "drop" || shared === "drop";
  }

  /** To be called when all documents are known. */
  verdict(): Verdict {
    const { own, others } = this.#near.pairs();
    const found = { exact: new Finds(), near: new Finds(), shared: new Finds() };
    const reasons = new Map<number, Reason>();
    for (let number = 0; number < this.#first.length; number++) {
      const first = this.#first.at(number);
      const firstOwn = this.#firstOwn.at(number);
      const other = this.#sharedTexts.get(first);
      const nearOther = others.get(firstOwn);
      const nearOwn = own.get(firstOwn);
      const isExact = firstOwn !== number;
      if (other !== undefined) found.shared.add(number, first === firstOwn ? other : first);
      else if (nearOther !== undefined) found.shared.add(number, nearOther.like, nearOther.similarity);
      if (isExact) found.exact.add(number, firstOwn);
      else if (nearOwn !== undefined) found.near.add(number, nearOwn.like, nearOwn.similarity);
      const reason = this.#reason({
        isShared: other !== undefined || nearOther !== undefined,
        isExact,
        // What is like a document that is left out itself repeats nothing that stays.
        isNear: nearOwn !== undefined && !reasons.has(nearOwn.like),
      });
      if (reason !== null) reasons.set(number, reason);
    }
    return this.#told(found, reasons);
  }

  /** @returns the author's first document with the text, if it is an earlier one */
  #earlierOwn(seen: Seen | null, author: number, number: number): number | null {
    if (seen === null || seen.author === author) return seen?.first ?? null;
    const key = `${seen.first} ${author}`;
    const first = this.#firstOfOthers.get(key);
    if (first === undefined) this.#firstOfOthers.set(key, number);
    return first ?? null;
  }

  #reason(is: { isShared: boolean; isExact: boolean; isNear: boolean }): Reason | null {
    const { exact, near, shared } = this.#settings;
    if (shared === "drop" && is.isShared) return "shared_by_authors";
    if (exact === "drop" && is.isExact) return "duplicate";
    return near === "drop" && is.isNear ? "near_duplicate" : null;
  }

  #told(
    found: { readonly exact: Finds; readonly near: Finds; readonly shared: Finds },
    reasons: ReadonlyMap<number, Reason>,
  ): Verdict {
    const { exact = "report", near = "report", shared = "report" } = this.#settings;
    const dropped = (reason: Reason): number => [...reasons.values()].filter((one) => one === reason).length;
    const all = [found.exact, found.near, found.shared].flatMap(({ examples }) => examples);
    return {
      examples: new Set(all.flatMap(({ number, like }) => [number, like])),
      reasonFor: (number) => reasons.get(number) ?? null,
      report: (idOf) => ({
        exact: found.exact.told(exact, dropped("duplicate"), idOf),
        near: {
          ...found.near.told(near, dropped("near_duplicate"), idOf),
          similarity: this.#near.similarity,
        },
        shared: found.shared.told(shared, dropped("shared_by_authors"), idOf),
      }),
    };
  }
}

/** Documents of one kind: all are counted, the first are kept. */
class Finds {
  readonly examples: { number: number; like: number; similarity: number | undefined }[] = [];
  #documents = 0;

  add(number: number, like: number, similarity?: number): void {
    this.#documents++;
    if (this.examples.length < maximumExamples) this.examples.push({ number, like, similarity });
  }
  told(action: "report" | "drop", dropped: number, idOf: (number: number) => string): DuplicateFinds {
    return {
      documents: this.#documents,
      action,
      dropped,
      examples: this.examples.map(({ number, like, similarity }) => ({
        id: idOf(number),
        like: idOf(like),
        ...(similarity === undefined ? {} : { similarity: Math.round(similarity * 1000) / 1000 }),
      })),
    };
  }
}

/** A list of whole numbers that grows, in four bytes each. */
class Numbers {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }
  at(index: number): number {
    return this.#values[index]!;
  }
}
