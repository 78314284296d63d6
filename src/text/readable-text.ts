/** Texts that may be read: not empty, not too long. */
import { PenprintError } from "../errors.ts";

/** A text that may be read. */
export interface ReadableText {
  readonly text: string;
  /** Of `text`, in Unicode code points. */
  readonly characters: number;
  /** Whether the end was cut off. */
  readonly truncated: boolean;
}

/**
 * Checks a text.
 *
 * @param limit most characters, in Unicode code points
 * @param truncate cut a text that is too long instead of refusing it
 * @throws TEXT_EMPTY when there is nothing that one could see; TEXT_TOO_LONG
 */
export function readable(text: string, limit: number, truncate = false): ReadableText {
  const characters = countCodePoints(text);
  const truncated = truncate && characters > limit;
  const read = truncated ? text.slice(0, endOf(text, limit)) : text;
  if (!visible.test(read)) throw new PenprintError("TEXT_EMPTY", {});
  if (characters > limit && !truncated) throw new PenprintError("TEXT_TOO_LONG", { characters, limit });
  return { text: read, characters: Math.min(characters, limit), truncated };
}

/** Anything but white space, control characters and characters without a shape. */
const visible = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Half a surrogate pair counts as one, as it does when it becomes U+FFFD. */
function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if (isPair(text, index)) {
      count--;
      index++;
    }
  }
  return count;
}

/** Where the first `characters` code points end, in UTF-16 units. */
function endOf(text: string, characters: number): number {
  let index = 0;
  for (let count = 0; count < characters; count++) index += isPair(text, index) ? 2 : 1;
  return index;
}

function isPair(text: string, index: number): boolean {
  const high = text.charCodeAt(index);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
