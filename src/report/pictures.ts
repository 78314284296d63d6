/** All pictures that can be drawn of what is known. */
import type { Evaluation } from "../evaluate/evaluation.ts";
import type { Overview } from "../explain/overview.ts";
import { authorPicture, keynessPicture, mapPicture } from "./author-pictures.ts";
import { confusionPicture } from "./confusion-picture.ts";
import { lengthPicture, reliabilityPicture } from "./curve-pictures.ts";
import type { Picture } from "./picture.ts";

/** What there may be pictures of. */
export interface Depicted {
  /** Null where nothing was measured. */
  readonly evaluation: Evaluation | null;
  /** Null where the corpus was not looked over. */
  readonly overview: Overview | null;
}

/** The pictures, in the order in which one would look at them. */
export function picturesOf({ evaluation, overview }: Depicted): Picture[] {
  const pictures: Picture[] = [];
  if (evaluation !== null) {
    pictures.push(confusionPicture(evaluation));
    const { reliability_curve: curve, accuracy_by_length: lengths = [] } = evaluation;
    if (curve.length > 0) pictures.push(reliabilityPicture(evaluation));
    if (lengths.length > 0) pictures.push(lengthPicture(lengths, evaluation.baselines));
    if (evaluation.per_author.some(({ support }) => support > 0)) pictures.push(authorPicture(evaluation));
  }
  if (overview !== null) {
    if (overview.map !== null) pictures.push(mapPicture(overview.map));
    if (overview.keyness.some(({ words }) => words.length > 0))
      pictures.push(keynessPicture(overview.keyness));
  }
  return pictures;
}
