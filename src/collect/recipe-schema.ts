/** What may stand in a collection recipe: one schema that checks, types and documents it. */
import { Type } from "typebox";
import type { Static, TObject, TProperties } from "typebox";

import { parsers } from "./parsers.ts";

const text = (description: string): ReturnType<typeof Type.String> =>
  Type.String({ minLength: 1, description });

const authors = Type.Record(
  Type.String({ minLength: 1 }),
  Type.Union([Type.Array(Type.String({ minLength: 1 })), Type.String({ minLength: 1 }), Type.Null()]),
  {
    description:
      "Each author with the names by which pages call them. Case, a colon behind the name and what stands in " +
      "brackets (“(V.O.)”) do not matter; the author's own name is always an alias.",
  },
);

const duplicateAction = (what: string, which: string) =>
  Type.Enum(["report", "drop"], {
    description: `${what}: told in the report (default), or left out as well. ${which}.`,
  });

const clean = Type.Object(
  {
    directions: Type.Optional(
      Type.Array(Type.Enum(["[]", "()", "{}", "<>", "**", "♪♪"]), {
        description:
          "Brackets whose content is left out (stage directions), nested and unclosed ones too; the default " +
          "depends on the parser: [] and () in transcripts and plays, none in books, mail and chats.",
      }),
    ),
    speaker_names: Type.Optional(
      Type.Boolean({
        description: "Cut the author's own alias and colon left at a text's start; default true.",
      }),
    ),
    entities: Type.Optional(
      Type.Boolean({
        description: "Resolve left-over entities such as &amp;nbsp;; the default depends on the parser.",
      }),
    ),
    spaces: Type.Optional(
      Type.Boolean({ description: "Make non-breaking and repeated spaces one plain space; default true." }),
    ),
    invisible: Type.Optional(
      Type.Boolean({ description: "Remove soft hyphens and zero-width characters; default true." }),
    ),
    repeated_lines: Type.Optional(
      Type.Boolean({
        description:
          "Leave out a line that says the same as the author's line right before it, with nothing by anybody else between; default true.",
      }),
    ),
    drop: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description: "Texts that are left out when they are all that a line says.",
      }),
    ),
  },
  {
    additionalProperties: false,
    description: "Cleaning rules. Quotes and dashes always stay as the author has them.",
  },
);

const minimum = Type.Object(
  {
    characters: Type.Optional(Type.Integer({ minimum: 1, description: "Default 1." })),
    words: Type.Optional(Type.Integer({ minimum: 1, description: "Default 1." })),
  },
  { additionalProperties: false, description: "Shorter documents are left out, and counted." },
);

/** What recipe and source have in common; a source's own setting counts before the recipe's. */
const shared = {
  language: Type.Optional(
    text("The language of the texts (BCP 47); by default it is told from page and text."),
  ),
  unit: Type.Optional(
    Type.Enum(["line", "page"], {
      description:
        "What becomes a document: each line, or all that an author has on a page (in a work). Default: lines " +
        "where a parser finds speakers, pages where it finds texts.",
    }),
  ),
  words: Type.Optional(
    Type.Integer({
      minimum: 10,
      description: "Cut documents into passages of about so many words; a short rest stays with the last.",
    }),
  ),
  minimum: Type.Optional(minimum),
  clean: Type.Optional(clean),
};

const source = {
  url: Type.Optional(text("The address of a page.")),
  urls: Type.Optional(
    Type.Array(text("An address."), { minItems: 1, description: "The addresses of several pages." }),
  ),
  sitemap: Type.Optional(text("The address of a sitemap (XML, an index of sitemaps, or plain text).")),
  files: Type.Optional(
    Type.Union([text("A pattern."), Type.Array(text("A pattern."), { minItems: 1 })], {
      description: "Local files, folders or patterns (**/*.txt), from the recipe's folder on.",
    }),
  ),
  package: Type.Optional(text("An installed npm package in which `files` are looked for.")),
  match: Type.Optional(text("Only addresses that fit this pattern, in which * stands for anything.")),
  limit: Type.Optional(Type.Integer({ minimum: 1, description: "At most so many pages." })),
  name: Type.Optional(
    text(
      "What the last part of an address says, as “{author}_{work}.txt”; {_} stands for anything else, and nothing else can stand in braces.",
    ),
  ),
  author: Type.Optional(text("Who wrote what names nobody.")),
  authors: Type.Optional(authors),
  speakers: Type.Optional(
    Type.Enum(["named", "all"], {
      description:
        "Whether only the authors named in the recipe count (default), or everyone whom a page names.",
    }),
  ),
  work: Type.Optional(text("The work; by default what the page says, or its address.")),
  split: Type.Optional(
    Type.Enum(["train", "test"], { description: "Which side of the split the documents are on." }),
  ),
  ...shared,
};

