/** What was learned from a part of a corpus: parts add up to the whole, and can be taken out of it again. */
import { PenprintError } from "./errors.ts";
import type { CountsPart } from "./features/author-counts.ts";
import { bucketsOf } from "./features/hashed-vocabulary.ts";
import { NONE } from "./features/pair-table.ts";
import type { ViewPart } from "./features/view-counter.ts";
import type { HeldOutPart } from "./held-out.ts";
import type { AuthorFacts, Identifier } from "./identifier.ts";
import type { Recipe } from "./recipe.ts";

/** Plain data. */
export interface TrainingPart {
  readonly authors: readonly AuthorFacts[];
  /** Hashes of the texts. */
  readonly texts: BigUint64Array;
  /** One a view of the recipe. */
  readonly views: readonly ViewPart[];
  readonly heldOut: HeldOutPart | null;
}

/**
 * Refuses a recipe of which more is learned than counts: what it has learned from two parts of a corpus does not tell
 * what it would have learned from both.
 *
 * @throws RECIPE_NOT_ADDITIVE
 */
export function checkAdditive({ name, calibration, classifier }: Recipe): void {
  if (classifier.name === "ensemble") {
    const reason = "it has learned from documents against each other, and kept none of them";
    throw new PenprintError("RECIPE_NOT_ADDITIVE", { recipe: name, reason });
  }
  if (calibration === "none") return;
  const reason = "its calibration was fitted on all documents together";
  throw new PenprintError("RECIPE_NOT_ADDITIVE", { recipe: name, reason });
}

/**
 * What an identifier has learned.
 *
 * @throws RECIPE_NOT_ADDITIVE where it does not know everything it has read
 */
export function partOf({ recipe, parts, authors, card }: Identifier): TrainingPart {
  checkAdditive(recipe);
  for (const { minimum_documents: least, maximum_document_share: most } of recipe.views) {
    if (least <= 1 && most >= 1) continue;
    const reason = "it has left out features that are in too few or too many documents";
    throw new PenprintError("RECIPE_NOT_ADDITIVE", { recipe: recipe.name, reason });
  }
  const { starts, authors: authorOf, values } = parts.counts;
  let first = 0;
  const views = parts.vocabularies.map((vocabulary, index): ViewPart => {
    const arrays = vocabulary?.arrays ?? { nodes: new Uint32Array(0), tokenBytes: null, tokenOffsets: null };
    const { nodes, tokenBytes, tokenOffsets } = arrays;
    const size = vocabulary?.size ?? bucketsOf(recipe.views[index]!);
    const features = vocabulary?.features ?? Uint32Array.from({ length: size }, (_, bucket) => bucket);
    const ids: number[][] = authors.map(() => []);
    const counts: number[][] = authors.map(() => []);
    const documents = new Uint32Array(vocabulary === null ? 0 : features.length);
    features.forEach((feature, node) => {
      if (feature === NONE) return;
      if (vocabulary !== null) documents[node] = 1;
      for (let entry = starts[first + feature]!; entry < starts[first + feature + 1]!; entry++) {
        ids[authorOf[entry]!]!.push(node);
        counts[authorOf[entry]!]!.push(values[entry]!);
      }
    });
    first += size;
    const part: CountsPart = {
      documents,
      authors: ids.map((list, author) => ({
        author,
        ids: Uint32Array.from(list),
        values: Float64Array.from(counts[author]!),
      })),
    };
    return { nodes, tokenBytes, tokenOffsets, folds: [{ documents: card.corpus.documents, counts: part }] };
  });
  return { authors: card.corpus.authors, texts: parts.knownTexts, views, heldOut: null };
}
