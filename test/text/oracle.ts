/**
 * What src/text must do, said with regular expressions over strings and nothing clever. It is slow and readable;
 * whatever goes over bytes must agree with it on any text.
 */

/** Format characters without a shape, which the normal form leaves out. */
const shapeless = /[\u00AD\u061C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu;

/** The form in which texts are compared: halves of surrogate pairs are U+FFFD, lower case if wished, NFC. */
export function normalFormOracle(text: string, lowerCase: boolean): string {
  const kept = text.toWellFormed().replaceAll(shapeless, "");
  return (lowerCase ? kept.toLowerCase() : kept).normalize("NFC");
}

// The classes of code points; each code point is in one of them, or else it is a sign.
const gap = String.raw`[\p{Z}\p{Cc}\u200B]`;
const spaceless = String.raw`[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Yiii}]`;
const alone = String.raw`[[\p{L}&&${spaceless}]--[\u02B0-\u02FF]]`;
const letter = String.raw`[[\p{L}\p{N}]--${alone}]`;
const mark = String.raw`[[\p{M}\p{Cf}\p{EMod}]--\u200B]`;
const inWord = String.raw`[${letter}${mark}]`;
const sign = String.raw`[^${gap}${alone}${inWord}]`;

const apostrophe = String.raw`['’]`;
const nt = String.raw`[nN]${apostrophe}[tT](?!${inWord})`;
const clitic = String.raw`${apostrophe}(?:[sSdDmM]|[rRvV][eE]|[lL]{2})(?!${inWord})`;

const token = new RegExp(
  [
    // don't → do n't, couldn't've → could n't 've
    String.raw`(?<negated>${inWord}+)(?<nt>${nt})(?<afterNt>(?:${clitic})*)`,
    // we're → we 're
    String.raw`(?<stem>${inWord}+)(?<clitics>(?:${clitic})+)`,
    // l'homme → l' homme
    String.raw`${inWord}+${apostrophe}(?=${letter})`,
    String.raw`${inWord}+`,
    String.raw`${alone}${mark}*`,
    // A run of one sign with its marks, and what a joiner binds to it.
    String.raw`(?<sign>${sign})\k<sign>*${mark}*(?:(?<=\u200D)${sign}${mark}*)*`,
  ].join("|"),
  "gv",
);
const clitics = new RegExp(clitic, "gv");
const startsWord = new RegExp(String.raw`^[${alone}${inWord}]`, "v");

/** The tokens of a text in its normal form. */
export function tokensOracle(normalForm: string): string[] {
  return Array.from(normalForm.matchAll(token)).flatMap((match) => {
    const { negated, nt, afterNt, stem, clitics: afterStem } = match.groups!;
    if (negated !== undefined) return [negated, nt!, ...(afterNt!.match(clitics) ?? [])];
    if (stem !== undefined) return [stem, ...afterStem!.match(clitics)!];
    return [match[0]];
  });
}

/** How many words a text in its normal form has: a word with its clitics is one, signs are none. */
export function countWordsOracle(normalForm: string): number {
  return Array.from(normalForm.matchAll(token)).filter(([found]) => startsWord.test(found)).length;
}

/** The characters of a text in its normal form: its code points, with every run of gaps as one space. */
export function charactersOracle(normalForm: string): string[] {
  return Array.from(normalForm.replaceAll(new RegExp(`${gap}+`, "gv"), " "));
}
