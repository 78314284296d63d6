/** What the service says of a model to those who want to judge it. */
import { type Static, Type } from "typebox";

import { learned, Model } from "./common.ts";

/** A picture of results, with its numbers. */
export const PictureAnswer = Type.Object({
  name: Type.String({ examples: ["confusion"] }),
  title: Type.String(),
  description: Type.String({ description: "How to read it." }),
  arrangement: Type.Union([Type.Literal("choice"), Type.Literal("side by side")], {
    description: "Whether the drawings show the same in several ways, or each a part.",
  }),
  drawings: Type.Array(
    Type.Object({
      name: Type.String({ description: "For a file." }),
      label: Type.String(),
      svg: Type.String({ description: "Complete; without scripts, styles and addresses." }),
    }),
  ),
  csv: Type.String({ description: "The numbers, with a line of titles." }),
});

/** What GET /v1/card answers. */
export const CardResponse = Type.Object({
  model: Model,
  recipe: Type.Unknown({ description: "All that is needed to train it again, as its file has it." }),
  ...learned,
  overview: Type.Unknown({
    description:
      "Telling words and a map of works, as docs/model-file.md has them; null when the model has none.",
  }),
  pictures: Type.Array(PictureAnswer, { description: "Of both, as docs/reports.md describes them." }),
});

export type CardResponse = Static<typeof CardResponse>;
