/** CSS selectors over a flat tree (css-select does the matching). */
import { compile } from "css-select";
import type { Options } from "css-select";
import nthCheck from "nth-check";

import type { Tree } from "./tree.ts";

/** A compiled selector. */
export interface Selector {
  /** What was asked for. */
  readonly css: string;
  /** @returns the nodes that match, in document order */
  all(tree: Tree): number[];
}

/**
 * Compiles a selector once for many pages.
 *
 * @throws Error in css-select's words when it is no selector
 */
export function compileSelector(css: string): Selector {
  const names = lastNames(css);
  // Says what is wrong with it, in :nth-child() too.
  compile<Node, Node>(css, { adapter, cacheResults: false });
  const predicate = compiled(css, false);
  // XML keeps the case of names, so the selector must too.
  const exact = compiled(css, true);
  return {
    css,
    all(tree) {
      const numbers =
        names === null
          ? null
          : new Set(names.map((name) => tree.nameNumber(tree.markup === "xml" ? name : name.toLowerCase())));
      const view = new View(tree);
      const matches = tree.markup === "xml" ? exact : predicate;
      const found: number[] = [];
      for (let node = 1; node < tree.size; node++) {
        const number = tree.numberOf(node);
        if (number === 0 || (numbers !== null && !numbers.has(number))) continue;
        // A bare name has matched already; only selectors that say more need the whole machine.
        if (names?.join(", ") === css || matches(view.node(node))) found.push(node);
      }
      return found;
    },
  };
}

function compiled(css: string, xmlMode: boolean): (node: Node) => boolean {
  return compile<Node, Node>(css, { adapter, cacheResults: false, xmlMode, pseudos: places(xmlMode) });
}

/** A place among siblings: how many of its kind stand before it, and how many behind. */
interface Place {
  readonly before: number;
  readonly behind: number;
}

/**
 * `:nth-child()` and its like. css-select counts the siblings anew for each element, which takes time that grows with
 * their square; here they are counted once for each parent.
 */
function places(xmlMode: boolean): Record<string, (node: Node, rule?: string | null) => boolean> {
  const rules = new Map<
    string,
    { isAt: (place: number) => boolean; fits: ((node: Node) => boolean) | null }
  >();
  const ruleOf = (rule: string) => {
    let known = rules.get(rule);
    if (known === undefined) {
      const [, formula = rule, selector] = /^(.+?)\s+of\s+(.+)$/is.exec(rule) ?? [];
      known = {
        isAt: nthCheck(formula.trim()),
        fits: selector === undefined ? null : compiled(selector.trim(), xmlMode),
      };
      rules.set(rule, known);
    }
    return known;
  };
  const child =
    (side: keyof Place) =>
    (node: Node, rule?: string | null): boolean => {
      const { isAt, fits } = ruleOf(rule ?? "");
      const place = node.view.place(node, fits === null ? "" : `of ${rule}`, (sibling) =>
        fits?.(sibling) === false ? null : "",
      );
      return place !== null && isAt(place[side]);
    };
  const ofType =
    (side: keyof Place) =>
    (node: Node, rule?: string | null): boolean => {
      const place = node.view.place(node, "type", (sibling) => sibling.view.tree.name(sibling.index));
      return place !== null && ruleOf(rule ?? "").isAt(place[side]);
    };
  return {
    "nth-child": child("before"),
    "nth-last-child": child("behind"),
    "nth-of-type": ofType("before"),
    "nth-last-of-type": ofType("behind"),
  };
}

/** A node as css-select wants it: an object that is the same each time it is asked for. */
class Node {
  readonly view: View;
  readonly index: number;
  constructor(view: View, index: number) {
    this.view = view;
    this.index = index;
  }
}

