/** What is known of a model, for people. */
import type { Combination } from "../model/combination.ts";
import type { MemberSettings, Priors } from "../model/settings.ts";
import { HashedVocabulary } from "../features/hashed-vocabulary.ts";
import type { View } from "../features/view.ts";
import type { AuthorFacts, Card, Identifier } from "../identifier.ts";
import type { Calibration } from "../model/calibration.ts";
import { calibrationMethod, type Recipe, recipeDescriptions, recipes } from "../recipe.ts";
import { counted, percent, wholeNumber } from "./figures.ts";
import { table } from "./table.ts";

/** The authors with what the corpus has of them, the most words first; of many, the first `most`. */
export function authorsTable(authors: readonly AuthorFacts[], most = 12): string[] {
  const sorted = [...authors].sort((a, b) => b.words - a.words);
  const rows = sorted
    .slice(0, sorted.length <= most + 2 ? sorted.length : most)
    .map(({ author, documents, words }) => [author, wholeNumber(documents), wholeNumber(words)]);
  const lines = table(
    [{ title: "Author" }, { title: "Documents", numeric: true }, { title: "Words", numeric: true }],
    rows,
  );
  if (rows.length < sorted.length) lines.push(`  … and ${wholeNumber(sorted.length - rows.length)} more`);
  return lines;
}

/** A recipe's name and what it does. */
export function recipeLine(recipe: Recipe): string {
  const [only, ...others] = recipe.classifier.name === "ensemble" ? recipe.classifier.members : [];
  if (only?.name === "delta" && others.length === 0) {
    return `${recipe.name}: ${recipe.views.map(viewSaid).join("; ")}, in z-scores, the nearest ${only.nearest}`;
  }
  const description = recipeDescriptions.get(recipe.name);
  if (description === undefined || !hasUsualTokens(recipe))
    return `${recipe.name}: ${recipe.views.map(viewSaid).join("; ")}`;
  return `${recipe.name}: ${description}`;
}

/**
 * The settings of a recipe, name and value, and what its calibration came to.
 *
 * @param shares how much each member of an ensemble counts; null for other recipes
 */
export function recipeSettings(
  recipe: Recipe,
  fitted: Calibration | null,
  shares: ArrayLike<number> | null,
): [string, string][] {
  const { views, classifier, seed } = recipe;
  const settings: [string, string][] = views.map((view) => [
    "View",
    [
      viewSaid(view),
      view.lower_case ? "lower case" : "case as written",
      `in at least ${counted(view.minimum_documents, "document")}`,
      ...(view.maximum_document_share < 1
        ? [`in at most ${percent(view.maximum_document_share)} of them`]
        : []),
      ...(view.hash_bits === undefined ? [] : [`hashed to ${view.hash_bits} bits`]),
    ].join(", "),
  ]);
  settings.push(...classifierSettings(classifier, shares));
  return [...settings, ["Calibration", calibrationLine(recipe, fitted)], ["Seed", String(seed)]];
}

/** Whether a recipe looks at what its name stands for. */
function hasUsualTokens({ name, views }: Recipe): boolean {
  const usual = recipes.get(name)?.views;
  return usual === undefined || usual.map(viewSaid).join() === views.map(viewSaid).join();
}

/** What a view looks at, and how. */
export function viewSaid(view: View): string {
  const mask = view.mask === undefined ? [] : [maskSaid(view)];
  const most =
    view.most_frequent === undefined ? [] : [`the ${wholeNumber(view.most_frequent)} most frequent`];
  return [tokensSaid(view), ...mask, ...most].join(", ");
}

function tokensSaid({ tokens, ngrams: [shortest, longest] }: View): string {
  if (tokens === "style-figures") return "figures of style";
  if (tokens === "typed-trigrams") return "affixes and signs, 3 characters";
  return `${tokens} ${shortest}–${longest}`;
}

function maskSaid({ mask, frequent_words: words }: View): string {
  if (mask === "letters") return "letters masked";
  const whole = mask === "single-asterisks" ? "masked to one sign a word" : "masked";
  return `all but the ${wholeNumber(words!)} most frequent words ${whole}`;
}

function classifierSettings(
  classifier: Recipe["classifier"],
  shares: ArrayLike<number> | null,
): [string, string][] {
  if (classifier.name === "ensemble") {
    const { members, priors, combination } = classifier;
    return [
      ...members.map((member, index): [string, string] => {
        const nothing = shares?.[index] === 0 ? ": counts for nothing" : "";
        return ["Member", `${member.name} on view ${member.view + 1}${memberDetails(member)}${nothing}`];
      }),
      ...(combination === undefined
        ? []
        : [["Combination", combinationSaid[combination]] as [string, string]]),
      ...(priors === undefined ? [] : [priorsSetting(priors)]),
    ];
  }
  if (classifier.name === "language-model") return [["Classifier", "language-model, Kneser–Ney"]];
  const { name, smoothing, ...rest } = classifier;
  const settings: [string, string][] = [["Classifier", `${name}, smoothing ${smoothing}`]];
  for (const value of Object.values(rest)) {
    settings.push(typeof value === "boolean" ? ["Normalised", String(value)] : priorsSetting(value));
  }
  return settings;
}

