/** RSS and Atom feeds: an entry a text, or the pages that entries link to. */
import { Type } from "typebox";

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
  const tree = parseTree(xml, "xml");
  const entries: FeedEntry[] = [];
  let channelAuthor: string | undefined;
  for (let node = 1; node < tree.size; node++) {
    const name = tree.name(node);
    if (name === "item" || name === "entry") {
      entries.push(entryOf(tree, node, channelAuthor));
      node = tree.after(node) - 1;
    } else if (authorNames.has(name)) channelAuthor ??= personOf(tree, node);
  }
  return entries;
}

const authorNames = new Set(["author", "dc:creator", "creator", "managingEditor", "itunes:author"]);
/** The fullest text first. */
const contentNames = ["content:encoded", "content", "description", "summary", "itunes:summary"];

function entryOf(tree: Tree, entry: number, channelAuthor: string | undefined): FeedEntry {
  const fields = new Map<string, number>();
  let author: string | undefined;
  let link: string | undefined;
  for (const child of tree.children(entry)) {
    const name = tree.name(child);
    if (name === "link") {
      const href = tree.attribute(child, "href") ?? textOf(tree, child);
      const relation = tree.attribute(child, "rel") ?? "alternate";
      if (relation === "alternate" && href !== "") link ??= href.trim();
    } else if (authorNames.has(name)) author ??= personOf(tree, child);
    else if (!fields.has(name)) fields.set(name, child);
  }
  const content = contentNames.map((name) => fields.get(name)).find((node) => node !== undefined);
  const title = fields.get("title");
  return {
    title: title === undefined ? undefined : plain(textOf(tree, title)) || undefined,
    link,
    author: author ?? channelAuthor,
    text: content === undefined ? "" : contentOf(tree, content),
  };
}

function contentOf(tree: Tree, node: number): string {
  // XHTML stands in the feed as elements; HTML as text that has to be parsed once more.
  const hasElements = tree.children(node).some((child) => !tree.isText(child));
  let text = "";
  for (let at = node; at < tree.after(node); at++) if (tree.isText(at)) text += tree.text(at);
  return hasElements ? textOf(tree, node) : plain(text);
}

const plain = (html: string): string => {
  if (!/[<&]/.test(html)) return html.trim();
  const tree = parseTree(html);
  return textOf(tree, 0);
};

/** "ann@example.org (Ann Author)" in RSS, <author><name>Ann Author</name></author> in Atom. */
function personOf(tree: Tree, node: number): string | undefined {
  const name = tree.children(node).find((child) => tree.name(child) === "name");
  const text = textOf(tree, name ?? node);
  return (/\(([^)]+)\)\s*$/.exec(text)?.[1] ?? text).trim() || undefined;
}
