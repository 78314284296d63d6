/** Whether lines are verse, whose ends are the author's, or prose that a printer has wrapped. */

/** A longer line is no line of verse. */
const longestVerse = 75;

/**
 * @param lines those of one paragraph, without empty ones
 * @param measure how long full lines of prose are on the page; 0 where nothing is known of it
 * @returns whether they are verse: at least three short lines that start with capitals though sentences run on over
 *   them, or lines that all end long before the measure, as no wrapped line does
 */
export function isVerse(lines: readonly string[], measure = 0): boolean {
  const trimmed = lines.map((line) => line.trim());
  if (trimmed.length < 2 || trimmed.some((line) => line.length > longestVerse)) return false;
  if (measure > 0 && trimmed.slice(0, -1).every((line) => line.length <= measure * 0.75)) return true;
  if (trimmed.length < 3) return false;
  const starts = trimmed.filter((line) => /^[\s_*"“„«‘'(—–-]*[\p{Lu}\p{Lo}]/u.test(line)).length;
  return (
    starts >= trimmed.length * 0.9 &&
    trimmed.slice(0, -1).some((line) => !/[.!?…:]["'”’»)_*]*$/u.test(line.slice(-8)))
  );
}

/** How long full lines are: nine of ten are shorter or as long; never less than pages are wrapped at. */
export function measureOf(lines: readonly string[]): number {
  const lengths = lines.flatMap((line) => line.trim().length || []).sort((a, b) => a - b);
  return Math.max(60, lengths[Math.floor(lengths.length * 0.9)] ?? 0);
}
