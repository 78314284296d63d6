/** Distorted text. */
import { describe, expect, it } from "vitest";

import { maskAll } from "../../src/text/mask.ts";

function distorted(text: string): string {
  const points = Uint32Array.from(text, (character) => character.codePointAt(0)!);
  maskAll(points, points.length);
  return String.fromCodePoint(...points);
}

describe("distorted text", () => {
  it.each([
    ["letters and digits", "“Don't,” he said, in 1915.", "“***'*,” ** ****, ** 0000."],
    ["letters with marks", "É é e\u0301 ñ", "* * ** *"],
    ["other scripts", "Καλημέρα, мир; नमस्ते! 春眠不覺曉。", "********, ***; ******! *****。"],
    ["other digits", "٣٤ ४", "00 0"],
    ["signs and spaces alone", " — … !? ☂ ", " — … !? ☂ "],
    ["nothing", "", ""],
  ])("%s", (_, text, expected) => {
    expect(distorted(text)).toBe(expected);
  });

  it("leaves what lies beyond the length", () => {
    const points = Uint32Array.of(0x61, 0x62, 0x63);
    maskAll(points, 2);
    expect([...points]).toEqual([0x2a, 0x2a, 0x63]);
  });
});
