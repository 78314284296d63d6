/** What a model's card holds for pictures. A model file is from anywhere, so nothing in it is believed. */
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";

import type { Evaluation } from "../evaluate/evaluation.ts";
import type { Overview } from "../explain/overview.ts";
import type { Depicted } from "./pictures.ts";

const share = Type.Number({ minimum: 0, maximum: 1 });
const count = Type.Integer({ minimum: 0 });
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()]);
const interval = Type.Tuple([share, share]);
const metric = nullable(Type.Number());
const Baseline = Type.Object({
  accuracy: share,
  balanced_accuracy: metric,
  macro_f1: metric,
  log_loss: metric,
  brier_score: metric,
});

/** An evaluation, as far as it is drawn and told. */
const KeptEvaluation = Type.Object({
  documents: Type.Integer({ minimum: 1 }),
  authors: count,
  accuracy: share,
  accuracy_interval: interval,
  balanced_accuracy: metric,
  macro_f1: metric,
  log_loss: metric,
  brier_score: metric,
  expected_calibration_error: metric,
  baselines: Type.Object({
    majority: Type.Intersect([Baseline, Type.Object({ author: Type.String() })]),
    random: Baseline,
  }),
  per_author: Type.Array(
    Type.Object({ author: Type.String(), precision: share, recall: share, f1: share, support: count }),
  ),
  confusion_matrix: Type.Array(Type.Array(count)),
  confusion_labels: Type.Array(Type.String()),
  reliability_curve: Type.Array(
    Type.Object({
      lower: share,
      upper: share,
      documents: Type.Integer({ minimum: 1 }),
      confidence: Type.Number({ minimum: 0, maximum: 1.000001 }),
      accuracy: share,
    }),
  ),
  accuracy_by_length: Type.Optional(
    Type.Array(
      Type.Object({
        words: Type.Integer({ minimum: 1 }),
        documents: Type.Integer({ minimum: 1 }),
        accuracy: share,
        accuracy_interval: interval,
      }),
    ),
  ),
  warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() })),
});

const number = Type.Number({ minimum: -1e9, maximum: 1e9 });

const KeptOverview = Type.Object({
  keyness: Type.Array(
    Type.Object({
      author: Type.String(),
      words: Type.Array(
        Type.Object({
          feature: Type.String(),
          count,
          others: count,
          log_likelihood: Type.Number({ minimum: 0 }),
          log_ratio: number,
        }),
      ),
    }),
  ),
  map: nullable(
    Type.Object({
      works: Type.Array(
        Type.Object({
          author: Type.String(),
          work: nullable(Type.String()),
          words: count,
          x: number,
          y: number,
        }),
        { minItems: 3 },
      ),
      words: count,
      explained: Type.Tuple([share, share]),
      left_out: count,
    }),
  ),
});

// What is checked has to be what is meant.
const evaluationOf = (kept: Static<typeof KeptEvaluation>): Evaluation => kept as Evaluation;
const overviewOf = (kept: Static<typeof KeptOverview>): Overview => kept as Overview;

/** A model's card, as far as it is depicted. */
export interface DepictedCard {
  readonly evaluation: unknown;
  readonly overview?: unknown;
}

/** What there can be pictures of; null where a card has nothing, or something else. */
export function depictedIn({ evaluation, overview }: DepictedCard): Depicted {
  return {
    evaluation:
      Value.Check(KeptEvaluation, evaluation) && isSquare(evaluation) ? evaluationOf(evaluation) : null,
    overview: Value.Check(KeptOverview, overview) ? overviewOf(overview) : null,
  };
}

function isSquare({
  confusion_matrix: rows,
  confusion_labels: labels,
}: Static<typeof KeptEvaluation>): boolean {
  return (
    labels.length > 0 && rows.length === labels.length && rows.every((row) => row.length === labels.length)
  );
}
