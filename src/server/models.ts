/** What the routes need of a model, so that they do not care where it computes. */
import { explain, type ExplainOptions, type Explanation } from "../explain/explain.ts";
import type { Card, Identifier, Prediction } from "../identifier.ts";

/** A model as the service sees it: an identifier in this thread, or something that passes texts on to one. */
export interface Predicts {
  readonly card: Card;
  readonly recipe: Pick<Identifier["recipe"], "name" | "calibration">;
  readonly authors: readonly string[];
  /** @see Identifier.predict */
  predict(text: string): Prediction | Promise<Prediction>;
  /** @see explain */
  explain(text: string, options: ExplainOptions): Explanation | Promise<Explanation>;
}

/** The models being served. Ask for `current` once a request: it may be another one the next time. */
export interface Models {
  readonly current: Predicts;
}

/** An identifier that answers in this thread. */
export function inThread(identifier: Identifier): Predicts {
  const { card, recipe, authors } = identifier;
  return {
    card,
    recipe,
    authors,
    predict: (text) => identifier.predict(text),
    explain: (text, options) => explain(identifier, text, options),
  };
}
