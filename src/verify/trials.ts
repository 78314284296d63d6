/**
 * Problems with known truth, made of the impostors' own texts and as long as the case in hand: what the score is
 * worth there, it is worth here.
 *
 * An author's works are dealt out to two sides, one to be questioned, one to be known; no work is on both. A trial
 * of one author takes both sides from the same deal, one of two authors the second side from somebody else's. Who
 * takes part in a trial is no impostor in it.
 */
import type { Random } from "../random.ts";
import { shuffle } from "../random.ts";
import { cutAll, joined } from "./pieces.ts";
import { isEmpty, type Profile, type ProfileSpace } from "./profiles.ts";

/** How long the two sides are, in UTF-16 units. */
export interface CaseLengths {
  readonly questioned: number;
  /** Of one piece of the known texts, and of the impostors'. */
  readonly piece: number;
  /** Of all known texts together. */
  readonly known: number;
}

/** One author's works, dealt out. */
export interface Deal {
  readonly author: string;
  readonly questioned: Profile;
  readonly known: readonly Profile[];
}

/** Two sides and the truth. */
export interface Trial {
  readonly questioned: Deal;
  readonly known: Deal;
  readonly same: boolean;
}

/** About so many deals are made, and of each one trial of one author and two of two. */
export const MOST_DEALS = 60;
/** An author is dealt no more often: the trials would repeat themselves. */
const MOST_DEALS_EACH = 6;
/** No more pieces of one side than this. */
export const MOST_PIECES = 4;

/** Deals out the works of all authors who have works for both sides. */
export function deal(
  works: ReadonlyMap<string, readonly (readonly string[])[]>,
  lengths: CaseLengths,
  space: ProfileSpace,
  random: Random,
): Deal[] {
  const able = [...works].filter(([, own]) => own.length >= 2);
  const deals: Deal[] = [];
  for (let pass = 0; pass < MOST_DEALS_EACH && deals.length < MOST_DEALS; pass++) {
    for (const [author, own] of shuffle([...able], random)) {
      if (deals.length === MOST_DEALS) break;
      const sides = dealOne(shuffle([...own], random), lengths);
      if (sides === null) continue;
      const [questioned, known] = sides;
      const profiles = cutAll(known, lengths.piece, MOST_PIECES).map((piece) => space.profile(piece));
      const made = { author, questioned: space.profile(questioned), known: profiles };
      if (!isEmpty(made.questioned) && !profiles.some(isEmpty)) deals.push(made);
    }
  }
  return deals;
}

/** The trials of some deals. */
export function trialsOf(deals: readonly Deal[], random: Random): Trial[] {
  return deals.flatMap((questioned) => {
    const others = deals.filter(({ author }) => author !== questioned.author);
    const trials: Trial[] = [{ questioned, known: questioned, same: true }];
    for (const known of shuffle(others, random).slice(0, 2)) trials.push({ questioned, known, same: false });
    return trials;
  });
}

/** Both sides of an author's works, or null where one would come out too short to stand for the case. */
function dealOne(
  works: readonly (readonly string[])[],
  { questioned, piece, known }: CaseLengths,
): [string, string] | null {
  let first = 0;
  let length = 0;
  // At least one work stays for the other side.
  while (first < works.length - 1 && length < questioned) {
    length += works[first]!.reduce((sum, text) => sum + text.length, 0);
    first++;
  }
  const left = joined(works.slice(0, first).flat(), questioned);
  const right = joined(works.slice(first).flat(), known);
  return left.length < questioned / 2 || right.length < piece / 2 ? null : [left, right];
}
