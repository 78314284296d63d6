/** RSS and Atom feeds: an entry a text, or the pages that entries link to. */
import { Type } from "typebox";

import { withoutPrefix } from "../html/namespaces.ts";
import { textOf } from "../html/text.ts";
import { parseTree } from "../html/tree.ts";
import type { Tree } from "../html/tree.ts";
import { defineParser } from "../parser.ts";

/** An entry of a feed. */
export interface FeedEntry {
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly author: string | undefined;
  /** The content as plain text; the summary where there is no more. */
  readonly text: string;
}

/** `parser: feed`. Gives one document an entry, or the addresses of the pages that entries link to. */
export const feed = defineParser({
  name: "feed",
  about: "RSS and Atom: each entry a text by the author whom it names.",
  finds: "texts",
  settings: {
    follow: Type.Optional(
      Type.Boolean({
        description: "Fetch the pages that the entries link to and read those as articles; default false.",
      }),
    ),
  },
  *parse(page, _settings, context) {
    for (const { title, link, author, text } of entriesOf(page.text)) {
      const work = link ?? title;
      if (text === "") context.drop("empty");
      else {
        yield {
          text,
          speakers: author === undefined ? [] : [author],
          selector: "item, entry",
          ...(work === undefined ? {} : { work }),
        };
      }
    }
  },
});

/** The entries of a feed: RSS 0.9 to 2.0, RDF, Atom. */
export function entriesOf(xml: string): FeedEntry[] {
  const tree = parseTree(withoutPrefixes(xml), "xml");
  const entries: FeedEntry[] = [];
  const channelAuthor = authorOfFeed(tree);
  for (let node = 1; node < tree.size; node++) {
    if (!isEntry(tree, node)) continue;
    entries.push(entryOf(tree, node, channelAuthor));
    node = tree.after(node) - 1;
  }
  return entries;
}

/** <atom:entry> and <rss:item>; an <atom:link> in RSS keeps its prefix. */
function withoutPrefixes(xml: string): string {
  if (!/<[\w.-]{1,40}:(?:entry|item|feed)[\s>]/.test(xml)) return xml;
  return ["http://www.w3.org/2005/Atom", "http://purl.org/atom/", "http://purl.org/rss/"].reduce(
    withoutPrefix,
    xml,
  );
}

const isEntry = (tree: Tree, node: number): boolean =>
  tree.name(node) === "item" || tree.name(node) === "entry";

/** The author whom the feed names, before its entries or behind them. */
function authorOfFeed(tree: Tree): string | undefined {
  for (let node = 1; node < tree.size; node++) {
    if (isEntry(tree, node)) node = tree.after(node) - 1;
    else if (isAuthor(tree.name(node))) return personOf(tree, node);
  }
  return undefined;
}

const isAuthor = (name: string): boolean =>
  /^(?:[\w.-]{1,40}:)?(?:author|creator|managingEditor)$/.test(name);
/** The fullest text first. */
const contentNames = ["content:encoded", "content", "description", "summary", "itunes:summary"];

function entryOf(tree: Tree, entry: number, channelAuthor: string | undefined): FeedEntry {
  const isAtom = tree.name(entry) === "entry";
  const fields = new Map<string, number>();
  let author: string | undefined;
  let link: string | undefined;
  for (const child of tree.children(entry)) {
    const name = tree.name(child);
    if (name === "link") {
      const href = tree.attribute(child, "href") ?? textOf(tree, child);
      const relation = tree.attribute(child, "rel") ?? "alternate";
      if (relation === "alternate" && href !== "") link ??= href.trim();
    } else if (isAuthor(name)) author ??= personOf(tree, child);
    else if (!fields.has(name)) fields.set(name, child);
  }
  const title = fields.get("title");
  let text = "";
  // A field may be there and hold nothing.
  for (const name of contentNames) {
    const node = fields.get(name);
    if (node !== undefined) text = contentOf(tree, node, isAtom);
    if (text !== "") break;
  }
  return {
    title: title === undefined ? undefined : contentOf(tree, title, isAtom) || undefined,
    link,
    author: author ?? channelAuthor,
    text: text.replace(syndicated, "").trim(),
  };
}

/** What WordPress adds to each entry. */
const syndicated = /(?:^|\n)The post [^\n]{1,300} (?:first appeared|appeared first) on [^\n]{1,200}\.$/;

/** XHTML stands in the feed as elements; HTML as text that has to be parsed once more; plain text as it is. */
function contentOf(tree: Tree, node: number, isAtom: boolean): string {
  if (tree.children(node).some((child) => !tree.isText(child))) return textOf(tree, node);
  let text = "";
  for (let at = node; at < tree.after(node); at++) if (tree.isText(at)) text += tree.text(at);
  if (!isAtom) return plain(text);
  const type = tree.attribute(node, "type")?.trim().toLowerCase();
  if (type === "text" || type === "text/plain") return text.trim();
  // Without a type it is plain text, though many feeds forget to say that it is HTML.
  if (type === undefined)
    return /<\/?(?:p|br|div|a|ul|ol|li|em|strong|b|i|span|h\d|img|blockquote)\b[^<>]*>/i.test(text)
      ? plain(text)
      : text.trim();
  return /html/.test(type) ? plain(text) : "";
}

const plain = (html: string): string => (/[<&]/.test(html) ? textOf(parseTree(html), 0) : html.trim());

/** "ann@example.org (Ann Author)" in RSS, <author><name>Ann Author</name></author> in Atom. */
function personOf(tree: Tree, node: number): string | undefined {
  const name = tree.children(node).find((child) => /^(?:[\w.-]{1,40}:)?name$/.test(tree.name(child)));
  const text = textOf(tree, name ?? node).slice(0, 300);
  return (/\(([^)]+)\)\s*$/.exec(text)?.[1] ?? text).trim() || undefined;
}
