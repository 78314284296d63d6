/** Transcripts on web pages: each line an element, the speaker in bold or before a colon. */
import { Type } from "typebox";

import { Dialogue, dialogueSettings } from "../dialogue.ts";
import { NodeSet } from "../html/node-set.ts";
import { linesOf } from "../html/text.ts";
import { parseTree } from "../html/tree.ts";
import type { Tree } from "../html/tree.ts";
import { css, defineParser } from "../parser.ts";
import type { ParserContext, Piece } from "../parser.ts";
import { shownName } from "../speakers.ts";

/** Which elements hold the lines, unless the recipe says so. */
export const defaultLines = "p, dd, li";
/** Which elements hold the speakers' names, unless the recipe says so. */
export const defaultSpeaker = "b, strong";

const settings = {
  select: Type.Optional(css(`Which elements hold the lines; "${defaultLines}" by default.`)),
  speaker: Type.Optional(
    css(
      `Which elements hold the speakers' names, inside a line or before it; "${defaultSpeaker}" by default, ` +
        "and then a name before a colon counts too.",
    ),
  ),
  drop: Type.Optional(css("Which elements are left out before anything is read (notes, edit links).")),
  ...dialogueSettings,
};

/** What of these settings matters once the lines are there. */
export interface TranscriptSettings {
  readonly select?: string;
  readonly speaker?: string;
  readonly drop?: string;
  readonly colon?: "optional" | "required";
  readonly continues?: boolean;
}

/** `parser: transcript-html`. Gives one document a line with a speaker. */
export const transcriptHtml = defineParser({
  name: "transcript-html",
  about: "A transcript on a web page: lines in elements, speakers in bold or before a colon.",
  finds: "lines",
  entities: true,
  settings,
  parse: (page, settings, context) => transcript(parseTree(page.text), settings, context),
});

/** The speeches of a transcript that is a tree already. */
export function* transcript(
  tree: Tree,
  settings: TranscriptSettings,
  context: ParserContext,
): Generator<Piece> {
  const select = settings.select ?? defaultLines;
  const lines = context.selector(select).all(tree);
  const names = context.selector(settings.speaker ?? defaultSpeaker).all(tree);
  const marked = new NodeSet(tree, names);
  const dropped = settings.drop === undefined ? [] : context.selector(settings.drop).all(tree);
  const skip = new NodeSet(tree, dropped);
  // A line inside a line is read once, by itself.
  const skipped = new NodeSet(tree, [...dropped, ...inside(tree, lines)]);
  // Names that stand before a line, not in it: <dt>Ann</dt><dd>…</dd>
  const titles = settings.speaker === undefined ? [] : outside(tree, names, lines);
  const dialogue = new Dialogue(context, settings, settings.speaker === undefined);
  const language = languageOf(tree);
  let title = 0;
  for (const node of lines) {
    if (skip.has(node)) continue;
    for (; title < titles.length && titles[title]! < node; title++) {
      dialogue.title(shownName(linesOf(tree, titles[title]!)[0]?.text ?? ""));
    }
    for (const { speaker, text } of dialogue.turns(linesOf(tree, node, { skip: skipped, marked }))) {
      const speakers = [speaker];
      yield language === undefined
        ? { text, speakers, selector: select }
        : { text, speakers, selector: select, language };
    }
  }
}

/** Those nodes which an earlier one holds. */
function inside(tree: Tree, nodes: readonly number[]): number[] {
  let end = -1;
  return nodes.filter((node) => {
    const held = node < end;
    end = Math.max(end, tree.after(node));
    return held;
  });
}

/** Those nodes which are in none of the lines. */
function outside(tree: Tree, nodes: readonly number[], lines: readonly number[]): number[] {
  const out: number[] = [];
  let line = 0;
  let end = -1;
  for (const node of nodes) {
    while (line < lines.length && lines[line]! <= node) end = Math.max(end, tree.after(lines[line++]!));
    if (node >= end) out.push(node);
  }
  return out;
}

function languageOf(tree: Tree): string | undefined {
  for (let node = 1; node < Math.min(tree.size, 50); node++) {
    if (tree.name(node) === "html") return tree.attribute(node, "lang") || undefined;
  }
  return undefined;
}
