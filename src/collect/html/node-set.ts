/** Some nodes of a tree, with one byte for each node that there is. */
import type { Tree } from "./tree.ts";

/** A set of nodes that answers quickly. */
export class NodeSet {
  readonly #has: Uint8Array;

  constructor(tree: Tree, nodes: Iterable<number>) {
    this.#has = new Uint8Array(tree.size);
    for (const node of nodes) this.#has[node] = 1;
  }
  has(node: number): boolean {
    return this.#has[node] === 1;
  }
}
