/**
 * Measures what it comes to when authors are expected in proportion to the power τ of their training documents: 0 all
 * alike, 1 as in training. What is learned is the same; priors are added to the scores afterwards.
 *
 *     node bench/study-priors.ts DATA CORPUS,… [τ,…]
 *
 * For each corpus and τ: accuracy, balanced accuracy, log-loss, expected calibration error; then the means over corpora.
 */
import { expectedCalibrationError, reliabilityCurve } from "../src/evaluate/probability.ts";
import { recipeNamed } from "../src/recipe.ts";
import { softmax } from "../src/sparse.ts";
import { trainIdentifier } from "../src/trainer.ts";
import { mean } from "./reproduce-figures.ts";
import { corpusSplits } from "./study-corpora.ts";

const [data, corpora, given = "0,0.1,0.2,0.3,0.5,1"] = process.argv.slice(2) as [string, string, string?];
const powers = given.split(",").map(Number);
/** The views with which τ was chosen. */
const views = ["words", "characters", "masked"];
const recipe = recipeNamed("ensemble", { priors: "uniform", views });

/** A verdict: how sure, whether right, and what it loses. */
interface Verdict {
  readonly author: string;
  readonly right: boolean;
  readonly sure: number;
  readonly loss: number;
}

const sums = new Map<number, number[][]>();
for (const corpus of corpora.split(",")) {
  const verdicts = new Map<number, Verdict[]>(powers.map((power) => [power, []]));
  for (const { name, documents, train, test } of corpusSplits(data, corpus)) {
    if (!name.startsWith(`${corpus}#`)) continue;
    const identifier = trainIdentifier(
      train.map((row) => documents[row]!),
      recipe,
    );
    const facts = new Map(identifier.card.corpus.authors.map((own) => [own.author, own.documents]));
    for (const row of test) {
      const { author, text } = documents[row]!;
      if (!facts.has(author)) continue;
      const { ranking } = identifier.predict(text, "never");
      for (const power of powers) {
        const scores = ranking.map((own) => own.score + power * Math.log(facts.get(own.author)!));
        const probabilities = softmax(Float64Array.from(scores));
        const sure = Math.max(...probabilities);
        const own = probabilities[ranking.findIndex((ranked) => ranked.author === author)]!;
        const loss = -Math.log(Math.max(own, 1e-15));
        verdicts.get(power)!.push({ author, right: own === sure, sure, loss });
      }
    }
  }
  for (const [power, all] of verdicts) {
    const accuracy = (own: readonly Verdict[]): number => mean(own.map(({ right }) => Number(right)));
    const byAuthor = [...Map.groupBy(all, ({ author }) => author).values()];
    const curve = reliabilityCurve(
      all.map(({ sure }) => sure),
      all.map(({ right }) => right),
    );
    const figures = [
      accuracy(all),
      mean(byAuthor.map(accuracy)),
      mean(all.map(({ loss }) => loss)),
      expectedCalibrationError(curve)!,
    ];
    sums.set(power, [...(sums.get(power) ?? []), figures]);
    print(corpus, power, figures);
  }
}
for (const [power, all] of sums) {
  print(
    "mean",
    power,
    all[0]!.map((_, place) => mean(all.map((figures) => figures[place]!))),
  );
}

function print(corpus: string, power: number, figures: readonly number[]): void {
  console.log(corpus.padEnd(20), `τ ${power}`.padEnd(6), ...figures.map((figure) => figure.toFixed(3)));
}
