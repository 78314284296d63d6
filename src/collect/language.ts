/** The script and the language of a text. */
import { franc } from "franc-min";

/** Scripts by their names in Unicode, the most used first. */
const scripts = (
  "Latin Cyrillic Arabic Han Hiragana Katakana Hangul Greek Hebrew Devanagari Bengali Thai Tamil Telugu Gujarati " +
  "Gurmukhi Kannada Malayalam Sinhala Oriya Myanmar Khmer Lao Tibetan Georgian Armenian Ethiopic Mongolian Cherokee " +
  "Canadian_Aboriginal Syriac Thaana Tifinagh Gothic Coptic Runic"
).split(" ");
const patterns = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, "gu")] as const);

/** Scripts of which a language is nearly sure. */
const sole = new Map([
  ["Greek", "el"],
  ["Hangul", "ko"],
  ["Thai", "th"],
  ["Georgian", "ka"],
  ["Armenian", "hy"],
  ["Hiragana", "ja"],
  ["Katakana", "ja"],
]);

/** A shorter text does not tell its language. */
const minimumLetters = 60;
/** Enough of a long text to tell. */
const sample = 4000;

/**
 * The script in which most of the text's letters are written, by its Unicode name ("Latin", "Han").
 *
 * @returns "none" for a text without letters, "other" for a script that is not among the usual ones
 */
export function scriptOf(text: string): string {
  const letters = text.slice(0, sample);
  // Nearly all texts are plain Latin, and this says so at once.
  if (/[A-Za-z]/.test(letters) && !/[^\p{ASCII}\u0080-\u024F\u2000-\u206F]/u.test(letters)) return "Latin";
  let best = /\p{L}/u.test(letters) ? "other" : "none";
  let most = 0;
  for (const [script, pattern] of patterns) {
    const count = letters.match(pattern)?.length ?? 0;
    if (count > most) [best, most] = [script, count];
  }
  return best;
}

/**
 * The language of a text (BCP 47), as far as it shows.
 *
 * @param declared what recipe or page say; believed without looking
 * @returns undefined for short texts and where it cannot be told
 */
export function languageOf(text: string, script: string, declared?: string): string | undefined {
  if (declared !== undefined) return canonical(declared);
  const known = sole.get(script);
  if (known !== undefined) return known;
  // Japanese is mostly Han characters, with kana between them.
  if (script === "Han" && /[\u3040-\u30FF]/u.test(text.slice(0, sample))) return "ja";
  const start = text.slice(0, sample);
  if ((start.match(/\p{L}/gu)?.length ?? 0) < minimumLetters) return undefined;
  const code = franc(start, { minLength: 10 });
  return code === "und" ? undefined : canonical(code);
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}
