/**
 * The nodes of a vocabulary whose n-grams are single tokens: each is a child of the root, and its number is the token's.
 * Nothing need be kept of them but how many there are.
 */

/** What a vocabulary in the making asks of its nodes: pairs of a parent and a symbol, numbered. */
export interface NodeTable {
  readonly size: number;
  /** Parent and symbol of each node. */
  readonly pairs: Uint32Array;
  first(node: number): number;
  second(node: number): number;
  /** The number of a pair, or 2³² − 1. */
  find(parent: number, symbol: number): number;
  /** The number of a pair, made if it is not there yet. */
  add(parent: number, symbol: number): number;
  /** Makes room for so many in all. */
  reserve(size: number): void;
}

const ROOT = 0xffffffff;
const NONE = 0xffffffff;

/** Tokens as nodes. */
export class SingleNodes implements NodeTable {
  #size = 0;

  /** Above all tokens that were added. */
  get size(): number {
    return this.#size;
  }

  get pairs(): Uint32Array {
    const pairs = new Uint32Array(2 * this.#size);
    for (let node = 0; node < this.#size; node++) {
      pairs[2 * node] = ROOT;
      pairs[2 * node + 1] = node;
    }
    return pairs;
  }

  first(): number {
    return ROOT;
  }

  second(node: number): number {
    return node;
  }

  find(parent: number, symbol: number): number {
    return parent === ROOT && symbol < this.#size ? symbol : NONE;
  }

  add(_: number, symbol: number): number {
    if (symbol >= this.#size) this.#size = symbol + 1;
    return symbol;
  }

  reserve(): void {
    // Nothing is kept of them.
  }
}
