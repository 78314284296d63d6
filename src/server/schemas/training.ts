/** What the routes of training take and answer. */
import { type Static, Type } from "typebox";

import { closed, Model, nullable } from "./common.ts";

/** What a corpus is called that is sent. */
export const TrainingQuery = Type.Object(
  {
    name: Type.Optional(
      Type.String({
        pattern: "^[A-Za-z0-9_][A-Za-z0-9_. -]{0,63}$",
        description: "What the corpus and its model are called.",
        default: "trained",
        examples: ["letters"],
      }),
    ),
  },
  closed,
);

/** How to train. */
export const TrainingRequest = Type.Object(
  {
    recipe: Type.Optional(
      Type.Union([Type.Literal("auto"), Type.Literal("naive-bayes"), Type.Literal("ensemble")], {
        description:
          "`naive-bayes` is quick and good with short texts, `ensemble` slower and mostly better, `auto` tries both.",
        default: "auto",
      }),
    ),
  },
  { ...closed, examples: [{ recipe: "naive-bayes" }] },
);

/** How far the training is. */
export const TrainingResponse = Type.Object({
  phase: Type.Union(
    [
      Type.Literal("empty"),
      Type.Literal("reading"),
      Type.Literal("read"),
      Type.Literal("training"),
      Type.Literal("trained"),
      Type.Literal("failed"),
    ],
    { description: "`empty`: there is none." },
  ),
  name: Type.String(),
  step: Type.String({ description: "What is being done, while something is." }),
  progress: Type.Number({ description: "The share of the step that is done, from 0 to 1." }),
  corpus: nullable(
    Type.Object({
      documents: Type.Integer(),
      words: Type.Integer(),
      works: Type.Integer({ description: "How many are named." }),
      authors: Type.Array(
        Type.Object({ author: Type.String(), documents: Type.Integer(), words: Type.Integer() }),
      ),
      ignored_files: Type.Integer({ description: "Files that are of no kind that is read." }),
      warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() })),
    }),
  ),
  recipe: nullable(
    Type.String({ description: "As it was asked for; once it is trained, what `auto` has chosen." }),
  ),
  evaluation: Type.Unknown({
    description: "As `penprint cross-validate --json` says it; null until it is trained.",
  }),
  bytes: nullable(Type.Integer({ description: "Of the model's file." })),
  problem: nullable(
    Type.Object(
      { code: Type.String(), detail: Type.String(), remedy: Type.String() },
      {
        description: "Why it failed.",
      },
    ),
  ),
});

/** The model that answers now. */
export const UsedResponse = Type.Object({ model: Model });

export type TrainingResponse = Static<typeof TrainingResponse>;
export type UsedResponse = Static<typeof UsedResponse>;
