/**
 * Authors by their language models: whoever's model finds a text least surprising most likely wrote it. Interpolated
 * Kneser–Ney with three discounts (Chen & Goodman 1998, section 3), from the counts of n-grams by author alone:
 *
 *     P(s | h) = (c(hs) − D(c(hs))) / C(h)  +  M(h) / C(h) · P(s | h')         C(h) = Σ_s c(hs)     M(h) = Σ_s D(c(hs))
 *
 * with h' the context h without its first character, and 1 / alphabet below the context without any. The longest n-grams
 * count as often as they occur; shorter ones count after how many different characters they occur, but once at least:
 * "San" before "Francisco" says little about "Francisco" elsewhere.
 *
 * Where an author never has hs, P(s | h) = B(h) · P(s | h') with B(h) = M(h) / C(h), and B(h) = 1 where the author never
 * has h. So the logarithm of a text's probability is a sum over its n-grams, each as often as it occurs:
 *
 *     log P(text) = Σ_characters u  +  Σ_n-grams w_g        u = log (B(no context) / alphabet)
 *     w_g = log P(s | h) − log B(h) − log P(s | h')         for g = hs that the author has
 *           + log B(g)                                      where g is not of the longest, for what comes after it
 *
 * and w_g = 0 for n-grams that the author does not have. (That a text's last character has nothing after it is left out
 * of account, as are characters that no author has.)
 */
import { ALONE, type CountMatrix, type NgramLinks, type SparseRow } from "../sparse.ts";
import { featurewise, type FeaturewiseClassifier } from "./classifier.ts";
import { entryOf } from "./counts.ts";
import { EntryGains } from "./entry-gains.ts";

/**
 * Derives the classifier from counts.
 *
 * @param counts how often each author has each n-gram, of all lengths from 1
 */
export function languageModel(counts: CountMatrix, links: NgramLinks): FeaturewiseClassifier {
  const { nFeatures, nAuthors } = counts;
  const { weights, unseen } = learn(counts, links);
  const gains = new EntryGains(counts, (entry) => weights[entry]!);
  const isCharacter = (feature: number): boolean => links.beginnings[feature] === ALONE;
  return featurewise({
    nFeatures,
    nAuthors,
    scores(row: SparseRow, into = new Float64Array(nAuthors)) {
      into.fill(0);
      let characters = 0;
      for (let place = 0; place < row.length; place++) {
        if (isCharacter(row.ids[place]!)) characters += row.values[place]!;
      }
      gains.addTo(into, row);
      for (let author = 0; author < nAuthors; author++) into[author]! += characters * unseen[author]!;
      return into;
    },
    base: () => 0,
    contribution(feature, value, author) {
      const entry = entryOf(counts, feature, author);
      return value * ((isCharacter(feature) ? unseen[author]! : 0) + (entry === -1 ? 0 : weights[entry]!));
    },
  });
}

interface Learned {
  /** w_g of each count. */
  readonly weights: Float64Array;
  /** u, one an author. */
  readonly unseen: Float64Array;
}

function learn(counts: CountMatrix, links: NgramLinks): Learned {
  const { nAuthors, authors, values } = counts;
  const tree = treeOf(counts, links);
  const { lengths, longest, beginnings, ends, order } = tree;
  const size = values.length;
  // c(g): as often as it occurs, or after how many different tokens.
  const own = new Float64Array(size);
  for (const end of ends) if (end !== ALONE) own[end]!++;
  for (let entry = 0; entry < size; entry++) {
    if (lengths[entry] === longest) own[entry] = values[entry]!;
    else own[entry] = Math.max(own[entry]!, 1);
  }
  const discounts = discountsBy(counts, lengths, longest, own);
  const discountOf = (entry: number): number => {
    const ofAuthor = discounts[authors[entry]! * (longest + 1) + lengths[entry]!]!;
    return ofAuthor[Math.min(own[entry]!, 3)]!;
  };
  // C and M of each n-gram as a context, and of none.
  const totals = new Float64Array(size);
  const masses = new Float64Array(size);
  const wholeTotals = new Float64Array(nAuthors);
  const wholeMasses = new Float64Array(nAuthors);
  for (let entry = 0; entry < size; entry++) {
    const context = beginnings[entry]!;
    const author = authors[entry]!;
    if (context === ALONE) {
      wholeTotals[author]! += own[entry]!;
      wholeMasses[author]! += discountOf(entry);
    } else {
      totals[context]! += own[entry]!;
      masses[context]! += discountOf(entry);
    }
  }
  const alphabet = alphabetOf(links) + 1;
  const unseen = wholeTotals.map((total, author) =>
    Math.log((total === 0 ? 1 : wholeMasses[author]! / total) / alphabet),
  );
  const backOff = (entry: number): number =>
    totals[entry] === 0 ? 0 : Math.log(masses[entry]! / totals[entry]!);
  const logs = new Float64Array(size);
  const weights = new Float64Array(size);
  // Short ones first: the longer ones build on them.
  for (const entry of order) {
    const author = authors[entry]!;
    const context = beginnings[entry]!;
    const shorter = context === ALONE ? -Math.log(alphabet) : logs[ends[entry]!]!;
    const total = context === ALONE ? wholeTotals[author]! : totals[context]!;
    const mass = context === ALONE ? wholeMasses[author]! : masses[context]!;
    const probability = (own[entry]! - discountOf(entry) + mass * Math.exp(shorter)) / total;
    logs[entry] = Math.log(probability);
    const backedOff = context === ALONE ? unseen[author]! : backOff(context) + shorter;
    weights[entry] = logs[entry]! - backedOff + (lengths[entry] === longest ? 0 : backOff(entry));
  }
  return { weights, unseen };
}

