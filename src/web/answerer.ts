/** Who answers: the service, or this browser. The rest of the page does not care. */
import { explain, type ExplainResponse, type InfoResponse, predict, type PredictResponse } from "./api.ts";

/** Who wrote a text, as far as the page shows it. */
export type Prediction = Pick<
  PredictResponse,
  "probability" | "unknown" | "ranking" | "warnings" | "input"
> & {
  /** Which model said so. */
  readonly version: string;
};

/** A piece of evidence. */
export type Piece = Pick<ExplainResponse["evidence"][number], "feature" | "count" | "log_odds"> & {
  /** `[start, end)` in UTF-16 units. */
  readonly spans: readonly (readonly number[])[];
};

/** Why one author rather than another, as far as the page shows it. */
export type Explanation = Pick<
  ExplainResponse,
  "author" | "against" | "log_odds" | "divisor" | "base" | "omitted" | "decided_by"
> & {
  /** The strongest first. */
  readonly evidence: readonly Piece[];
};

/** Somebody who answers. */
export interface Answerer {
  /** How long one must pause before it is asked, in milliseconds: about short texts, and about long ones. */
  readonly pause: { readonly short: number; readonly long: number };
  /** Whether evidence comes so soon after a prediction that one may wait for it. */
  readonly together: boolean;
  /**
   * Who wrote a text; longer ones than the service reads are cut where it cuts them.
   *
   * @throws Refusal; AbortError when `signal` says that nobody wants to know any more
   */
  predict(text: string, signal: AbortSignal): Promise<Prediction>;
  /** Why one author rather than another. Throws as `predict` does. */
  explain(
    text: string,
    pair: readonly [author: string, against: string],
    signal: AbortSignal,
  ): Promise<Explanation>;
  /** Ends it. */
  close(): void;
}

/** More features than this are summed up instead of shown; it bounds the answer, not the verdict. */
const mostFeatures = 4000;

/** How many pieces of evidence are shown. */
export function evidenceLimit({ limits }: InfoResponse): number {
  return Math.min(mostFeatures, limits.evidence);
}

/** The service, which is sent the text. */
export class ServiceAnswerer implements Answerer {
  readonly pause = { short: 120, long: 400 };
  readonly together = false;
  readonly #info: InfoResponse;

  constructor(info: InfoResponse) {
    this.#info = info;
  }

  async predict(text: string, signal: AbortSignal): Promise<Prediction> {
    const { limits, authors, model } = this.#info;
    const request = {
      // A character has at most two units: the rest would be cut off by the service, and may be too long to send.
      text: text.slice(0, 2 * limits.text_characters),
      top_k: Math.min(authors.length, limits.top_k),
      truncate: true,
      model: model.name,
    };
    const answer = await predict(request, signal);
    return { ...answer, version: answer.model.version };
  }

  explain(
    text: string,
    [author, against]: readonly [string, string],
    signal: AbortSignal,
  ): Promise<Explanation> {
    const { model } = this.#info;
    const limit = evidenceLimit(this.#info);
    return explain({ text, author, against, limit, truncate: true, model: model.name }, signal);
  }

  close(): void {
    // There is nothing to end.
  }
}
