/**
 * Measures ensembles of named views on the corpora of a folder: what each view gives alone, and what it adds to others.
 *
 *     node bench/study-ensembles.ts DATA CORPUS,… VIEW,… VIEW,…
 *
 * Each list of views is a recipe, the first one that with which the others are compared; a view may be followed by how
 * many words it keeps (`distorted@1000`) and by `!` for one sign a masked word. Every view is learned once a split, as
 * penprint does it, and then put together with the others of each list. Printed are accuracy, macro-F1 (as the mean of
 * splits) and log-loss for each corpus, and the mean over corpora with the standard error of the difference to the first
 * list, document by document.
 */
import { combineMembers, ensembleClassifier } from "../src/ensemble.ts";
import type { LearnedMember } from "../src/ensemble-members.ts";
import { FeatureSpace } from "../src/features/feature-space.ts";
import { scaledIn } from "../src/features/view.ts";
import { Vocabulary } from "../src/features/vocabulary.ts";
import type { EnsembleSettings, MemberSettings } from "../src/model/settings.ts";
import type { Recipe } from "../src/recipe.ts";
import { softmax } from "../src/sparse.ts";
import { Reading } from "../src/text/reading.ts";
import { Trainer } from "../src/trainer.ts";
import { viewsNamed } from "../src/views.ts";
import { corpusSplits, type Split } from "./study-corpora.ts";

const [data, corpora, ...lists] = process.argv.slice(2) as [string, string, ...string[]];

/** A member of a view, learned from a split's training documents, and its scores of the test documents. */
interface MeasuredMember {
  readonly settings: MemberSettings;
  readonly learned: LearnedMember;
  readonly tests: readonly Float64Array[];
}

/** What a list of views comes to on one document. */
interface Verdict {
  readonly right: boolean;
  readonly loss: number;
}

function recipeOf(text: string): Recipe {
  const names = text.split(",").map((name) => name.replace(/[@!].*$/, ""));
  const { views, classifier } = viewsNamed(names, true);
  const changed = views.map((view, place) => {
    const [, most, single] = /(?:@(\d+))?(!)?$/.exec(text.split(",")[place]!)!;
    return {
      ...view,
      ...(most === undefined
        ? {}
        : view.tokens === "words"
          ? { most_frequent: Number(most) }
          : { frequent_words: Number(most) }),
      ...(single === undefined ? {} : { mask: "single-asterisks" as const }),
    };
  });
  return { name: "ensemble", views: changed, classifier, calibration: "none", seed: 0 };
}

