/** The text of a part of a page. */
import type { NodeSet } from "./node-set.ts";
import { trait } from "./tags.ts";
import type { Tree } from "./tree.ts";

/** A line of a page, and which parts of it are marked (bold, say). */
export interface MarkedLine {
  readonly text: string;
  /** Starts and ends in `text`, in turn: `[0, 5, 9, 12]`. */
  readonly marks: readonly number[];
}

/** What to look for while reading. */
export interface ReadingOptions {
  /** Nodes to leave out, with all that they hold. */
  readonly skip?: NodeSet | ReadonlySet<number>;
  /** Nodes whose text is marked. */
  readonly marked?: NodeSet | ReadonlySet<number>;
}

/**
 * The lines of a subtree: `<br>`, line ends in `<pre>` and elements that stand alone end a line; white space is
 * one space. Empty lines are left out.
 */
export function linesOf(tree: Tree, node: number, options: ReadingOptions = {}): MarkedLine[] {
  const lines = new Lines();
  const { skip, marked } = options;
  const last = tree.after(node);
  let markUntil = -1;
  let preUntil = -1;
  // Where the innermost open block ends; the ends of those around it.
  let blockEnd = last;
  const blockEnds: number[] = [];
  for (let at = node; at < last; at++) {
    while (at >= blockEnd) {
      blockEnd = blockEnds.pop()!;
      lines.end();
    }
    if (tree.isText(at)) {
      if (at >= preUntil) lines.add(tree.text(at), at < markUntil);
      else {
        for (const [number, piece] of tree.text(at).split("\n").entries()) {
          if (number > 0) lines.end();
          lines.add(piece, at < markUntil);
        }
      }
      continue;
    }
    if (skip?.has(at) === true && at !== node) {
      at = tree.after(at) - 1;
      continue;
    }
    if (marked?.has(at) === true) markUntil = Math.max(markUntil, tree.after(at));
    const traits = tree.traits(at);
    if (traits === 0) continue;
    if ((traits & trait.lineBreak) !== 0) lines.end();
    else if ((traits & trait.unread) !== 0) {
      if (at !== node) at = tree.after(at) - 1;
    } else {
      lines.end();
      blockEnds.push(blockEnd);
      blockEnd = tree.after(at);
      if ((traits & trait.preformatted) !== 0) preUntil = Math.max(preUntil, tree.after(at));
    }
  }
  lines.end();
  return lines.found;
}

/** The lines of a subtree, joined by line ends. */
export function textOf(tree: Tree, node: number, options: ReadingOptions = {}): string {
  return linesOf(tree, node, options)
    .map((line) => line.text)
    .join("\n");
}

/** Puts lines together. */
class Lines {
  readonly found: MarkedLine[] = [];
  #text = "";
  /** Known without looking: looking would copy a text that grows piece by piece. */
  #endsWithSpace = true;
  #marks: number[] = [];

  add(raw: string, isMarked: boolean): void {
    let added = hasUnevenSpace(raw) ? raw.replace(/[\t\n\f\r ]+/g, " ") : raw;
    if (this.#endsWithSpace && added.startsWith(" ")) added = added.slice(1);
    if (added === "") return;
    const { length } = this.#text;
    if (isMarked) {
      // Neighbouring marked texts are one mark.
      const marks = this.#marks;
      if (marks.length > 0 && marks.at(-1) === length) marks.pop();
      else marks.push(length);
      marks.push(length + added.length);
    }
    this.#endsWithSpace = added.endsWith(" ");
    this.#text = length === 0 ? added : this.#text + added;
  }

  end(): void {
    if (this.#text === "") return;
    const text = this.#text.trimEnd();
    if (text !== "") this.found.push({ text, marks: this.#marks });
    this.#text = "";
    this.#endsWithSpace = true;
    this.#marks = [];
  }
}

/** White space that is not single spaces already; looking for each kind is faster than a pattern for all. */
const hasUnevenSpace = (text: string): boolean =>
  text.includes("\n") ||
  text.includes("  ") ||
  text.includes("\t") ||
  text.includes("\r") ||
  text.includes("\f");
