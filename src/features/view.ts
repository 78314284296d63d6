/** A family of features: which tokens, which n-grams of them, and which of those are kept. */
import { PenprintError } from "../errors.ts";

/** How texts become features; part of a recipe, so its names are those of JSON. */
export interface View {
  /** What is counted: words with signs and clitics, or characters. */
  readonly tokens: "words" | "characters";
  /** Shortest and longest n-gram, 1 to 16. */
  readonly ngrams: readonly [number, number];
  /** Whether upper and lower case are the same. */
  readonly lower_case: boolean;
  /** "letters": letters become `*` and digits `0` before characters are counted (text/mask.ts). */
  readonly mask?: "letters";
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
  if (view.tokens !== "words" && view.tokens !== "characters") {
    refuse("tokens", '"words" or "characters"', view.tokens);
  }
  if (
    !Number.isInteger(shortest) ||
    !Number.isInteger(longest) ||
    shortest < 1 ||
    longest < shortest ||
    longest > 16
  ) {
    refuse("ngrams", "two whole numbers from 1 to 16, the smaller first", view.ngrams);
  }
  if (typeof view.lower_case !== "boolean") refuse("lower_case", "true or false", view.lower_case);
  if (!Number.isInteger(view.minimum_documents) || view.minimum_documents < 1) {
    refuse("minimum_documents", "a whole number of at least 1", view.minimum_documents);
  }
  if (view.mask !== undefined && (view.mask !== "letters" || view.tokens !== "characters")) {
    refuse("mask", '"letters", with characters, or left out', view.mask);
  }
  const { most_frequent: most } = view;
  if (most !== undefined && (!Number.isInteger(most) || most < 1 || view.hash_bits !== undefined)) {
    refuse("most_frequent", "a whole number of at least 1, without hash_bits, or left out", most);
  }
  const { hash_bits: bits } = view;
  if (bits !== undefined) {
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

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
