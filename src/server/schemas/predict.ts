/** What /v1/predict, /v1/predict/batch and /v1/explain take and answer. */
import { type Static, type TString, Type } from "typebox";

import {
  closed,
  exampleText,
  Input,
  model,
  Model,
  nullable,
  Piece,
  Problem,
  Ranked,
  text,
  Timing,
  truncate,
  Warning,
} from "./common.ts";

/** How many authors /v1/predict ranks when it is not told. */
export const defaultTopK = 5;
/** The most authors it ranks. */
export const mostTopK = 1000;
/** How many pieces of evidence are given when nobody says how many. */
export const defaultEvidence = 20;
/** The most pieces of evidence in one answer. */
export const mostEvidence = 10_000;

const choices = {
  top_k: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: mostTopK,
      default: defaultTopK,
      description: "How many authors to rank, the most likely first.",
    }),
  ),
  explain: Type.Optional(
    Type.Boolean({
      default: false,
      description: `Give the ${defaultEvidence} strongest pieces of evidence for the first author against the second.`,
    }),
  ),
  truncate,
  model,
} as const;

/** What POST /v1/predict takes. */
export const PredictRequest = Type.Object(
  { text: text(), ...choices },
  { ...closed, examples: [{ text: exampleText, top_k: 3, explain: false }] },
);

/** What POST /v1/predict/batch takes. How many texts it takes is a setting, see /v1/info. */
export const BatchRequest = Type.Object(
  {
    texts: Type.Array(text(), {
      minItems: 1,
      description: "The texts; /v1/info says how many are taken at once.",
    }),
    ...choices,
  },
  { ...closed, examples: [{ texts: [exampleText, "The mails go out on Monday."], top_k: 1 }] },
);

const authorName = (description: string): TString =>
  Type.String({ minLength: 1, maxLength: 1000, description });

/** What POST /v1/explain takes. */
export const ExplainRequest = Type.Object(
  {
    text: text(),
    author: Type.Optional(authorName("Whom to explain; by default the author ranked first.")),
    against: Type.Optional(
      authorName("Whom to compare with; by default the author ranked next. GET /v1/info names all."),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: mostEvidence,
        default: defaultEvidence,
        description: "How many pieces of evidence to give, the strongest first.",
      }),
    ),
    truncate,
    model,
  },
  { ...closed, examples: [{ text: exampleText, limit: 10 }] },
);

const predictionFields = {
  id: Type.String({ description: "Names this prediction, for feedback." }),
  model: Model,
  author: nullable(
    Type.String({ description: "The most likely author; null when the verdict is none of them." }),
  ),
  probability: Type.Number({ description: "Of the author ranked first." }),
  unknown: Type.Boolean({ description: "Whether the verdict is that none of the authors can be told." }),
  ranking: Type.Array(Ranked, { description: "The most likely first." }),
  warnings: Type.Array(Warning),
  input: Input,
  evidence: nullable(
    Type.Array(Piece, {
      description:
        "For the first author of the ranking against the second, the strongest first; null unless asked.",
    }),
  ),
} as const;

/** What POST /v1/predict answers. */
export const PredictResponse = Type.Object({ ...predictionFields, timing_ms: Timing });

/** One text's place in a batch: its prediction, or why there is none. */
export const BatchItem = Type.Object(
  {
    prediction: Type.Union([Type.Null(), Type.Object(predictionFields)]),
    problem: Type.Union([Type.Null(), Problem]),
  },
  { description: "One of the two is null." },
);

/** What POST /v1/predict/batch answers. */
export const BatchResponse = Type.Object({
  predictions: Type.Array(BatchItem, { description: "In the order of the texts." }),
  timing_ms: Timing,
});

/** What POST /v1/explain answers. */
export const ExplainResponse = Type.Object({
  id: Type.String({ description: "Names this explanation." }),
  model: Model,
  author: Type.String({ description: "Whom positive numbers speak for." }),
  against: Type.String({ description: "Whom negative numbers speak for." }),
  log_odds: Type.Number({
    description: "score(author) − score(against) = base + all evidence given + all evidence omitted.",
  }),
  divisor: Type.Number({
    description:
      "P(author) / P(against) = exp(log_odds / divisor); above 1 where bare scores would be too sure.",
  }),
  base: Type.Number({ description: "What stands before the text is read, such as priors." }),
  evidence: Type.Array(Piece, { description: "The strongest first." }),
  omitted: Type.Object(
    {
      features: Type.Integer({ description: "How many weaker pieces are not given." }),
      log_odds: Type.Number({ description: "Their sum." }),
    },
    { description: "What `limit` left out." },
  ),
  decided_by: Type.Optional(
    Type.Object(
      {
        author: Type.Integer({ description: "Whose score `author` has." }),
        against: Type.Integer({ description: "Whose score `against` has." }),
      },
      {
        description:
          "Of recipes by which only the largest of several members' scores counts: the members, from 0 (−1: none counts). Base and evidence are of these alone; what others found is not in them.",
      },
    ),
  ),
  input: Input,
  timing_ms: Timing,
});

export type PredictRequest = Static<typeof PredictRequest>;
export type PredictResponse = Static<typeof PredictResponse>;
export type BatchRequest = Static<typeof BatchRequest>;
export type BatchItem = Static<typeof BatchItem>;
export type BatchResponse = Static<typeof BatchResponse>;
export type ExplainRequest = Static<typeof ExplainRequest>;
export type ExplainResponse = Static<typeof ExplainResponse>;
