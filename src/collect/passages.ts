/** Long texts cut into passages. */

/**
 * Cuts a text into passages of `words` white-space separated words, at word ends; a last passage shorter than half
 * joins the one before it. The passages, joined, are the text but for the white space between them.
 */
export function passagesOf(text: string, words: number): string[] {
  const starts: number[] = [];
  let count = 0;
  for (const match of text.matchAll(/\S+/gu)) {
    if (count % words === 0) starts.push(match.index);
    count++;
  }
  if (starts.length > 1 && count % words !== 0 && count % words < words / 2) starts.pop();
  return starts.map((start, index) => text.slice(start, starts[index + 1]).trim());
}
