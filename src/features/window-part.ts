/** Windows that were counted elsewhere, as they are packed (see windows.ts): what one thread hands over to another. */
import type { WindowSource } from "./paths.ts";
import type { TokenTable } from "./token-table.ts";
import type { GrowingVocabulary } from "./vocabulary.ts";
import type { Drained, DrainedCounts } from "./window-counter.ts";
import { Windows } from "./windows.ts";

/** Counts of windows, as plain data. */
export interface WindowPart {
  /** The tokens of which windows are made, by number; null where they are made of characters. */
  readonly tokens: Pick<TokenTable, "bytes" | "offsets"> | null;
  /** The code points, by number; null where windows are made of tokens. */
  readonly codePoints: Uint32Array | null;
  readonly counts: readonly WindowCounts[];
}

/** How often each window occurred in the texts of an author that are in a fold. */
export interface WindowCounts {
  readonly author: number;
  readonly fold: number;
  /** One number a window of one symbol, the symbol's + 1; otherwise two, the lower half of the window first. */
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
}

/**
 * The windows of a part, for whoever has no kernel to put them into.
 *
 * @param vocabulary gets the tokens that it does not have yet
 */
export function drainedFrom(part: WindowPart, longest: number, vocabulary: GrowingVocabulary): Drained {
  const windows = new Windows(longest);
  const symbols = part.tokens === null ? part.codePoints! : vocabulary.tokens!.addTable(part.tokens);
  const source: WindowSource = {
    symbolsOf(window, into) {
      const length = windows.symbolsOf(window, into);
      for (let place = 0; place < length; place++) into[place] = symbols[into[place]!]!;
      return length;
    },
  };
  const drained = part.counts.map(({ author, fold, keys, counts }): DrainedCounts => {
    const things = new Uint32Array(counts.length);
    for (let place = 0; place < things.length; place++) {
      things[place] =
        longest === 1 ? keys[place]! - 1 : windows.numberOf(keys[2 * place + 1]!, keys[2 * place]!);
    }
    return { author, fold, things, counts };
  });
  return { windows: source, drained };
}
