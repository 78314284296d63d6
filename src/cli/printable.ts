/** Texts from corpora on a terminal: nothing in them may move the cursor, ring the bell or turn the line around. */

/**
 * Shows control characters instead of obeying them: `\x1b`, `\n`, and the marks that change the direction of
 * everything after them. Letters of all scripts stay as they are.
 */
export function printable(text: string): string {
  return text.replaceAll(dangerous, (character) => {
    const code = character.codePointAt(0)!;
    const short = escapes.get(character);
    if (short !== undefined) return short;
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

// Controls, line and paragraph separators, embeddings, overrides and isolates.
const dangerous = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const escapes: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