/** The counts of one author as a tree: entries instead of features. */
interface EntryTree {
  readonly lengths: Uint8Array;
  readonly longest: number;
  /** For each entry the same author's one without the last token. */
  readonly beginnings: Uint32Array;
  /** For each entry the same author's one without the first token. */
  readonly ends: Uint32Array;
  /** All entries, short ones first. */
  readonly order: Uint32Array;
}

function treeOf(counts: CountMatrix, links: NgramLinks): EntryTree {
  const { nFeatures, starts, authors } = counts;
  const ofFeatures = lengthsOf(links, nFeatures);
  const longest = ofFeatures.reduce((most, length) => Math.max(most, length), 1);
  const lengths = new Uint8Array(authors.length);
  const beginnings = new Uint32Array(authors.length).fill(ALONE);
  const ends = new Uint32Array(authors.length).fill(ALONE);
  for (let feature = 0; feature < nFeatures; feature++) {
    const beginning = links.beginnings[feature]!;
    const end = links.ends[feature]!;
    for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
      lengths[entry] = ofFeatures[feature]!;
      if (beginning === ALONE) continue;
      beginnings[entry] = entryOf(counts, beginning, authors[entry]!);
      ends[entry] = entryOf(counts, end, authors[entry]!);
    }
  }
  const places = new Uint32Array(longest + 2);
  for (const length of lengths) places[length + 1]!++;
  for (let length = 1; length < places.length; length++) places[length]! += places[length - 1]!;
  const order = new Uint32Array(lengths.length);
  lengths.forEach((length, entry) => (order[places[length]!++] = entry));
  return { lengths, longest, beginnings, ends, order };
}

/** How many tokens each feature has. */
function lengthsOf({ beginnings }: NgramLinks, nFeatures: number): Uint8Array {
  const lengths = new Uint8Array(nFeatures);
  for (let feature = 0; feature < nFeatures; feature++) {
    let length = 1;
    let shorter = beginnings[feature]!;
    while (shorter !== ALONE && lengths[shorter] === 0) {
      length++;
      shorter = beginnings[shorter]!;
    }
    lengths[feature] = shorter === ALONE ? length : length + lengths[shorter]!;
  }
  return lengths;
}

const alphabetOf = ({ beginnings }: NgramLinks): number =>
  beginnings.reduce((sum, beginning) => sum + (beginning === ALONE ? 1 : 0), 0);

/** D for each author and length, at `author * (longest + 1) + length`. */
function discountsBy(
  { nAuthors, authors }: CountMatrix,
  lengths: Uint8Array,
  longest: number,
  own: Float64Array,
): readonly (readonly number[])[] {
  // How many n-grams have the counts 1, 2, 3 and 4.
  const small = Array.from({ length: nAuthors * (longest + 1) }, () => new Float64Array(5));
  for (let entry = 0; entry < own.length; entry++) {
    const count = own[entry]!;
    if (count <= 4) small[authors[entry]! * (longest + 1) + lengths[entry]!]![count]!++;
  }
  return small.map(discountsOf);
}

/** What is taken off counts of 0, 1, 2 and more, from how many n-grams have the counts 1 to 4. */
export function discountsOf(small: ArrayLike<number>): readonly number[] {
  const [one, two, three, four] = [small[1]!, small[2]!, small[3]!, small[4]!];
  if (one === 0 || two === 0 || three === 0) return [0, ...[1, 2, 3].map(() => USUAL)];
  const share = one / (one + 2 * two);
  return [
    0,
    within(1 - (2 * share * two) / one, 1),
    within(2 - (3 * share * three) / two, 2),
    within(3 - (4 * share * four) / three, 3),
  ];
}

/** A discount where there is too little to tell it from. */
const USUAL = 0.75;

/** Something must be left for the unseen, and no count may become less than nothing. */
const within = (discount: number, count: number): number => Math.min(Math.max(discount, 0.05), count - 0.05);
