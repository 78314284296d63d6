/** How a result came about, in sentences that can stand in a paper. */
import { calibrationMethod, type Recipe } from "../recipe.ts";
import type { Reported } from "./report.ts";

/** The paragraphs. */
export function methodOf(reported: Reported): string[] {
  return [splitSentences(reported), recipeSentences(reported), figureSentences(reported)];
}

function splitSentences({ evaluation, corpora, seed }: Reported): string {
  const { folds, grouped_by: groupedBy, documents } = evaluation;
  const texts = `${count(documents)} documents by ${count(evaluation.authors)} authors`;
  if (folds !== undefined) {
    const kept =
      groupedBy === "work"
        ? "All documents of a work were kept in one fold."
        : "Documents were dealt one by one, whatever work they were cut from.";
    return `Measured by ${folds.length}-fold cross-validation on ${texts}, stratified by author, with the seed ${seed}. ${kept} Vocabulary, weights and calibration were learned from the training folds alone.`;
  }
  const { trained } = corpora;
  const learned =
    trained === null
      ? ""
      : `The model was trained on ${count(trained.documents)} documents with ${count(trained.words)} words. `;
  return `${learned}It was tested on ${count(documents)} documents, told apart between ${count(evaluation.authors)} authors.`;
}

function recipeSentences({ recipe, evaluation }: Reported): string {
  if (recipe === null) {
    const chosen = [...new Set(evaluation.chosen ?? [])].join(", ");
    return `The recipe was chosen anew within each training part (chosen: ${chosen}).`;
  }
  const views = recipe.views.map(viewOf).join("; ");
  const calibration = {
    none: "Probabilities are the softmax of the scores",
    stacking: "Scores became probabilities by a softmax fitted on documents held out by work",
    temperature: "Scores became probabilities by a temperature fitted on documents held out by work",
    platt: "Scores became probabilities by a temperature and a sigmoid fitted on documents held out by work",
    isotonic:
      "Scores became probabilities by a temperature and an isotonic curve fitted on documents held out by work",
  }[calibrationMethod(recipe)];
  return `Recipe ${recipe.name}: ${classifierOf(recipe)} on ${views}. ${calibration}.`;
}

function classifierOf({ classifier }: Recipe): string {
  if (classifier.name !== "ensemble") return words(classifier.name);
  const members = classifier.members.map(({ name, view }) => `${words(name)} on view ${view + 1}`);
  const how = {
    stacked: "",
    mean: ", put together by the mean of their standardised scores",
    max: ", put together by the largest of their calibrated scores",
  }[classifier.combination ?? "stacked"];
  return members.length === 1 ? members[0]! : `an ensemble of ${members.join(", ")}${how}`;
}

function viewOf({ tokens, ngrams: [shortest, longest], mask }: Recipe["views"][number]): string {
  if (tokens === "typed-trigrams") return "affixes and signs (typed character trigrams)";
  if (tokens === "style-figures") return "figures of style";
  const masked = mask === undefined ? "" : " of masked text";
  return `${tokens === "words" ? "word" : "character"} n-grams of length ${shortest === longest ? shortest : `${shortest} to ${longest}`}${masked}`;
}

function figureSentences({ evaluation }: Reported): string {
  const lengths =
    evaluation.accuracy_by_length === undefined
      ? ""
      : " For the curve of lengths each document was cut after its first words and identified again.";
  return `Metrics are those of scikit-learn. The interval is the 95 % percentile bootstrap with 1,000 samples in which works are drawn, and documents where they name none. Calibration error is the expected calibration error over 15 bins of equal width.${lengths}`;
}

const words = (name: string): string => name.replaceAll("-", " ");
const count = (value: number): string => value.toLocaleString("en");
