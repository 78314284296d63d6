/**
 * Every body that comes in or goes out: the one source of validation, static types and /openapi.json.
 * Nothing is coerced, and a field that is not named here is refused.
 */
import { type Static, type TSchema, type TString, type TUnsafe, Type } from "typebox";

/** How many authors /v1/predict ranks when it is not told. */
export const defaultTopK = 5;
/** The most authors it ranks. */
export const mostTopK = 1000;
/** How many pieces of evidence are given when nobody says how many. */
export const defaultEvidence = 20;
/** The most pieces of evidence in one answer. */
export const mostEvidence = 10_000;

const closed = { additionalProperties: false } as const;

/** A field that is null when there is nothing to say. */
const nullable = <S extends TSchema & { type: string }>(schema: S): TUnsafe<Static<S> | null> =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: [schema.type, "null"] });

const text = (example: string): TString =>
  Type.String({
    description:
      "The text whose author is wanted. Longer ones than /v1/info says are refused, or cut with `truncate`.",
    examples: [example],
  });

const truncate = Type.Optional(
  Type.Boolean({ default: false, description: "Cut a text that is too long instead of refusing it." }),
);

const exampleText =
  "We have kept the peace at home and abroad, and we owe it to those who come after us to leave the public debt smaller than we found it.";

/** What POST /v1/predict takes. */
export const PredictRequest = Type.Object(
  {
    text: text(exampleText),
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
  },
  { ...closed, examples: [{ text: exampleText, top_k: 3, explain: false }] },
);

const authorName = (description: string): TString =>
  Type.String({ minLength: 1, maxLength: 1000, description });

/** What POST /v1/explain takes. */
export const ExplainRequest = Type.Object(
  {
    text: text(exampleText),
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
  },
  { ...closed, examples: [{ text: exampleText, limit: 10 }] },
);

const demoText =
  "The whole of this was put together in a cave, and it has to be ready before they come back.";

/** The text of POST /predict_dialogue in the address. */
export const DialogueQuery = Type.Object(
  {
    text: Type.Optional(
      Type.String({ description: "The text. Stronger than a body.", examples: [demoText] }),
    ),
  },
  closed,
);

/** The same in a body, which may be missing. */
export const DialogueBody = nullable(
  Type.Object(
    { text: Type.Optional(Type.String({ description: "The text, when the address has none." })) },
    { ...closed, examples: [{ text: demoText }] },
  ),
);

const Warning = Type.Object(
  {
    code: Type.String({ description: "What it is, for programs.", examples: ["short_text"] }),
    message: Type.String({ description: "The same in a sentence." }),
  },
  { description: "Something that makes the answer doubtful." },
);

const Ranked = Type.Object({
  author: Type.String(),
  probability: Type.Number({ description: "From 0 to 1; those of all authors add up to 1." }),
  score: Type.Number({ description: "The classifier's score, a natural logarithm." }),
});

const Model = Type.Object(
  {
    name: Type.String(),
    version: Type.Optional(Type.String()),
    recipe: Type.String({ examples: ["naive-bayes"] }),
  },
  { description: "The model that answered." },
);

const Input = Type.Object(
  {
    characters: Type.Integer({ description: "Of the text that was read, in Unicode code points." }),
    truncated: Type.Boolean({ description: "Whether the end was cut off." }),
  },
  { description: "The text as it was read." },
);

const Timing = Type.Object(
  {
    queue: Type.Number({ description: "Waiting for its turn; 0 while texts are read as they come." }),
    predict: Type.Number({ description: "Reading the text and comparing authors." }),
    total: Type.Number({ description: "From the arrival of the request's headers to its answer." }),
  },
  { description: "Milliseconds." },
);

const Piece = Type.Object(
  {
    feature: Type.String({ description: "Words with a space between them, or characters." }),
    count: Type.Integer({ description: "How often the text has it." }),
    log_odds: Type.Number({
      description: "Its share of score(author) − score(against); above 0 it speaks for the author.",
    }),
    spans: Type.Array(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }), {
      description: "Where it stands: [start, end) in UTF-16 units, as JavaScript, Java and C# count.",
    }),
  },
  { description: "A piece of evidence." },
);

/** What POST /v1/predict answers. */
export const PredictResponse = Type.Object({
  id: Type.String({ description: "Names this prediction." }),
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
  input: Input,
  timing_ms: Timing,
});

/** What GET /v1/info answers. */
export const InfoResponse = Type.Object({
  name: Type.String({ examples: ["penprint"] }),
  version: Type.String({ description: "Of the program." }),
  model: Model,
  calibration: Type.String({
    description:
      "How scores became probabilities; `none`: they are the classifier's own, and often far too sure.",
  }),
  authors: Type.Array(
    Type.Object({ author: Type.String(), documents: Type.Integer(), words: Type.Integer() }),
    { description: "Whom the model knows, and how much it read of each." },
  ),
  corpus: Type.Object(
    { sha256: nullable(Type.String()), documents: Type.Integer(), words: Type.Integer() },
    { description: "What the model was trained on." },
  ),
  evaluation: Type.Unknown({
    description:
      "How it did on texts it had not seen, as `penprint evaluate --json` says it; null when not measured.",
  }),
  limits: Type.Object(
    {
      text_characters: Type.Integer(),
      body_bytes: Type.Integer(),
      top_k: Type.Integer(),
      evidence: Type.Integer(),
    },
    { description: "What is refused beyond." },
  ),
});

/** What GET / answers to programs. */
export const ServiceResponse = Type.Object({
  name: Type.String({ examples: ["penprint"] }),
  version: Type.String(),
  model: Model,
  links: Type.Object({
    docs: Type.String(),
    openapi: Type.String(),
    info: Type.String(),
    predict: Type.String(),
    explain: Type.String(),
  }),
});

/** What GET /livez and GET /readyz answer when all is well. */
export const HealthResponse = Type.Object({ status: Type.String({ examples: ["ok"] }) });

/** Any failure (RFC 9457); the facts of the code stand beside these fields. */
export const Problem = Type.Object(
  {
    type: Type.String({ examples: ["urn:penprint:problem:text-too-long"] }),
    title: Type.String({ examples: ["Text too long"] }),
    status: Type.Integer({ examples: [422] }),
    detail: Type.String({ description: "What went wrong, with the figures." }),
    instance: Type.String({ description: "The path that was asked." }),
    code: Type.String({ description: "The same as `type`, for programs.", examples: ["TEXT_TOO_LONG"] }),
    remedy: Type.String({ description: "What to do about it." }),
    request_id: Type.String({ description: "As in the header X-Request-Id and in the log." }),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String(), message: Type.String() }), {
        description: "Which fields were wrong.",
      }),
    ),
  },
  { $id: "Problem", additionalProperties: true },
);

export type PredictRequest = Static<typeof PredictRequest>;
export type ExplainRequest = Static<typeof ExplainRequest>;
export type PredictResponse = Static<typeof PredictResponse>;
export type ExplainResponse = Static<typeof ExplainResponse>;
export type InfoResponse = Static<typeof InfoResponse>;
export type Problem = Static<typeof Problem>;
