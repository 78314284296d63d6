/** Whether lines are verse, whose ends are the author's, or prose that a printer has wrapped. */

/** A longer line is no line of verse. */
const longestVerse = 75;

/**
 * @param lines those of one paragraph, without empty ones
 * @returns whether they are verse: at least three short lines, nearly all of which start with a capital, though
 *   sentences run on over some of them or all are shorter than a printed line
 */
export function isVerse(lines: readonly string[]): boolean {
  if (lines.length < 3 || lines.some((line) => line.trim().length > longestVerse)) return false;
  const starts = lines.filter((line) => /^[\s_*"“„«‘'(—–-]*[\p{Lu}\p{Lo}]/u.test(line)).length;
  if (starts < lines.length * 0.9) return false;
  const runsOn = lines.slice(0, -1).filter((line) => !/[.!?…:]["'”’»)_*]*\s*$/u.test(line)).length;
  return runsOn > 0;
}
