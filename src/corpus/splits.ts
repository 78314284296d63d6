/**
 * Training and test documents: seeded, every author on both sides as far as can be, and never two pieces of
 * one work on different sides, whoever wrote them.
 */
import { PenprintError } from "../errors.ts";
import { createRandom, shuffle } from "../random.ts";

/** What a split must know of a document. */
export interface Grouped {
  readonly author: string;
  /** Documents of one work stay together; one without a work stands alone. */
  readonly work?: string;
}

/**
 * Deals documents into folds of about equal size, each author's spread evenly.
 *
 * The largest works are dealt first, each into the fold that has the smallest share of its authors so far,
 * then into the smallest such fold. Documents without works thus differ by one at most between folds, of
 * each author and in all.
 *
 * @param folds from 2 to 65,535
 * @param seed equal documents, folds and seed give equal folds
 * @returns the fold of each document, from 0
 * @throws PARAMETER_INVALID; FOLDS_TOO_MANY when there are fewer works than folds
 */
export function stratifiedFolds(documents: readonly Grouped[], folds: number, seed: number): Uint16Array {
  if (!Number.isInteger(folds) || folds < 2 || folds > 0xffff) {
    const received = String(folds);
    const allowed = "a whole number from 2 to 65535";
    throw new PenprintError("PARAMETER_INVALID", { parameter: "folds", allowed, received });
  }
  const { units, totals } = unitsOf(documents, seed);
  if (units.length < folds) {
    const unit = units.length < documents.length ? "works" : "documents";
    throw new PenprintError("FOLDS_TOO_MANY", { folds, units: units.length, unit });
  }
  const inFold = Array.from(totals, () => new Uint32Array(folds));
  const sizes = new Uint32Array(folds);
  const result = new Uint16Array(documents.length);
  for (const unit of units) {
    const share = (fold: number): number => {
      let sum = 0;
      for (const [author, count] of unit.authors) sum += (count * inFold[author]![fold]!) / totals[author]!;
      return sum;
    };
    let best = 0;
    let bestShare = share(0);
    for (let fold = 1; fold < folds; fold++) {
      const here = share(fold);
      if (here < bestShare || (here === bestShare && sizes[fold]! < sizes[best]!)) {
        best = fold;
        bestShare = here;
      }
    }
    for (const [author, count] of unit.authors) inFold[author]![best]! += count;
    sizes[best]! += unit.members.length;
    for (const member of unit.members) result[member] = best;
  }
  return result;
}

/**
 * Sets about a share of each author's documents aside for testing.
 *
 * An author keeps at least one work for training, and has at least one in the test if there are two or more
 * and no co-author of it would be left with none.
 *
 * @param share the share to set aside, above 0 and below 1
 * @param seed equal documents, share and seed give the same choice
 * @returns for each document 1 if it is for testing, 0 if it is for training
 * @throws PARAMETER_INVALID
 */
export function holdOut(documents: readonly Grouped[], share: number, seed: number): Uint8Array {
  if (!(share > 0 && share < 1)) {
    const received = String(share);
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "share",
      allowed: "a number above 0 and below 1",
      received,
    });
  }
  const { units, totals } = unitsOf(documents, seed);
  // For each author: works left for training, documents still wanted for the test, whether it has any.
  const left = new Uint32Array(totals.length);
  for (const unit of units) for (const author of unit.authors.keys()) left[author]!++;
  const wanted = totals.map((total) => total * share);
  const tested = new Uint8Array(totals.length);
  const result = new Uint8Array(documents.length);

  const take = (unit: Unit): void => {
    for (const [author, count] of unit.authors) {
      left[author]!--;
      wanted[author]! -= count;
      tested[author] = 1;
    }
    for (const member of unit.members) result[member] = 1;
  };
  const spare = (unit: Unit): boolean => [...unit.authors.keys()].every((author) => left[author]! > 1);

  for (const unit of shuffle([...units], createRandom(seed))) {
    let gain = 0;
    for (const [author, count] of unit.authors) gain += Math.min(count, Math.max(0, wanted[author]!));
    if (2 * gain >= unit.members.length && spare(unit)) take(unit);
  }
  // The smallest works stand last.
  for (const unit of [...units].reverse()) {
    if (result[unit.members[0]!] === 1) continue;
    if ([...unit.authors.keys()].some((author) => tested[author] === 0) && spare(unit)) take(unit);
  }
  return result;
}

/** Documents that stay together. */
interface Unit {
  readonly members: number[];
  /** How many of them each author has, by the author's number. */
  readonly authors: Map<number, number>;
}

/** The works, large ones first, those of equal size by author and otherwise in random order. */
function unitsOf(documents: readonly Grouped[], seed: number): { units: Unit[]; totals: number[] } {
  const numbers = new Map<string, number>();
  const works = new Map<string, Unit>();
  const totals: number[] = [];
  const units: Unit[] = [];
  for (const [index, { author, work }] of documents.entries()) {
    const number = numbers.get(author) ?? numbers.size;
    numbers.set(author, number);
    totals[number] = (totals[number] ?? 0) + 1;
    let unit = work === undefined ? undefined : works.get(work);
    if (unit === undefined) {
      unit = { members: [], authors: new Map() };
      units.push(unit);
      if (work !== undefined) works.set(work, unit);
    }
    unit.members.push(index);
    unit.authors.set(number, (unit.authors.get(number) ?? 0) + 1);
  }
  const first = (unit: Unit): number => unit.authors.keys().next().value!;
  shuffle(units, createRandom(seed));
  units.sort((a, b) => b.members.length - a.members.length || first(a) - first(b));
  return { units, totals };
}
