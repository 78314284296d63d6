/** What somebody who reads the figures should know before believing them, in plain words. */
import type { Warning } from "../document.ts";
import { testImbalance } from "../imbalance.ts";
import type { Measurements } from "./evaluation.ts";
import type { Outcomes } from "./outcomes.ts";

/** With fewer test documents than this, a score is an anecdote. */
export const enoughDocuments = 30;

/** With fewer works than this, the interval rests on too few things that can differ. */
export const enoughWorks = 10;

/** Above this expected calibration error, probabilities say little but their order. */
export const tolerableCalibrationError = 0.1;

/**
 * Everything doubtful about a result.
 *
 * @param measured the metrics
 * @param outcomes what they were taken from
 * @returns the weightiest first
 */
export function resultWarnings(measured: Measurements, outcomes: Outcomes): Warning[] {
  return [
    againstMajority(measured),
    sharedTexts(measured, outcomes),
    unseenAuthors(outcomes),
    singleAuthor(outcomes),
    unequalTests(measured),
    calibration(measured),
    fewDocuments(outcomes),
    fewWorks(outcomes),
  ].filter((warning) => warning !== null);
}

function againstMajority({ accuracy, accuracy_interval, baselines }: Measurements): Warning | null {
  const { author, accuracy: baseline } = baselines.majority;
  const own = `The model is right in ${percent(accuracy)} of the documents`;
  const other = `always answering "${author}" would be right in ${percent(baseline)}`;
  if (accuracy < baseline) {
    return {
      code: "below_majority",
      message: `${own}; ${other}. In this test it is worse than not reading the texts at all.`,
    };
  }
  if (accuracy_interval[0] <= baseline) {
    const [low, high] = accuracy_interval.map(percent);
    return {
      code: "not_above_majority",
      message: `${own} (95 % interval ${low} to ${high}); ${other}. The test does not show that it is better than that.`,
    };
  }
  return null;
}

function sharedTexts({ documents, accuracy }: Measurements, outcomes: Outcomes): Warning | null {
  const { seenInTraining, truths, verdicts } = outcomes;
  const shared = seenInTraining.filter(Boolean).length;
  if (shared === 0) return null;
  const right = truths.filter((truth, place) => !seenInTraining[place] && truth === verdicts[place]).length;
  const without =
    shared === documents
      ? "No text is left to measure anything with."
      : `Without ${shared === 1 ? "it" : "them"} the accuracy is ${percent(right / (documents - shared))} instead of ${percent(accuracy)}.`;
  return {
    code: "texts_seen_in_training",
    message: `${shared} of the ${count(documents, "test document")} ${have(shared)} the same text as a training document. ${without}`,
  };
}

function unseenAuthors({ strangers }: Outcomes): Warning | null {
  if (strangers.size === 0) return null;
  const documents = [...strangers.values()].reduce((sum, own) => sum + own, 0);
  return {
    code: "unseen_authors",
    message: `${count(documents, "test document")} ${documents === 1 ? "is" : "are"} by ${authorsNamed([...strangers.keys()])}, not seen in training; only the verdict "unknown" is right there.`,
  };
}

function singleAuthor({ testAuthors }: Outcomes): Warning | null {
  if (testAuthors.size !== 1) return null;
  return {
    code: "single_author_test",
    message: `All test documents are by "${[...testAuthors][0]}"; how well authors are told apart cannot be seen from them.`,
  };
}

function unequalTests({ per_author, balanced_accuracy }: Measurements): Warning | null {
  if (balanced_accuracy === null) return null;
  const authors = per_author.map(({ author, support }) => ({ author, documents: support }));
  return testImbalance(authors, percent(balanced_accuracy));
}

function calibration({ expected_calibration_error: error }: Measurements): Warning | null {
  if (error === null || error <= tolerableCalibrationError) return null;
  return {
    code: "probabilities_off",
    message: `The probabilities are off by ${percent(error)} on average (expected calibration error ${error.toFixed(3)}): treat percentages as ranks.`,
  };
}

function fewDocuments({ documents }: Outcomes): Warning | null {
  if (documents >= enoughDocuments) return null;
  return {
    code: "few_documents",
    message: `${count(documents, "test document")} ${documents === 1 ? "is" : "are"} too few for a reliable figure; ${enoughDocuments} are the least.`,
  };
}

function fewWorks({ works }: Outcomes): Warning | null {
  if (works === 0 || works >= enoughWorks) return null;
  return {
    code: "few_works",
    message: `The test documents come from ${count(works, "work")}; the interval rests on too few works to be relied upon.`,
  };
}

/** Percent with one decimal: `61.5 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `1 document`, `2 documents`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `the author "A"`, `2 authors ("A", "B")`, with the first eight names. */
export function authorsNamed(authors: readonly string[]): string {
  if (authors.length === 1) return `the author "${authors[0]}"`;
  const names = authors.slice(0, 8).map((author) => `"${author}"`);
  const more = authors.length > 8 ? ` and ${authors.length - 8} more` : "";
  return `${authors.length} authors (${names.join(", ")}${more})`;
}

function have(number: number): string {
  return number === 1 ? "has" : "have";
}
