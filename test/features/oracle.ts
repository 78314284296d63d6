/** What src/features must do, said with arrays of strings and a Map. */
import type { Document } from "../../src/document.ts";
import type { View } from "../../src/features/view.ts";
import { charactersOracle, normalFormOracle, tokensOracle } from "../text/oracle.ts";

/** A feature and how often each author has it. */
export interface CountedFeature {
  readonly name: string;
  readonly pieces: readonly string[];
  /** How many documents hold it. */
  documents: number;
  /** How often each author uses it. */
  readonly uses: Map<string, number>;
  /** In how many documents of each author it stands. */
  readonly documentsOf: Map<string, number>;
}

/** The tokens or characters of a text. */
export function piecesOracle(text: string, view: View): string[] {
  const normalForm = normalFormOracle(text, view.lower_case);
  return view.tokens === "words" ? tokensOracle(normalForm) : charactersOracle(normalForm);
}

/** All n-grams of a text, those that start first standing first, the shorter before the longer. */
export function ngramsOracle(text: string, view: View): string[][] {
  const pieces = piecesOracle(text, view);
  const [shortest, longest] = view.ngrams;
  const found: string[][] = [];
  for (let start = 0; start < pieces.length; start++) {
    for (let n = shortest; n <= longest && start + n <= pieces.length; n++) {
      found.push(pieces.slice(start, start + n));
    }
  }
  return found;
}

/** A feature in letters. */
export function nameOracle(pieces: readonly string[], view: View): string {
  return pieces.join(view.tokens === "words" ? " " : "");
}

/** How often each value stands in a list. */
export function tally(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The features of a view, in canonical order, with their counts. */
export function countOracle(documents: readonly Document[], view: View): CountedFeature[] {
  const features = new Map<string, CountedFeature>();
  for (const { author, text } of documents) {
    const ngrams = new Map(ngramsOracle(text, view).map((pieces) => [nameOracle(pieces, view), pieces]));
    const counts = tally(ngramsOracle(text, view).map((pieces) => nameOracle(pieces, view)));
    for (const [name, count] of counts) {
      const feature = features.get(name) ?? {
        name,
        pieces: ngrams.get(name)!,
        documents: 0,
        uses: new Map<string, number>(),
        documentsOf: new Map<string, number>(),
      };
      feature.documents++;
      feature.uses.set(author, (feature.uses.get(author) ?? 0) + count);
      feature.documentsOf.set(author, (feature.documentsOf.get(author) ?? 0) + 1);
      features.set(name, feature);
    }
  }
  return [...features.values()]
    .filter((feature) => feature.documents >= view.minimum_documents)
    .filter((feature) => feature.documents / documents.length <= view.maximum_document_share)
    .sort((left, right) => compareFeatures(left.pieces, right.pieces));
}

/** The canonical order: short n-grams first, then piece by piece in the order of UTF-8 bytes. */
function compareFeatures(left: readonly string[], right: readonly string[]): number {
  if (left.length !== right.length) return left.length - right.length;
  const place = left.findIndex((piece, index) => piece !== right[index]);
  return place === -1 ? 0 : Buffer.compare(Buffer.from(left[place]!), Buffer.from(right[place]!));
}
