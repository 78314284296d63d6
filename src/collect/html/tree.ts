/**
 * A page of HTML or XML as a flat tree: nodes in document order in typed arrays, no object a node.
 *
 *     <dl><dd>Hi <b>you</b></dd></dl>
 *
 *     node      0      1    2    3      4    5
 *     name      (root) dl   dd   text   b    text
 *     parent    −1     0    1    2      2    4
 *     after     6      6    6    4      6    6        the node behind the node's whole subtree
 *
 * A subtree is a run of neighbours, so it is read by counting up: nothing recurses, and 100,000 nested
 * tags cost what 100,000 tags cost. The tokens are htmlparser2's; its own tree is not used because it looks
 * for each closing tag through the whole stack, which takes minutes for such a page.
 */
import { decodeHTML, decodeXML } from "entities";
import { Tokenizer } from "htmlparser2";

import { Int32List } from "./int32-list.ts";
import { ends, rawText, traitsOf, voids } from "./tags.ts";

/** The name of every text node. */
export const textName = "#text";

/** Elements nested deeper than this become neighbours, as browsers have it. */
export const maximumDepth = 512;

/** How many numbers a node has, and which stands where. */
const stride = 6;
const nameAt = 0;
const parentAt = 1;
const afterAt = 2;
/** Text nodes: where the text stands in the source. */
const startAt = 3;
const endAt = 4;
/** Elements: the first of their attributes; those of node n end where those of the next element start. */
const attributeAt = 5;

/** What kind of markup a text is: XML keeps case, closes what says so, and knows no void elements. */
export type Markup = "html" | "xml";

/** A parsed page. */
export class Tree {
  readonly source: string;
  readonly markup: Markup;
  /** How many nodes there are; node 0 is the root, which is no element. */
  readonly size: number;
  readonly #names: readonly string[];
  /** What matters of each name while text is read. */
  readonly #traits: Uint8Array;
  /** `stride` numbers a node, side by side because they are read together. */
  readonly #nodes: Int32Array;
  /** Four numbers an attribute: its name's and its value's start and end in the source. */
  readonly #attributes: Int32Array;

  /** Use `parseTree`. */
  constructor(parts: TreeParts) {
    this.source = parts.source;
    this.markup = parts.markup;
    this.#names = parts.names;
    this.#traits = Uint8Array.from(parts.names, traitsOf);
    this.#nodes = parts.nodes.array();
    this.size = this.#nodes.length / stride;
    this.#attributes = parts.attributes.array();
  }

