import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Windows } from "../../src/features/windows.ts";

/** The windows of a text, as lists: from each place to the end, cut after the longest n-gram. */
const slowWindows = (symbols: readonly number[], longest: number): number[][] =>
  symbols.map((_, place) => symbols.slice(place, place + longest));

function windowsOf(windows: Windows, symbols: readonly number[]): { entries: number[]; lists: number[][] } {
  windows.take(Uint32Array.from(symbols), symbols.length);
  const entries = Array.from(windows.entries.subarray(0, symbols.length));
  const into = new Uint32Array(16);
  const lists = entries.map((entry) => Array.from(into.subarray(0, windows.symbolsOf(entry, into))));
  return { entries, lists };
}

describe.each(Array.from({ length: 16 }, (_, index) => index + 1))("windows of %i symbols", (longest) => {
  const { bound } = new Windows(longest);

  it("are those of the slow version, numbered alike in all texts", () => {
    const symbol = fc.oneof(fc.nat(3), fc.nat(Math.min(bound, 2 ** 31) - 1));
    const texts = fc.array(fc.array(symbol, { maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(texts, (list) => {
        const windows = new Windows(longest);
        const names = new Map<number, string>();
        for (const symbols of list) {
          const { entries, lists } = windowsOf(windows, symbols);
          expect(lists).toEqual(slowWindows(symbols, longest));
          entries.forEach((entry, place) => {
            const name = lists[place]!.join();
            expect(names.get(entry) ?? name).toBe(name);
            names.set(entry, name);
          });
        }
        expect(new Set(names.values()).size).toBe(names.size);
      }),
    );
  });

  it("hold the largest symbol that fits at every place", () => {
    const symbols = Array.from({ length: longest + 2 }, () => Math.min(bound, 2 ** 31) - 1);
    expect(windowsOf(new Windows(longest), symbols).lists).toEqual(slowWindows(symbols, longest));
  });
});
