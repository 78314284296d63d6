/**
 * Measures how an ensemble is put together: which views it looks at, what is expected of each, and how strongly shares
 * are held near that (λ of src/model/stacking.ts).
 *
 *     node bench/study-ensembles.ts DATA FOLDER CORPUS,… λ,… VIEW,… VIEW,…
 *
 * Each list of views is an ensemble. A view may be followed by how many words it keeps, `distorted@1000`, and by what is
 * expected of it beside others, `masked*0.5` (1, but for Naive Bayes 0). Every view is learned once a split, as penprint
 * does it, and kept in FOLDER with its scores (study-members.ts). Printed are the figures of each corpus, and their means
 * over corpora with the standard error of the difference to the first line, document by document. The disputed Federalist
 * papers (`federalist-test`) are shown and take no part in means, so that nothing is chosen by them.
 */
import { fitStacking } from "../src/model/stacking.ts";
import { logPriors } from "../src/model/priors.ts";
import { softmax } from "../src/sparse.ts";
import { documentLogLoss } from "../src/evaluate/probability.ts";
import { type Answers, figuresOf, mean } from "./reproduce-figures.ts";
import { corpusSplits } from "./study-corpora.ts";
import { type Labelled, labelled, scoredView, type ScoredView } from "./study-members.ts";

const [data, folder, corpora, lambdas, ...lists] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  ...string[],
];

interface WantedView {
  readonly name: string;
  readonly expected: number;
}

const wantedViews = (list: string): WantedView[] =>
  list.split(",").map((text) => {
    const [name, expected = "1"] = text.split("*") as [string, string?];
    return { name, expected: Number(expected) };
  });

/** An ensemble and λ, with what has come out so far. */
interface Trial {
  readonly views: readonly WantedView[];
  readonly lambda: number;
  readonly title: string;
  /** One a corpus. */
  readonly figures: (readonly number[])[];
  /** For each corpus whether each document by a known author was right, and what it lost. */
  readonly right: (readonly number[])[];
  readonly losses: (readonly number[])[];
}

const trials = lists.flatMap((list) =>
  lambdas.split(",").map((lambda): Trial => ({
    views: wantedViews(list),
    lambda: Number(lambda),
    title: `λ ${lambda}  ${list}`,
    figures: [],
    right: [],
    losses: [],
  })),
);
const names = new Set(trials.flatMap(({ views }) => views.map(({ name }) => name)));

/** What an ensemble says of a split's test documents. */
function answers(
  { split, plan, authors, truths }: Labelled,
  scored: ReadonlyMap<string, ScoredView>,
  { views, lambda }: Trial,
): Answers {
  const nAuthors = authors.length;
  const members = views.flatMap(({ name, expected }) =>
    scored.get(name)!.members.map((member) => ({
      ...member,
      expected: member.settings.name === "linear" ? expected : 0,
    })),
  );
  const used = [...plan.folds.keys()].filter((row) => plan.folds[row]! >= 0);
  const documents = new Float64Array(nAuthors);
  for (const label of plan.labels) documents[label]!++;
  const held = {
    views: members.map(({ heldOut }) =>
      Float64Array.from({ length: used.length * nAuthors }, (_, place) => {
        const row = used[Math.floor(place / nAuthors)]!;
        return heldOut[row * nAuthors + (place % nAuthors)]!;
      }),
    ),
    labels: used.map((row) => plan.labels[row]!),
    nAuthors,
    documents,
    expected: members.map(({ expected }) => expected),
  };
  const { shares, offsets } = fitStacking(held, lambda);
  const before = logPriors("damped", authors, documents);
  const probabilities = truths.map((_, test) => {
    const scores = offsets.map((offset, author) => offset + before[author]!);
    members.forEach(({ tests }, member) => {
      for (let author = 0; author < nAuthors; author++) {
        scores[author]! += shares[member]! * tests[test * nAuthors + author]!;
      }
    });
    return softmax(scores);
  });
  const firsts = probabilities.map((own) => own.indexOf(Math.max(...own)));
  return {
    split: split.name,
    truths,
    firsts,
    firstProbabilities: probabilities.map((own, test) => own[firsts[test]!]!),
    truthProbabilities: probabilities.map((own, test) => own[truths[test]!] ?? 0),
    works: split.test.map((row, test) => split.documents[row]!.work ?? String(test)),
    trusts: null,
    majority: Number.NaN,
    seconds: Number.NaN,
  };
}

const row = (title: string, figures: readonly number[], rest: string): void =>
  console.log(title.padEnd(20), ...figures.map((figure) => figure.toFixed(4)), rest);

console.log("".padEnd(20), "right  F1     loss   ECE");
for (const corpus of corpora.split(",")) {
  const splits = corpusSplits(data, corpus).filter(({ name }) => name.startsWith(`${corpus}#`));
  const found = trials.map((): Answers[] => []);
  for (const split of splits) {
    const own = labelled(split);
    const scored = new Map([...names].map((name) => [name, scoredView(name, own, folder)]));
    trials.forEach((trial, place) => found[place]!.push(answers(own, scored, trial)));
  }
  trials.forEach((trial, place) => {
    const { accuracy, macroF1, logLoss, calibrationError } = figuresOf(found[place]!);
    const figures = [accuracy, macroF1, logLoss, calibrationError];
    row(corpus, figures, trial.title);
    if (corpus === "federalist-test") return;
    trial.figures.push(figures);
    const known = found[place]!.flatMap(({ truths, firsts, truthProbabilities }) =>
      truths.flatMap((truth, test) =>
        truth === -1
          ? []
          : [{ right: Number(firsts[test] === truth), loss: documentLogLoss(truthProbabilities[test]!) }],
      ),
    );
    trial.right.push(known.map(({ right }) => right));
    trial.losses.push(known.map(({ loss }) => loss));
  });
}
if (trials[0]!.figures.length > 0) {
  for (const { figures, right, losses, title } of trials) {
    const means = [0, 1, 2, 3].map((place) => mean(figures.map((own) => own[place]!)));
    const gain = difference(right, trials[0]!.right);
    row("mean", means, `right ${gain}, loss ${difference(losses, trials[0]!.losses)}  ${title}`);
  }
}

/** The mean over corpora of the mean difference, with its standard error. */
function difference(one: readonly (readonly number[])[], other: readonly (readonly number[])[]): string {
  const differences = one.map((own, corpus) => own.map((value, place) => value - other[corpus]![place]!));
  const means = differences.map(mean);
  const variances = differences.map(
    (own, corpus) => mean(own.map((value) => (value - means[corpus]!) ** 2)) / own.length,
  );
  const error = Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0)) / one.length;
  return `${mean(means) >= 0 ? "+" : ""}${mean(means).toFixed(4)} ± ${error.toFixed(4)}`;
}
