/** How verification is done, and what is refused. */
import { PenprintError } from "../errors.ts";
import { type DistanceName, distances } from "./distances.ts";

/** How it is done. */
export interface VerifierOptions {
  /** Default `min-max`, which did best on all corpora tried. */
  readonly distance?: DistanceName;
  /** How many rounds a contest has in each family of features; 10 to 1,000. Default 200. */
  readonly rounds?: number;
  /** The share of features drawn in each round; above 0, at most 1. Default 1/3. */
  readonly share?: number;
  /** How many impostor texts, the nearest ones, take part; from 1. Default 10. */
  readonly nearest?: number;
  /** Start of the random numbers. Default 0. */
  readonly seed?: number;
}

/** The defaults of {@link VerifierOptions}. */
export const verifierDefaults = {
  distance: "min-max",
  rounds: 200,
  share: 1 / 3,
  nearest: 10,
  seed: 0,
} as const;

/**
 * Options with the defaults for those that are not given.
 *
 * @throws PARAMETER_INVALID
 */
export function withDefaults(options: VerifierOptions): Required<VerifierOptions> {
  const settings = { ...verifierDefaults, ...options };
  const { distance, rounds, share, nearest } = settings;
  refuseUnless(distances.includes(distance), "distance", distances.join(" or "), distance);
  const wholeRounds = Number.isSafeInteger(rounds) && rounds >= 10 && rounds <= 1000;
  refuseUnless(wholeRounds, "rounds", "a whole number from 10 to 1000", rounds);
  refuseUnless(share > 0 && share <= 1, "share", "a number above 0, at most 1", share);
  refuseUnless(Number.isSafeInteger(nearest) && nearest >= 1, "nearest", "a whole number from 1", nearest);
  return settings;
}

function refuseUnless(good: boolean, parameter: string, allowed: string, received: unknown): void {
  if (!good) throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received: String(received) });
}
