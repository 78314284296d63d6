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
  const { skip, marked } = options;
  const lines: MarkedLine[] = [];
  let text = "";
  let marks: number[] = [];
  const end = (): void => {
    const trimmed = text.trimEnd();
    if (trimmed !== "") lines.push({ text: trimmed, marks });
    if (text !== "") {
      text = "";
      marks = [];
    }
  };
  const add = (raw: string, isMarked: boolean): void => {
    let added = unevenSpace.test(raw) ? raw.replace(/[\t\n\f\r ]+/g, " ") : raw;
    if (added.startsWith(" ") && (text === "" || text.endsWith(" "))) added = added.slice(1);
    if (added === "") return;
    if (isMarked) {
      // Neighbouring marked texts are one mark.
      if (marks.length > 0 && marks.at(-1) === text.length) marks.pop();
      else marks.push(text.length);
      marks.push(text.length + added.length);
    }
    text += added;
  };
  const last = tree.after(node);
  let markUntil = -1;
  let preUntil = -1;
  // Where the open block elements end, innermost last.
  const blockEnds: number[] = [];
  for (let at = node; at < last; at++) {
    while (blockEnds.length > 0 && at >= blockEnds.at(-1)!) {
      blockEnds.pop();
      end();
    }
    if (tree.isText(at)) {
      const raw = tree.text(at);
      if (at >= preUntil) add(raw, at < markUntil);
      else {
        for (const [number, piece] of raw.split("\n").entries()) {
          if (number > 0) end();
          add(piece, at < markUntil);
        }
      }
      continue;
    }
    if (skip?.has(at) === true && at !== node) {
      at = tree.after(at) - 1;
      continue;
    }
    const traits = tree.traits(at);
    if ((traits & trait.lineBreak) !== 0) {
      end();
      continue;
    }
    if ((traits & trait.unread) !== 0 && at !== node) {
      at = tree.after(at) - 1;
      continue;
    }
    if (marked?.has(at) === true) markUntil = Math.max(markUntil, tree.after(at));
    if ((traits & trait.block) !== 0) {
      end();
      blockEnds.push(tree.after(at));
      if ((traits & trait.preformatted) !== 0) preUntil = Math.max(preUntil, tree.after(at));
    }
  }
  end();
  return lines;
}

/** The lines of a subtree, joined by line ends. */
export function textOf(tree: Tree, node: number, options: ReadingOptions = {}): string {
  return linesOf(tree, node, options)
    .map((line) => line.text)
    .join("\n");
}

/** White space that is not single spaces already. */
const unevenSpace = /[\t\n\f\r]| {2}/;
