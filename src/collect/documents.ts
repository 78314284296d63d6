/** From a page's pieces to the corpus's documents: whose they are, cleaned, joined or cut, counted. */
import type { Document } from "../document.ts";
import { cleanRules, cleanText } from "./clean/clean.ts";
import type { CleanRules } from "./clean/clean.ts";
import { languageOf, scriptOf } from "./language.ts";
import { nameFields } from "./name-template.ts";
import type { Page, Parser, ParserContext, Piece } from "./parser.ts";
import type { PageItem } from "./pages.ts";
import { passagesOf } from "./passages.ts";
import type { CollectRecipe } from "./recipe.ts";
import type { Tally } from "./report.ts";
import { Speakers, shownName } from "./speakers.ts";
import { wordCount } from "./words.ts";

/** Where a document comes from. */
export interface Provenance {
  /** The page's address, or the file's place. */
  readonly url: string;
  /** When it was fetched (ISO 8601); local files have no such date. */
  readonly fetched?: string;
  /** Of the page's bytes. */
  readonly sha256: string;
  /** Where on the page it was found. */
  readonly selector?: string;
  /** What read the page. */
  readonly parser: string;
}

/** A document as the corpus has it. */
export interface CollectedDocument extends Document {
  readonly id: string;
  readonly work: string;
  readonly split?: "train" | "test";
  readonly language?: string;
  readonly script: string;
  readonly source: Provenance;
}

/** A page with what is known of it. */
export interface FetchedPage extends Page {
  /** Where its redirects ended. */
  readonly finalUrl?: string;
  readonly fetched?: string;
  readonly sha256: string;
}

/** Makes documents of pages; one for a source. */
export class DocumentMaker {
  readonly #recipe: CollectRecipe;
  readonly #tally: Tally;
  readonly #item: PageItem;
  readonly #rules: { readonly lines: CleanRules; readonly texts: CleanRules };
  readonly #speakers: Speakers;

  constructor(recipe: CollectRecipe, item: PageItem, speakers: Speakers, tally: Tally) {
    this.#recipe = recipe;
    this.#item = item;
    this.#speakers = speakers;
    this.#tally = tally;
    const rulesOf = (parser: Parser): CleanRules =>
      cleanRules(parser, recipe.settings.clean, item.source.settings.clean);
    this.#rules = { lines: rulesOf(item.parser), texts: rulesOf({ ...item.parser, directions: [] }) };
  }

