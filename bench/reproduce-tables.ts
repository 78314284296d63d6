/** The tables of docs/accuracy.md, in Markdown. */
import { defaultRecipe, recipes } from "../src/recipe.ts";
import { corpora, type ReproducedCorpus } from "./reproduce-corpora.ts";
import { belowThreshold, type Figures, figuresOf, macroF1, mean, rejectedAt } from "./reproduce-figures.ts";
import type { SplitResult } from "./reproduce-measure.ts";

/** For each corpus what came out for each recipe. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, readonly SplitResult[]>>;

/** For each corpus what pipelines of scikit-learn come to on the same splits. */
export type Peers = Readonly<
  Record<string, Readonly<Record<string, { accuracy: number; macro_f1: number; seconds: number }>>>
> | null;

/** What stands between each pair of marks. */
export function tables(results: Results, peers: Peers): ReadonlyMap<string, string> {
  return new Map([
    ["overview", overview(results, peers)],
    ["corpora", corpora.map((corpus) => corpusTable(corpus, results, peers)).join("\n")],
    ["unknown", unknownTable(results)],
    ["together", togetherTable(results)],
  ]);
}

const three = (figure: number): string => figure.toFixed(3);

function overview(results: Results, peers: Peers): string {
  const rows = corpora.flatMap((corpus) => {
    const own = results.get(corpus.splits);
    const chosen = own?.get(defaultRecipe) ?? own?.get("ensemble");
    if (chosen === undefined) return [];
    const figures = figuresOf(chosen);
    const bayes = own?.get("naive-bayes");
    const peer = bestPeer(peers, corpus.splits);
    return [
      [
        corpus.title,
        choiceOf(chosen),
        `**${three(figures.accuracy)}** (${figures.interval.map(three).join("–")})`,
        three(figures.macroF1),
        three(figures.logLoss),
        `${three(figures.calibrationError)} (${three(figures.calibrationChance)})`,
        bayes === undefined ? "–" : three(figuresOf(bayes).accuracy),
        peer === null ? "–" : three(peer[1].accuracy),
        three(figures.majority),
      ],
    ];
  });
  return table(
    [
      "corpus",
      "recipe",
      "accuracy",
      "macro-F1",
      "log-loss",
      "ECE (by chance)",
      "`naive-bayes`",
      "best of scikit-learn",
      "majority",
    ],
    rows,
  );
}

/** The recipe that `auto` took, on how many of the splits. */
function choiceOf(results: readonly SplitResult[]): string {
  const counts = new Map<string, number>();
  for (const { choice, recipe } of results) {
    const name = choice?.recipe ?? recipe;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].sort((a, b) => b[1] - a[1]);
  return names
    .map(([name, count]) => (names.length === 1 ? `\`${name}\`` : `\`${name}\` ${count}×`))
    .join(", ");
}

function bestPeer(
  peers: Peers,
  corpus: string,
): [name: string, figures: { accuracy: number; macro_f1: number; seconds: number }] | null {
  const own = Object.entries(peers?.[corpus] ?? {});
  return own.reduce<(typeof own)[number] | null>(
    (best, other) => (best === null || other[1].accuracy > best[1].accuracy ? other : best),
    null,
  );
}

function corpusTable(corpus: ReproducedCorpus, results: Results, peers: Peers): string {
  const own = [...(results.get(corpus.splits) ?? [])];
  if (own.length === 0) return "";
  const rows = own
    .map(([name, found]): [string, Figures] => [name, figuresOf(found)])
    .sort(([, a], [, b]) => b.accuracy - a.accuracy || a.logLoss - b.logLoss)
    .map(([name, figures]) => [
      name === defaultRecipe
        ? `**\`${name}\`** (${choiceOf(results.get(corpus.splits)!.get(name)!)})`
        : `\`${name}\``,
      three(figures.accuracy),
      figures.interval.map(three).join("–"),
      three(figures.macroF1),
      three(figures.logLoss),
      three(figures.calibrationError),
      seconds(figures.seconds),
    ]);
  const others = Object.entries(peers?.[corpus.splits] ?? {}).map(([name, figures]) => [
    `scikit-learn: ${name}`,
    three(figures.accuracy),
    "",
    three(figures.macro_f1),
    "",
    "",
    seconds(figures.seconds),
  ]);
  const [first] = own[0]![1];
  const { documents, majority } = figuresOf(own[0]![1]);
  const trained = Math.round(mean(own[0]![1].map((result) => result.trained)));
  const baseline = ["always the most frequent author", three(majority), "", "", "", "", ""];
  return [
    `### ${corpus.title}`,
    `${capital(corpus.how)}. ${trained} documents by ${first!.authors} authors to learn${own[0]![1].length > 1 ? " (on average)" : ""}, ${documents} to test. Published: ${corpus.published}.`,
    "",
    table(
      ["who answers", "accuracy", "95 % interval", "macro-F1", "log-loss", "ECE", "to learn"],
      [...rows, ...others, baseline],
    ),
    "",
    ...missing(corpus, new Set(own.map(([name]) => name))),
    ...withTime(corpus, missingPeers(corpus, own[0]![1], peers)),
  ].join("\n");
}

