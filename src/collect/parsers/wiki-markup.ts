/** Wiki markup (MediaWiki) without templates, tables, notes and files: what a reader of the page would read. */
import { decodeHTMLStrict } from "entities";

import type { DropReason } from "../parser.ts";
import { lineBreak, templateText } from "./wiki-templates.ts";

/**
 * Takes out what is no running text, in time that grows with the length of the source alone. What is never closed
 * costs the rest of its line and no more.
 *
 * @returns lines of text, some signs in them `revealed` shows, with bold (`'''`), list and heading marks, in which `lineBreak` stands for `<br>`
 */
export function plainWiki(source: string, drop: (reason: DropReason, count?: number) => void): string {
  return withoutBrackets(withoutTags(source, drop), drop);
}

/** Elements that hold no running text. */
const unread = new Set(
  (
    "script style math chem gallery timeline syntaxhighlight source imagemap references includeonly templatedata " +
    "graph score ref mapframe"
  ).split(" "),
);
/** Elements that stand on lines of their own. */
const standing = new Set("br p div li dd dt tr td th blockquote center poem h1 h2 h3 h4 h5 h6".split(" "));

/** One pass over everything that starts with `<`. */
function withoutTags(source: string, drop: (reason: DropReason) => void): string {
  const parts: string[] = [];
  const closings = new Closings(source);
  let from = 0;
  for (let at = source.indexOf("<"); at >= 0; at = source.indexOf("<", at)) {
    const found = tagAt(source, at);
    if (found === null) {
      at++;
      continue;
    }
    parts.push(source.slice(from, at));
    from = at = found.end;
    const { name } = found;
    if (name === "!--") drop("note");
    else if (name === "b" || name === "strong") parts.push("'''");
    else if (standing.has(name)) parts.push(lineBreak);
    else if (name === "nowiki" && found.opens) {
      const closing = closings.after(name, at);
      if (closing === null) continue;
      parts.push(hidden(source.slice(at, closing.start)));
      from = at = closing.end;
    } else if (unread.has(name) && !found.closes) {
      drop("note");
      if (found.opens) from = at = closings.after(name, at)?.end ?? lineEnd(source, at);
    }
  }
  parts.push(source.slice(from));
  return parts.join("");
}

interface Tag {
  /** In lower case; `!--` for a comment. */
  readonly name: string;
  /** Whether something is to be closed. */
  readonly opens: boolean;
  readonly closes: boolean;
  readonly end: number;
}

function tagAt(source: string, at: number): Tag | null {
  if (source.startsWith("<!--", at)) {
    const end = source.indexOf("-->", at);
    return { name: "!--", opens: false, closes: false, end: end < 0 ? source.length : end + 3 };
  }
  tag.lastIndex = at;
  const match = tag.exec(source);
  if (match === null) return null;
  const [whole, slash, name, rest] = match;
  const closes = slash === "/";
  return {
    name: name!.toLowerCase(),
    opens: !closes && !rest!.endsWith("/"),
    closes,
    end: at + whole.length,
  };
}

const tag = /<(\/?)([a-z][a-z\d]*)\b([^<>]{0,1000})>/iy;

/** Where elements end, found without reading any part of the page twice for the same name. */
class Closings {
  readonly #source: string;
  /** Names of which there are no more tags. */
  readonly #ended = new Set<string>();

  constructor(source: string) {
    this.#source = source;
  }

