/** What a parser is: a page in, pieces of text with the names of those who wrote or said them out. */
import { Type } from "typebox";
import type { Static, TObject, TProperties } from "typebox";

import type { Selector } from "./html/select.ts";
import type { Speakers } from "./speakers.ts";

/** A page as parsers see it. */
export interface Page {
  /** Its address; for local files the path as the report shows it. */
  readonly url: string;
  readonly bytes: Uint8Array;
  /** The bytes as text. */
  readonly text: string;
  /** The media type that came with it, "" if none. */
  readonly contentType: string;
}

/** A stretch of text by one person. */
export interface Piece {
  readonly text: string;
  /** The names by which the page calls the one who speaks, any of which may be an alias; none: nobody is named. */
  readonly speakers: readonly string[];
  /** The author whom the page as a whole names; counts where the recipe's source names none. */
  readonly byline?: string;
  /** The work it belongs to, where the page says so. */
  readonly work?: string;
  /** Where on the page it was found: a CSS selector, or words. */
  readonly selector?: string;
  /** The language that the page says it is in (BCP 47). */
  readonly language?: string;
  /** What somebody says, from a parser that finds texts on other pages. */
  readonly isLine?: true;
}

/** Why something on a page is not in the corpus. */
export type DropReason =
  | "no_speaker"
  | "other_speaker"
  | "narration"
  | "empty"
  | "too_short"
  | "unwanted"
  | "repeated_line"
  | "duplicate"
  | "near_duplicate"
  | "shared_by_authors"
  | "quoted"
  | "signature"
  | "automatic"
  | "media"
  | "forwarded"
  | "front_matter"
  | "licence"
  | "note"
  | "heading"
  | "template"
  | "table";

/** What parsers are given beside the page. */
export interface ParserContext {
  readonly speakers: Speakers;
  /** Counts something that is left out. */
  drop(reason: DropReason, count?: number): void;
  /** A compiled CSS selector, compiled once a run. */
  selector(css: string): Selector;
  /** The same object for all pages of a run, and no other: what a parser keeps from page to page is kept by it. */
  readonly run: object;
  /** The text of a file that lies beside a local page, by its path from there; undefined when there is none. */
  beside?(name: string): Promise<string | undefined>;
}

/** Brackets that hold stage directions, each as two characters: `"[]"`. */
export type Brackets = readonly string[];

/** A parser, with its settings' types forgotten so that all fit into one list. */
export interface Parser {
  /** What the recipe calls it. */
  readonly name: string;
  /** What it reads, in a sentence. */
  readonly about: string;
  /** Its settings in the recipe. */
  readonly settings: TProperties;
  /** Whether it finds lines, messages or records, each a document, or what makes up one text; decides defaults. */
  readonly finds: "lines" | "texts";
  /** The brackets that hold stage directions in lines, unless the recipe says otherwise; in texts there are none. */
  readonly directions: Brackets;
  /** Whether `&amp;` in a piece is a left-over to be resolved. */
  readonly entities: boolean;
  /** @throws Error with a plain message when the page is nothing it can read */
  readonly parse: (
    page: Page,
    settings: unknown,
    context: ParserContext,
  ) => Iterable<Piece> | AsyncIterable<Piece>;
}

/** Makes a parser whose settings are typed by their schemas. */
export function defineParser<const S extends TProperties>(parser: {
  readonly name: string;
  readonly about: string;
  readonly finds: "lines" | "texts";
  readonly directions?: Brackets;
  readonly entities?: boolean;
  readonly settings: S;
  readonly parse: (
    page: Page,
    settings: Static<TObject<S>>,
    context: ParserContext,
  ) => Iterable<Piece> | AsyncIterable<Piece>;
}): Parser {
  return {
    directions: parser.finds === "lines" ? ["[]", "()"] : [],
    entities: false,
    ...parser,
    // The recipe has been checked against this very schema.
    parse: (page, settings, context) => parser.parse(page, settings as Static<TObject<S>>, context),
  };
}

/** A CSS selector in a recipe. */
export const css = (description: string): ReturnType<typeof Type.String> =>
  Type.String({ description: `${description} A CSS selector.`, minLength: 1, "x-css": true });