  /** The element's name (lower case in HTML), or `textName`. */
  name(node: number): string {
    return this.#names[this.#nodes[node * stride + nameAt]!]!;
  }
  /** The number of a name, for quick comparing; −1 when no node has it. */
  nameNumber(name: string): number {
    return this.#names.indexOf(name);
  }
  /** The number of the node's name. */
  numberOf(node: number): number {
    return this.#nodes[node * stride + nameAt]!;
  }
  /** The traits of the node's name, as `trait` has them. */
  traits(node: number): number {
    return this.#traits[this.#nodes[node * stride + nameAt]!]!;
  }
  /** @returns whether the node is text */
  isText(node: number): boolean {
    return this.#nodes[node * stride + nameAt] === 0;
  }
  /** The node that holds this one; −1 for the root. */
  parent(node: number): number {
    return this.#nodes[node * stride + parentAt]!;
  }
  /** The first node behind the node and all that it holds. */
  after(node: number): number {
    return this.#nodes[node * stride + afterAt]!;
  }
  /** The text of a text node, entities resolved. */
  text(node: number): string {
    const raw = this.source.slice(this.#nodes[node * stride + startAt]!, this.#nodes[node * stride + endAt]!);
    return raw.includes("&") && this.#nodes[node * stride + attributeAt]! >= 0 ? this.#decode(raw) : raw;
  }
  /** The children of a node, in order. */
  children(node: number): number[] {
    const children: number[] = [];
    for (let child = node + 1; child < this.after(node); child = this.after(child)) children.push(child);
    return children;
  }
  /** The value of an attribute, entities resolved; undefined where there is none. */
  attribute(node: number, name: string): string | undefined {
    if (this.isText(node)) return undefined;
    const last = this.#attributesEnd(node);
    for (let at = this.#nodes[node * stride + attributeAt]!; at < last; at += 4) {
      const found = this.source.slice(this.#attributes[at]!, this.#attributes[at + 1]!);
      if (found === name || (this.markup === "html" && found.toLowerCase() === name)) {
        const raw = this.source.slice(this.#attributes[at + 2]!, this.#attributes[at + 3]!);
        return raw.includes("&") ? this.#decode(raw) : raw;
      }
    }
    return undefined;
  }

  #attributesEnd(node: number): number {
    // Text nodes hold none, so the next element's first is this one's end.
    for (let next = node + 1; next < this.size; next++) {
      if (this.#nodes[next * stride + nameAt] !== 0) return this.#nodes[next * stride + attributeAt]!;
    }
    return this.#attributes.length;
  }
  #decode(raw: string): string {
    return this.markup === "html" ? decodeHTML(raw) : decodeXML(raw);
  }
}

/** Reads markup of any quality; whatever is wrong in it, there is a tree. */
export function parseTree(source: string, markup: Markup = "html"): Tree {
  const builder = new Builder(source, markup);
  const tokenizer = new Tokenizer({ xmlMode: markup === "xml", decodeEntities: false }, builder);
  tokenizer.write(source);
  tokenizer.end();
  return builder.finish();
}

interface TreeParts {
  readonly source: string;
  readonly markup: Markup;
  readonly names: readonly string[];
  readonly nodes: Int32List;
  readonly attributes: Int32List;
}

/** Marks a text whose ampersands are meant as they stand (CDATA, scripts). */
const verbatim = -1;

class Builder {
  readonly #source: string;
  readonly #markup: Markup;
  readonly #numbers = new Map<string, number>([[textName, 0]]);
  readonly #nodes = new Int32List();
  /** How many nodes there are. */
  #size = 0;
  readonly #attributes = new Int32List();
  /** The open elements, from the root inwards, never more than `maximumDepth`. */
  readonly #open: number[] = [0];
  /** How many open elements have each name, so that a stray closing tag costs nothing. */
  readonly #openNames: number[] = [];
  /** The element whose tag is being read. */
  #current = 0;
  #attributeName: readonly [number, number] = [0, 0];
  #valueStart = -1;
  #valueEnd = -1;

  constructor(source: string, markup: Markup) {
    this.#source = source;
    this.#markup = markup;
    this.#append(this.#number("#root"), -1);
  }

  finish(): Tree {
    while (this.#open.length > 0) this.#pop();
    return new Tree({
      source: this.#source,
      markup: this.#markup,
      names: [...this.#numbers.keys()],
      nodes: this.#nodes,
      attributes: this.#attributes,
    });
  }

  ontext(start: number, end: number): void {
    const holder = this.#open.at(-1)!;
    const node = this.#append(0, holder);
    this.#nodes.set(node * stride + startAt, start);
    this.#nodes.set(node * stride + endAt, end);
    this.#nodes.set(node * stride + afterAt, node + 1);
    if (this.#markup === "html" && rawText.has(this.#nameOf(holder)))
      this.#nodes.set(node * stride + attributeAt, verbatim);
  }
  ontextentity(): void {
    // Entities stay in the text and are resolved when it is read.
  }
  onopentagname(start: number, end: number): void {
    const name = this.#read(start, end);
    if (this.#markup === "html") {
      const ended = ends.get(name);
      while (ended?.has(this.#nameOf(this.#open.at(-1)!)) === true) this.#pop();
    }
    if (this.#open.length > maximumDepth) this.#pop();
    const number = this.#number(name);
    this.#current = this.#append(number, this.#open.at(-1)!);
    this.#open.push(this.#current);
    this.#openNames[number] = (this.#openNames[number] ?? 0) + 1;
  }
  onattribname(start: number, end: number): void {
    this.#attributeName = [start, end];
    this.#valueStart = -1;
    this.#valueEnd = -1;
  }
  onattribdata(start: number, end: number): void {
    if (this.#valueStart === -1) this.#valueStart = start;
    this.#valueEnd = end;
  }
  onattribentity(): void {
    // Resolved when the attribute is read.
  }
  onattribend(): void {
    for (const offset of this.#attributeName) this.#attributes.push(offset);
    this.#attributes.push(Math.max(this.#valueStart, 0));
    this.#attributes.push(Math.max(this.#valueEnd, 0));
  }
  onopentagend(): void {
    if (this.#markup === "html" && voids.has(this.#nameOf(this.#current))) this.#pop();
  }
  onselfclosingtag(): void {
    // HTML ignores the slash; foreign elements (svg, math) hold no text that matters here.
    if (this.#markup === "xml" || voids.has(this.#nameOf(this.#current))) this.#pop();
  }
  onclosetag(start: number, end: number): void {
    const number = this.#numbers.get(this.#read(start, end));
    if (number === undefined || (this.#openNames[number] ?? 0) === 0) return;
    while (this.#nodes.get(this.#pop() * stride + nameAt) !== number);
  }
  oncdata(start: number, end: number, endOffset: number): void {
    this.ontext(start, end - endOffset);
    this.#nodes.set((this.#size - 1) * stride + attributeAt, verbatim);
  }
  oncomment(): void {
    // Comments are nobody's words.
  }
  ondeclaration(): void {
    // A document type says nothing that is needed here; entities it defines are never expanded.
  }
  onprocessinginstruction(): void {
    // Says nothing that is needed here.
  }
  onend(): void {
    // `finish` closes what is open.
  }
  isInForeignContext(): boolean {
    return false;
  }

  #append(name: number, parent: number): number {
    const node = this.#size;
    this.#size++;
    this.#nodes.pushSix(name, parent, 0, 0, 0, this.#attributes.length);
    return node;
  }
  #pop(): number {
    const node = this.#open.pop()!;
    const number = this.#nodes.get(node * stride + nameAt);
    if (node > 0) this.#openNames[number]!--;
    this.#nodes.set(node * stride + afterAt, this.#size);
    return node;
  }
  #read(start: number, end: number): string {
    const name = this.#source.slice(start, end);
    return this.#markup === "html" ? name.toLowerCase() : name;
  }
  #number(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(name, number);
      this.#names.push(name);
    }
    return number;
  }
  readonly #names: string[] = [textName];
  #nameOf(node: number): string {
    return this.#names[this.#nodes.get(node * stride + nameAt)]!;
  }
}
