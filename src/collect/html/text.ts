/** The text of a part of a page. */
import { blocks, unread } from "./tags.ts";
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
  readonly skip?: ReadonlySet<number>;
  /** Nodes whose text is marked. */
  readonly marked?: ReadonlySet<number>;
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
      const pieces = at < preUntil ? raw.split("\n") : [raw];
      for (let piece = 0; piece < pieces.length; piece++) {
        if (piece > 0) end();
        let added = pieces[piece]!.replace(/[\t\n\f\r ]+/g, " ");
        if ((text === "" || text.endsWith(" ")) && added.startsWith(" ")) added = added.slice(1);
        if (added === "") continue;
        if (at < markUntil) {
          // Neighbouring marked texts are one mark.
          if (marks.length > 0 && marks.at(-1) === text.length) marks.pop();
          else marks.push(text.length);
          marks.push(text.length + added.length);
        }
        text += added;
      }
      continue;
    }
    if (skip?.has(at) === true && at !== node) {
      at = tree.after(at) - 1;
      continue;
    }
    const name = tree.name(at);
    if (name === "br") {
      end();
      continue;
    }
    if (unread.has(name) && at !== node) {
      at = tree.after(at) - 1;
      continue;
    }
    if (marked?.has(at) === true) markUntil = Math.max(markUntil, tree.after(at));
    if (blocks.has(name)) {
      end();
      blockEnds.push(tree.after(at));
      if (name === "pre") preUntil = Math.max(preUntil, tree.after(at));
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
