/** Where words begin, also in scripts that put no spaces between them. */

/** A letter of a script without spaces: each counts as a word, as it does when a model is trained. */
const alone = String.raw`(?=\p{L})(?![\u02B0-\u02FF])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Yi}]`;
const hasAlone = new RegExp(alone, "u");
/** Such a letter with its marks and with the signs around it, or whatever else stands together: 「港|は」|OK|です。 */
const units = new RegExp(
  String.raw`[\p{Ps}\p{Pi}]*${alone}(?:(?!${alone})(?![\p{Ps}\p{Pi}])[\p{M}\p{P}\p{S}])*|(?:(?!${alone})\S)+`,
  "gu",
);
const spelt = new RegExp(`${alone}\\p{M}*|(?:(?!${alone})[\\p{L}\\p{M}\\p{N}])+`, "gu");

/**
 * Where the words of a text begin, in UTF-16 units: what stands between white space, and each letter of Chinese,
 * Japanese, Thai and other scripts without spaces.
 */
export function wordStarts(text: string): number[] {
  return Array.from(text.matchAll(hasAlone.test(text) ? units : /\S+/gu), (word) => word.index);
}

/** How many words a text has; see `wordStarts`. */
export function wordCount(text: string): number {
  return text.match(hasAlone.test(text) ? units : /\S+/gu)?.length ?? 0;
}

/** The words of a text without signs, in lower case. */
export function plainWords(text: string): readonly string[] {
  return text.toLowerCase().match(hasAlone.test(text) ? spelt : /[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
