/**
 * Texts whose characters are the bytes of UTF-16, as a program leaves them that took a file for Latin-1: "Hi" becomes
 * "H␀i␀", and "हि", the bytes 39 09 3F 09, two signs and two tabs. No letter of such a text is itself: words fall apart
 * and a part of the letters are controls, which stand between words. So they are put together again.
 *
 * True texts have no NUL, so that nothing is looked at where there is none. With one, the text must be nothing but bytes,
 * in pairs, and either begin with UTF-16's byte order mark or have next to only NULs and the bytes of one script in one
 * half of its pairs; and what comes out must be characters that exist.
 */

const MARK_LITTLE = "\u00FF\u00FE";
const MARK_BIG = "\u00FE\u00FF";
/** Without a mark: so many pairs, and so much of them with a NUL or the commonest other byte in the same half. */
const LEAST_PAIRS = 8;
const LEAST_SHARE = 0.9;
/** Code units that are bytes; what is no character, or a control that no text has. */
const otherThanBytes = /[\u0100-\uFFFF]/;
const noText = /[\p{Cn}\p{Cs}]|(?![\t\n\v\f\r\u0085])\p{Cc}/u;

/**
 * The text as it was meant; the same string where nothing was misread.
 *
 * Two characters of `text` are one code unit of what is returned: what stands at [a, b) in it was at [2a, 2b).
 */
export function putTogether(text: string): string {
  if (!text.includes("\0") || text.length % 2 !== 0 || otherThanBytes.test(text)) return text;
  const low = text.startsWith(MARK_LITTLE) ? 0 : text.startsWith(MARK_BIG) ? 1 : lowHalf(text);
  if (low === null) return text;
  const units = new Uint16Array(text.length / 2);
  for (let place = 0; place < units.length; place++) {
    units[place] = text.charCodeAt(2 * place + low) | (text.charCodeAt(2 * place + 1 - low) << 8);
  }
  const meant = stringOf(units);
  return noText.test(meant) ? text : meant;
}

/** Where the lower byte of each pair is, as the upper ones tell, which vary little; null where neither half varies little. */
function lowHalf(text: string): 0 | 1 | null {
  if (text.length < 2 * LEAST_PAIRS) return null;
  for (const low of [0, 1] as const) {
    const counts = new Uint32Array(256);
    for (let place = 1 - low; place < text.length; place += 2) counts[text.charCodeAt(place)]!++;
    const nuls = counts[0]!;
    if (nuls > 0 && nuls + Math.max(...counts.subarray(1)) >= (LEAST_SHARE * text.length) / 2) return low;
  }
  return null;
}

/** A part at a time: a function takes only so many arguments. */
const PART = 8192;

function stringOf(units: Uint16Array): string {
  let text = "";
  for (let start = 0; start < units.length; start += PART) {
    text += String.fromCharCode(...units.subarray(start, start + PART));
  }
  return text;
}
