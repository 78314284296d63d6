/**
 * Which n-gram is which one's beginning, and which one's end: what a language model goes by.
 *
 *     "the "     without its last token "the", without its first "he "
 */
import { ALONE, type NgramLinks } from "../sparse.ts";
import { NONE } from "./pair-table.ts";

/** The parent of single tokens. */
const ROOT = NONE;

/** A tree of n-grams; a parent stands before its children. */
interface Nodes {
  readonly size: number;
  /** The parent of a node, or ROOT. */
  first(node: number): number;
  /** Its last token. */
  second(node: number): number;
  /** The node of a parent and a token, or NONE. */
  find(parent: number, symbol: number): number;
}

/**
 * The links of all features.
 *
 * @param featureOf the feature of each node, or NONE
 */
export function ngramLinks(nodes: Nodes, featureOf: Uint32Array, nFeatures: number): NgramLinks {
  const beginnings = new Uint32Array(nFeatures).fill(ALONE);
  const ends = new Uint32Array(nFeatures).fill(ALONE);
  const endOf = new Uint32Array(nodes.size).fill(NONE);
  for (let node = 0; node < nodes.size; node++) {
    const parent = nodes.first(node);
    const feature = featureOf[node]!;
    if (parent === ROOT) {
      endOf[node] = ROOT;
      continue;
    }
    const end = endOf[parent]!;
    // The end of "abc" is the "c" of "bc", and "b" is the end of "ab".
    endOf[node] = nodes.find(end, nodes.second(node));
    if (feature === NONE) continue;
    beginnings[feature] = featureOf[parent]!;
    ends[feature] = endOf[node] === NONE ? ALONE : featureOf[endOf[node]!]!;
  }
  return { beginnings, ends };
}