  /** @returns null when the element is opened once more, or the page ends, before it is closed */
  after(name: string, at: number): { readonly start: number; readonly end: number } | null {
    if (this.#ended.has(name)) return null;
    const pattern = new RegExp(`<(/?)${name}\\b[^<>]{0,1000}>`, "gi");
    pattern.lastIndex = at;
    for (let match = pattern.exec(this.#source); match !== null; match = pattern.exec(this.#source)) {
      if (match[0].endsWith("/>")) continue;
      return match[1] === "/" ? { start: match.index, end: match.index + match[0].length } : null;
    }
    this.#ended.add(name);
    return null;
  }
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}

/** What stands in `<nowiki>` is hidden from what reads markup: each sign as a private character. */
const hidden = (text: string): string =>
  text.replace(/[!-/:-@[-`{-~]/g, (mark) => String.fromCharCode(0xe000 + mark.charCodeAt(0)));

/** Shows again what was hidden. */
export const revealed = (text: string): string =>
  text.replace(/[\uE021-\uE07E]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xe000));

/** `{{`, `}}`, `[[`, `]]`, and at the start of a line `{|` and `|}`. */
interface Bracket {
  readonly token: string;
  readonly start: number;
  readonly end: number;
  /** The number of the bracket that it belongs to; −1 for none. */
  partner: number;
}

function bracketsOf(source: string): Bracket[] {
  const brackets: Bracket[] = [];
  const open: number[] = [];
  const count = new Map<string, number>();
  const pattern = /\{\{|\}\}|\[\[|\]\]|^[ \t:*#;]*\{\||^[ \t:*#;]*\|\}(?!\})/gm;
  for (const { 0: written, index } of source.matchAll(pattern)) {
    const token = written.slice(-2);
    const bracket = { token, start: index + written.length - 2, end: index + written.length, partner: -1 };
    const number = brackets.push(bracket) - 1;
    const opener = openers.get(token);
    if (opener === undefined) {
      open.push(number);
      count.set(token, (count.get(token) ?? 0) + 1);
      continue;
    }
    // A link is closed as the innermost only; templates and tables close over what was left open in them.
    if (opener === "[[" ? brackets[open.at(-1) ?? -1]?.token !== "[[" : !((count.get(opener) ?? 0) > 0))
      continue;
    for (let last = open.pop(); last !== undefined; last = open.pop()) {
      const { token: lastToken } = brackets[last]!;
      count.set(lastToken, count.get(lastToken)! - 1);
      if (lastToken !== opener) continue;
      bracket.partner = last;
      brackets[last]!.partner = number;
      break;
    }
  }
  return brackets;
}

const openers = new Map([
  ["}}", "{{"],
  ["]]", "[["],
  ["|}", "{|"],
]);

/** Brackets in brackets deeper than this are left out. */
const maximumDepth = 40;

interface Frame {
  readonly bracket: number;
  /** What stands between the bars. */
  readonly parts: string[];
  /** Whether there is something before it in its line. */
  readonly inline: boolean;
}

function withoutBrackets(source: string, drop: (reason: DropReason) => void): string {
  const brackets = bracketsOf(source);
  const frames: Frame[] = [{ bracket: -1, parts: [""], inline: false }];
  let at = 0;
  const read = (to: number): void => {
    const { parts, bracket } = frames.at(-1)!;
    const text = source.slice(at, to);
    const pieces = bracket < 0 ? [text] : text.split("|");
    parts[parts.length - 1] += pieces[0]!;
    for (const piece of pieces.slice(1)) parts.push(piece);
    at = to;
  };
  for (const [number, { token, start, end, partner }] of brackets.entries()) {
    if (start < at) continue;
    read(start);
    const opens = !openers.has(token);
    if (partner < 0) {
      // What is never closed: of a link the brackets go, of a template and of a table's start the line.
      if (token === "{{" || token === "{|") drop(token === "{{" ? "template" : "table");
      at = token === "{{" || token === "{|" ? lineEnd(source, end) : end;
      if (!opens && token === "}}") at = end;
    } else if (opens && (token === "{|" || frames.length > maximumDepth)) {
      drop(token === "{|" ? "table" : "template");
      at = brackets[partner]!.end;
    } else if (opens) {
      at = end;
      frames.push({ bracket: number, parts: [""], inline: isInLine(source, start, brackets[partner]!.end) });
    } else if (frames.at(-1)!.bracket === partner) {
      const frame = frames.pop()!;
      at = end;
      // {{{1}}} is a parameter, of whose third bracket nothing is left.
      if (frame.parts[0]!.startsWith("{") && source[at] === "}") at++;
      const text = token === "]]" ? linkText(frame, drop) : templateText(frame, drop);
      const { parts } = frames.at(-1)!;
      parts[parts.length - 1] += text;
    } else at = end;
  }
  read(source.length);
  return frames[0]!.parts[0]!;
}

/** Whether there are words beside it in its line. */
function isInLine(source: string, start: number, end: number): boolean {
  for (let at = start - 1; at >= 0 && source[at] !== "\n" && start - at < 200; at--) {
    if (!/[\s:*#;]/.test(source[at]!)) return true;
  }
  for (let at = end; at < source.length && source[at] !== "\n" && at - end < 200; at++) {
    if (!/[\s}]/.test(source[at]!)) return true;
  }
  return false;
}

const files =
  /^\s*(?:file|image|media|datei|bild|fichier|archivo|imagen|immagine|bestand|arquivo|файл|plik|ファイル)\s*:/iu;
const categories =
  /^\s*(?:category|kategorie|catégorie|categoría|categoria|categorie|категория|kategoria|カテゴリ)\s*:/iu;

function linkText({ parts }: Frame, drop: (reason: DropReason) => void): string {
  const target = parts[0]!.slice(0, 60);
  if (files.test(target)) {
    drop("media");
    return "";
  }
  if (categories.test(target)) return "";
  // [[Ann (singer)|]] shows "Ann".
  if (parts.length === 2 && parts[1]!.trim() === "") return parts[0]!.replace(/ ?\([^()]*\)\s*$/, "");
  return parts.length > 1 ? parts.at(-1)! : parts[0]!.replace(/^\s*:/, "");
}

/** Entities, once the markup has been read. */
export const withoutEntities = (text: string): string =>
  text.includes("&")
    ? text.replace(/&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,30});/g, decodeHTMLStrict)
    : text;
