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
import type { NgramLinks } from "../sparse.ts";
import { countScripts, scriptOf } from "../text/scripts.ts";
import { ngramLinks } from "./ngram-links.ts";
import { NONE, PairTable } from "./pair-table.ts";
import { type NodeTable, SingleNodes } from "./single-nodes.ts";
import { SortedPairs } from "./sorted-pairs.ts";
import { SortedTokens } from "./sorted-tokens.ts";
import type { WordList } from "./frequent-words.ts";
import { TokenTable } from "./token-table.ts";
import type { View } from "./view.ts";

/** The parent of n-grams of length 1. */
export const ROOT = 0xffffffff;

/** The plain arrays of a vocabulary, as a model file keeps them. */
export interface VocabularyArrays {
  /** Parent and symbol of each node, in order: the root's children first, then those of each node in turn. */
  readonly nodes: Uint32Array;
  /** The feature of each node, or NONE for one that only leads to others. */
  readonly features: Uint32Array;
  /** The tokens in the order of their bytes, for words. */
  readonly tokenBytes: Uint8Array | null;
  readonly tokenOffsets: Uint32Array | null;
  /** The words that stay where all others are masked, for views that mask so. */
  readonly frequentWords?: WordList;
}

/** A finished vocabulary: texts can be looked up in it, nothing can be added. */
export class Vocabulary {
  readonly nodes: SortedPairs;
  readonly tokens: SortedTokens | null;
  /** How many features there are. */
  readonly size: number;
  /** The feature of each node, or NONE. */
  readonly features: Uint32Array;
  /** The words that stay where all others are masked. */
  readonly frequentWords: WordList | undefined;
  #nodeOfFeature: Uint32Array | undefined;
  /** Those found so far. */
  readonly #scripts = new Set<string>();
  readonly #unreadScripts: Iterator<string, void>;

  /** @param size how many features there are, where that is known */
  constructor(arrays: VocabularyArrays, size?: number) {
    this.nodes = new SortedPairs(arrays.nodes);
    this.tokens =
      arrays.tokenBytes === null || arrays.tokenOffsets === null
        ? null
        : new SortedTokens(arrays.tokenBytes, arrays.tokenOffsets);
    this.features = arrays.features;
    this.frequentWords = arrays.frequentWords;
    this.size = size ?? numberOfFeatures(arrays.features);
    this.#unreadScripts = this.#readScripts();
  }

  /** The plain arrays, for a model file. */
  get arrays(): VocabularyArrays {
    return {
      nodes: this.nodes.pairs,
      features: this.features,
      tokenBytes: this.tokens?.bytes ?? null,
      tokenOffsets: this.tokens?.offsets ?? null,
      ...(this.frequentWords === undefined ? {} : { frequentWords: this.frequentWords }),
    };
  }

  /** How its n-grams hang together. */
  links(): NgramLinks {
    return ngramLinks(this.nodes, this.features, this.size);
  }

  /** Whether it has letters of a script. Reads only as far as it must to tell. */
  hasScript(script: string): boolean {
    while (!this.#scripts.has(script)) {
      const next = this.#unreadScripts.next();
      if (next.done === true) return false;
      this.#scripts.add(next.value);
    }
    return true;
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

  /** The scripts of its letters, one as often as it comes. */
  *#readScripts(): Generator<string, void> {
    const { tokens, nodes } = this;
    if (tokens === null) {
      for (let node = 0; node < nodes.size; node++) {
        const script = scriptOf(nodes.second(node));
        if (script !== null) yield script;
      }
      return;
    }
    const decoder = new TextDecoder();
    for (let token = 0; token < tokens.size; token++) {
      yield* countScripts(decoder.decode(tokens.bytesOf(token))).keys();
    }
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

function numberOfFeatures(features: Uint32Array): number {
  let size = 0;
  for (let node = 0; node < features.length; node++) if (features[node] !== NONE) size++;
  return size;
}

/** A vocabulary in the making: what is looked up is added. */
export class GrowingVocabulary {
  readonly nodes: NodeTable;
  readonly tokens: TokenTable | null;

  /**
   * @param kind what the n-grams are made of
   * @param longest how many of them the longest has
   */
  constructor(kind: View["tokens"], longest = Infinity) {
    this.tokens = kind === "characters" ? null : new TokenTable();
    this.nodes = kind === "words" && longest === 1 ? new SingleNodes() : new PairTable();
  }

  /** Whether nodes and tokens have the same numbers. */
  get isSingle(): boolean {
    return this.nodes instanceof SingleNodes;
  }
}
