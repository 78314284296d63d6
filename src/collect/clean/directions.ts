/** Stage directions out of a line. */
import type { Brackets } from "../parser.ts";

/** What is left of a text, and how much went. */
export interface WithoutDirections {
  readonly text: string;
  readonly removed: number;
  /** How many of them had no closing bracket: they reach to the end of their line. */
  readonly unclosed: number;
}

/**
 * Removes what stands in brackets, nested brackets with it:
 *
 *     Go [to Ann (softly)] now, [he runs      →      Go now,
 *
 * A bracket that is never closed reaches to the end of its line when words stand right behind it, and is left alone
 * otherwise; so is a closing bracket ("1) first"). Faces (":(") and intervals ("[0, 1)") are no brackets.
 *
 * @param brackets pairs such as `"[]"`; a pair of equal characters (`"**"`, `"♪♪"`) opens and closes in turn
 */
export function withoutDirections(text: string, brackets: Brackets): WithoutDirections {
  const closers = new Map(brackets.map((pair) => [pair.charAt(0), pair.charAt(1)]));
  const openers = [...closers.keys()];
  let removed = 0;
  let unclosed = 0;
  const lines = text.split("\n").map((line) => {
    if (!openers.some((opener) => line.includes(opener))) return line;
    const found = directionsIn(line, closers);
    if (found.length === 0) return line;
    removed += found.length;
    let kept = "";
    let from = 0;
    for (const { start, end } of found) {
      kept = joinAround(kept, line.slice(from, start));
      from = end;
    }
    if (!found.at(-1)!.isOpen) return joinAround(kept, line.slice(from));
    unclosed++;
    return kept.trimEnd();
  });
  return { text: removed === 0 ? text : lines.join("\n"), removed, unclosed };
}

interface Direction {
  readonly start: number;
  readonly end: number;
  /** Whether it is never closed. */
  readonly isOpen: boolean;
}

/** More open brackets than this are not counted. */
const maximumDepth = 1000;

/** The outermost directions of a line, in order. */
function directionsIn(line: string, closers: ReadonlyMap<string, string>): Direction[] {
  const open: { readonly start: number; readonly closer: string }[] = [];
  const pairs: Direction[] = [];
  const closing = new Set(closers.values());
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    // The innermost bracket of this kind; what was opened inside it and not closed ends with it.
    const opened = closing.has(character) ? open.findLastIndex(({ closer }) => closer === character) : -1;
    if (opened >= 0) {
      if (isMouth(line, at) && line.includes(character, at + 1)) continue;
      const { start } = open[opened]!;
      open.length = opened;
      while (pairs.length > 0 && pairs.at(-1)!.start > start) pairs.pop();
      pairs.push({ start, end: at + 1, isOpen: false });
      continue;
    }
    const closer = closers.get(character);
    if (closer === undefined || open.length >= maximumDepth) continue;
    const interval = intervalEnd(line, at);
    if (interval > at) at = interval - 1;
    else if (!isFace(line, at)) open.push({ start: at, closer });
  }
  const first = open.find(({ start }) => mayReachToTheEnd(line, start));
  if (first === undefined) return pairs;
  return [
    ...pairs.filter(({ start }) => start < first.start),
    { start: first.start, end: line.length, isOpen: true },
  ];
}

/** Whether the bracket is the mouth of a face, by the eyes before it: `:(`, `;-[`, `:'(`. */
const isMouth = (line: string, at: number): boolean =>
  /(?:^|[\s.,!?…(])[:;=][‑'’*^~o-]{0,2}[([\])]*$/u.test(line.slice(Math.max(0, at - 8), at));

/** Whether an opening bracket belongs to a face, which no word follows at once: `:(`, `:((`, `(:`. */
function isFace(line: string, at: number): boolean {
  const behind = line.slice(at + 1, at + 5);
  if (/^[-'’]?[:;=](?:\s|$)/u.test(behind)) return true;
  return isMouth(line, at) && !/^[\p{L}\p{N}_*]/u.test(behind);
}

const bound = "\\s?[-+−]?(?:\\d{1,12}(?:[.,]\\d{1,12})?|∞|\\p{L})\\s?";
const halfOpen = new RegExp(`^(?:\\[${bound}[,;]${bound}\\)|\\(${bound}[,;]${bound}[\\])])`, "u");

/** @returns where the interval or pair of numbers ends that starts here: `[0, 1)`, `(a, b]`, `(0, 1)`; or `at` */
function intervalEnd(line: string, at: number): number {
  return at + (halfOpen.exec(line.slice(at, at + 60))?.[0].length ?? 0);
}

/** Whether a bracket that is never closed looks like a direction: a word right behind it, none right before it. */
function mayReachToTheEnd(line: string, at: number): boolean {
  if (line.charAt(at) === "♪") return true;
  return (
    /^[_*"“'‘[({]{0,3}\p{L}/u.test(line.slice(at + 1, at + 6)) &&
    !/[\p{L}\p{N}]$/u.test(line.slice(Math.max(0, at - 2), at))
  );
}

/** Joins what stood around a direction, without a doubled space or a space before a comma. */
function joinAround(before: string, after: string): string {
  if (before === "") return after.trimStart();
  if (/^\s*[,.;:!?…]/u.test(after)) return before.trimEnd() + after.trimStart();
  return /\s$/u.test(before) ? before + after.trimStart() : before + after;
}
