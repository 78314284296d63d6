/** Long texts cut into passages. */
import { wordStarts } from "./words.ts";

/**
 * Cuts a text into passages of `words` words, at the words' beginnings; a last passage shorter than half joins the
 * one before it. The passages, joined, are the text but for the white space between them.
 */
export function passagesOf(text: string, words: number): string[] {
  const all = wordStarts(text);
  const starts = all.filter((_, number) => number % words === 0);
  const rest = all.length % words;
  if (starts.length > 1 && rest !== 0 && rest < words / 2) starts.pop();
  return starts.map((start, index) => text.slice(start, starts[index + 1]).trim());
}
