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
 * A bracket that is never closed reaches to the end of its line. A closing bracket alone stays ("1) first").
 *
 * @param brackets pairs such as `"[]"`; a pair of equal characters (`"**"`, `"♪♪"`) opens and closes in turn
 */
export function withoutDirections(text: string, brackets: Brackets): WithoutDirections {
  const closers = new Map(brackets.map((pair) => [pair.charAt(0), pair.charAt(1)]));
  let removed = 0;
  let unclosed = 0;
  const lines = text.split("\n").map((line) => {
    if (![...closers.keys()].some((opener) => line.includes(opener))) return line;
    let kept = "";
    let from = 0;
    const open: string[] = [];
    for (let at = 0; at < line.length; at++) {
      const character = line.charAt(at);
      // The innermost bracket of this kind; what was opened inside it and not closed ends with it.
      const opened = open.lastIndexOf(character);
      if (opened >= 0) {
        open.length = opened;
        if (opened === 0) {
          removed++;
          from = at + 1;
        }
      } else if (closers.has(character) && open.length < 1000) {
        if (open.length === 0) kept = joinAround(kept, line.slice(from, at));
        open.push(closers.get(character)!);
      }
    }
    if (open.length > 0) {
      removed++;
      unclosed++;
      return kept.trimEnd();
    }
    return joinAround(kept, line.slice(from));
  });
  return { text: removed === 0 ? text : lines.join("\n"), removed, unclosed };
}

/** Joins what stood around a direction, without a doubled space or a space before a comma. */
function joinAround(before: string, after: string): string {
  if (before === "") return after.trimStart();
  if (/^\s*[,.;:!?…]/u.test(after)) return before.trimEnd() + after.trimStart();
  return /\s$/u.test(before) ? before + after.trimStart() : before + after;
}
