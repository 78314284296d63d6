/** Cleaning: from what a page says to what its author said. */
import { decodeHTMLStrict } from "entities";

import type { Brackets, Parser } from "../parser.ts";
import type { CleanSettings } from "../recipe-schema.ts";
import type { Speakers } from "../speakers.ts";
import { withoutDirections } from "./directions.ts";

/** What was cleaned, and how often. */
export type CleanedCount =
  "directions" | "unclosed_directions" | "speaker_names" | "entities" | "spaces" | "invisible";

/** Rules with every default filled in. */
export interface CleanRules {
  readonly directions: Brackets;
  readonly speakerNames: boolean;
  readonly entities: boolean;
  readonly spaces: boolean;
  readonly invisible: boolean;
  readonly repeatedLines: boolean;
  /** Texts that are unwanted when they are all there is. */
  readonly unwanted: ReadonlySet<string>;
}

/** The rules for a source: its own settings before the recipe's, both before the parser's defaults. */
export function cleanRules(
  parser: Parser,
  recipe: CleanSettings = {},
  source: CleanSettings = {},
): CleanRules {
  const settings = { ...recipe, ...source };
  return {
    directions: settings.directions ?? parser.directions,
    speakerNames: settings.speaker_names ?? true,
    entities: settings.entities ?? parser.entities,
    spaces: settings.spaces ?? true,
    invisible: settings.invisible ?? true,
    repeatedLines: settings.repeated_lines ?? true,
    unwanted: new Set([...(recipe.drop ?? []), ...(source.drop ?? [])]),
  };
}

/**
 * Cleans a text. Quotes, dashes, capitals and spelling stay as they are.
 *
 * @param author whose text it is: that name goes from its start, and no other, which would be somebody spoken to
 * @param count is told what was done
 */
export function cleanText(
  raw: string,
  rules: CleanRules,
  author: string,
  speakers: Speakers,
  count: (what: CleanedCount, times: number) => void,
): string {
  // Half a surrogate pair is no character and cannot be written as UTF-8.
  let text = raw.toWellFormed().replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  if (rules.entities && text.includes("&")) {
    text = text.replace(/&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,30});/g, (entity) => {
      const character = decodeHTMLStrict(entity);
      if (character !== entity) count("entities", 1);
      return character;
    });
  }
  if (rules.invisible) {
    const visible = text.replace(invisible, "");
    if (visible.length !== text.length) count("invisible", text.length - visible.length);
    text = visible;
  }
  if (rules.directions.length > 0) {
    const without = withoutDirections(text, rules.directions);
    if (without.removed > 0) count("directions", without.removed);
    if (without.unclosed > 0) count("unclosed_directions", without.unclosed);
    ({ text } = without);
  }
  if (rules.speakerNames) {
    const name = /^\s*([^:：\n]{1,60})[:：]\s*/u.exec(text);
    if (name !== null && speakers.authorOf([name[1]!]) === author) {
      text = text.slice(name[0].length);
      count("speaker_names", 1);
    }
    // A colon that was left when the name went; “:)” is none.
    text = text.replace(/^\s*(?::(?=\s)|：)\s*/u, "");
  }
  if (rules.spaces) {
    const unusual = text.match(/[^\S \n\t]/gu);
    if (unusual !== null) count("spaces", unusual.length);
    text = text
      .replace(/[^\S\n]+/gu, " ")
      .replace(/ ?\n ?/g, "\n")
      .replace(/\n{3,}/g, "\n\n");
  }
  return text.trim();
}

/**
 * Characters that nobody sees and no author means: controls, soft hyphens, zero-width spaces, byte order marks, marks
 * of writing direction. Joiners stay: Persian and emoji need them.
 */
const invisible =
  /(?![\n\t])\p{Cc}|[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
