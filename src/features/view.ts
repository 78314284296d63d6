/** A family of features: which tokens, which n-grams of them, and which of those are kept. */
import { PenprintError } from "../errors.ts";

/** How texts become features; part of a recipe, so its names are those of JSON. */
export interface View {
  /**
   * What is counted: words with signs and clitics; characters; or character 3-grams by what they are a part of
   * (typed-trigrams.ts). "style-figures" are measured instead (style-figures.ts).
   */
  readonly tokens: "words" | "characters" | "typed-trigrams" | "style-figures";
  /** Shortest and longest n-gram, 1 to 16; of words or characters. All else stands alone, [1, 1]. */
  readonly ngrams: readonly [number, number];
  /** Whether upper and lower case are the same. */
  readonly lower_case: boolean;
  /**
   * What becomes of letters before characters are counted. "letters": they become `*` and digits `0` (text/mask.ts).
   * "multiple-asterisks": the same but for frequent words, which stay, and digits become `#`; "single-asterisks": a
   * masked word or number is one sign (frequent-words.ts).
   */
  readonly mask?: "letters" | "multiple-asterisks" | "single-asterisks";
  /** How many words are frequent, from 1: with asterisks alone. They are those of all training documents together. */
  readonly frequent_words?: number;
  /** Features in fewer training documents than this are left out; 1 keeps all. */
  readonly minimum_documents: number;
  /** Features in a larger share of the training documents are left out; 1 keeps all. */
  readonly maximum_document_share: number;
  /**
   * Only features that are more frequent, in all training documents together, than so many others; from 1. Left out
   * where all are kept. Not for classifiers that learn from authors' counts.
   */
  readonly most_frequent?: number;
  /**
   * Hashes n-grams into 2^hash_bits features instead of keeping them: 8 to 26. Left out where every n-gram is a
   * feature of its own.
   */
  readonly hash_bits?: number;
}

/**
 * Refuses a view that makes no sense.
 *
 * @throws PARAMETER_INVALID naming the field, its range and the value
 */
export function checkView(view: View): void {
  const [shortest, longest] = view.ngrams;
  const refuse = (parameter: string, allowed: string, received: unknown): never => {
    throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received: shown(received) });
  };
  if (!tokenKinds.includes(view.tokens)) {
    refuse("tokens", tokenKinds.map((kind) => `"${kind}"`).join(" or "), view.tokens);
  }
  const isPlain = view.tokens === "words" || view.tokens === "characters";
  if (
    !Number.isInteger(shortest) ||
    !Number.isInteger(longest) ||
    shortest < 1 ||
    longest < shortest ||
    longest > 16
  ) {
    refuse("ngrams", "two whole numbers from 1 to 16, the smaller first", view.ngrams);
  }
  if (!isPlain && longest > 1) refuse("ngrams", `1 and 1 with ${view.tokens}`, view.ngrams);
  if (typeof view.lower_case !== "boolean") refuse("lower_case", "true or false", view.lower_case);
  if (!Number.isInteger(view.minimum_documents) || view.minimum_documents < 1) {
    refuse("minimum_documents", "a whole number of at least 1", view.minimum_documents);
  }
  checkMask(view, refuse);
  const { most_frequent: most } = view;
  if (most !== undefined && (!Number.isInteger(most) || most < 1 || view.hash_bits !== undefined)) {
    refuse("most_frequent", "a whole number of at least 1, without hash_bits, or left out", most);
  }
  const { hash_bits: bits } = view;
  if (bits !== undefined) {
    if (!isPlain || hasFrequentWords(view)) refuse("hash_bits", "left out with such a view", bits);
    if (!Number.isInteger(bits) || bits < 8 || bits > 26)
      refuse("hash_bits", "a whole number from 8 to 26", bits);
    if (view.minimum_documents > 1 || view.maximum_document_share < 1) {
      refuse("hash_bits", "left out where features of few or many documents are left out", bits);
    }
  }
  if (!(view.maximum_document_share > 0 && view.maximum_document_share <= 1)) {
    refuse("maximum_document_share", "a number above 0, up to 1", view.maximum_document_share);
  }
}

const tokenKinds: readonly string[] = [
  "words",
  "characters",
  "typed-trigrams",
  "style-figures",
] satisfies View["tokens"][];

/** Whether words that are frequent in training stay, and all others are masked. */
export function hasFrequentWords({ mask }: View): boolean {
  return mask === "multiple-asterisks" || mask === "single-asterisks";
}

/** Whether a view's features show that something in a text was never seen: masks and figures make all words alike. */
export function tellsUnseen({ mask, tokens }: View): boolean {
  return mask === undefined && tokens !== "style-figures";
}

/** What z-scores are made of: figures as they are, counts as shares in all of a text's. */
export function scaledIn({ tokens }: View): "values" | "shares" {
  return tokens === "style-figures" ? "values" : "shares";
}

/**
 * Whether what a view makes of one document depends on all training documents together, so that it cannot be counted
 * part by part; only ensembles learn such views.
 */
export function needsWholeCorpus(view: View): boolean {
  return view.most_frequent !== undefined || hasFrequentWords(view) || view.tokens === "style-figures";
}

function checkMask(
  view: View,
  refuse: (parameter: string, allowed: string, received: unknown) => never,
): void {
  const { mask, frequent_words: words } = view;
  if (
    mask !== undefined &&
    (view.tokens !== "characters" || (mask !== "letters" && !hasFrequentWords(view)))
  ) {
    refuse(
      "mask",
      '"letters", "multiple-asterisks" or "single-asterisks", with characters, or left out',
      mask,
    );
  }
  const isCount = typeof words === "number" && Number.isInteger(words) && words >= 1;
  if (hasFrequentWords(view) ? !isCount : words !== undefined) {
    refuse("frequent_words", "a whole number of at least 1 with asterisks, or else left out", words);
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
