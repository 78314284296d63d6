/** Which scripts (Latin, Greek, Han …) the letters of a text belong to. */

/** The scripts that are told apart by name; letters of any other are "Other". */
const names = [
  "Latin", "Cyrillic", "Greek", "Han", "Hiragana", "Katakana", "Hangul", "Arabic", "Hebrew", "Devanagari",
  "Bengali", "Tamil", "Telugu", "Kannada", "Malayalam", "Gujarati", "Gurmukhi", "Sinhala", "Thai", "Lao",
  "Khmer", "Myanmar", "Tibetan", "Georgian", "Armenian", "Ethiopic", "Coptic", "Syriac", "Mongolian", "Cherokee",
  "Other",
]; // prettier-ignore

const OTHER = names.length - 1;
const NO_LETTER = 0xff;

const matchers = names.slice(0, OTHER).map((name) => new RegExp(`\\p{Script=${name}}`, "u"));
const letter = /\p{L}/u;
/** Letters of no script, as µ is: one look at them spares all others. */
const shared = /[\p{Script=Common}\p{Script=Inherited}]/u;

/** For each block of 256 code points the numbers of their scripts, made when first asked for. */
const pages: (Uint8Array | undefined)[] = Array.from({ length: 0x1100 }, () => undefined);

function pageOf(codePoint: number): Uint8Array {
  const number = codePoint >> 8;
  return (pages[number] ??= Uint8Array.from({ length: 256 }, (_, low) => {
    const character = String.fromCodePoint((number << 8) | low);
    if (!letter.test(character)) return NO_LETTER;
    if (shared.test(character)) return OTHER;
    const index = matchers.findIndex((matcher) => matcher.test(character));
    return index === -1 ? OTHER : index;
  }));
}

/** The script of a letter, "Other" for letters of a rare one, null for anything that is no letter. */
export function scriptOf(codePoint: number): string | null {
  return names[pageOf(codePoint)[codePoint & 0xff]!] ?? null;
}

/** Beyond ASCII and the punctuation of Latin texts. */
const beyond = /[^\0-\u00A9\u2010-\u2027]/u;

/** Whether a text's letters are those of ASCII, or none: where a look at each of them can be spared. */
export function isPlainLatin(text: string): boolean {
  return !beyond.test(text);
}

/** How many letters of each script a text has. */
export function countScripts(text: string): Map<string, number> {
  const counts = new Uint32Array(NO_LETTER + 1);
  for (let place = 0; place < text.length; place++) {
    let codePoint = text.charCodeAt(place);
    if ((codePoint & 0xfc00) === 0xd800) {
      codePoint = text.codePointAt(place)!;
      if (codePoint > 0xffff) place++;
    }
    counts[pageOf(codePoint)[codePoint & 0xff]!]!++;
  }
  const found = new Map<string, number>();
  names.forEach((name, script) => {
    if (counts[script]! > 0) found.set(name, counts[script]!);
  });
  return found;
}