/** Which recipes have no figure here, and how they get one. */
function missing({ splits }: ReproducedCorpus, measured: ReadonlySet<string>): string[] {
  const names = [...recipes.keys(), defaultRecipe].filter((name) => !measured.has(name));
  if (names.length === 0) return [];
  const command = `npm run reproduce -- --keep --corpora ${splits} --recipes ${names.join(",")}`;
  return [`Not measured yet: ${names.map((name) => `\`${name}\``).join(", ")} (\`${command}\`).`, ""];
}

const withTime = ({ remaining }: ReproducedCorpus, lines: readonly string[]): readonly string[] =>
  lines.length === 0 || remaining === undefined ? lines : [...lines, `${capital(remaining)}.`, ""];

/** Of more authors, or splits, logistic regression is left out (bench/peers/accuracy.py). */
const MOST_FOR_REGRESSION = { authors: 12, splits: 20 };

/** Which pipelines of scikit-learn, of all that some corpus has, have no figure here, and how they get one. */
function missingPeers({ splits }: ReproducedCorpus, results: readonly SplitResult[], peers: Peers): string[] {
  const isSlow =
    results[0]!.authors > MOST_FOR_REGRESSION.authors || results.length > MOST_FOR_REGRESSION.splits;
  const all = new Set(Object.values(peers ?? {}).flatMap((own) => Object.keys(own)));
  const names = [...all].filter(
    (name) => peers?.[splits]?.[name] === undefined && !(isSlow && name.includes("logistic regression")),
  );
  if (names.length === 0) return [];
  const command = `python3 bench/peers/accuracy.py .cache/reproduce/splits.json .cache/reproduce/peers.json ${splits}`;
  const which =
    names.length === all.size ? "any pipeline of scikit-learn" : `scikit-learn's ${names.join("; ")}`;
  return [`Not measured yet: ${which} (\`${command}\`).`, ""];
}

const seconds = (figure: number): string =>
  figure < 0.1 ? "< 0.1 s" : `${figure.toFixed(figure < 10 ? 1 : 0)} s`;

const capital = (sentence: string): string => sentence[0]!.toUpperCase() + sentence.slice(1);

function unknownTable(results: Results): string {
  const rows = corpora
    .filter(({ open }) => open === true)
    .flatMap((corpus) => results.get(corpus.splits)?.get("ensemble") ?? [])
    .map((result) => {
      const threshold = result.rejection?.threshold ?? 0;
      const below = belowThreshold(result, threshold);
      return { result, threshold, below, never: macroF1(result, 0), auto: macroF1(result, threshold) };
    });
  if (rows.length === 0) return "";
  const lines = rows.map(({ result, threshold, below, never, auto }) => [
    result.split.replace("#", ", problem "),
    three(never),
    three(auto),
    threshold.toFixed(2),
    three(below.known),
    three(below.unknown),
    three(rejectedAt(result, 0.95) ?? Number.NaN),
  ]);
  const average = (pick: (row: (typeof rows)[number]) => number): string => {
    const numbers = rows.map(pick).filter((number) => !Number.isNaN(number));
    return `**${three(mean(numbers))}**`;
  };
  lines.push([
    "mean",
    average((row) => row.never),
    average((row) => row.auto),
    "",
    average((row) => row.below.known),
    average((row) => row.below.unknown),
    average((row) => rejectedAt(row.result, 0.95) ?? Number.NaN),
  ]);
  return table(
    [
      "",
      "macro-F1, never rejecting",
      "macro-F1, `--unknown auto`",
      "least trust",
      "known authors' texts rejected",
      "unknown authors' texts rejected",
      "unknown ones rejected where 95 % of known ones are kept",
    ],
    lines,
  );
}

const SIZES = [1, 2, 5, 10, 20, 50, 100];

function togetherTable(results: Results): string {
  const rows = ["rogers_stark", "office", "spooky80", "tang_poems"].flatMap((name) => {
    const [result] = results.get(name)?.get("ensemble") ?? [];
    if (result === undefined) return [];
    const found = new Map(result.together.map((figures) => [figures.texts, figures]));
    const title = corpora.find(({ splits }) => splits === name)!.title;
    const cells = SIZES.map((size) => {
      const figures = found.get(size);
      return figures === undefined ? "–" : `${three(figures.accuracy)} (${figures.groups})`;
    });
    return [[title, ...cells]];
  });
  if (rows.length === 0) return "";
  return table(["texts together", ...SIZES.map(String)], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  // Columns of figures stand to the right, so that digits are below each other.
  const isFigures = (place: number): boolean =>
    place > 0 && rows.every((row) => /^(?:\**-?[\d–].*|< .*|)$/u.test(row[place] ?? ""));
  const rule = head.map((_, place) => (isFigures(place) ? "---:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
