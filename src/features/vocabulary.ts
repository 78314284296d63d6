/**
 * The features that a view knows, as a tree of n-grams: each n-gram is the n-gram one token shorter that it
 * starts with (its parent) and its last token (its symbol).
 *
 *     of the king   =   (of the) + king        node 9 = (4, 17)
 *     of the        =   (of) + the             node 4 = (2, 1)
 *     of            =   ROOT + of              node 2 = (ROOT, 2)
 *
 * The symbol is the token's number in the token table, or the code point itself for characters. A table of pairs
 * finds the node, so no n-gram is ever put together to be looked up, and there are no collisions.
 */
import { countScripts, scriptOf } from "../text/scripts.ts";
import { NONE, PairTable } from "./pair-table.ts";
import { TokenTable } from "./token-table.ts";

/** The parent of n-grams of length 1. */
export const ROOT = 0xffffffff;

/** The plain arrays of a vocabulary, as a model file keeps them. */
export interface VocabularyArrays {
  /** Parent and symbol of each node; a parent stands before its children. */
  readonly nodes: Uint32Array;
  /** The feature of each node, or NONE for one that only leads to others. */
  readonly features: Uint32Array;
  /** The token table, for words. */
  readonly tokenBytes: Uint8Array | null;
  readonly tokenOffsets: Uint32Array | null;
}

/** A finished vocabulary: texts can be looked up in it, nothing can be added. */
export class Vocabulary {
  readonly nodes: PairTable;
  readonly tokens: TokenTable | null;
  /** How many features there are. */
  readonly size: number;
  /** The feature of each node, or NONE. */
  readonly features: Uint32Array;
  #nodeOfFeature: Uint32Array | undefined;
  #scripts: ReadonlySet<string> | undefined;

  constructor(arrays: VocabularyArrays) {
    this.nodes = new PairTable(arrays.nodes);
    this.tokens =
      arrays.tokenBytes === null || arrays.tokenOffsets === null
        ? null
        : new TokenTable(arrays.tokenBytes, arrays.tokenOffsets);
    this.features = arrays.features;
    let size = 0;
    for (const feature of arrays.features) if (feature !== NONE) size++;
    this.size = size;
  }

  /** The plain arrays, for a model file. */
  get arrays(): VocabularyArrays {
    return {
      nodes: this.nodes.pairs,
      features: this.features,
      tokenBytes: this.tokens?.bytes ?? null,
      tokenOffsets: this.tokens?.offsets ?? null,
    };
  }

  /** The scripts of all letters in it. */
  get scripts(): ReadonlySet<string> {
    this.#scripts ??= this.#findScripts();
    return this.#scripts;
  }

  /** A feature in letters: its characters, or its words with a space between them. */
  nameOf(feature: number): string {
    const symbols: number[] = [];
    for (let node = this.#nodeOf(feature); node !== ROOT; node = this.nodes.first(node)) {
      symbols.push(this.nodes.second(node));
    }
    symbols.reverse();
    if (this.tokens === null) return String.fromCodePoint(...symbols);
    const { tokens } = this;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return symbols.map((symbol) => decoder.decode(tokens.bytesOf(symbol))).join(" ");
  }

  #findScripts(): Set<string> {
    if (this.tokens !== null)
      return new Set(countScripts(new TextDecoder().decode(this.tokens.bytes)).keys());
    const scripts = new Set<string>();
    for (let node = 0; node < this.nodes.size; node++) {
      const script = scriptOf(this.nodes.second(node));
      if (script !== null) scripts.add(script);
    }
    return scripts;
  }

  #nodeOf(feature: number): number {
    if (this.#nodeOfFeature === undefined) {
      this.#nodeOfFeature = new Uint32Array(this.size);
      this.features.forEach((of, node) => {
        if (of !== NONE) this.#nodeOfFeature![of] = node;
      });
    }
    return this.#nodeOfFeature[feature]!;
  }
}

/** A vocabulary in the making: what is looked up is added. */
export class GrowingVocabulary {
  readonly nodes = new PairTable();
  readonly tokens: TokenTable | null;

  /** @param kind what the n-grams are made of */
  constructor(kind: "words" | "characters") {
    this.tokens = kind === "words" ? new TokenTable() : null;
  }
}
