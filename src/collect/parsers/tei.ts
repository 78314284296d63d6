/** TEI XML: plays with speakers, prose and verse by the author whom the header names. */
import { Type } from "typebox";

import { withoutPrefix } from "../html/namespaces.ts";
import { linesOf } from "../html/text.ts";
import { NodeSet } from "../html/node-set.ts";
import { parseTree } from "../html/tree.ts";
import type { Tree } from "../html/tree.ts";
import { css, defineParser } from "../parser.ts";
import type { ParserContext } from "../parser.ts";

/** `parser: tei`. Gives one document a speech where speakers are marked, a text otherwise. */
export const tei = defineParser({
  name: "tei",
  about: "TEI XML: speeches (<sp>, <said>) by their speakers, else the whole text by the header's author.",
  finds: "texts",
  settings: {
    select: Type.Optional(css("Which elements hold the texts; by default the speeches, or the body.")),
  },
  *parse(page, settings, context) {
    const tree = parseTree(withoutPrefix(page.text, "http://www.tei-c.org/ns/"), "xml");
    const header = headerOf(tree, context);
    // A speech by nobody is not by whoever wrote the play.
    const { byline: _, ...said } = header;
    const skip = new NodeSet(tree, context.selector(skipped).all(tree));
    context.drop("note", context.selector("note").all(tree).length);
    const speeches = settings.select === undefined ? speechesOf(tree, context) : [];
    const nodes = speeches.length > 0 ? speeches : bodies(tree, settings.select, context);
    // What is said inside a speech by somebody else is read once, by itself.
    const held = new NodeSet(tree, speeches);
    const names = speeches.length > 0 ? namesOf(tree) : new Map<string, string[]>();
    let skippedUntil = 0;
    let last = 0;
    for (const node of nodes) {
      for (; last <= node; last++)
        if (skip.has(last)) skippedUntil = Math.max(skippedUntil, tree.after(last));
      if (node < skippedUntil) continue;
      const text = paragraphsOf(tree, node, (at) => skip.has(at) || (at !== node && held.has(at)));
      if (text === "") context.drop("empty");
      else if (speeches.length === 0) yield { text, speakers: [], selector: tree.name(node), ...header };
      else
        yield {
          text,
          speakers: speakersOf(tree, node, held, names),
          selector: tree.name(node),
          ...said,
          isLine: true,
        };
    }
  },
});

/**
 * What is said, by whom: <said> inside a speech is a part of it unless it names its own speaker. Where no speech on the
 * page names anybody, as in a novel with its quotation marks marked, there are none.
 */
function speechesOf(tree: Tree, context: ParserContext): number[] {
  let speechEnd = 0;
  const isNamed = context
    .selector("sp[who], said[who], sp speaker")
    .all(tree)
    .some((node) => tree.name(node) === "speaker" || tree.attribute(node, "who")!.trim() !== "");
  if (!isNamed) return [];
  return context
    .selector("sp, said")
    .all(tree)
    .filter((node) => {
      if (tree.name(node) === "sp") {
        speechEnd = Math.max(speechEnd, tree.after(node));
        return true;
      }
      return node >= speechEnd || (tree.attribute(node, "who") ?? "").trim() !== "";
    });
}

/** What is not the author's, or not the text's: notes, directions, names, page furniture, what was struck out. */
const skipped =
  "teiHeader, note, stage, speaker, fw, figDesc, del, surplus, corr, reg, expan, front, back, facsimile, standOff, head, castList, app > rdg, gap, bibl, biblFull";

function bodies(tree: Tree, select: string | undefined, context: ParserContext): number[] {
  if (select !== undefined) return context.selector(select).all(tree);
  const found = context.selector("body").all(tree);
  if (found.length === 0) throw new Error("it has no <body>");
  return found;
}

/** Whoever speaks: by the label, by the identifiers that `who` refers to, and by the names that the header gives them. */
function speakersOf(
  tree: Tree,
  node: number,
  held: NodeSet,
  names: ReadonlyMap<string, readonly string[]>,
): string[] {
  const speakers: string[] = [];
  for (let at = node; at < tree.after(node); at++) {
    if (at !== node && held.has(at)) at = tree.after(at) - 1;
    else if (tree.name(at) === "speaker") speakers.push(wordsOf(tree, at));
  }
  const ids = (tree.attribute(node, "who") ?? "").split(/\s+/).filter((id) => id !== "");
  const people = ids.map((id) => {
    const short = id.slice(id.lastIndexOf("#") + 1);
    return { id, short, names: names.get(short) ?? [] };
  });
  const [one] = people;
  if (people.length === 1) speakers.push(...one!.names, one!.short, one!.id);
  // What several say together is by none of them.
  else if (one !== undefined && speakers.length === 0)
    speakers.push(people.map((each) => each.names[0] ?? each.short).join(" & "));
  return [...new Set(speakers.filter((name) => name !== ""))];
}

/**
 * Who is meant by the identifiers:
 *
 *     <person xml:id="ann"><persName>Ann Archer</persName></person>
 *     <castItem xml:id="bob"><role>Bob</role>, <roleDesc>a sailor</roleDesc></castItem>
 */
function namesOf(tree: Tree): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (let node = 1; node < tree.size; node++) {
    if (!persons.has(tree.name(node))) continue;
    const ids = [tree.attribute(node, "xml:id"), ...(tree.attribute(node, "corresp") ?? "").split(/\s+/)]
      .map((id) => id?.slice(id.lastIndexOf("#") + 1) ?? "")
      .filter((id) => id !== "");
    if (ids.length === 0) continue;
    const found: string[] = [];
    if (named.has(tree.name(node))) found.push(wordsOf(tree, node));
    for (let at = node + 1; at < tree.after(node); at++) {
      // Another person inside it has a name of its own.
      if (persons.has(tree.name(at)) && tree.attribute(at, "xml:id") !== undefined) at = tree.after(at) - 1;
      else if (named.has(tree.name(at))) {
        found.push(wordsOf(tree, at));
        at = tree.after(at) - 1;
      }
    }
    for (const id of ids) names.set(id, [...(names.get(id) ?? []), ...found.filter((name) => name !== "")]);
  }
  return names;
}

const persons = new Set(["person", "personGrp", "role", "castItem", "castGroup", "org", "persName", "name"]);
/** Elements that hold a name and nothing else. */
const named = new Set(["persName", "name", "role", "orgName"]);

/** Lines of verse and paragraphs stand on lines of their own. */
function paragraphsOf(tree: Tree, node: number, isSkipped: (node: number) => boolean): string {
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
    else if (isSkipped(at)) at = tree.after(at) - 1;
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
const standing = new Set(["p", "l", "lg", "ab", "div", "div1", "div2", "div3", "item", "sp", "row"]);

const wordsOf = (tree: Tree, node: number): string =>
  linesOf(tree, node)
    .map((line) => line.text)
    .join(" ")
    .trim();

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
