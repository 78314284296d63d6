/**
 * How likely each next symbol is, learned from sequences: interpolated Kneser–Ney with three discounts.
 *
 *     P(s | context) = (c − D(c)) / C  +  M / C · P(s | the context without its first symbol)
 *
 * with c the count of context and symbol, C the sum of such counts over all symbols, D the discount of a count and
 * M the sum of all that was discounted. The shortest context is none at all; below it all symbols are equally
 * likely. Counts of shorter contexts are not how often, but after how many different symbols a run was seen: "San"
 * before "Francisco" says little about "Francisco" elsewhere.
 *
 * @see Chen & Goodman 1998, "An Empirical Study of Smoothing Techniques for Language Modeling", section 3
 */
import { PenprintError } from "../errors.ts";
import { NONE, ROOT, SymbolTree } from "./symbol-tree.ts";

/** How a model is made. */
export interface LanguageModelSettings {
  /** The longest runs that are looked at: the symbol and up to `order − 1` before it; 1 to 16. */
  readonly order: number;
  /** How many symbols there are: they are whole numbers below it, from 1 to 2^21. */
  readonly alphabet: number;
}

/** One model. */
export class KneserNey {
  readonly order: number;
  readonly alphabet: number;
  readonly #tree: SymbolTree;
  /** For each run its count as {@link KneserNey} takes it, less the discount. */
  readonly #discounted: Float64Array;
  /** For each run, as a context: C. */
  readonly #totals: Float64Array;
  /** For each run, as a context: M. */
  readonly #masses: Float64Array;

  /**
   * Learns from sequences of symbols.
   *
   * @throws PARAMETER_INVALID for settings out of range or a symbol that the alphabet does not have
   */
  constructor(sequences: Iterable<ArrayLike<number>>, { order, alphabet }: LanguageModelSettings) {
    checkRange("order", order, 16);
    checkRange("alphabet", alphabet, 2 ** 21);
    this.order = order;
    this.alphabet = alphabet;
    this.#tree = new SymbolTree(order, alphabet);
    for (const sequence of sequences) {
      checkSymbols(sequence, alphabet);
      this.#tree.add(sequence);
    }
    const nodes = this.#tree.length;
    this.#discounted = new Float64Array(nodes);
    this.#totals = new Float64Array(nodes);
    this.#masses = new Float64Array(nodes);
    this.#discount();
  }

  /** How many runs it holds, which is what its memory goes by. */
  get size(): number {
    return this.#tree.length;
  }

  /**
   * The natural logarithm of each symbol's probability, given those before it.
   *
   * @param sequence symbols below the alphabet; the beginning is known to be one
   * @param into filled if given; at least as long as `sequence`
   * @throws PARAMETER_INVALID for a symbol that the alphabet does not have
   */
  logProbabilities(sequence: ArrayLike<number>, into = new Float64Array(sequence.length)): Float64Array {
    checkSymbols(sequence, this.alphabet);
    const contexts = new Uint32Array(this.order + 1).fill(NONE);
    contexts[0] = ROOT;
    if (this.order > 1) contexts[1] = this.#tree.child(ROOT, this.#tree.beginning);
    for (let place = 0; place < sequence.length; place++) {
      into[place] = Math.log(this.#step(contexts, sequence[place]!));
    }
    return into;
  }

  /**
   * The probability of every symbol after a sequence; they add up to 1.
   *
   * @param before the whole sequence from its beginning
   */
  distribution(before: ArrayLike<number>): Float64Array {
    const extended = new Uint32Array(before.length + 1);
    extended.set(Array.from(before));
    return Float64Array.from({ length: this.alphabet }, (_, symbol) => {
      extended[before.length] = symbol;
      return Math.exp(this.logProbabilities(extended)[before.length]!);
    });
  }

  /** The probability of a symbol; afterwards `contexts` are those of the next one. */
  #step(contexts: Uint32Array, symbol: number): number {
    let probability = 1 / this.alphabet;
    let context = ROOT;
    for (let size = 1; size <= this.order; size++) {
      const next = contexts[size]!;
      let node = NONE;
      // A context that was never followed by anything says nothing.
      if (context !== NONE && this.#totals[context]! > 0) {
        node = this.#tree.child(context, symbol);
        const own = node === NONE ? 0 : this.#discounted[node]!;
        probability = (own + this.#masses[context]! * probability) / this.#totals[context]!;
      }
      contexts[size] = node;
      context = next;
    }
    return probability;
  }

  #discount(): void {
    const tree = this.#tree;
    const sizes = new Uint8Array(tree.length);
    const counts = new Uint32Array(tree.length);
    const begins = new Uint8Array(tree.length);
    // For each length of run, how many runs have the counts 1, 2, 3 and 4.
    const small = Array.from({ length: this.order + 1 }, () => new Float64Array(5));
    // Parents stand before their children.
    for (let node = 1; node < tree.length; node++) {
      const parent = tree.parents[node]!;
      sizes[node] = sizes[parent]! + 1;
      begins[node] = parent === ROOT ? Number(tree.symbols[node] === tree.beginning) : begins[parent]!;
      // Nothing stands before a beginning, so that such runs are counted as they are.
      const whole = sizes[node] === this.order || begins[node] === 1;
      counts[node] = whole ? tree.counts[node]! : tree.preceded[node]!;
      if (counts[node]! <= 4) small[sizes[node]!]![counts[node]!]!++;
    }
    const discounts = small.map(discountsOf);
    for (let node = 1; node < tree.length; node++) {
      const count = counts[node]!;
      if (count === 0) continue;
      const discount = discounts[sizes[node]!]![Math.min(count, 3)]!;
      const parent = tree.parents[node]!;
      this.#discounted[node] = count - discount;
      this.#totals[parent]! += count;
      this.#masses[parent]! += discount;
    }
  }
}

/** What is taken off counts of 0, 1, 2 and more, from how many runs have the counts 1 to 4. */
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

function checkRange(parameter: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  const allowed = `a whole number from 1 to ${most}`;
  throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received: String(value) });
}

function checkSymbols(sequence: ArrayLike<number>, alphabet: number): void {
  for (let place = 0; place < sequence.length; place++) {
    const symbol = sequence[place]!;
    if (Number.isSafeInteger(symbol) && symbol >= 0 && symbol < alphabet) continue;
    const allowed = `a whole number from 0 to ${alphabet - 1}`;
    throw new PenprintError("PARAMETER_INVALID", { parameter: "symbol", allowed, received: String(symbol) });
  }
}
