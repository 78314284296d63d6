/** Which scripts (Latin, Greek, Han …) the letters of a text belong to. */

/** The scripts that are told apart by name; letters of any other are "Other". */
const names = [
  "Latin", "Cyrillic", "Greek", "Han", "Hiragana", "Katakana", "Hangul", "Arabic", "Hebrew", "Devanagari",
  "Bengali", "Tamil", "Telugu", "Kannada", "Malayalam", "Gujarati", "Gurmukhi", "Sinhala", "Thai", "Lao",
  "Khmer", "Myanmar", "Tibetan", "Georgian", "Armenian", "Ethiopic", "Coptic", "Syriac", "Mongolian", "Cherokee",
]; // prettier-ignore

const matchers = names.map((name) => new RegExp(`\\p{Script=${name}}`, "u"));
const letter = /\p{L}/u;
const known = new Map<number, string | null>();

/** The script of a letter, "Other" for letters of a rare one, null for anything that is no letter. */
export function scriptOf(codePoint: number): string | null {
  const found = known.get(codePoint);
  if (found !== undefined) return found;
  const character = String.fromCodePoint(codePoint);
  const index = matchers.findIndex((matcher) => matcher.test(character));
  const script = letter.test(character) ? (names[index] ?? "Other") : null;
  known.set(codePoint, script);
  return script;
}

/** How many letters of each script a text has. */
export function countScripts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const character of text) {
    const script = scriptOf(character.codePointAt(0)!);
    if (script !== null) counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  return counts;
}
