/**
 * Members of an ensemble, each learned once a split and kept in a file with its scores, so that every question about how
 * they are put together is answered in seconds (see study-ensembles.ts).
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";

import { ensembleClassifier } from "../src/ensemble.ts";
import type { EnsemblePlan } from "../src/ensemble-learner.ts";
import { FeatureSpace } from "../src/features/feature-space.ts";
import { scaledIn } from "../src/features/view.ts";
import { Vocabulary } from "../src/features/vocabulary.ts";
import type { EnsembleSettings, MemberSettings } from "../src/model/settings.ts";
import type { Recipe } from "../src/recipe.ts";
import { Reading } from "../src/text/reading.ts";
import { Trainer } from "../src/trainer.ts";
import { viewsNamed } from "../src/views.ts";
import type { Split } from "./study-corpora.ts";

/** A member with its scores of the training documents, held out, and of the test documents. */
export interface ScoredMember {
  readonly settings: MemberSettings;
  /** `heldOut[document * nAuthors + author]`, the documents in the plan's order. */
  readonly heldOut: Float32Array;
  /** `tests[document * nAuthors + author]`, the documents in the split's order. */
  readonly tests: Float32Array;
}

/** The members of a view. */
export interface ScoredView {
  readonly members: readonly ScoredMember[];
  /** What it took to learn them. */
  readonly seconds: number;
}

/** A split with who wrote what, by number. */
export interface Labelled {
  readonly split: Split;
  readonly plan: EnsemblePlan;
  readonly authors: readonly string[];
  /** The author of each test document; −1 where training has none of theirs. */
  readonly truths: readonly number[];
}

/** Who wrote what in a split, and which documents are held out together. */
export function labelled(split: Split): Labelled {
  const authors = [...new Set(split.train.map((row) => split.documents[row]!.author))].sort();
  const trainer = new Trainer(recipeOf("style"));
  for (const row of split.train) trainer.add(split.documents[row]!);
  const truths = split.test.map((row) => authors.indexOf(split.documents[row]!.author));
  return { split, plan: trainer.plan(), authors, truths };
}

/**
 * The members of a view, from a file or learned anew.
 *
 * @param name of a view, which may be followed by how many words it keeps, as in `distorted@1000`
 * @param folder where members are kept
 */
export function scoredView(name: string, labelledSplit: Labelled, folder: string): ScoredView {
  const { split, plan } = labelledSplit;
  const hash = createHash("sha256").update(plan.folds);
  for (const row of [...split.train, -1, ...split.test]) hash.update(split.documents[row]?.text ?? "|");
  const key = hash.digest("hex").slice(0, 12);
  const file = join(folder, `${split.name.replace("#", "-")}.${key}.${name}.v8`);
  if (existsSync(file)) return deserialize(readFileSync(file)) as ScoredView;
  const found = learned(name, labelledSplit);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, serialize(found));
  renameSync(`${file}.new`, file);
  return found;
}

function recipeOf(text: string): Recipe {
  const [name, most] = text.split("@") as [string, string | undefined];
  const { views, classifier } = viewsNamed([name], true);
  const kept = most === undefined ? {} : { frequent_words: Number(most) };
  const changed = views.map((view) => ({ ...view, ...kept }));
  return { name: "ensemble", views: changed, classifier, calibration: "none", seed: 0 };
}

function learned(name: string, { split, plan, authors }: Labelled): ScoredView {
  const recipe = recipeOf(name);
  const settings = recipe.classifier as EnsembleSettings;
  const begun = performance.now();
  const trainer = new Trainer(recipe);
  for (const row of split.train) trainer.add(split.documents[row]!);
  const [view] = trainer.learnViews(plan);
  const seconds = (performance.now() - begun) / 1000;
  const vocabulary = new Vocabulary(view!.vocabulary);
  const space = new FeatureSpace(recipe.views, [vocabulary]);
  const reading = new Reading();
  const sizes = [{ size: vocabulary.size, scaled: scaledIn(recipe.views[0]!) }];
  const members = settings.members.map((member, place): ScoredMember => {
    const own = view!.members[place]!;
    const parts = { members: [own], bias: own.bias, shares: Float64Array.of(1), stackedOn: 0 };
    const classifier = ensembleClassifier({ name: "ensemble", members: [member] }, parts, sizes);
    const tests = new Float32Array(split.test.length * authors.length);
    split.test.forEach((row, test) => {
      const features = space.extract(reading.readText(split.documents[row]!.text));
      tests.set(classifier.scores(features), test * authors.length);
    });
    return { settings: member, heldOut: Float32Array.from(own.heldOut), tests };
  });
  return { members, seconds };
}
