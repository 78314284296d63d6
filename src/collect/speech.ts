/** Lines in which a speaker stands before what is said. */
import type { MarkedLine } from "./html/text.ts";
import { isCry, looksLikeName, shownName } from "./speakers.ts";

/** What one person says in a line; speaker null where the line names nobody. */
export interface Speech {
  readonly speaker: string | null;
  readonly text: string;
  /** The name has neither a colon nor a capital behind it: "**Ann** opens the door". */
  readonly narrated?: boolean;
}

/** How speakers are told from speech. */
export interface SpeechOptions {
  /** Whether a name before a colon counts when it is not marked; default true. */
  readonly plainNames?: boolean;
  /** Whether a marked name must have a colon behind it; default false. */
  readonly needsColon?: boolean;
  /** @returns whether the name is one of the authors' aliases */
  readonly knows: (name: string) => boolean;
}

/**
 * Splits a line into speeches.
 *
 *     [door] **Ann** (softly): Who is it? **Bob:** Me.
 *             marked            text       marked text    → Ann: Who is it? · Bob: Me.
 *
 * A marked name counts at the line's start, and later where a colon follows; a name that is not marked counts
 * at the start and before a colon only.
 */
export function speechesOf(line: MarkedLine, options: SpeechOptions): Speech[] {
  const { text, marks } = line;
  const speeches: Speech[] = [];
  const first = speakerAt(line, skipDirections(text, 0), 0, options);
  let speaker = first?.name ?? null;
  let narrated = first?.narrated ?? false;
  let from = first?.end ?? 0;
  for (let mark = first?.mark ?? 0; mark < marks.length; mark += 2) {
    const start = marks[mark]!;
    if (start < from || start === 0) continue;
    const next = markedName(line, mark);
    if (next === null || !next.colon || !(options.knows(next.name) || looksLikeName(next.name))) continue;
    add(speeches, speaker, text.slice(from, start), narrated);
    speaker = next.name;
    narrated = false;
    from = next.end;
    mark = next.mark - 2;
  }
  add(speeches, speaker, text.slice(from), narrated);
  return speeches;
}

/**
 * @param farthest how many characters a direction may have
 * @returns where the line goes on behind white space and directions in brackets
 */
export function skipDirections(text: string, from: number, farthest = Infinity): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    const closing = text[at] === "[" ? "]" : text[at] === "(" ? ")" : null;
    if (closing === null) return at;
    const last = Math.min(text.length, at + farthest);
    let depth = 0;
    let end = at;
    for (; end < last; end++) {
      if (text[end] === text[at]) depth++;
      else if (text[end] === closing && --depth === 0) break;
    }
    if (end === last) return at;
    at = end + 1;
  }
}

/**
 * The next one who is named in the middle of a text, behind a sentence and before a colon: `Hi. BOB: Ho.`
 *
 * @param isSpeaker whether a name is one of those who speak
 * @returns the name, where it starts and where what is said starts behind it; null when there is none
 */