/** Learns one view. */
function measureView(name: string, split: Split): { members: MeasuredMember[]; seconds: number } {
  const recipe = recipeOf(name);
  const settings = recipe.classifier as EnsembleSettings;
  const begun = performance.now();
  const trainer = new Trainer(recipe);
  for (const row of split.train) trainer.add(split.documents[row]!);
  const [learned] = trainer.learnViews(trainer.plan());
  const seconds = (performance.now() - begun) / 1000;
  const vocabulary = new Vocabulary(learned!.vocabulary);
  const space = new FeatureSpace(recipe.views, [vocabulary]);
  const reading = new Reading();
  const views = [{ size: vocabulary.size, scaled: scaledIn(recipe.views[0]!) }];
  const members = settings.members.map((member, place): MeasuredMember => {
    const own = learned!.members[place]!;
    const parts = {
      members: [own],
      bias: new Float64Array(own.bias.length),
      shares: Float64Array.of(1),
      stackedOn: 0,
    };
    const classifier = ensembleClassifier({ name: "ensemble", members: [member] }, parts, views);
    const tests = split.test.map((row) =>
      classifier.scores(space.extract(reading.readText(split.documents[row]!.text))).slice(),
    );
    // Only held-out scores are needed to put members together.
    return { settings: member, learned: { ...own, weights: new Float32Array(0) }, tests };
  });
  return { members, seconds };
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** accuracy, macro-F1, log-loss of each list on each corpus, and verdicts for comparisons. */
const results = lists.map(() => ({
  accuracy: [] as number[],
  f1: [] as number[],
  loss: [] as number[],
  errors: [] as number[][],
}));

for (const corpus of corpora.split(",")) {
  const verdicts = lists.map(() => [] as Verdict[]);
  const f1s = lists.map(() => [] as number[]);
  const seconds = new Map<string, number>();
  for (const split of corpusSplits(data, corpus).filter(({ name }) => name.startsWith(`${corpus}#`))) {
    const names = [...new Set(split.train.map((row) => split.documents[row]!.author))].sort();
    const truth = split.test.map((row) => names.indexOf(split.documents[row]!.author));
    const trainer = new Trainer({ ...recipeOf("style"), seed: 0 });
    for (const row of split.train) trainer.add(split.documents[row]!);
    const plan = trainer.plan();
    const measured = new Map<string, MeasuredMember[]>();
    for (const view of new Set(lists.flatMap((list) => list.split(",")))) {
      const { members, seconds: taken } = measureView(view, split);
      measured.set(view, members);
      seconds.set(view, (seconds.get(view) ?? 0) + taken);
    }
    lists.forEach((list, index) => {
      const members = list.split(",").flatMap((view) => measured.get(view)!);
      members.sort(
        (left, right) => Number(left.settings.name !== "linear") - Number(right.settings.name !== "linear"),
      );
      const settings = members.map((member) => member.settings);
      const { shares, bias } = combineMembers(
        { name: "ensemble", members: settings },
        members.map((member) => member.learned),
        plan,
        names,
      );
      const firsts = truth.map((author, test) => {
        const scores = bias.slice();
        members.forEach(({ tests }, member) =>
          tests[test]!.forEach((score, of) => (scores[of]! += shares[member]! * score)),
        );
        const probabilities = softmax(scores);
        const first = probabilities.indexOf(Math.max(...probabilities));
        if (author >= 0)
          verdicts[index]!.push({
            right: first === author,
            loss: -Math.log(Math.max(probabilities[author]!, 1e-15)),
          });
        return first;
      });
      const known = [...new Set(truth)].filter((author) => author >= 0);
      f1s[index]!.push(
        mean(
          known.map((author) => {
            const hits = truth.filter((other, test) => other === author && firsts[test] === author).length;
            const named = firsts.filter((first) => first === author).length;
            return (2 * hits) / (truth.filter((other) => other === author).length + named);
          }),
        ),
      );
    });
  }
  lists.forEach((list, index) => {
    const own = verdicts[index]!;
    const accuracy = mean(own.map(({ right }) => Number(right)));
    const f1 = mean(f1s[index]!);
    const loss = mean(own.map((verdict) => verdict.loss));
    const taken = list.split(",").reduce((sum, view) => sum + seconds.get(view)!, 0);
    results[index]!.accuracy.push(accuracy);
    results[index]!.f1.push(f1);
    results[index]!.loss.push(loss);
    results[index]!.errors.push(
      own.map(({ right }, place) => Number(right) - Number(verdicts[0]![place]!.right)),
    );
    console.log(
      corpus.padEnd(20),
      accuracy.toFixed(4),
      f1.toFixed(4),
      loss.toFixed(4),
      `${taken.toFixed(1)} s`.padStart(9),
      list,
    );
  });
}
lists.forEach((list, index) => {
  const { accuracy, f1, loss, errors } = results[index]!;
  const gain = mean(errors.map(mean));
  const variance = errors.map((own) => mean(own.map((one) => (one - mean(own)) ** 2)) / own.length);
  const error = Math.sqrt(variance.reduce((sum, one) => sum + one, 0)) / errors.length;
  console.log(
    "mean".padEnd(20),
    ...[accuracy, f1, loss].map((numbers) => mean(numbers).toFixed(4)),
    `${gain >= 0 ? "+" : ""}${gain.toFixed(4)} ± ${error.toFixed(4)}`,
    list,
  );
});
