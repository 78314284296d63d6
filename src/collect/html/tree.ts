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
  readonly #names = new Map<string, Name>();
  /** Names of up to four letters by the letters' codes, so that no string has to be made to find them. */
  readonly #shortNames = new Map<number, Name>();
  readonly #nodes = new Int32List();
  /** How many nodes there are. */
  #size = 0;
  readonly #attributes = new Int32List();
  /** The open elements, from the root inwards, never more than `maximumDepth`. */
  readonly #open: number[] = [];
  readonly #openNames: Name[] = [];
  #nameStart = 0;
  #nameEnd = 0;
  #valueStart = -1;
  #valueEnd = -1;

  constructor(source: string, markup: Markup) {
    this.#source = source;
    this.#markup = markup;
    this.#name(textName);
    this.#push(this.#name("#root"), -1);
  }

  finish(): Tree {
    while (this.#open.length > 0) this.#pop();
    return new Tree({
      source: this.#source,
      markup: this.#markup,
      names: [...this.#names.keys()],
      nodes: this.#nodes,
      attributes: this.#attributes,
    });
  }

  ontext(start: number, end: number): void {
    const holds = this.#openNames.at(-1)!.isRawText ? verbatim : this.#attributes.length;
    const node = this.#size++;
    this.#nodes.pushSix(0, this.#open.at(-1)!, node + 1, start, end, holds);
  }
  ontextentity(): void {
    // Entities stay in the text and are resolved when it is read.
  }
  onopentagname(start: number, end: number): void {
    const name = this.#read(start, end);
    if (name.ends !== undefined) while (name.ends.has(this.#openNames.at(-1)!.text)) this.#pop();
    if (this.#open.length > maximumDepth) this.#pop();
    this.#push(name, this.#open.at(-1)!);
  }
  onattribname(start: number, end: number): void {
    this.#nameStart = start;
    this.#nameEnd = end;
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
    this.#attributes.push(this.#nameStart);
    this.#attributes.push(this.#nameEnd);
    this.#attributes.push(Math.max(this.#valueStart, 0));
    this.#attributes.push(Math.max(this.#valueEnd, 0));
  }
  onopentagend(): void {
    if (this.#openNames.at(-1)!.isVoid) this.#pop();
  }
  onselfclosingtag(): void {
    // HTML ignores the slash; foreign elements (svg, math) hold no text that matters here.
    if (this.#markup === "xml" || this.#openNames.at(-1)!.isVoid) this.#pop();
  }
  onclosetag(start: number, end: number): void {
    const name = this.#read(start, end);
    if (name.open > 0) while (this.#pop() !== name);
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

  #push(name: Name, parent: number): void {
    this.#open.push(this.#size++);
    this.#openNames.push(name);
    name.open++;
    this.#nodes.pushSix(name.number, parent, 0, 0, 0, this.#attributes.length);
  }
  #pop(): Name {
    this.#nodes.set(this.#open.pop()! * stride + afterAt, this.#size);
    const name = this.#openNames.pop()!;
    name.open--;
    return name;
  }
  #read(start: number, end: number): Name {
    if (end - start > 4) return this.#written(start, end);
    let key = 0;
    for (let at = start; at < end; at++) {
      const code = this.#source.charCodeAt(at);
      // Letters and figures only: other characters could give the key of another name.
      if (code > 122 || code < 48) return this.#written(start, end);
      key = key * 128 + code;
    }
    let name = this.#shortNames.get(key);
    if (name === undefined) {
      name = this.#written(start, end);
      this.#shortNames.set(key, name);
    }
    return name;
  }
  #written(start: number, end: number): Name {
    const text = this.#source.slice(start, end);
    return this.#name(this.#markup === "html" ? text.toLowerCase() : text);
  }
  #name(text: string): Name {
    let name = this.#names.get(text);
    if (name === undefined) {
      const isHtml = this.#markup === "html";
      name = {
        number: this.#names.size,
        text,
        ends: isHtml ? ends.get(text) : undefined,
        isVoid: isHtml && voids.has(text),
        isRawText: isHtml && rawText.has(text),
        open: 0,
      };
      this.#names.set(text, name);
    }
    return name;
  }
}

/** What the builder needs of an element's name. */
interface Name {
  readonly number: number;
  readonly text: string;
  /** The open elements that its opening tag ends. */
  readonly ends: ReadonlySet<string> | undefined;
  readonly isVoid: boolean;
  readonly isRawText: boolean;
  /** How many open elements have it, so that a stray closing tag costs nothing. */
  open: number;
}