export function nextNamed(
  text: string,
  isSpeaker: (name: string) => boolean,
): { readonly name: string; readonly start: number; readonly end: number } | null {
  // Most texts have no colon in them.
  if (!/[:：]/u.test(text)) return null;
  for (const match of text.matchAll(namedInside)) {
    const name = shownName(match[1]!);
    if (name !== "" && isSpeaker(name))
      return { name, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** A capital behind a sentence's end, and words up to a colon. */
const namedInside =
  /(?<=[.!?…"”’)\]♪—–-]\s{1,3})(?=\p{L})((?:\p{Lu}\p{Ll}{0,3}\.\s)?[\p{L}\p{M}\p{N}'’#& -]{1,40}?)(?:\s?\([^()]{1,60}\))?\s?[:：](?=\s|\p{L})\s*/gu;

/**
 * Somebody whom nobody knows and whose name has small letters, at the start of a line that would go on with what
 * another says: `old man: Ho.`, `Old man: Ho.` It counts behind the end of a sentence only.
 *
 * @param before what stands before the line; "" for nothing
 * @param isSmall whether the page writes names in small letters, and so perhaps no full stops either
 */
export function strangerIn(text: string, before: string, isSmall: boolean): Speech | null {
  if (!hasColonNear(text, 0)) return null;
  const head = smallName.exec(text.slice(0, 50));
  if (head === null || !mayBeStranger(head[1]!)) return null;
  const isFree = before === "" || /[.!?…"”’)\]♪—–-]$/u.test(before.slice(-1));
  const startsSmall = /^\p{Ll}/u.test(head[1]!);
  if (!isFree && !(isSmall && startsSmall)) return null;
  const said = text.slice(head[0].length).trim();
  // “Old man: Ho.”, and no “In short: no.”
  if (said === "" || (!startsSmall && /^\p{Ll}/u.test(said))) return null;
  return { speaker: head[1]!, text: said };
}

/** @returns whether it could be somebody whose name has small letters: “old man”, “Old man”; no “I say”, no “one thing” */
export const mayBeStranger = (name: string): boolean =>
  wordsOfStranger.test(name) && !isCry(name) && !pronouns.test(name);

const wordsOfStranger =
  /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’#-]{0,20}(?: \p{Ll}[\p{L}\p{M}\p{N}'’-]{0,20}){0,2}$/u;
/** One to three words, of which only the first may have a capital. */
const smallName =
  /^\s*([\p{L}\p{N}][\p{L}\p{M}\p{N}'’#-]{0,20}(?: \p{Ll}[\p{L}\p{M}\p{N}'’-]{0,20}){0,2})\s?[:：](?=\s|\p{Lu})/u;
const pronouns =
  /\b(?:i|you|he|she|it|we|they|this|that|these|those|which|who|what|is|are|was|were|says?|said|means?)\b/i;

interface Found {
  readonly name: string;
  /** Where the speech starts. */
  readonly end: number;
  /** The first mark behind the name. */
  readonly mark: number;
  readonly colon: boolean;
  readonly narrated: boolean;
}

function add(speeches: Speech[], speaker: string | null, text: string, narrated: boolean): void {
  const trimmed = text.trim();
  if (trimmed === "" && speaker === null) return;
  speeches.push(narrated ? { speaker, text: trimmed, narrated } : { speaker, text: trimmed });
}

function speakerAt(line: MarkedLine, at: number, mark: number, options: SpeechOptions): Found | null {
  const { text, marks } = line;
  if (marks[mark] !== undefined && marks[mark] <= at && marks[mark + 1]! > at) {
    const found = markedName(line, mark);
    if (found !== null && (found.colon || options.needsColon !== true)) return found;
  }
  if (options.plainNames === false || !hasColonNear(text, at)) return null;
  const head = /^[^:：\n]{1,60}?\s*[:：]/u.exec(text.slice(at, at + 70))?.[0];
  if (head === undefined) return null;
  const before = head.slice(0, -1);
  const name = shownName(before);
  // 10:30 and http://… have a colon too.
  if (name === "" || text.startsWith("//", at + head.length)) return null;
  if (!options.knows(before) && !looksLikeName(before)) return null;
  return { name, end: at + head.length, mark, colon: true, narrated: false };
}

/** Most lines have none where a name could end, and need no closer look. */
function hasColonNear(text: string, at: number): boolean {
  const colon = text.indexOf(":", at);
  return (colon >= 0 && colon < at + 70) || text.slice(at, at + 70).includes("：");
}

/** The name in a mark, with the marks that follow it at once, up to its colon or dash. */
function markedName({ text, marks }: MarkedLine, mark: number): Found | null {
  const start = marks[mark]!;
  let next = mark + 2;
  let end = marks[mark + 1]!;
  while (next < marks.length && end - start <= longestMark && isBetweenNames(text, end, marks[next]!)) {
    end = marks[next + 1]!;
    next += 2;
  }
  const marked = text.slice(start, Math.min(end, start + longestMark));
  const colonInside = marked.search(/[:：]/u);
  if (colonInside < 0 && end - start > longestMark) return null;
  const name = shownName(colonInside < 0 ? marked : marked.slice(0, colonInside));
  if (name === "" || name.length > 60) return null;
  if (colonInside >= 0) {
    return { name, end: start + colonInside + 1, mark: next, colon: true, narrated: false };
  }
  const behind = skipDirections(text, end, longestDirection);
  if (/[:：]/u.test(text.charAt(behind)))
    return { name, end: behind + 1, mark: next, colon: true, narrated: false };
  // **Ann**, to Bob: Hi.
  const aside = /^,[^.!?:：]{1,60}[:：]\s/u.exec(text.slice(behind, behind + 70));
  if (aside !== null)
    return { name, end: behind + aside[0].length, mark: next, colon: true, narrated: false };
  // **Ann** – Hi.
  const dash = /^(?:[–—―]|--?)(?=\s)/u.exec(text.slice(behind, behind + 3));
  if (dash !== null) return { name, end: behind + dash[0].length, mark: next, colon: false, narrated: false };
  if (/[–—―-]\s*$/u.test(marked.slice(-3))) return { name, end, mark: next, colon: false, narrated: false };
  // **Ann** opens the door, **Ann**'s coat: it rings, **Ann**, who is late
  const rest = text.slice(end, end + 3);
  const narrated =
    /^(?:['’ʼ]\p{L}|,\s|[sS]['’ʼ]\s)/u.test(rest) || /^\p{Ll}/u.test(text.slice(behind, behind + 2));
  return { name, end, mark: next, colon: false, narrated };
}

/** A mark with more characters holds no name that counts. */
const longestMark = 200;
/** A direction between a name and its colon has no more characters. */
const longestDirection = 500;

/** Nothing between two marks, or what stands between the names of two who speak together. */
const isBetweenNames = (text: string, from: number, to: number): boolean =>
  to - from < 20 && /^\s*(?:&|\+|\/|and|und|et|y|e)?\s*$/.test(text.slice(from, to));
