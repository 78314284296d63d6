/** Article pages of any site: the main text, without navigation, comments and the rest. */
import { createRequire } from "node:module";

import { escapeUTF8 } from "entities";
import { Type } from "typebox";

import { metaAuthor, withoutByline } from "../byline.ts";
import { linesOf } from "../html/text.ts";
import { parseTree } from "../html/tree.ts";
import type { Tree } from "../html/tree.ts";
import { voids } from "../html/tags.ts";
import { css, defineParser } from "../parser.ts";

/** `parser: article`. Gives one document a page, by the author whom the page or the recipe names. */
export const article = defineParser({
  name: "article",
  about: "Any page with one main text (Mozilla's Readability finds it); the by-line names the author.",
  finds: "texts",
  settings: {
    content: Type.Optional(css("Which element holds the text, where it should not be looked for.")),
    drop: Type.Optional(css("Which elements are left out.")),
  },
  *parse(page, settings, context) {
    const tree = parseTree(page.text);
    const skip = new Set(settings.drop === undefined ? [] : context.selector(settings.drop).all(tree));
    const language = attributeOf(tree, "html", "lang");
    const base = language === undefined ? {} : { language };
    const author = metaAuthor(tree);
    if (settings.content !== undefined) {
      for (const node of outermost(tree, context.selector(settings.content).all(tree))) {
        const lines = linesOf(tree, node, { skip }).map((line) => line.text);
        const own = withoutByline(lines, author);
        context.drop("front_matter", own.removed);
        const byline = author ?? own.named;
        yield {
          text: own.lines.join("\n"),
          speakers: [],
          selector: settings.content,
          ...(byline === undefined ? {} : { byline }),
          ...base,
        };
      }
      return;
    }
    const found = readable(tree, skip, page.url);
    if (found === null) {
      context.drop("empty");
      return;
    }
    const own = withoutByline(found.lines, author ?? found.byline);
    context.drop("front_matter", own.removed);
    const byline = author ?? found.byline ?? own.named;
    yield {
      text: own.lines.join("\n"),
      speakers: [],
      selector: "main text",
      ...(byline === undefined ? {} : { byline }),
      ...base,
    };
  },
});

interface Readable {
  readonly lines: readonly string[];
  readonly byline: string | undefined;
}

const require = createRequire(import.meta.url);

type Document = object;
interface Library {
  readonly Readability: new (
    document: Document,
    options: object,
  ) => {
    parse(): { readonly content: string; readonly byline: string | null } | null;
  };
  readonly JSDOMParser: new () => { parse(xml: string, url: string): Document };
}
let library: Library | undefined;

/** The library and the small DOM that comes with it, loaded when the first article is read. */
function readability(): Library {
  library ??= {
    Readability: require("@mozilla/readability/Readability.js"),
    JSDOMParser: require("@mozilla/readability/JSDOMParser.js"),
  };
  return library;
}

function readable(tree: Tree, skip: ReadonlySet<number>, url: string): Readable | null {
  const { Readability, JSDOMParser } = readability();
  const address = /^https?:/.test(url) ? url : "http://localhost/";
  const document = new JSDOMParser().parse(wellFormed(tree, skip), address);
  const found = new Readability(document, { charThreshold: 200 }).parse();
  if (found === null) return null;
  const content = parseTree(found.content);
  const lines = linesOf(content, 0).map((line) => line.text);
  const byline = found.byline?.replace(/^\s*by\s+/i, "").trim();
  return { lines, byline: byline === "" ? undefined : byline };
}

/**
 * The page as markup that a plain parser can read: every element closed, every attribute quoted, none without text.
 *
 * @throws Error when there are so many elements that looking for the main text would take minutes
 */
function wellFormed(tree: Tree, skip: ReadonlySet<number>): string {
  const parts: string[] = [];
  const texts = nextTexts(tree);
  let elements = 0;
  const open: { readonly end: number; readonly tag: string }[] = [];
  let hasHtml = false;
  for (let node = 1; node < tree.size; node++) {
    while (open.length > 0 && node >= open.at(-1)!.end) parts.push(open.pop()!.tag);
    if (tree.isText(node)) {
      parts.push(escapeUTF8(tree.text(node)));
      continue;
    }
    const name = tree.name(node);
    hasHtml ||= name === "html";
    if (skip.has(node) || unreadable.has(name) || !/^[a-z][a-z\d-]*$/.test(name)) {
      // Elements that have no name to be trusted are passed over; what they hold is read.
      if (skip.has(node) || unreadable.has(name)) node = tree.after(node) - 1;
      continue;
    }
    if (!headNames.has(name) && texts[node]! >= tree.after(node)) continue;
    if (++elements > maximumElements) {
      throw new Error(
        `it has more than ${maximumElements} elements; name the one that holds the text with \`content\``,
      );
    }
    const attributes = kept.flatMap((attribute) => {
      const value = tree.attribute(node, attribute);
      return value === undefined ? [] : [` ${attribute}="${escapeUTF8(value)}"`];
    });
    if (voids.has(name)) parts.push(`<${name}${attributes.join("")}/>`);
    else {
      parts.push(`<${name}${attributes.join("")}>`);
      open.push({ end: tree.after(node), tag: `</${name}>` });
    }
  }
  while (open.length > 0) parts.push(open.pop()!.tag);
  const inside = parts.join("");
  return hasHtml ? inside : `<html><head></head><body>${inside}</body></html>`;
}

/** Looking for the main text takes time that grows with the square of this. */
const maximumElements = 15_000;
/** Elements that say something without a text. */
const headNames = new Set(["meta", "br", "html", "body"]);

/** For each node the first text at or behind it that is more than white space. */
function nextTexts(tree: Tree): Int32Array {
  const next = new Int32Array(tree.size + 1).fill(tree.size);
  for (let node = tree.size - 1; node >= 0; node--) {
    next[node] = tree.isText(node) && tree.text(node).trim() !== "" ? node : next[node + 1]!;
  }
  return next;
}

const kept = ["class", "id", "rel", "itemprop", "itemtype", "property", "name", "content", "role", "href"];
const unreadable = new Set("script style template iframe svg math object noembed noframes".split(" "));

function attributeOf(tree: Tree, element: string, attribute: string): string | undefined {
  for (let node = 1; node < Math.min(tree.size, 50); node++) {
    if (tree.name(node) === element) return tree.attribute(node, attribute) || undefined;
  }
  return undefined;
}

function outermost(tree: Tree, nodes: readonly number[]): number[] {
  let end = -1;
  return nodes.filter((node) => {
    if (node < end) return false;
    end = tree.after(node);
    return true;
  });
}
