/** What POST /v1/feedback takes and answers. */
import { type Static, Type } from "typebox";

import { closed } from "./common.ts";

/** Who it really was. */
export const FeedbackRequest = Type.Object(
  {
    prediction_id: Type.String({
      minLength: 1,
      maxLength: 100,
      description: "The `id` of the prediction's answer.",
    }),
    author: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: "Who wrote the text; it may be nobody whom the model knows.",
    }),
    note: Type.Optional(Type.String({ maxLength: 2000, description: "Whatever else is to be kept." })),
    text: Type.Optional(
      Type.String({
        description:
          "The text, unchanged, if it may be kept to learn from. Left out, it is not kept: predictions remember no text.",
      }),
    ),
  },
  {
    ...closed,
    examples: [
      {
        prediction_id: "AZq1s7mSFa3B0nQhJkYxO2lZr8s4tQm1uVwXyZ012345678-_abcd",
        author: "Abraham Lincoln",
      },
    ],
  },
);

/** That it is kept, whatever happens to the process. */
export const FeedbackResponse = Type.Object({
  prediction_id: Type.String(),
  text_kept: Type.Boolean({ description: "Whether the text was kept, too." }),
});

export type FeedbackRequest = Static<typeof FeedbackRequest>;
