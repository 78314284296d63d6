/** Which n-grams of a grown vocabulary are features: long enough, and in neither too few nor too many documents. */
import type { View } from "./view.ts";
import { type GrowingVocabulary, ROOT } from "./vocabulary.ts";

/**
 * Marks the features among the nodes.
 *
 * @param documentsWith in how many documents each node was
 * @param documents how many documents there were
 * @returns 1 for nodes that are features
 */
export function selectFeatures(
  grown: GrowingVocabulary,
  view: View,
  documentsWith: Uint32Array,
  documents: number,
): Uint8Array {
  const [shortest] = view.ngrams;
  return levelsOf(grown).map((level, node) => {
    const found = documentsWith[node] ?? 0;
    // 29 / 100 is the very number 0.29; but 0.29 · 100 is 28.999…, and a feature in 29 documents would be lost.
    const share = found / documents;
    const wanted = found >= view.minimum_documents && share <= view.maximum_document_share;
    return level >= shortest && wanted ? 1 : 0;
  });
}

/** The length of each node's n-gram; parents stand before their children. */
export function levelsOf({ nodes }: GrowingVocabulary): Uint8Array {
  const levels = new Uint8Array(nodes.size);
  for (let node = 0; node < nodes.size; node++) {
    const parent = nodes.first(node);
    levels[node] = parent === ROOT ? 1 : levels[parent]! + 1;
  }
  return levels;
}
