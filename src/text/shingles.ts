/**
 * Which texts share most of what they say. Texts are taken as sets of shingles, five tokens in a row (Broder 1997); two
 * texts are near duplicates where
 *
 *     |A ∩ B| ≥ ½ · min(|A|, |B|)
 *
 * so that a short text that stands in a longer one is one, too. Near duplicates of near duplicates belong together.
 */
import type { TokenList } from "./words.ts";

/** How many tokens a shingle has. */
const LENGTH = 5;
/** What share of the shorter text's shingles makes near duplicates. */
const SHARE = 0.5;
/** Texts with fewer shingles are alike by chance. */
const LEAST_SHINGLES = 20;
/**
 * Of texts that have the same shingle, each is compared with so many that follow it. Copies of a form letter, however
 * many they are, are thus a chain, and what is to be done grows with the size of the texts alone.
 */
const MOST_COMPARED = 64;

/** More texts than these are all taken to be different. */
const MOST_TEXTS = 2 ** 21;

/** Keeps 4 bytes a token. */
export class Shingles {
  readonly #texts: Uint32Array[] = [];

  /** Adds a text, given as its tokens. */
  add({ hashes, length }: TokenList): void {
    const shingles = new Uint32Array(Math.max(length - LENGTH + 1, 0));
    for (let first = 0; first < shingles.length; first++) {
      let hash = 0x9747b28c;
      for (let token = first; token < first + LENGTH; token++) {
        hash = Math.imul(hash ^ hashes[token]!, 0x85ebca6b);
        hash ^= hash >>> 13;
      }
      shingles[first] = hash;
    }
    this.#texts.push(shingles);
  }

  /**
   * The texts that belong together.
   *
   * @param order the texts' numbers, as they came, in an order of their own; nothing depends on it unless more than 65
   *   texts have the same shingle
   * @param works the work of each, in that order, in any form that is the same for the same work: what is of one work
   *   belongs together in any case
   * @returns for each place in the order the first place of a text that belongs together with it: its own, where it is
   *   the first, or alone
   */
  groups(order: Uint32Array, works: readonly string[]): Uint32Array {
    const groups = new Groups(order.length);
    const firsts = new Map<string, number>();
    works.forEach((work, place) => {
      const first = firsts.get(work);
      if (first === undefined) firsts.set(work, place);
      else groups.join(first, place);
    });
    if (order.length > MOST_TEXTS) return groups.firsts();
    const { sizes, places, runs, ends } = sharedShingles(Array.from(order, (text) => this.#texts[text]!));
    const entries = entriesByPlace(places, order.length);
    // Whoever shares too few of its shingles with all others together is a near duplicate of longer texts of none.
    const mayBe = sizes.map((size, place) => {
      const shared = entries.starts[place + 1]! - entries.starts[place]!;
      return size >= LEAST_SHINGLES && shared >= SHARE * size ? 1 : 0;
    });
    const common = new Uint32Array(order.length);
    const met: number[] = [];
    for (let place = 0; place < order.length; place++) {
      for (let own = entries.starts[place]!; own < entries.starts[place + 1]!; own++) {
        const entry = entries.order[own]!;
        const end = Math.min(ends[runs[entry]!]!, entry + 1 + MOST_COMPARED);
        for (let next = entry + 1; next < end; next++) {
          const later = places[next]!;
          if (mayBe[place] === 0 && mayBe[later] === 0) continue;
          if (common[later]!++ === 0) met.push(later);
        }
      }
      for (const later of met) {
        const shorter = Math.min(sizes[place]!, sizes[later]!);
        if (shorter >= LEAST_SHINGLES && common[later]! >= SHARE * shorter) groups.join(place, later);
        common[later] = 0;
      }
      met.length = 0;
    }
    return groups.firsts();
  }
}

/** The shingles that several texts have: entry after entry a text that has one, all of one shingle in a run. */
interface SharedShingles {
  /** How many different shingles each text has. */
  readonly sizes: Uint32Array;
  /** The text of each entry; rising within a run. */
  readonly places: Uint32Array;
  /** The run of each entry. */
  readonly runs: Uint32Array;
  /** Where each run ends. */
  readonly ends: readonly number[];
}

function sharedShingles(texts: readonly Uint32Array[]): SharedShingles {
  // Shingle and text in one number, which double precision holds exactly.
  const keys = new Float64Array(texts.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  texts.forEach((shingles, place) => {
    for (const shingle of shingles) keys[length++] = shingle * MOST_TEXTS + place;
  });
  keys.sort();
  const sizes = new Uint32Array(texts.length);
  const places = new Uint32Array(length);
  const runs = new Uint32Array(length);
  const ends: number[] = [];
  let end = 0;
  for (let from = 0; from < length;) {
    const shingle = Math.floor(keys[from]! / MOST_TEXTS);
    const start = end;
    let to = from;
    for (; to < length && Math.floor(keys[to]! / MOST_TEXTS) === shingle; to++) {
      // A text that has it twice has it once.
      if (to > from && keys[to] === keys[to - 1]) continue;
      const place = keys[to]! - shingle * MOST_TEXTS;
      sizes[place]!++;
      places[end] = place;
      runs[end++] = ends.length;
    }
    if (end - start === 1) end = start;
    else ends.push(end);
    from = to;
  }
  return { sizes, places: places.slice(0, end), runs: runs.slice(0, end), ends };
}

/** The entries of each text: `order[starts[place], starts[place + 1])`. */
function entriesByPlace(places: Uint32Array, nTexts: number): { starts: Uint32Array; order: Uint32Array } {
  const starts = new Uint32Array(nTexts + 1);
  for (const place of places) starts[place + 1]!++;
  for (let place = 0; place < nTexts; place++) starts[place + 1]! += starts[place]!;
  const order = new Uint32Array(places.length);
  const next = starts.slice();
  places.forEach((place, entry) => (order[next[place]!++] = entry));
  return { starts, order };
}

/** Texts that belong together, each known by the first of them. */
class Groups {
  readonly #first: Uint32Array;

  constructor(size: number) {
    this.#first = Uint32Array.from({ length: size }, (_, place) => place);
  }

  join(left: number, right: number): void {
    const first = this.#firstOf(left);
    const second = this.#firstOf(right);
    this.#first[Math.max(first, second)] = Math.min(first, second);
  }

  firsts(): Uint32Array {
    return this.#first.map((_, place) => this.#firstOf(place));
  }

  #firstOf(place: number): number {
    let first = place;
    while (this.#first[first] !== first) {
      this.#first[first] = this.#first[this.#first[first]!]!;
      first = this.#first[first]!;
    }
    return first;
  }
}
