/**
 * Puts a grown vocabulary into the one order that depends on the features alone, not on the order of the
 * documents: tokens by their bytes, n-grams by length, then parent, then last token. What
 * the view's thresholds leave out is gone.
 */
import { levelsOf, selectFeatures } from "./selection.ts";
import { NONE } from "./pair-table.ts";
import type { View } from "./view.ts";
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
  order.forEach((node, place) => {
    pairs[place * 2] = newParents[place]!;
    pairs[place * 2 + 1] = symbols.rankOf(nodes.second(node));
    if (isFeature[node] === 1) {
      featureOf[node] = size;
      features[place] = size++;
    }
  });
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
  const sorted = Uint32Array.from(Array.from(used.keys()).filter((token) => used[token] === 1)).sort(
    (left, right) => tokens.compare(left, right),
  );
  const ranks = new Uint32Array(tokens.size).fill(NONE);
  const offsets = new Uint32Array(sorted.length + 1);
  sorted.forEach((token, rank) => {
    ranks[token] = rank;
    offsets[rank + 1] = offsets[rank]! + tokens.bytesOf(token).length;
  });
  const bytes = new Uint8Array(offsets[sorted.length]!);
  sorted.forEach((token, rank) => bytes.set(tokens.bytesOf(token), offsets[rank]!));
  return {
    rankOf: (symbol) => ranks[symbol]!,
    symbolAt: (rank) => sorted[rank]!,
    bound: Math.max(1, sorted.length),
    tokenArrays: { tokenBytes: bytes, tokenOffsets: offsets },
  };
}

/** The needed nodes in their new order, and the new number of each one's parent. */
function nodeOrder(
  { nodes }: GrowingVocabulary,
  levels: Uint8Array,
  needed: Uint8Array,
  symbols: SymbolOrder,
): { order: number[]; newParents: number[] } {
  const order: number[] = [];
  const newParents: number[] = [];
  const newNumber = new Uint32Array(nodes.size).fill(NONE);
  const longest = levels.reduce((most, level) => Math.max(most, level), 0);
  for (let level = 1; level <= longest; level++) {
    const keys: number[] = [];
    for (let node = 0; node < nodes.size; node++) {
      if (levels[node] !== level || needed[node] !== 1) continue;
      const parent = level === 1 ? 0 : newNumber[nodes.first(node)]!;
      // Both halves together stay below 2^53.
      keys.push(parent * symbols.bound + symbols.rankOf(nodes.second(node)));
    }
    // Sorted as plain numbers; a key holds all that is needed to find its node again.
    for (const key of Float64Array.from(keys).sort()) {
      const parent = Math.floor(key / symbols.bound);
      const symbol = symbols.symbolAt(key - parent * symbols.bound);
      const node = nodes.find(level === 1 ? ROOT : order[parent]!, symbol);
      newNumber[node] = order.length;
      order.push(node);
      newParents.push(level === 1 ? ROOT : parent);
    }
  }
  return { order, newParents };
}
