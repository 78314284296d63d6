/** Random texts from all of Unicode, for property tests: mostly of what is likely to go wrong. */
import * as fc from "fast-check";

const between = (first: number, last: number): fc.Arbitrary<string> =>
  fc.integer({ min: first, max: last }).map((codePoint) => String.fromCodePoint(codePoint));

const oneOf = (characters: string): fc.Arbitrary<string> =>
  fc.constantFrom(...Array.from(characters), ...Array.from(characters));

/** English with its clitics, elisions, and apostrophes where none is expected. */
const piece = fc.constantFrom(
  ..."don't CAN’T we're I'd ’ve 'll n't n’t's l'homme O'Brien 's it's ' ’ nt re ll s t m n I a".split(" "),
);

/** One piece of a text: mostly one code point, half surrogate pairs among them. */
const anything = fc.oneof(
  { weight: 6, arbitrary: between(0x20, 0x7e) },
  { weight: 4, arbitrary: piece },
  { weight: 3, arbitrary: oneOf("  \n\t\u00a0\u2003\u3000\u0085\u0000\u007f\u200b\u2028") },
  { weight: 3, arbitrary: oneOf("''’‘“”…—-!?.,_`´ʼ＇") },
  { weight: 2, arbitrary: between(0xa0, 0x24f) },
  { weight: 3, arbitrary: between(0x300, 0x36f) },
  { weight: 3, arbitrary: oneOf("ΑΣΣΣΟσςαάΐ\u0345\u0313ͅ·;") },
  { weight: 1, arbitrary: between(0x370, 0x3ff) },
  { weight: 1, arbitrary: between(0x1f00, 0x1fff) },
  { weight: 2, arbitrary: oneOf("İIıiŞßẞŉǰȺȾꭰᏸϴKÅΩ") },
  { weight: 2, arbitrary: between(0x400, 0x6ff) },
  { weight: 1, arbitrary: between(0x700, 0x1fff) },
  { weight: 2, arbitrary: between(0x900, 0x97f) },
  { weight: 2, arbitrary: between(0xe00, 0xeff) },
  { weight: 3, arbitrary: between(0x1100, 0x11ff) },
  { weight: 2, arbitrary: between(0xac00, 0xd7ff) },
  { weight: 2, arbitrary: between(0x3000, 0x30ff) },
  { weight: 1, arbitrary: between(0x4e00, 0x9fff) },
  { weight: 1, arbitrary: between(0xf900, 0xfaff) },
  { weight: 3, arbitrary: oneOf("\u00ad\u061c\u200e\u200f\u202e\u2060\u2066\u2069\ufeff") },
  { weight: 3, arbitrary: oneOf("\u200d\u200d\u200c\ufe0f\u20e3\u{1f3fd}\u{e0067}") },
  { weight: 3, arbitrary: oneOf("👩🚀❤🔥👍😀🏴☺") },
  { weight: 1, arbitrary: between(0x2000, 0x2fff) },
  { weight: 1, arbitrary: between(0xa000, 0xabff) },
  { weight: 1, arbitrary: between(0xfb00, 0xffff) },
  { weight: 1, arbitrary: between(0x10000, 0x1ffff) },
  { weight: 1, arbitrary: between(0x11380, 0x113d3) },
  { weight: 2, arbitrary: between(0x16d40, 0x16d6f) },
  { weight: 1, arbitrary: between(0x20000, 0x10ffff) },
  { weight: 2, arbitrary: between(0xd800, 0xdfff) },
);

/** Texts of any characters, in any order. */
export const anyText: fc.Arbitrary<string> = fc
  .array(anything, { maxLength: 40 })
  .map((pieces) => pieces.join(""));

/** Texts in which runs of one character are likely. */
export const repetitiveText: fc.Arbitrary<string> = fc
  .array(fc.tuple(anything, fc.integer({ min: 1, max: 4 })), { maxLength: 15 })
  .map((pieces) => pieces.map(([character, times]) => character.repeat(times)).join(""));

/** What a text begins with, one character longer each time. */
export function beginningsOf(text: string): string[] {
  let beginning = "";
  return Array.from(text, (character) => (beginning += character));
}

/** Blocks of thousands of characters that are all of one kind. */
const uniform = [
  [0x3400, 0x4db0],
  [0x4e10, 0x9ff0],
  [0xac10, 0xd790],
  [0xe010, 0xf8f0],
  [0x17010, 0x187f0],
  [0x20010, 0x2f7f0],
  [0x2fb00, 0xe0000],
] as const;

/** Every character, but of blocks that are all alike only some, with their first and last ones. */
export function* everyCharacter(): Generator<string> {
  for (let codePoint = 0; codePoint < 0xe0200; codePoint++) {
    if (codePoint === 0xd800) codePoint = 0xe000;
    yield String.fromCodePoint(codePoint);
    const block = uniform.find(([first, last]) => codePoint >= first && codePoint < last);
    if (block !== undefined) codePoint = Math.min(codePoint + 250, block[1]);
  }
}