const combinationSaid: Readonly<Record<Combination, string>> = {
  stacked: "stacked, members weigh as much as they were right",
  mean: "mean, all members weigh alike",
  max: "max, only the largest of the members' scores counts",
};

function priorsSetting(priors: Priors): [string, string] {
  return ["Priors", typeof priors === "object" ? "given" : priors];
}

function memberDetails(member: MemberSettings): string {
  switch (member.name) {
    case "linear":
      return `, ${member.loss.replace("-", " ")} of ${member.weighting}, C ${member.cost}`;
    case "multinomial-naive-bayes":
      return `, smoothing ${member.smoothing}, counts / total^${member.exponent}`;
    case "nb-svm":
      return `, ${member.weighting}, C ${member.cost}, smoothing ${member.smoothing}, interpolation ${member.interpolation}`;
    case "cosine-delta":
      return ", nearest middle";
    case "delta":
      return `, ${member.distance}, nearest ${member.nearest === "document" ? "document" : "middle"}`;
    case "nearest-shrunken-centroids":
      return `, ${member.weighting}, threshold ${member.threshold}`;
  }
}

function isStacked({ classifier }: Recipe): boolean {
  return classifier.name === "ensemble" && (classifier.combination ?? "stacked") === "stacked";
}

function calibrationLine(recipe: Recipe, fitted: Calibration | null): string {
  const name = calibrationMethod(recipe);
  if (name === "stacking") {
    return isStacked(recipe)
      ? "stacking: weights of the members fitted on documents held out"
      : "softmax: slope and offsets fitted on documents held out";
  }
  if (fitted === null) return "none";
  const { temperature, exponent, documents, curve } = fitted;
  const divisor = `${temperature.toFixed(2)} · length^${exponent.toFixed(2)}`;
  const bent =
    curve === undefined
      ? ""
      : curve.kind === "platt"
        ? `, log-odds by a sigmoid of slope ${(-curve.a).toFixed(2)}`
        : `, log-odds by a curve of ${counted(curve.scores.length, "corner")}`;
  return `${name}: scores divided by ${divisor}${bent}, fitted on ${counted(documents, "document")}`;
}

/** What the model has learned of when to name nobody; null when it has not. */
export function rejectionLine({ parts: { rejection } }: Identifier): string | null {
  if (rejection === undefined || rejection === null) return null;
  const { threshold, trust, trials, kept, rejected } = rejection;
  const what = trust === undefined ? "a probability" : "a trust";
  return `with --unknown auto, nobody is named below ${what} of ${percent(threshold)}; in ${counted(trials, "trial")} that kept ${percent(kept)} of known authors' texts and rejected ${percent(rejected)} of others'`;
}

/** How the model did on texts it had not seen, in a sentence; null when nobody measured it. */
export function trackRecord({ evaluation }: Card): string | null {
  const accuracy = number(evaluation, "accuracy");
  const baseline = number(field(field(evaluation, "baselines"), "majority"), "accuracy");
  if (accuracy === null || baseline === null) return null;
  return `On texts it had not seen, this model was right in ${percent(accuracy)} of the cases; always naming the same author, in ${percent(baseline)}.`;
}

/** How often it was right on texts it had not seen, beside the baseline; null when nobody measured it. */
export function measuredLine({ evaluation }: Card): string | null {
  const accuracy = number(evaluation, "accuracy");
  const baseline = number(field(field(evaluation, "baselines"), "majority"), "accuracy");
  if (accuracy === null || baseline === null) return null;
  return `${percent(accuracy)} on texts it had not seen, ${percent(baseline)} when always naming the same author`;
}

/** Why the recipe was chosen, where it was not named; null when it was. */
export function choiceReason({ evaluation }: Card): string | null {
  const reason = field(field(evaluation, "choice"), "reason");
  return typeof reason === "string" ? reason : null;
}

type Json = Card["evaluation"];

function field(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as { readonly [key: string]: Json })[name] : undefined;
}

function number(value: Json | undefined, name: string): number | null {
  const found = field(value, name);
  return typeof found === "number" ? found : null;
}

/** How many features there are; of hashed ones, how many are used and how many n-grams share one. */
export function featuresLine({ features }: Identifier): string {
  const hashed = features.vocabularies.filter((vocabulary) => vocabulary instanceof HashedVocabulary);
  if (hashed.length === 0) return wholeNumber(features.size);
  const used = hashed.reduce((sum, vocabulary) => sum + vocabulary.used, 0);
  const ngrams = hashed.reduce((sum, vocabulary) => sum + vocabulary.ngrams, 0);
  const shared = hashed.reduce((sum, { ngrams: own, collisions }) => sum + own * collisions, 0);
  const estimate = Number.isFinite(ngrams)
    ? `about ${wholeNumber(Math.round(ngrams))} n-grams, ${percent(shared / ngrams)} of them with another one`
    : "more n-grams than can be told";
  return `${wholeNumber(features.size)} buckets, ${wholeNumber(used)} used: ${estimate}`;
}
