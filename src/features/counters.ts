/** Which counter a view needs. */
import { HashedCounter } from "./hashed-counter.ts";
import { ExactCounter, type ViewCounter } from "./view-counter.ts";
import type { View } from "./view.ts";

/**
 * A counter for a view.
 *
 * @param binary count documents rather than occurrences
 * @param folds into how many parts the documents are put; at least 1
 */
export function createCounter(view: View, binary: boolean, folds: number): ViewCounter {
  const Counter = view.hash_bits === undefined ? ExactCounter : HashedCounter;
  return new Counter(view, binary, folds);
}
