/** The features among the nodes of a finished vocabulary: they are numbered in the order of the nodes. */
import { FileMemory } from "../kernel/file-memory.ts";
import { NONE } from "./pair-table.ts";

/**
 * How many nodes are features.
 *
 * @param features the feature of each node, or NONE
 * @returns −1 when they are not numbered 0, 1, 2 … in the order of the nodes
 */
export function countFeatures(features: Uint32Array): number {
  const memory = FileMemory.of(features);
  if (memory !== null) return memory.countFeatures(features);
  let next = 0;
  for (let node = 0; node < features.length; node++) {
    const feature = features[node]!;
    if (feature !== NONE && feature !== next++) return -1;
  }
  return next;
}
