/** The texts in a model file's header, checked. */
import { PenprintError } from "../errors.ts";
import type { Card, JsonValue, Rejection } from "../identifier.ts";
import type { OddsCurve } from "../model/odds-curve.ts";
import { type Calibration, checkCalibration } from "../model/calibration.ts";
import type { Trust } from "../model/trust.ts";
import { checkRecipe, type Recipe } from "../recipe.ts";

/** What the header says. */
export interface Metadata {
  readonly recipe: Recipe;
  readonly authors: readonly string[];
  readonly calibration: Calibration | null;
  readonly rejection: Rejection | null;
  /** Without a name where it is called as its file is. */
  readonly card: Omit<Card, "name"> & Partial<Card>;
}

/**
 * Reads recipe, authors and card from the header's texts.
 *
 * @param refuse called with the reason when something is wrong
 */
export function parseMetadata(
  metadata: ReadonlyMap<string, string>,
  refuse: (reason: string) => never,
): Metadata {
  const json = (name: string): JsonValue => jsonIn(metadata, name, refuse);
  const authors = json("authors");
  if (!isTexts(authors) || authors.length < 2 || new Set(authors).size !== authors.length) {
    return refuse('its "authors" are not two or more different names');
  }
  const corpus = json("corpus");
  if (!isCorpus(corpus, authors)) return refuse('its "corpus" does not fit its authors');
  const name = metadata.get("name");
  const card = {
    ...(name === undefined ? {} : { name, hasOwnName: true as const }),
    corpus,
    evaluation: json("evaluation"),
    // Files of models whose corpus was not looked over do not have it.
    ...(metadata.has("overview") ? { overview: json("overview") } : {}),
  };
  const calibration = calibrationOf(json("calibration"), refuse);
  // Files of models that have learned none do not have it.
  const rejection = metadata.has("rejection") ? rejectionOf(json("rejection"), refuse) : null;
  return { recipe: recipeOf(json("recipe"), refuse), authors, calibration, rejection, card };
}

/**
 * One of the header's texts that is JSON.
 *
 * @param refuse called with the reason when it is not
 */
export function jsonIn(
  metadata: ReadonlyMap<string, string>,
  name: string,
  refuse: (reason: string) => never,
): JsonValue {
  try {
    return JSON.parse(metadata.get(name) ?? "") as JsonValue;
  } catch {
    return refuse(`its "${name}" is not JSON`);
  }
}

/** Runs a step that checks what it is given; what it refuses is what is wrong with the file. */
export function believed<T>(step: () => T, refuse: (reason: string) => never): T {
  try {
    return step();
  } catch (error) {
    // The reason becomes a part of a sentence that ends by itself.
    if (error instanceof PenprintError) refuse(error.message.replace(/\.$/, ""));
    throw error;
  }
}

function calibrationOf(value: JsonValue, refuse: (reason: string) => never): Calibration | null {
  if (value === null) return null;
  const { temperature, exponent, documents, curve } = isObject(value) ? value : {};
  if (typeof temperature !== "number" || typeof exponent !== "number" || !isCount(documents)) {
    return refuse('its "calibration" is none');
  }
  const fitted = { temperature, exponent, documents: documents as number };
  const calibration = curve === undefined ? fitted : { ...fitted, curve: curveIn(curve, refuse) };
  believed(() => checkCalibration(calibration), refuse);
  return calibration;
}

function curveIn(value: JsonValue, refuse: (reason: string) => never): OddsCurve {
  const { kind } = isObject(value) ? value : {};
  if (kind !== "platt" && kind !== "isotonic") return refuse('its "calibration" has a curve that is none');
  // Its numbers are checked with the calibration.
  return value as unknown as OddsCurve;
}

function rejectionOf(value: JsonValue, refuse: (reason: string) => never): Rejection {
  const { threshold, trust, precision, trials, kept, rejected } = isObject(value) ? value : {};
  if (!isShare(threshold) || !isCount(trials)) return refuse('its "rejection" is none');
  const goal = precision === "f1" || isShare(precision);
  if (!goal || !isShare(kept) || !isShare(rejected))
    return refuse('its "rejection" has figures that are none');
  const figures: Rejection = { threshold, precision, trials: trials as number, kept, rejected };
  return trust === undefined ? figures : { ...figures, trust: trustIn(trust, refuse) };
}

function trustIn(value: JsonValue, refuse: (reason: string) => never): Trust {
  const { nearness, closeness, constant } = isObject(value) ? value : {};
  const isWeight = (weight: JsonValue | undefined): weight is number => isFinite(weight) && weight >= 0;
  if (!isWeight(nearness) || !isWeight(closeness) || !isFinite(constant)) {
    return refuse('its "rejection" has weights that are none');
  }
  return { nearness, closeness, constant };
}

const isFinite = (value: JsonValue | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value);

const isShare = (value: JsonValue | undefined): value is number =>
  typeof value === "number" && value >= 0 && value <= 1;

const isTexts = (value: JsonValue): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const isObject = (value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: JsonValue | undefined): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function isCorpus(value: JsonValue, authors: readonly string[]): value is JsonValue & Card["corpus"] {
  if (!isObject(value) || !isCount(value["documents"]) || !isCount(value["words"])) return false;
  const { sha256, authors: facts } = value;
  if (sha256 !== null && typeof sha256 !== "string") return false;
  if (facts === undefined || !isAuthorFacts(facts) || facts.length !== authors.length) return false;
  return facts.every(({ author }, index) => author === authors[index]);
}

/** Whether these are facts of authors, each named once. */
export function isAuthorFacts(value: JsonValue): value is JsonValue & Card["corpus"]["authors"] {
  if (!Array.isArray(value)) return false;
  const names = new Set<JsonValue | undefined>();
  return (value as readonly JsonValue[]).every((fact) => {
    if (!isObject(fact) || typeof fact["author"] !== "string" || names.has(fact["author"])) return false;
    names.add(fact["author"]);
    return isCount(fact["documents"]) && (fact["documents"] as number) > 0 && isCount(fact["words"]);
  });
}

/**
 * A recipe, checked.
 *
 * @param refuse called with the reason when it is none
 */
export function recipeOf(value: JsonValue, refuse: (reason: string) => never): Recipe {
  const wrong = (what: string): never => refuse(`its recipe has no ${what}`);
  if (!isObject(value)) return refuse("its recipe is no object");
  const { name, views, classifier, seed } = value;
  if (typeof name !== "string" || typeof seed !== "number") return wrong("`name` or no `seed`");
  if (!Array.isArray(views) || !views.every((view) => isObject(view) && isRange(view["ngrams"])))
    return wrong("`views`, each with `ngrams` from one number to another");
  if (!isObject(classifier) || typeof classifier["name"] !== "string")
    return wrong("`classifier` with a `name`");
  const recipe = value as unknown as Recipe;
  believed(() => checkRecipe(recipe), refuse);
  return recipe;
}

const isRange = (value: JsonValue | undefined): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((bound) => typeof bound === "number");
