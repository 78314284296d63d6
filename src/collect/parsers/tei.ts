/** TEI XML: plays with speakers, prose and verse by the author whom the header names. */
import { linesOf } from "../html/text.ts";
import { parseTree } from "../html/tree.ts";
import type { Tree } from "../html/tree.ts";
import { css, defineParser } from "../parser.ts";
import type { ParserContext } from "../parser.ts";
import { Type } from "typebox";

/** `parser: tei`. Gives one document a speech where speakers are marked, a text otherwise. */
export const tei = defineParser({
  name: "tei",
  about: "TEI XML: speeches (<sp>, <said>) by their speakers, else the whole text by the header's author.",
  finds: "texts",
  settings: {
    select: Type.Optional(css("Which elements hold the texts; by default the speeches, or the body.")),
  },
  *parse(page, settings, context) {
    const tree = parseTree(page.text, "xml");
    const header = headerOf(tree, context);
    const skip = new Set(context.selector(skipped).all(tree));
    context.drop("note", context.selector("note").all(tree).length);
    const speeches = settings.select === undefined ? context.selector("sp, said").all(tree) : [];
    const nodes = speeches.length > 0 ? speeches : bodies(tree, settings.select, context);
    for (const node of nodes) {
      if (isHeld(tree, node, skip)) continue;
      const speakers = speeches.length > 0 ? speakersOf(tree, node) : [];
      const text = paragraphsOf(tree, node, skip);
      if (text === "") context.drop("empty");
      else yield { text, speakers, selector: tree.name(node), ...header };
    }
  },
});

/** What is not the author's, or not the text's: notes, directions, names, page furniture, what was struck out. */
const skipped =
  "teiHeader, note, stage, speaker, fw, figDesc, del, surplus, corr, reg, expan, front, back, facsimile, standOff, head, castList, app > rdg, gap, bibl, biblFull";

function bodies(tree: Tree, select: string | undefined, context: ParserContext): number[] {
  if (select !== undefined) return context.selector(select).all(tree);
  const found = context.selector("body").all(tree);
  if (found.length === 0) throw new Error("it has no <body>");
  return found;
}

/** Whoever speaks: by the label, and by the identifiers that `who` refers to. */
function speakersOf(tree: Tree, node: number): string[] {
  const speakers: string[] = [];
  for (let at = node; at < tree.after(node); at++) {
    if (tree.name(at) === "speaker") speakers.push(wordsOf(tree, at));
  }
  const who = tree.attribute(node, "who")?.trim().split(/\s+/) ?? [];
  // A chorus is nobody in particular.
  if (who.length === 1) speakers.push(who[0]!, who[0]!.replace(/^.*#/, ""));
  return [...new Set(speakers.filter((name) => name !== ""))];
}

/** Lines of verse and paragraphs stand on lines of their own. */
function paragraphsOf(tree: Tree, node: number, skip: ReadonlySet<number>): string {
  const lines: string[] = [];
  let text = "";
  const end = (): void => {
    const plain = text.replace(/\s+/gu, " ").trim();
    if (plain !== "") lines.push(plain);
    text = "";
  };
  const ends: number[] = [];
  for (let at = node; at < tree.after(node); at++) {
    while (ends.length > 0 && at >= ends.at(-1)!) {
      ends.pop();
      end();
    }
    if (tree.isText(at)) text += tree.text(at);
    else if (skip.has(at)) at = tree.after(at) - 1;
    else if (broken.has(tree.name(at))) {
      // A word may run on over a line or a page.
      if (tree.attribute(at, "break") === "no") text = text.trimEnd().replace(/-$/, "");
      else text += " ";
    } else if (standing.has(tree.name(at))) {
      end();
      ends.push(tree.after(at));
    }
  }
  end();
  return lines.join("\n");
}

const broken = new Set(["lb", "pb", "cb", "milestone"]);
const standing = new Set(
  ["p", "l", "lg", "ab", "div", "div1", "div2", "div3", "item", "sp", "said", "quote", "q", "row"].filter(
    (name) => name !== "q" && name !== "said" && name !== "quote",
  ),
);

const wordsOf = (tree: Tree, node: number): string =>
  linesOf(tree, node)
    .map((line) => line.text)
    .join(" ")
    .trim();

function isHeld(tree: Tree, node: number, skip: ReadonlySet<number>): boolean {
  for (let at = node; at > 0; at = tree.parent(at)) if (skip.has(at)) return true;
  return false;
}

function headerOf(tree: Tree, context: ParserContext): { byline?: string; work?: string; language?: string } {
  const first = (selector: string): string | undefined => {
    const node = context.selector(selector).all(tree)[0];
    return node === undefined ? undefined : wordsOf(tree, node) || undefined;
  };
  const byline = first("titleStmt > author");
  const work = first("titleStmt > title");
  const text = context.selector("text, TEI").all(tree);
  const language = text.map((node) => tree.attribute(node, "xml:lang")).find((tag) => tag !== undefined);
  return {
    ...(byline === undefined ? {} : { byline }),
    ...(work === undefined ? {} : { work }),
    ...(language === undefined ? {} : { language }),
  };
}
