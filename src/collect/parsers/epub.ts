/** EPUB books: the chapters in reading order, without cover, title page, contents and notes. */
import { unzipSync } from "fflate";

import { bookText } from "../book-text.ts";
import { decodePage } from "../charset.ts";
import { linesOf } from "../html/text.ts";
import { withoutPrefix } from "../html/namespaces.ts";
import { parseTree } from "../html/tree.ts";
import type { Tree } from "../html/tree.ts";
import { defineParser } from "../parser.ts";
import type { ParserContext } from "../parser.ts";
import { withoutLicence } from "./gutenberg.ts";

/** Of all the book's texts together, unpacked: no book has more, and a zip bomb has. */
const maximumBytes = 100_000_000;

/** `parser: epub`. Gives one document a book, by the author in its metadata unless the recipe says so. */
export const epub = defineParser({
  name: "epub",
  about: "An EPUB book: chapters in reading order; its metadata name author and title.",
  finds: "texts",
  settings: {},
  *parse(page, _settings, context) {
    const files = unpack(page.bytes);
    if (isEncrypted(files)) throw new Error("its chapters are encrypted");
    const container = parseTree(withoutPrefix(read(files, "META-INF/container.xml"), containerSpace), "xml");
    const [rootfile] = context.selector("rootfile").all(container);
    const named = rootfile === undefined ? undefined : container.attribute(rootfile, "full-path");
    if (named === undefined) throw new Error("it names no contents");
    const path = files.has(named) ? named : unescaped(named);
    const contents = parseTree(withoutPrefix(read(files, path), packageSpace), "xml");
    const field = (name: string): string | undefined => {
      const node = elements(contents, name)[0];
      return node === undefined ? undefined : linesOf(contents, node)[0]?.text;
    };
    const author = field("dc:creator");
    const title = field("dc:title");
    const language = field("dc:language");
    const chapters = chaptersOf(contents, path).map(
      (names) => names.find((name) => files.has(name)) ?? names,
    );
    const found = chapters.filter((chapter) => typeof chapter === "string");
    const missing = chapters.find((chapter) => typeof chapter !== "string");
    if (found.length === 0 && missing !== undefined) throw new Error(`${missing[0]} is not in it`);
    context.drop("empty", chapters.length - found.length);
    const texts = found.map((chapter) => chapterText(parseTree(read(files, chapter)), context));
    const whole = withoutLicence(texts.filter((text) => text !== "").join("\n\n"));
    const body = bookText(whole.text, author === undefined ? [] : [author]);
    context.drop("front_matter", body.frontMatter);
    context.drop("note", body.notes);
    context.drop("heading", body.headings);
    yield {
      text: body.text,
      speakers: [],
      ...(author === undefined ? {} : { byline: author }),
      ...(title === undefined ? {} : { work: title }),
      ...(language === undefined ? {} : { language }),
    };
  },
});

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  let total = 0;
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (!/\.(?:xml|opf|x?html?)$/i.test(name)) return false;
      total += originalSize;
      if (total > maximumBytes) throw new Error(`its texts have more than ${maximumBytes} bytes`);
      return true;
    },
  });
  return new Map(Object.entries(files));
}

function read(files: ReadonlyMap<string, Uint8Array>, path: string): string {
  const file = files.get(path);
  if (file === undefined) throw new Error(`${path} is not in it`);
  return decodePage(file).text;
}

/** Chapters that only a reading program with its key can read; of fonts this says nothing. */
const isEncrypted = (files: ReadonlyMap<string, Uint8Array>): boolean =>
  files.has("META-INF/encryption.xml") &&
  /<(?:\w{1,20}:)?CipherReference\s[^<>]{0,20}URI="[^"<>]{1,500}html?"/i.test(
    read(files, "META-INF/encryption.xml"),
  );

const containerSpace = "urn:oasis:names:tc:opendocument:xmlns:container";
const packageSpace = "http://www.idpf.org/2007/opf";

/**
 * The files of the spine; contents and what lies beside the text are left out.
 *
 * @returns for each the paths that it may have in the archive: as it is escaped, and as it is written
 */
function chaptersOf(contents: Tree, path: string): string[][] {
  const items = new Map<string, { href: string; properties: string }>();
  for (const node of elements(contents, "item")) {
    const href = contents.attribute(node, "href") ?? "";
    const properties = contents.attribute(node, "properties") ?? "";
    if (/html/i.test(contents.attribute(node, "media-type") ?? "html")) {
      items.set(contents.attribute(node, "id") ?? "", { href, properties });
    }
  }
  return elements(contents, "itemref").flatMap((node) => {
    const item = items.get(contents.attribute(node, "idref") ?? "");
    if (item === undefined || contents.attribute(node, "linear") === "no" || /\bnav\b/.test(item.properties))
      return [];
    const href = item.href.split("#", 1)[0]!;
    return [[unescaped(href), href].map((name) => within(path, name))];
  });
}

/** A percent sign without two figures behind it means itself. */
function unescaped(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href.replace(/(?:%[\da-f]{2})+/gi, (escaped) => {
      try {
        return decodeURIComponent(escaped);
      } catch {
        return escaped;
      }
    });
  }
}

/** A path in the archive, from the place of the file that names it on. */
function within(from: string, name: string): string {
  const parts = name.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** Parts of a book that are not its text, by their names in the EPUB vocabulary, and what marks notes. */
const skipped =
  "nav, aside, table, h1, h2, h3, h4, h5, h6, .pg-boilerplate, #pg-header, #pg-footer, [role=doc-noteref], " +
  "[role=doc-toc], [role=doc-footnote], [role=doc-endnotes]";
const sideParts =
  /\b(?:cover|titlepage|halftitlepage|copyright-page|toc|loi|lot|dedication|colophon|footnotes?|endnotes?|rearnotes?|index|noteref|imprint)\b/;

function chapterText(tree: Tree, context: ParserContext): string {
  const skip = new Set(context.selector(skipped).all(tree));
  for (const node of context.selector("sup, a").all(tree)) if (isNoteMark(tree, node)) skip.add(node);
  for (let node = 1; node < tree.size; node++) {
    if (sideParts.test(tree.attribute(node, "epub:type") ?? "")) skip.add(node);
  }
  const body = elements(tree, "body")[0] ?? 0;
  // Skipping happens below the node that is read, so a body that is a title page is told here.
  if (skip.has(body)) return "";
  return linesOf(tree, body, { skip })
    .map((line) => line.text)
    .join("\n\n");
}

/** `<sup>1</sup>`, `<a href="#note1">[1]</a>`; not the raised letters of "19th" and "Mr". */
function isNoteMark(tree: Tree, node: number): boolean {
  const text = linesOf(tree, node)[0]?.text.trim() ?? "";
  if (text === "" || text.length > 8) return false;
  if (tree.name(node) === "sup")
    return /^[[(]?(?:\d{1,4}|[*†‡§¶]{1,3})[\])]?$/u.test(text) || hasLink(tree, node);
  const href = tree.attribute(node, "href") ?? "";
  return href.includes("#") && /^(?:[[(](?:\d{1,4}|[a-z])[\])]|\d{1,4}|[*†‡§¶]{1,3})$/u.test(text);
}

const hasLink = (tree: Tree, node: number): boolean =>
  tree
    .children(node)
    .some((child) => tree.name(child) === "a" && (tree.attribute(child, "href") ?? "").includes("#"));

function elements(tree: Tree, name: string): number[] {
  const found: number[] = [];
  for (let node = 1; node < tree.size; node++) if (tree.name(node) === name) found.push(node);
  return found;
}
