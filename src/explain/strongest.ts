/** The strongest evidence, and what the rest comes to. */
import type { Evidence } from "./explain.ts";

/** Evidence that was cut short; it still adds up. */
export interface Strongest {
  /** The strongest first. */
  readonly evidence: readonly Evidence[];
  /** How many pieces were left out, and what they add together. */
  readonly omitted: { readonly features: number; readonly log_odds: number };
}

/** @param limit how many pieces are kept, from 0 */
export function strongestOf(evidence: readonly Evidence[], limit: number): Strongest {
  const omitted = evidence.slice(limit);
  const rest = omitted.reduce((sum, piece) => sum + piece.log_odds, 0);
  return { evidence: evidence.slice(0, limit), omitted: { features: omitted.length, log_odds: rest } };
}
