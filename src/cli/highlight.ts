/** A text with its evidence in colour, for a terminal. */
import type { Explanation } from "../explain/explain.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";

/**
 * Colours what speaks for the author green and what speaks for the other one red; weak evidence stays as it is.
 *
 * @param most how many characters are shown, from the beginning
 */
export function highlight(text: string, { evidence }: Explanation, output: Output, most = 1200): string {
  const shares = new Float64Array(Math.min(text.length, most));
  for (const { log_odds, spans } of evidence) {
    for (const [start, end] of spans) {
      const share = log_odds / spans.length;
      for (let at = start; at < end && at < shares.length; at++) shares[at]! += share;
    }
  }
  const strongest = shares.reduce((strongest, share) => Math.max(strongest, Math.abs(share)), 0);
  const side = (share: number): number => (Math.abs(share) < weak * strongest ? 0 : Math.sign(share));
  const parts: string[] = [];
  for (let start = 0; start < shares.length;) {
    let end = start + 1;
    while (end < shares.length && side(shares[end]!) === side(shares[start]!)) end++;
    const part = printable(text.slice(start, end).replaceAll(/\s+/gu, " "));
    const speaks = side(shares[start]!);
    parts.push(speaks === 0 ? part : output.style(speaks > 0 ? "green" : "red", part));
    start = end;
  }
  return parts.join("") + (text.length > shares.length ? " …" : "");
}

/** The share of the strongest evidence below which a piece is not coloured. */
const weak = 0.2;
