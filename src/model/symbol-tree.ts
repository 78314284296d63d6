/**
 * All runs of up to `order` symbols of some sequences, as a tree: a run is its beginning (one symbol shorter) and
 * its last symbol.
 *
 *     abab     root ─ a ─ b ─ a          node of "aba": child of the node of "ab" by the symbol a
 *                   └ b ─ a ─ b
 *
 * The beginning of a sequence is a symbol of its own, which stands before it and is never predicted.
 */

/** The node without symbols. */
export const ROOT = 0;
/** No such node. */
export const NONE = 0xffffffff;

/** A tree that grows. */
export class SymbolTree {
  /** How many symbols the longest runs have. */
  readonly order: number;
  /** Which symbol stands for the beginning: the first that the alphabet does not have. */
  readonly beginning: number;
  /** How many nodes there are; the arrays below may be longer. */
  length = 1;
  /** Each node's run without its last symbol. */
  parents = new Uint32Array(1024);
  /** Each node's last symbol. */
  symbols = new Uint32Array(1024);
  /** How often each run was seen, as one whose last symbol is to be predicted. */
  counts = new Uint32Array(1024);
  /** By how many different symbols each run was preceded. */
  preceded = new Uint32Array(1024);
  #slots = new Uint32Array(4096).fill(NONE);

  /**
   * @param order from 1
   * @param alphabet symbols are whole numbers below it
   */
  constructor(order: number, alphabet: number) {
    this.order = order;
    this.beginning = alphabet;
  }

  /** Adds a sequence. */
  add(sequence: ArrayLike<number>): void {
    // contexts[n] is the node of the latest n symbols, NONE where the sequence has not so many.
    const contexts = new Uint32Array(this.order + 1).fill(NONE);
    contexts[0] = ROOT;
    if (this.order > 1) contexts[1] = this.grow(ROOT, this.beginning);
    for (let place = 0; place < sequence.length; place++) {
      const symbol = sequence[place]!;
      // From long to short, because the context of length n+1 comes out of that of length n.
      let longer = NONE;
      for (let size = this.order; size >= 1; size--) {
        const context = contexts[size - 1]!;
        if (context === NONE) continue;
        const before = this.length;
        const node = this.grow(context, symbol);
        this.counts[node]!++;
        // A new run of n+1 symbols is a new symbol before its last n.
        if (longer !== NONE) this.preceded[node]!++;
        longer = this.length > before ? node : NONE;
        contexts[size] = node;
      }
    }
  }

  /** The node of a run that ends with `symbol`, or {@link NONE}. */
  child(parent: number, symbol: number): number {
    return this.#slots[this.#slotOf(parent, symbol)]!;
  }

  /** The node of a run that ends with `symbol`, made if there is none. */
  grow(parent: number, symbol: number): number {
    const slot = this.#slotOf(parent, symbol);
    const found = this.#slots[slot]!;
    if (found !== NONE) return found;
    const node = this.length++;
    if (node === this.parents.length) this.#lengthen();
    this.parents[node] = parent;
    this.symbols[node] = symbol;
    this.#slots[slot] = node;
    if (this.length * 2 > this.#slots.length) this.#rehash();
    return node;
  }

  #slotOf(parent: number, symbol: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(parent, symbol) & mask;
    for (;;) {
      const node = this.#slots[slot]!;
      if (node === NONE || (this.parents[node] === parent && this.symbols[node] === symbol)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #lengthen(): void {
    const longer = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const array = new Uint32Array(old.length * 2);
      array.set(old);
      return array;
    };
    this.parents = longer(this.parents);
    this.symbols = longer(this.symbols);
    this.counts = longer(this.counts);
    this.preceded = longer(this.preceded);
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2).fill(NONE);
    const mask = this.#slots.length - 1;
    for (let node = 1; node < this.length; node++) {
      let slot = hash(this.parents[node]!, this.symbols[node]!) & mask;
      while (this.#slots[slot] !== NONE) slot = (slot + 1) & mask;
      this.#slots[slot] = node;
    }
  }
}

function hash(parent: number, symbol: number): number {
  let mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol + 1, 0x85ebca77);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
