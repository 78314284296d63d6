/** From one text after the other to rows of nodes of a growing vocabulary, for views of every kind. */
import type { SparseRow } from "../sparse.ts";
import type { Reading } from "../text/reading.ts";
import { hashBytes } from "../text/words.ts";
import { NgramGrower } from "./ngram-grower.ts";
import { styleFigures, StyleReader } from "./style-figures.ts";
import { symbolReader } from "./symbols.ts";
import type { View } from "./view.ts";
import { type GrowingVocabulary, ROOT } from "./vocabulary.ts";

/** The row of the text that is being read; valid until the next text. */
export type RowOf = (reading: Reading) => SparseRow;

/** How a view's rows are made; what is new to the vocabulary is added to it. */
export function rowsOfView(view: View, vocabulary: GrowingVocabulary): RowOf {
  if (view.tokens === "style-figures") return rowsOfFigures(view, vocabulary);
  const symbols = symbolReader(view, vocabulary);
  const grower = new NgramGrower(view, vocabulary);
  return (reading) => {
    symbols.read(reading);
    grower.grow(symbols);
    return grower.row;
  };
}

function rowsOfFigures(view: View, { tokens, nodes }: GrowingVocabulary): RowOf {
  const encoder = new TextEncoder();
  const own = Uint32Array.from(styleFigures, (name) => {
    const bytes = encoder.encode(name);
    return nodes.add(ROOT, tokens!.add(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length)));
  });
  const reader = new StyleReader();
  const row = { ids: new Uint32Array(own.length), values: new Float64Array(own.length), length: 0 };
  return (reading) => {
    reader.read(reading.codePoints(view.lower_case));
    row.length = 0;
    reader.values.forEach((value, figure) => {
      if (value === 0) return;
      row.ids[row.length] = own[figure]!;
      row.values[row.length++] = value;
    });
    return row;
  };
}
