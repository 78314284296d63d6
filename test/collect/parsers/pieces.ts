/** Runs one parser over one page. */
import { decodePage } from "../../../src/collect/charset.ts";
import { compileSelector } from "../../../src/collect/html/select.ts";
import type { Piece } from "../../../src/collect/parser.ts";
import { parsers } from "../../../src/collect/parsers.ts";
import { Speakers } from "../../../src/collect/speakers.ts";

/** What a parser found. */
export interface Found {
  readonly pieces: Piece[];
  /** `Ann: Hello`, and `?: Hello` where nobody is named. */
  readonly lines: string[];
  readonly dropped: Readonly<Record<string, number>>;
}

/**
 * Parses a page.
 *
 * @param authors aliases that the recipe knows
 * @param beside files that lie beside the page
 */
export async function parse(
  parser: string,
  page: string | Uint8Array,
  settings: object = {},
  authors: Readonly<Record<string, readonly string[]>> = {},
  beside: Readonly<Record<string, string>> = {},
): Promise<Found> {
  const bytes = typeof page === "string" ? new TextEncoder().encode(page) : page;
  const dropped = new Map<string, number>();
  const pieces: Piece[] = [];
  const found = parsers
    .get(parser)!
    .parse(
      { url: "https://example.org/page", bytes, text: decodePage(bytes).text, contentType: "" },
      settings,
      {
        speakers: new Speakers(Object.entries(authors)),
        drop: (reason, count = 1) => {
          if (count > 0) dropped.set(reason, (dropped.get(reason) ?? 0) + count);
        },
        selector: compileSelector,
        run: {},
        beside: (name) => Promise.resolve(beside[name]),
      },
    );
  for await (const piece of found) pieces.push(piece);
  return {
    pieces,
    lines: pieces.map(({ speakers, text }) => `${speakers[0] ?? "?"}: ${text}`),
    dropped: Object.fromEntries(dropped),
  };
}
