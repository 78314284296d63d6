/**
 * Puts a grown vocabulary into the one order that depends on the features alone, not on the order of the
 * documents: tokens by their bytes, n-grams by length, then parent, then last token. What
 * the view's thresholds leave out is gone.
 */
import { levelsOf, selectFeatures } from "./selection.ts";
import { NONE } from "./pair-table.ts";
import type { View } from "./view.ts";
import type { TokenTable } from "./token-table.ts";
import { type GrowingVocabulary, ROOT, type VocabularyArrays } from "./vocabulary.ts";

/** A vocabulary in canonical order. */
export interface CanonicalVocabulary {
  readonly arrays: VocabularyArrays;
  /** The feature that each node of the grown vocabulary became, or NONE. */
  readonly featureOf: Uint32Array;
  /** How many features there are. */
  readonly size: number;
}

/**
 * @param grown the vocabulary of all training documents
 * @param documentsWith in how many documents each node was
 * @param documents how many documents there were
 */
export function canonicalOrder(
  grown: GrowingVocabulary,
  view: View,
  documentsWith: Uint32Array,
  documents: number,
): CanonicalVocabulary {
  const { nodes } = grown;
  const levels = levelsOf(grown);
  const isFeature = selectFeatures(grown, view, documentsWith, documents);
  const needed = neededNodes(grown, isFeature);
  const symbols = symbolOrder(grown, needed);
  const { order, newParents } = nodeOrder(grown, levels, needed, symbols);

  const pairs = new Uint32Array(order.length * 2);
  const features = new Uint32Array(order.length).fill(NONE);
  const featureOf = new Uint32Array(nodes.size).fill(NONE);
  let size = 0;
  for (let place = 0; place < order.length; place++) {
    const node = order[place]!;
    pairs[place * 2] = newParents[place]!;
    pairs[place * 2 + 1] = symbols.rankOf(nodes.second(node));
    if (isFeature[node] === 1) {
      featureOf[node] = size;
      features[place] = size++;
    }
  }
  return { arrays: { nodes: pairs, features, ...symbols.tokenArrays }, featureOf, size };
}

/** Features and all that lead to them. */
function neededNodes({ nodes }: GrowingVocabulary, isFeature: Uint8Array): Uint8Array {
  const needed = isFeature.slice();
  for (let node = nodes.size - 1; node >= 0; node--) {
    const parent = nodes.first(node);
    if (needed[node] === 1 && parent !== ROOT) needed[parent] = 1;
  }
  return needed;
}

interface SymbolOrder {
  /** The new number of a symbol; code points keep theirs. */
  rankOf(symbol: number): number;
  /** The symbol with that new number. */
  symbolAt(rank: number): number;
  /** All new numbers are below this. */
  readonly bound: number;
  readonly tokenArrays: Pick<VocabularyArrays, "tokenBytes" | "tokenOffsets">;
}

function symbolOrder({ nodes, tokens }: GrowingVocabulary, needed: Uint8Array): SymbolOrder {
  if (tokens === null) {
    const same = (symbol: number): number => symbol;
    const tokenArrays = { tokenBytes: null, tokenOffsets: null };
    return { rankOf: same, symbolAt: same, bound: 0x110000, tokenArrays };
  }
  const used = new Uint8Array(tokens.size);
  for (let node = 0; node < nodes.size; node++) if (needed[node] === 1) used[nodes.second(node)] = 1;
  const sorted = tokensInOrder(tokens, used);
  const ranks = new Uint32Array(tokens.size).fill(NONE);
  const offsets = new Uint32Array(sorted.length + 1);
  for (let rank = 0; rank < sorted.length; rank++) {
    ranks[sorted[rank]!] = rank;
    offsets[rank + 1] = offsets[rank]! + tokens.lengthOf(sorted[rank]!);
  }
  const bytes = new Uint8Array(offsets[sorted.length]!);
  for (let rank = 0; rank < sorted.length; rank++) bytes.set(tokens.bytesOf(sorted[rank]!), offsets[rank]!);
  return {
    rankOf: (symbol) => ranks[symbol]!,
    symbolAt: (rank) => sorted[rank]!,
    bound: Math.max(1, sorted.length),
    tokenArrays: { tokenBytes: bytes, tokenOffsets: offsets },
  };
}

