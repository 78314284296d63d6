/** Bodies as other programs have them, so that their clients work here. */
import { type Static, type TObject, type TString, Type } from "typebox";

import { closed, exampleText, nullable } from "./common.ts";

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

const textOrTexts = Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })]);

/** What POST /predict takes, as Hugging Face's text classification does. */
export const ClassifyRequest = Type.Object(
  {
    inputs: textOrTexts,
    parameters: Type.Optional(
      Type.Object(
        {
          top_k: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
          function_to_apply: Type.Optional(
            Type.String({
              enum: ["softmax", "none"],
              description: "softmax: probabilities; none: the classifier's scores.",
            }),
          ),
        },
        closed,
      ),
    ),
    truncate: Type.Optional(Type.Boolean({ default: false })),
  },
  { ...closed, examples: [{ inputs: exampleText, parameters: { top_k: 3 } }] },
);

/** An author and how likely. */
export const Label = Type.Object({ label: Type.String(), score: Type.Number() });

/** What POST /predict answers: one list for one text, a list of lists for several. */
export const ClassifyResponse = Type.Union([Type.Array(Label), Type.Array(Type.Array(Label))]);

/** What POST /invocations takes, as MLflow's and SageMaker's servers do. */
export const InvocationsRequest = Type.Object(
  {
    inputs: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    instances: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  },
  {
    ...closed,
    minProperties: 1,
    maxProperties: 1,
    description: "The texts, under one of the two names.",
    examples: [{ inputs: [exampleText] }],
  },
);

/** What POST /invocations answers. */
export const InvocationsResponse = Type.Object({
  predictions: Type.Array(
    Type.Object({
      author: nullable(Type.String()),
      probability: Type.Number(),
      unknown: Type.Boolean(),
    }),
    { description: "In the order of the texts." },
  ),
});

const tensor = {
  name: Type.String({ maxLength: 200 }),
  shape: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 2 }),
} as const;

/** What POST /v2/models/{model}/infer takes (Open Inference Protocol, version 2). */
export const InferRequest = Type.Object(
  {
    id: Type.Optional(Type.String({ maxLength: 200 })),
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 100 })),
    inputs: Type.Array(
      Type.Object(
        {
          ...tensor,
          name: Type.String({ enum: ["text"] }),
          datatype: Type.String({ enum: ["BYTES"] }),
          parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 100 })),
          data: Type.Array(Type.String(), { minItems: 1, description: "The texts." }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1, description: "One tensor of texts, called `text`." },
    ),
    outputs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ enum: ["label", "score"] }),
            parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 100 })),
          },
          closed,
        ),
        { maxItems: 2, description: "Which outputs are wanted; both, if not given." },
      ),
    ),
  },
  {
    ...closed,
    examples: [{ id: "42", inputs: [{ name: "text", shape: [1], datatype: "BYTES", data: [exampleText] }] }],
  },
);

/** What it answers: who is ranked first for each text, and how likely that is. */
export const InferResponse = Type.Object({
  model_name: Type.String(),
  model_version: Type.String(),
  id: Type.Optional(Type.String()),
  outputs: Type.Array(
    Type.Object({
      ...tensor,
      datatype: Type.String({ examples: ["BYTES"] }),
      data: Type.Array(Type.Union([Type.String(), Type.Number()])),
    }),
  ),
});

/** What GET /v2 answers. */
export const ServerMetadata = Type.Object({
  name: Type.String({ examples: ["penprint"] }),
  version: Type.String(),
  extensions: Type.Array(Type.String()),
});

const TensorMetadata = Type.Object({
  name: Type.String(),
  datatype: Type.String(),
  shape: Type.Array(Type.Integer()),
});

/** What GET /v2/models/{model} answers. */
export const ModelMetadata = Type.Object({
  name: Type.String(),
  versions: Type.Array(Type.String()),
  platform: Type.String({ examples: ["penprint_naive-bayes"] }),
  inputs: Type.Array(TensorMetadata),
  outputs: Type.Array(TensorMetadata),
});

/** What GET /v2/health/live answers. */
export const Live = Type.Object({ live: Type.Boolean() });

/** What GET /v2/health/ready answers; `live` because some clients look for it here, too. */
export const Ready = Type.Object({ ready: Type.Boolean(), live: Type.Boolean() });

/** What GET /v2/models/{model}/ready answers. */
export const ModelReady = Type.Object({ name: Type.String(), ready: Type.Boolean() });

/** A failure, as this protocol has it. */
export const InferError = Type.Object({ error: Type.String() }, { $id: "InferError" });

const step = (example: string): TString => Type.String({ examples: [example] });

/**
 * The step of an address that names a model.
 *
 * @param name of one that is there, so that the example works
 */
export const modelStep = (name: string): TObject<{ model: TString }> =>
  Type.Object({ model: step(name) }, closed);

/** … and its version. */
export const versionStep = (name: string, version: string): TObject<{ model: TString; version: TString }> =>
  Type.Object({ model: step(name), version: step(version) }, closed);

export type ClassifyRequest = Static<typeof ClassifyRequest>;
export type InvocationsRequest = Static<typeof InvocationsRequest>;
export type InferRequest = Static<typeof InferRequest>;