/** The settings of fetching. */
const fetching = Type.Object(
  {
    seconds_between_requests: Type.Optional(
      Type.Number({
        minimum: 0.1,
        maximum: 3600,
        description: "Between two requests to one host; default 1. A longer Crawl-delay counts.",
      }),
    ),
    timeout_seconds: Type.Optional(
      Type.Number({ minimum: 1, maximum: 3600, description: "For one page; default 60." }),
    ),
    tries: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: "For one page; default 4." })),
    maximum_bytes: Type.Optional(
      Type.Integer({
        minimum: 1024,
        maximum: 1024 ** 3,
        description: "Of one page, unpacked; default 20 MB.",
      }),
    ),
    maximum_age_days: Type.Optional(
      Type.Number({
        minimum: 0,
        description: "A cached page older than this is asked for again; default 30.",
      }),
    ),
    contact: Type.Optional(
      Type.String({
        pattern: "^[ -~]+$",
        description: "Who collects: an address for the site's owner, sent in User-Agent. Plain ASCII.",
      }),
    ),
  },
  { additionalProperties: false },
);

const duplicates = Type.Object(
  {
    exact: Type.Optional(duplicateAction("The same text again by the same author", "The first stays")),
    near: Type.Optional(duplicateAction("Nearly the same text again by the same author", "The first stays")),
    shared: Type.Optional(
      duplicateAction(
        "The same text, or nearly, by two authors",
        "Every copy goes, since nobody can say whose it is",
      ),
    ),
    similarity: Type.Optional(
      Type.Number({
        minimum: 0.5,
        maximum: 1,
        description: "How alike near duplicates are (Jaccard index of word triples); default 0.8.",
      }),
    ),
  },
  { additionalProperties: false },
);

const recipe = {
  name: text("A name for the corpus."),
  about: Type.Optional(text("What it is, and what may be done with it.")),
  authors: Type.Optional(authors),
  fetch: Type.Optional(fetching),
  duplicates: Type.Optional(duplicates),
  ...shared,
};

/** The recipe without its sources, which are checked by the parser that each names. */
export const recipeSchema = Type.Object(
  { ...recipe, sources: Type.Array(Type.Unknown(), { minItems: 1 }) },
  { additionalProperties: false },
);

/** A source whose parser is not known yet. */
export const sourceSchema = Type.Object({ ...source, parser: Type.String() });

/** A source with the settings of its parser. */
export const sourceSchemaFor = (parser: string): TObject<TProperties> =>
  Type.Object(
    { ...source, parser: Type.Literal(parser), ...parsers.get(parser)!.settings },
    { additionalProperties: false, description: parsers.get(parser)!.about },
  );

/** The recipe's settings. */
export type RecipeSettings = Static<typeof recipeSchema>;
/** A source's settings, without its parser's own. */
export type SourceSettings = Static<typeof sourceSchema>;
/** The settings of cleaning, as the recipe has them. */
export type CleanSettings = Static<typeof clean>;
/** The settings of fetching, as the recipe has them. */
export type FetchSettings = Static<typeof fetching>;
/** The settings of duplicates, as the recipe has them. */
export type DuplicateSettings = Static<typeof duplicates>;

const address = Type.String({ pattern: "^[hH][tT][tT][pP][sS]?://", description: "http:// or https://" });

/** What the program checks by itself, as far as a schema can say it. */
const origins = {
  oneOf: ["url", "urls", "sitemap", "files"].map((origin) => ({ required: [origin] })),
  dependentRequired: { package: ["files"] },
  allOf: [{ properties: { url: address, urls: { items: address }, sitemap: address } }],
};

/** The whole as JSON Schema, for editors. */
export function recipeJsonSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A recipe of penprint collect",
    ...Type.Object(
      {
        ...recipe,
        sources: Type.Array(Type.Union([...parsers.keys()].map(sourceSchemaFor), origins), { minItems: 1 }),
      },
      { additionalProperties: false },
    ),
  };
}
