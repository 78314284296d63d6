/** Some documents of a corpus, however large it is: drawn evenly, but of every author a few. */
import type { Document } from "../document.ts";
import { createRandom, type Random } from "../random.ts";

/** How much may be kept. */
export interface SampleLimits {
  readonly documents: number;
  readonly characters: number;
}

/** Of every author so many documents stay, if there are not too many authors for that. */
const FEW = 6;
/** By how much the share of kept documents falls when there are too many. */
const STEP = 0.9;
/** A share below which nothing but the few of each author is left. */
const LEAST_SHARE = 1e-9;

/** Draws documents as they come by; the same documents in the same order give the same sample. */
export class CorpusSample<D extends Document> {
  readonly #limits: SampleLimits;
  readonly #random: Random;
  #kept: { readonly document: D; readonly draw: number }[] = [];
  readonly #ofAuthor = new Map<string, number>();
  #keptCharacters = 0;
  #share = 1;
  #few = FEW;
  /** How many characters came by. */
  characters = 0;

  constructor(limits: SampleLimits, seed: number) {
    this.#limits = limits;
    this.#random = createRandom(seed);
  }

  /** Keeps the document, or does not; others may have to go for it. */
  add(document: D): void {
    this.characters += document.text.length;
    const draw = this.#random.next();
    if (draw >= this.#share && (this.#ofAuthor.get(document.author) ?? 0) >= this.#few) return;
    this.#kept.push({ document, draw });
    this.#count(document);
    while (this.#isTooMuch() && (this.#share > LEAST_SHARE || this.#few > 0)) this.#thin();
  }

  /** What was kept, in the order in which it came. */
  kept(): D[] {
    return this.#kept.map(({ document }) => document);
  }

  #count({ author, text }: D): void {
    this.#ofAuthor.set(author, (this.#ofAuthor.get(author) ?? 0) + 1);
    this.#keptCharacters += text.length;
  }

  #isTooMuch(): boolean {
    return this.#kept.length > this.#limits.documents || this.#keptCharacters > this.#limits.characters;
  }

  #thin(): void {
    if (this.#share > LEAST_SHARE) this.#share *= STEP;
    else this.#few--;
    const before = this.#kept;
    this.#kept = [];
    this.#ofAuthor.clear();
    this.#keptCharacters = 0;
    for (const own of before) {
      if (own.draw >= this.#share && (this.#ofAuthor.get(own.document.author) ?? 0) >= this.#few) continue;
      this.#kept.push(own);
      this.#count(own.document);
    }
  }
}