  /**
   * The documents of a page.
   *
   * @param slug what the documents' ids start with
   * @throws Error with a plain message when the page is nothing that the parser can read
   */
  async *documents(
    page: FetchedPage,
    slug: string,
    context: ParserContext,
  ): AsyncGenerator<CollectedDocument> {
    const { settings } = this.#item.source;
    const recipe = this.#recipe.settings;
    const named =
      settings.name === undefined ? new Map<string, string>() : nameFields(settings.name, page.url);
    const unit = settings.unit ?? recipe.unit;
    const isAlone = (piece: Piece): boolean => (unit === undefined ? this.#isLine(piece) : unit === "line");
    const words = settings.words ?? recipe.words;
    const pieces = this.#pieces(page, named, context);
    let number = 0;
    for await (const { author, text, piece } of joined(pieces, isAlone)) {
      const work = settings.work ?? piece.work ?? named.get("work") ?? page.url;
      for (const passage of words === undefined ? [text] : passagesOf(text, words)) {
        if (this.#isTooShort(passage)) {
          this.#tally.leaveOut("too_short");
          continue;
        }
        const script = scriptOf(passage);
        const language = languageOf(passage, script, settings.language ?? recipe.language ?? piece.language);
        yield {
          author,
          text: passage,
          id: `${slug}#${++number}`,
          work,
          ...(settings.split === undefined ? {} : { split: settings.split }),
          ...(language === undefined ? {} : { language }),
          script,
          source: {
            url: page.url,
            ...(page.fetched === undefined ? {} : { fetched: page.fetched }),
            sha256: page.sha256,
            ...(piece.selector === undefined ? {} : { selector: piece.selector }),
            parser: this.#item.parser.name,
          },
        };
      }
    }
  }

  async *#pieces(
    page: FetchedPage,
    named: ReadonlyMap<string, string>,
    context: ParserContext,
  ): AsyncGenerator<Attributed> {
    const { parser, source } = this.#item;
    // What stands between two lines parts them, were it narration or somebody whom the recipe does not name.
    let before = "";
    const watching: ParserContext = {
      ...context,
      drop(reason, count = 1) {
        if (count > 0 && reason !== "empty") before = "";
        context.drop(reason, count);
      },
    };
    const settings = parser === source.parser ? source.settings : {};
    for await (const piece of parser.parse(page, settings, watching)) {
      this.#tally.found();
      const author = this.#authorOf(piece, named);
      if (author === null) {
        if (piece.text.trim() !== "") before = "";
        continue;
      }
      // Who is named already said all the rest: “Ann: she is late” in a chat is no label.
      const isLine = this.#isLine(piece);
      const own = isLine ? this.#rules.lines : this.#rules.texts;
      const rules = isLine && piece.speakers.length > 0 ? { ...own, speakerNames: false } : own;
      const text = cleanText(piece.text, rules, author, this.#speakers, (what, times) =>
        this.#tally.clean(what, times),
      );
      const line = JSON.stringify([author, piece.work, text]);
      if (text === "") this.#tally.leaveOut("empty");
      else if (rules.unwanted.has(text)) this.#tally.leaveOut("unwanted");
      else if (rules.repeatedLines && before === line) this.#tally.leaveOut("repeated_line");
      else yield { author, text, piece };
      if (text !== "") before = line;
    }
  }

  #isLine(piece: Piece): boolean {
    return this.#item.parser.finds === "lines" || piece.isLine === true;
  }

  /** @returns null when the piece is by nobody who counts; that is counted */
  #authorOf(piece: Piece, named: ReadonlyMap<string, string>): string | null {
    const { settings } = this.#item.source;
    const inName = named.get("author");
    const nobody = settings.author ?? inName ?? this.#item.byline ?? piece.byline;
    const names = piece.speakers.length > 0 ? piece.speakers : nobody === undefined ? [] : [nobody];
    if (names.length === 0) {
      this.#tally.leaveOut("no_speaker");
      return null;
    }
    const known = this.#speakers.authorOf(names);
    if (known !== undefined) return known;
    // Who is named for the whole source is an author without being listed as one.
    if (piece.speakers.length === 0 && (settings.author !== undefined || !this.#speakers.named))
      return names[0]!;
    const shown = shownName(names[0]!);
    if (settings.speakers === "all" && shown !== "") return shown;
    this.#tally.leaveOut("other_speaker");
    this.#tally.otherSpeaker(shown);
    return null;
  }

  #isTooShort(text: string): boolean {
    const minimum = { ...this.#recipe.settings.minimum, ...this.#item.source.settings.minimum };
    if (minimum.characters !== undefined && text.length < minimum.characters) return true;
    return minimum.words !== undefined && wordCount(text) < minimum.words;
  }
}

interface Attributed {
  readonly author: string;
  readonly text: string;
  readonly piece: Piece;
}

/** What stands alone; behind it all else that an author has in a work on the page as one text, in the order of first words. */
async function* joined(
  pieces: AsyncIterable<Attributed>,
  isAlone: (piece: Piece) => boolean,
): AsyncGenerator<Attributed> {
  const together = new Map<string, { first: Attributed; texts: string[] }>();
  for await (const piece of pieces) {
    if (isAlone(piece.piece)) {
      yield piece;
      continue;
    }
    const key = JSON.stringify([piece.author, piece.piece.work ?? ""]);
    const same = together.get(key);
    if (same === undefined) together.set(key, { first: piece, texts: [piece.text] });
    else same.texts.push(piece.text);
  }
  for (const { first, texts } of together.values()) yield { ...first, text: texts.join("\n") };
}