class View {
  readonly tree: Tree;
  readonly #nodes = new Map<number, Node>();
  /** The children of nodes that were asked for: each child asks for all its siblings. */
  readonly #children = new Map<number, Node[]>();
  readonly #before = new Map<Node, Node>();
  /** By what kinds are told: the parents whose children have been counted, and what came of it. */
  readonly #places = new Map<string, { readonly parents: Set<number>; readonly places: Map<Node, Place> }>();
  /** The nodes whose children's neighbours are known. */
  readonly #ordered = new Set<number>();
  constructor(tree: Tree) {
    this.tree = tree;
  }
  node(index: number): Node {
    let node = this.#nodes.get(index);
    if (node === undefined) {
      node = new Node(this, index);
      this.#nodes.set(index, node);
    }
    return node;
  }
  children(index: number): Node[] {
    let children = this.#children.get(index);
    if (children === undefined) {
      children = this.tree.children(index).map((child) => this.node(child));
      this.#children.set(index, children);
    }
    return children;
  }
  /**
   * Where an element stands among those of its siblings that are of its kind.
   *
   * @param key by what kinds are told
   * @param kindOf null for what is not counted
   * @returns null when the element itself is not counted
   */
  place(node: Node, key: string, kindOf: (sibling: Node) => string | null): Place | null {
    const parent = this.tree.parent(node.index);
    let known = this.#places.get(key);
    if (known === undefined) this.#places.set(key, (known = { parents: new Set(), places: new Map() }));
    if (!known.parents.has(parent)) {
      known.parents.add(parent);
      const kinds = new Map<string, Node[]>();
      for (const sibling of this.children(parent)) {
        const kind = this.tree.isText(sibling.index) ? null : kindOf(sibling);
        if (kind === null) continue;
        const same = kinds.get(kind);
        if (same === undefined) kinds.set(kind, [sibling]);
        else same.push(sibling);
      }
      for (const same of kinds.values()) {
        for (const [before, each] of same.entries())
          known.places.set(each, { before, behind: same.length - 1 - before });
      }
    }
    return known.places.get(node) ?? null;
  }
  /** The element before an element, among its siblings. */
  before(node: Node): Node | null {
    const parent = this.tree.parent(node.index);
    // All siblings at once, so that a hundred thousand of them cost what they cost one by one.
    if (parent >= 0 && !this.#ordered.has(parent)) {
      this.#ordered.add(parent);
      let last: Node | undefined;
      for (const sibling of this.children(parent)) {
        if (this.tree.isText(sibling.index)) continue;
        if (last !== undefined) this.#before.set(sibling, last);
        last = sibling;
      }
    }
    return this.#before.get(node) ?? null;
  }
}

const children = (node: Node): Node[] => node.view.children(node.index);

const adapter: NonNullable<Options<Node, Node>["adapter"]> = {
  isTag: (node): node is Node => node.index > 0 && !node.view.tree.isText(node.index),
  getAttributeValue: (node, name) => node.view.tree.attribute(node.index, name),
  hasAttrib: (node, name) => node.view.tree.attribute(node.index, name) !== undefined,
  getName: (node) => node.view.tree.name(node.index),
  getChildren: children,
  getParent(node) {
    const parent = node.view.tree.parent(node.index);
    // The root is no element, and what has no parent is a first element.
    return parent <= 0 ? null : node.view.node(parent);
  },
  getSiblings(node) {
    const parent = node.view.tree.parent(node.index);
    return parent < 0 ? [node] : children(node.view.node(parent));
  },
  prevElementSibling: (node) => node.view.before(node),
  getText(node) {
    const { tree } = node.view;
    let text = "";
    for (let at = node.index; at < tree.after(node.index); at++) if (tree.isText(at)) text += tree.text(at);
    return text;
  },
  removeSubsets: (nodes) => nodes,
};

/**
 * The element names that the selector's matches can have: `["dd", "p"]` for `dl > dd, p.line`.
 *
 * @returns null when it says no such names, or in a way that is not worth understanding
 */
function lastNames(css: string): string[] | null {
  if (/[()[\]"'\\|]/.test(css)) return null;
  const names = css.split(",").map((part) => /(?:^|[\s>+~])([a-z][\w-]*)[^\s>+~]*$/i.exec(part.trim())?.[1]);
  return names.every((name) => name !== undefined) ? names : null;
}
