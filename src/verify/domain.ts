/**
 * Whether a case is one of those that the method was measured on. Verification is known to fall to chance when its
 * texts are of another kind than those it learned from, and the score itself does not show it.
 */
import { franc } from "franc-min";

import type { Warning } from "../document.ts";
import { countScripts } from "../text/scripts.ts";

/** Below these a verdict is little more than a guess; Eder 2015 has 5,000 words for a steady profile. */
const FEW_QUESTIONED_WORDS = 250;
const FEW_KNOWN_WORDS = 1000;
/** The impostors' texts allow no trials of this share of the case's length. */
const SHORT_SHARE = 0.5;
/** Fewer authors than this are no sample of how others write. */
const FEW_AUTHORS = 20;
/** Enough of a text to tell its script and its language by, in UTF-16 units. */
const SAMPLE = 6000;
/** A shorter part of a text does not tell its language. */
const SHORTEST_PART = 150;
/** What is true of this share of the impostors is true of them. */
const NEARLY_ALL = 0.75;

/** What a case consists of. */
export interface Case {
  readonly questioned: string;
  readonly questionedWords: number;
  /** All known texts, one after the other. */
  readonly known: string;
  readonly knownWords: number;
  /** One text an author. */
  readonly impostors: readonly string[];
  /** The length at which texts are compared, in UTF-16 units. */
  readonly piece: number;
}

/** Warnings `short_questioned`, `short_known`, `few_impostors`, `script_differs`, `language_differs`, `impostors_short`. */
export function caseWarnings(given: Case): Warning[] {
  return [...lengthWarnings(given), ...scriptWarnings(given), ...languageWarnings(given)];
}

/** Of a case with one of these, no trial among the impostors' texts says anything. */
const incomparable: ReadonlySet<string> = new Set([
  "nothing_common",
  "script_differs",
  "language_differs",
  "impostors_script_differs",
  "impostors_language_differs",
]);

/** Whether a case with these warnings is one that its trials can say something about. */
export function isComparable(warnings: readonly Warning[]): boolean {
  return !warnings.some(({ code }) => incomparable.has(code));
}

function lengthWarnings({ questionedWords, known, knownWords, impostors, piece }: Case): Warning[] {
  const warnings: Warning[] = [];
  if (questionedWords < FEW_QUESTIONED_WORDS) {
    warnings.push({
      code: "short_questioned",
      message: `The questioned text has ${words(questionedWords)}; under ${FEW_QUESTIONED_WORDS} little can be told.`,
    });
  }
  if (knownWords < FEW_KNOWN_WORDS) {
    warnings.push({
      code: "short_known",
      message: `The known texts have ${words(knownWords)} together; under ${FEW_KNOWN_WORDS} they hardly show how their author writes.`,
    });
  }
  if (impostors.length < FEW_AUTHORS) {
    const count = `${impostors.length} ${impostors.length === 1 ? "author" : "authors"}`;
    warnings.push({
      code: "few_impostors",
      message: `Only ${count} to compare with; another ${FEW_AUTHORS} would show better how others write.`,
    });
  }
  if (piece < known.length * SHORT_SHARE) {
    warnings.push({
      code: "impostors_short",
      message:
        "Most impostors have less than half as much text as the known author, whose texts were cut to match.",
    });
  }
  return warnings;
}

function scriptWarnings({ questioned, known, impostors }: Case): Warning[] {
  return differences(
    "script_differs",
    "letters",
    mainScript(questioned),
    mainScript(known),
    common(impostors.map(mainScript)),
  );
}

function languageWarnings({ questioned, known, impostors }: Case): Warning[] {
  // What fifty authors write in, the others do.
  return differences(
    "language_differs",
    "",
    languageOf(questioned),
    languageOf(known),
    common(impostors.slice(0, 50).map(languageOf)),
  );
}

function differences(
  code: string,
  noun: string,
  questioned: string | null,
  known: string | null,
  impostors: string | null,
): Warning[] {
  const warnings: Warning[] = [];
  const named = (name: string): string => (noun === "" ? name : `${name} ${noun}`);
  if (questioned !== null && known !== null && questioned !== known) {
    warnings.push({
      code,
      message: `The questioned text is in ${named(questioned)}, the known texts are in ${named(known)}: they cannot be compared.`,
    });
  }
  const odd = [questioned, known].find((own) => own !== null && impostors !== null && own !== impostors);
  if (odd !== undefined && odd !== null && impostors !== null) {
    warnings.push({
      code: `impostors_${code}`,
      message: `Most impostors write in ${named(impostors)}, which the case's ${named(odd)} is no match for: nearer to each other than to them means nothing.`,
    });
  }
  return warnings;
}

/** The script of most letters. */
function mainScript(text: string): string | null {
  return commonest(countScripts(text.slice(0, SAMPLE)));
}

/**
 * The language by its English name; null unless all three parts of the text show the same. A guess at a language
 * that is not among those that can be told apart comes out differently each time.
 */
function languageOf(text: string): string | null {
  const third = Math.floor(Math.min(text.length, SAMPLE) / 3);
  const codes = [0, 1, 2].map((part) =>
    franc(text.slice(part * third, (part + 1) * third), { minLength: SHORTEST_PART }),
  );
  const [code] = codes;
  if (code === undefined || code === "und" || codes.some((other) => other !== code)) return null;
  const [tag = code] = Intl.getCanonicalLocales(code);
  return new Intl.DisplayNames("en", { type: "language" }).of(tag) ?? tag;
}

/** What most of them have, if nearly all have it. */
function common(values: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = commonest(counts);
  return most !== null && counts.get(most)! >= NEARLY_ALL * values.length ? most : null;
}

function commonest(counts: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  for (const [value, count] of counts) if (best === null || count > counts.get(best)!) best = value;
  return best;
}

const words = (count: number): string => `${count} ${count === 1 ? "word" : "words"}`;