/** How many bits of a key say which token it is, and how many bytes of the token stand before them. */
const TOKEN_BITS = 24;
const KEY_BYTES = 5;

/**
 * The tokens that are used, in the order of their bytes. They are sorted as whole numbers, each the first bytes of a
 * token with its number behind them; only those that begin alike are compared one with the other.
 */
function tokensInOrder(tokens: TokenTable, used: Uint8Array): Uint32Array {
  let count = 0;
  for (let token = 0; token < used.length; token++) count += used[token]!;
  const sorted = new Uint32Array(count);
  const compare = (left: number, right: number): number => tokens.compare(left, right);
  const mixed = used.length > 2 ** TOKEN_BITS;
  const keys = new BigUint64Array(mixed ? 0 : count);
  const halves = new Uint32Array(keys.buffer);
  let place = 0;
  for (let token = 0; token < used.length; token++) {
    if (used[token] === 0) continue;
    if (mixed) {
      sorted[place++] = token;
      continue;
    }
    // The lower half of a number stands first in memory.
    halves[2 * place] = (tokens.byteAt(token, KEY_BYTES - 1) << TOKEN_BITS) | token;
    halves[2 * place + 1] =
      (tokens.byteAt(token, 0) << 24) |
      (tokens.byteAt(token, 1) << 16) |
      (tokens.byteAt(token, 2) << 8) |
      tokens.byteAt(token, 3);
    place++;
  }
  if (mixed) return sorted.sort(compare);
  keys.sort();
  const alike = (left: number, right: number): boolean =>
    halves[2 * left + 1] === halves[2 * right + 1] &&
    halves[2 * left]! >>> TOKEN_BITS === halves[2 * right]! >>> TOKEN_BITS;
  for (let from = 0, to = 0; from < count; from = to) {
    for (; to < count && alike(from, to); to++) sorted[to] = halves[2 * to]! & (2 ** TOKEN_BITS - 1);
    if (to > from + 1) sorted.subarray(from, to).sort(compare);
  }
  return sorted;
}

/** The needed nodes in their new order, and the new number of each one's parent. */
function nodeOrder(
  { nodes, isSingle }: GrowingVocabulary,
  levels: Uint8Array,
  needed: Uint8Array,
  symbols: SymbolOrder,
): { order: Uint32Array; newParents: Uint32Array } {
  let count = 0;
  for (let node = 0; node < nodes.size; node++) count += needed[node]!;
  if (isSingle) {
    // The tokens have their order already.
    const order = Uint32Array.from({ length: count }, (_, place) => symbols.symbolAt(place));
    return { order, newParents: new Uint32Array(count).fill(ROOT) };
  }
  const order = new Uint32Array(count);
  const newParents = new Uint32Array(count);
  let place = 0;
  const newNumber = new Uint32Array(nodes.size).fill(NONE);
  const longest = levels.reduce((most, level) => Math.max(most, level), 0);
  for (let level = 1; level <= longest; level++) {
    const keys = new Float64Array(count - place);
    let found = 0;
    for (let node = 0; node < nodes.size; node++) {
      if (levels[node] !== level || needed[node] !== 1) continue;
      const parent = level === 1 ? 0 : newNumber[nodes.first(node)]!;
      // Both halves together stay below 2^53.
      keys[found++] = parent * symbols.bound + symbols.rankOf(nodes.second(node));
    }
    // Sorted as plain numbers; a key holds all that is needed to find its node again.
    const sorted = keys.subarray(0, found).sort();
    for (let index = 0; index < found; index++, place++) {
      const key = sorted[index]!;
      const parent = Math.floor(key / symbols.bound);
      const symbol = symbols.symbolAt(key - parent * symbols.bound);
      const node = nodes.find(level === 1 ? ROOT : order[parent]!, symbol);
      newNumber[node] = place;
      order[place] = node;
      newParents[place] = level === 1 ? ROOT : parent;
    }
  }
  return { order, newParents };
}
