/** From the bytes of a normal form back to the text as its author has it. */
import { DROPPED, MERGES, propertiesOf } from "./characters.ts";
import { normalForm } from "./normal-form.ts";

/** Byte `i` of the normal form stems from `text.slice(starts[i], ends[i])`, in UTF-16 units. */
export interface Alignment {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const encoder = new TextEncoder();

/**
 * Aligns a text with its normal form. The text is taken apart where no character can merge with the one
 * before it, and each part is brought into the normal form alone; the parts' normal forms, joined, are the
 * normal form of the whole (a final sigma may differ, but has as many bytes).
 */
export function align(text: string, lowerCase: boolean): Alignment {
  const starts: number[] = [];
  const ends: number[] = [];
  let partStart = 0;
  while (partStart < text.length) {
    let partEnd = partStart + unitsAt(text, partStart);
    while (partEnd < text.length && leansOnPrevious(text.codePointAt(partEnd)!)) {
      partEnd += unitsAt(text, partEnd);
    }
    const bytes = encoder.encode(normalForm(text.slice(partStart, partEnd), lowerCase)).length;
    for (let byte = 0; byte < bytes; byte++) {
      starts.push(partStart);
      ends.push(partEnd);
    }
    partStart = partEnd;
  }
  return { starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

const unitsAt = (text: string, position: number): number => (text.codePointAt(position)! > 0xffff ? 2 : 1);

/** Marks and vowels merge with what stands before them; dropped characters may stand between the two. */
function leansOnPrevious(codePoint: number): boolean {
  if (codePoint < 0x80) return false;
  return (propertiesOf(codePoint) & (MERGES | DROPPED)) !== 0;
}
