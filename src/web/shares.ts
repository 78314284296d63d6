/** Evidence laid onto the letters it stands on. */
import { isSpace } from "./spaces.ts";

/** What is needed of a piece of evidence. */
export interface Placed {
  readonly log_odds: number;
  /** `[start, end)` in UTF-16 units; each occurrence has the same part of the share. */
  readonly spans: readonly (readonly number[])[];
}

/** A word or a sign, and what it adds to the log-odds. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly share: number;
}

/**
 * Spreads every share evenly over the characters that carry it, where features overlap their parts add up. White
 * space carries nothing unless a feature is nothing else. The sum over all characters is the sum of all shares.
 *
 * @returns one number a UTF-16 unit of `text`
 */
export function sharesByCharacter(text: string, evidence: readonly Placed[]): Float64Array {
  // Inked characters before each place, so that a span's count is a subtraction.
  const inked = new Uint32Array(text.length + 1);
  for (let index = 0; index < text.length; index++) {
    inked[index + 1] = inked[index]! + (isSpace(text.charCodeAt(index)) ? 0 : 1);
  }
  const shares = new Float64Array(text.length);
  for (const { log_odds, spans } of evidence) {
    const each = log_odds / spans.length;
    for (const [start, end] of spans as readonly (readonly [number, number])[]) {
      const carriers = inked[end]! - inked[start]!;
      const part = each / (carriers === 0 ? end - start : carriers);
      for (let index = start; index < end; index++) {
        if (carriers === 0 || inked[index + 1]! > inked[index]!) shares[index]! += part;
      }
    }
  }
  return shares;
}

/**
 * Cuts a stretch of text into words, signs and white space with their shares; nothing is left out.
 *
 * @param start where the stretch begins, in UTF-16 units
 * @param end where it ends; should not be inside a word
 */
export function runsOf(text: string, shares: Float64Array, start: number, end: number): Run[] {
  const runs: Run[] = [];
  for (const { index, segment } of words.segment(text.slice(start, end))) {
    const from = start + index;
    const to = from + segment.length;
    let share = 0;
    for (let place = from; place < to; place++) share += shares[place]!;
    runs.push({ start: from, end: to, share });
  }
  return runs;
}

const words = new Intl.Segmenter("en", { granularity: "word" });

/**
 * The share that gets the strongest tint: that of the strongest run but for the top twentieth, so that one word
 * does not make all others pale.
 *
 * @param floor the least it may be, so that weak evidence looks weak
 */
export function strongTint(runs: readonly Run[], floor: number): number {
  const sizes = runs
    .map(({ share }) => Math.abs(share))
    .filter((size) => size > 0)
    .sort((left, right) => left - right);
  return Math.max(floor, sizes[Math.floor(sizes.length * 0.95)] ?? 0);
}

/**
 * Where to stop reading: the last white space before `most` units after `start`, or there if there is none.
 * Never between the halves of a surrogate pair.
 */
export function breakBefore(text: string, start: number, most: number): number {
  if (text.length - start <= most) return text.length;
  for (let end = start + most; end > start + most / 2; end--) {
    if (isSpace(text.charCodeAt(end - 1))) return end;
  }
  const end = start + most;
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
