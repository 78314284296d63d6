/** Pieces of which bodies are made. Nothing is coerced, and a field that is not named is refused. */
import { type Static, type TObject, type TSchema, type TString, type TUnsafe, Type } from "typebox";

/** For objects that come in: no field that is not named. */
export const closed = { additionalProperties: false } as const;

/** A field that is null when there is nothing to say. */
export const nullable = <S extends TSchema & { type: string }>(schema: S): TUnsafe<Static<S> | null> =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: [schema.type, "null"] });

/** The text of the examples. */
export const exampleText =
  "We have kept the peace at home and abroad, and we owe it to those who come after us to leave the public debt smaller than we found it.";

/** A text whose author is wanted. */
export const text = (example: string = exampleText): TString =>
  Type.String({
    description:
      "The text whose author is wanted. Longer ones than /v1/info says are refused, or cut with `truncate`.",
    examples: [example],
  });

/** A choice that most requests do not make. */
export const truncate = Type.Optional(
  Type.Boolean({ default: false, description: "Cut a text that is too long instead of refusing it." }),
);

/** Which of several models is asked. */
export const model = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 200,
    description: "Which model is asked, as /v1/models names them; by default the service chooses.",
  }),
);

/** Something that makes an answer doubtful. */
export const Warning = Type.Object(
  {
    code: Type.String({ description: "What it is, for programs.", examples: ["short_text"] }),
    message: Type.String({ description: "The same in a sentence." }),
  },
  { description: "Something that makes the answer doubtful." },
);

/** An author with his or her place. */
export const Ranked = Type.Object({
  author: Type.String(),
  probability: Type.Number({
    description: "From 0 to 1, to four places; those of all authors add up to 1.",
  }),
  score: Type.Number({ description: "The classifier's score, a natural logarithm, to four places." }),
});

/** Who answered. */
export const Model = Type.Object(
  {
    name: Type.String({ examples: ["presidents"] }),
    version: Type.String({
      description: "The beginning of the SHA-256 of its file.",
      examples: ["5f2b3c4d1e0a"],
    }),
    recipe: Type.String({ examples: ["naive-bayes"] }),
  },
  { description: "The model that answered." },
);

/** What was read. */
export const Input = Type.Object(
  {
    characters: Type.Integer({ description: "Of the text that was read, in Unicode code points." }),
    truncated: Type.Boolean({ description: "Whether the end was cut off." }),
  },
  { description: "The text as it was read." },
);

/** What it took. */
export const Timing = Type.Object(
  {
    queue: Type.Number({ description: "Waiting for a thread; 0 for texts that are read at once." }),
    predict: Type.Number({ description: "Reading the text and comparing authors." }),
    total: Type.Number({ description: "From the arrival of the request's headers to its answer." }),
  },
  { description: "Milliseconds." },
);

/** A piece of evidence. */
export const Piece = Type.Object(
  {
    feature: Type.String({ description: "Words with a space between them, or characters." }),
    count: Type.Number({ description: "How often the text has it; of a figure of style, its value." }),
    log_odds: Type.Number({
      description: "Its share of score(author) − score(against); above 0 it speaks for the author.",
    }),
    spans: Type.Array(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }), {
      description: "Where it stands: [start, end) in UTF-16 units, as JavaScript, Java and C# count.",
    }),
  },
  { description: "A piece of evidence." },
);

const problemFields = {
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
} as const;

/** Any failure (RFC 9457); the facts of the code stand beside these fields. */
export const Problem: TObject<typeof problemFields> = Type.Object(problemFields, {
  $id: "Problem",
  additionalProperties: true,
});

export type Problem = Static<typeof Problem>;

/** What a model has learned from, and how good it is: of all that describes one. */
export const learned = {
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
};
