/** Measures a model on documents it has not seen. */
import { TextFingerprints } from "../text/fingerprints.ts";
import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { trainingImbalance } from "../imbalance.ts";
import { type Evaluation, measure } from "./evaluation.ts";
import type { IntervalOptions } from "./interval.ts";
import { beginningsOf, LengthTrials } from "./length-curve.ts";
import { Outcomes, type Predicts } from "./outcomes.ts";
import { resultWarnings } from "./warnings.ts";

/** How an evaluation is made. */
export interface EvaluateOptions extends IntervalOptions {
  /**
   * The texts that the model was trained on, so that the result can say which test documents are no test.
   * Default: those which the identifier carries, if any.
   */
  readonly knownTexts?: { has(text: string): boolean };
  /** Whether to ask about beginnings of the documents as well; see length-curve.ts. Default false. */
  readonly lengths?: boolean;
}

/** An identifier, with the hashes of its training texts where it carries them. */
export interface Evaluated extends Predicts {
  readonly parts?: { readonly knownTexts: BigUint64Array };
}

/**
 * Identifies each document and compares the verdict with its author. Documents are taken one by one and not kept:
 * memory is a few dozen bytes a document.
 *
 * @param identifier the model
 * @param documents documents with their true authors; authors that the model does not know are allowed
 * @throws CORPUS_EMPTY without documents, DOCUMENT_EMPTY for a text without anything in it, PARAMETER_INVALID
 */
export async function evaluate(
  identifier: Evaluated,
  documents: AsyncIterable<Document> | Iterable<Document>,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const knownTexts = options.knownTexts ?? new TextFingerprints(identifier.parts?.knownTexts ?? noHashes);
  const outcomes = new Outcomes(identifier.authors);
  const lengths = options.lengths === true ? new LengthTrials(identifier.authors) : null;
  for await (const document of documents) {
    refuseEmpty(document, outcomes.documents + 1);
    // Before the whole document, about which the last question is.
    lengths?.add(document, beginningsOf(document, identifier));
    outcomes.add(document.author, identifier.predict(document.text), {
      work: document.work,
      seenInTraining: knownTexts.has(document.text),
    });
  }
  if (outcomes.documents === 0) throw new PenprintError("CORPUS_EMPTY", { sources: ["the test documents"] });
  const measured = measure(outcomes, trainingDocuments(identifier), options);
  const curve = lengths === null ? {} : { accuracy_by_length: lengths.curve(options) };
  const unequal = trainingImbalance(identifier.card.corpus.authors);
  const warnings = [...resultWarnings(measured, outcomes), ...(unequal === null ? [] : [unequal])];
  return { ...measured, ...curve, warnings };
}

const noHashes = new BigUint64Array(0);

/** For each author of the identifier, in their order, how many documents it was trained on. */
function trainingDocuments({ authors, card }: Predicts): number[] {
  const documents = new Map(card.corpus.authors.map((facts) => [facts.author, facts.documents]));
  return authors.map((author) => documents.get(author) ?? 0);
}

/** So that the failure says which document it is; the identifier would only say that a text is empty. */
export function refuseEmpty(document: Document, position: number): void {
  if (document.text.trim() !== "") return;
  const file = document.id === undefined ? `Document ${position}` : `Document "${document.id}"`;
  throw new PenprintError("DOCUMENT_EMPTY", { file, line: 0, column: "text" });
}
