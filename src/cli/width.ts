/** How many columns a text takes on a terminal. */
import { createRequire } from "node:module";

/**
 * The width of a text, whatever the script: 0 for what stands on another character, 2 for Han and emoji.
 *
 * @param text without control characters; what sets colours takes no room
 */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  // Loading it takes longer than a whole short command, which hardly ever needs it.
  stringWidth ??= (createRequire(import.meta.url)("string-width") as typeof import("string-width")).default;
  return stringWidth(text);
}

let stringWidth: ((text: string) => number) | undefined;

/** Latin letters, dashes, quotes, arrows, minus and bars: one column each, with nothing to be joined to. */
const narrow = /^[\x20-\x7e\xa0-\xac\xae-\u024f\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2212\u2580-\u259f]*$/;
