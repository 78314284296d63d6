/** What the service says of itself. */
import { type Static, Type } from "typebox";

import { closed, learned, Model, model, nullable } from "./common.ts";

/** The choice of a model in an address. */
export const ModelQuery = Type.Object({ model }, closed);

/** What GET /v1/info answers. */
export const InfoResponse = Type.Object({
  name: Type.String({ examples: ["penprint"] }),
  version: Type.String({ description: "Of the program." }),
  model: Model,
  calibration: Type.String({
    description:
      "How scores became probabilities: `temperature`, `platt`, `isotonic` and `stacking` are fitted on documents held out; `none`: they are the classifier's own, and often far too sure.",
  }),
  unknown: Type.Union([Type.String(), Type.Number()], {
    description: "When nobody is named, as `--unknown` has it.",
  }),
  ...learned,
  model_file: Type.Union([Type.Object({ bytes: Type.Integer() }), Type.Null()], {
    description: "What there is at /v1/model-file; null where models are not handed out.",
  }),
  training: Type.Boolean({ description: "Whether there is /v1/training, and a page for it." }),
  limits: Type.Object(
    {
      text_characters: Type.Integer(),
      body_bytes: Type.Integer(),
      batch_texts: Type.Integer(),
      top_k: Type.Integer(),
      evidence: Type.Integer(),
      requests: Type.Integer({ description: "In a window of time; 0: no limit." }),
      window_seconds: Type.Integer(),
    },
    { description: "What is refused beyond." },
  ),
});

/** A model that is being served. */
export const ServedModel = Type.Object({
  name: Type.String({ examples: ["presidents"] }),
  version: Type.String(),
  recipe: Type.String(),
  authors: Type.Integer({ description: "How many." }),
  share: Type.Number({ description: "Of the requests that name no model, from 0 to 1." }),
  since: Type.String({ format: "date-time", description: "When it was read." }),
  problem: nullable(
    Type.String({
      description: "Why its file, which has changed since, was not taken; null if all is well.",
    }),
  ),
});

/** What GET /v1/models answers. */
export const ModelsResponse = Type.Object({ models: Type.Array(ServedModel) });

/** What GET / answers to programs. */
export const ServiceResponse = Type.Object({
  name: Type.String({ examples: ["penprint"] }),
  version: Type.String(),
  model: Model,
  links: Type.Record(Type.String(), Type.String(), {
    description: "What there is, relative to this address.",
  }),
});

/** What GET /version answers. */
export const VersionResponse = Type.Object({ version: Type.String({ description: "Of the program." }) });

/** What GET /livez and GET /readyz answer when all is well. */
export const HealthResponse = Type.Object({
  status: Type.String({ examples: ["ok"] }),
  checks: Type.Optional(
    Type.Array(Type.String(), { description: "With `?verbose`: what was looked at and found in order." }),
  ),
});

/** What may be asked of them besides; what load balancers add is nobody's business. */
export const HealthQuery = Type.Object({
  verbose: Type.Optional(Type.String({ description: "Say what was looked at; needs no value." })),
});

export type InfoResponse = Static<typeof InfoResponse>;
export type ModelsResponse = Static<typeof ModelsResponse>;
