/** What makes a verdict on a text doubtful. */
import type { Warning } from "./document.ts";
import type { AnyVocabulary, Familiarity } from "./features/feature-space.ts";
import { Vocabulary } from "./features/vocabulary.ts";
import { countScripts, isPlainLatin } from "./text/scripts.ts";

/** Below this many words a text says little about its author. */
const FEW_WORDS = 25;
/** A text is strange when less than this share of its n-grams was seen in training. */
const LEAST_KNOWN_SHARE = 0.5;
/** A script counts when at least this share of the letters belongs to it. */
const LEAST_SCRIPT_SHARE = 0.1;

/** What is known of the text. */
export interface Doubted {
  readonly text: string;
  /** Whether its characters came as the bytes of UTF-16 and were put together. */
  readonly misread?: boolean;
  readonly words: number;
  readonly row: Familiarity;
  readonly vocabularies: readonly AnyVocabulary[];
}

/**
 * Warnings about a text: `misread_text`, `short_text`, `mostly_unseen`, `unseen_script`, `nothing_known`.
 */
export function doubts({ text, misread = false, words, row, vocabularies }: Doubted): Warning[] {
  const warnings: Warning[] = [];
  if (misread) {
    warnings.push({
      code: "misread_text",
      message:
        "The text's characters came as the bytes of UTF-16, read one by one; they were put together again.",
    });
  }
  if (words < FEW_WORDS) {
    warnings.push({
      code: "short_text",
      message: `The text has ${words} ${words === 1 ? "word" : "words"}; under ${FEW_WORDS} a verdict is little more than a guess.`,
    });
  }
  for (const script of unseenScripts(text, vocabularies)) {
    warnings.push({
      code: "unseen_script",
      message: `The text is partly in ${script} letters, of which the model has learned nothing.`,
    });
  }
  if (row.known === 0) {
    warnings.push({ code: "nothing_known", message: "Nothing in the text was seen in training." });
  } else if (row.known < row.possible * LEAST_KNOWN_SHARE) {
    // Rounded down, because 100 % would be the other warning.
    const share = Math.floor((100 * (row.possible - row.known)) / row.possible);
    warnings.push({
      code: "mostly_unseen",
      message: `${share} % of the text's features were never seen in training.`,
    });
  }
  return warnings;
}

function unseenScripts(text: string, all: readonly AnyVocabulary[]): string[] {
  // Buckets do not know of which letters they are.
  const vocabularies = all.filter((vocabulary) => vocabulary instanceof Vocabulary);
  if (vocabularies.length === 0) return [];
  if (isPlainLatin(text) && vocabularies.some((vocabulary) => vocabulary.hasScript("Latin"))) return [];
  const counts = countScripts(text);
  const letters = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .filter(([script, count]) => {
      if (count < letters * LEAST_SCRIPT_SHARE) return false;
      return !vocabularies.some((vocabulary) => vocabulary.hasScript(script));
    })
    .map(([script]) => script);
}
