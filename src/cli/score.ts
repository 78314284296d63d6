/** The result of an evaluation, for people. */
import type { Evaluation } from "../evaluate/evaluation.ts";
import { metric, percent, wholeNumber } from "./figures.ts";
import type { Output } from "./output.ts";
import { table } from "./table.ts";

/** Says how good it was, beside what comes out without reading the texts. */
export function showScore(evaluation: Evaluation, output: Output): void {
  const {
    accuracy,
    accuracy_interval: [low, high],
    baselines,
  } = evaluation;
  const { majority, random } = baselines;
  output.line(
    output.style(
      "bold",
      `Right in ${percent(accuracy)} of ${wholeNumber(evaluation.documents)} documents, by ${wholeNumber(evaluation.authors)} authors.`,
    ),
  );
  output.line();
  const rows = [
    ["Accuracy", percent(accuracy), `95 % interval ${percent(low)} – ${percent(high)}`],
    ["  always the same author", percent(majority.accuracy), majority.author],
    ["  guessing by size", percent(random.accuracy), ""],
    ["Balanced accuracy", balanced(evaluation.balanced_accuracy), "each author counting the same"],
    ["Macro F1", metric(evaluation.macro_f1), "1 is best"],
    [
      "Log-loss",
      metric(evaluation.log_loss),
      `0 is best; ${metric(random.log_loss)} without reading the texts`,
    ],
    [
      "Brier score",
      metric(evaluation.brier_score),
      `0 is best; ${metric(random.brier_score)} without reading the texts`,
    ],
    ["Calibration error", metric(evaluation.expected_calibration_error), "0 is best"],
  ];
  for (const line of table([{ title: "" }, { title: "", numeric: true }, { title: "" }], rows))
    output.line(line);
}

/** Each author's figures; of many, the `most` with the most documents. */
export function showAuthors({ per_author }: Evaluation, output: Output, most = 40): void {
  const sorted = [...per_author].sort((a, b) => b.support - a.support);
  const shown = sorted.slice(0, sorted.length <= most + 2 ? sorted.length : most);
  output.line();
  const rows = shown.map(({ author, precision, recall, f1, support }) => [
    author,
    wholeNumber(support),
    support === 0 ? "–" : percent(recall),
    percent(precision),
    f1.toFixed(3),
  ]);
  const numeric = true;
  const columns = [
    { title: "Author" },
    { title: "Documents", numeric },
    { title: "Recall", numeric },
    { title: "Precision", numeric },
    { title: "F1", numeric },
  ];
  for (const line of table(columns, rows)) output.line(line);
  if (shown.length < sorted.length) output.line(`  … and ${wholeNumber(sorted.length - shown.length)} more`);
}

/** Who was taken for whom: the whole matrix of a few authors, the commonest confusions of many. */
export function showConfusion(
  { confusion_matrix: matrix, confusion_labels: labels }: Evaluation,
  output: Output,
): void {
  output.line();
  if (labels.length <= fewAuthors) {
    const columns = [
      { title: "Written by ↓, verdict →" },
      ...labels.map((title) => ({ title, numeric: true })),
    ];
    const rows = matrix.map((row, at) => [labels[at]!, ...row.map((count) => wholeNumber(count))]);
    for (const line of table(columns, rows)) output.line(line);
    return;
  }
  const confusions = matrix
    .flatMap((row, truth) => row.map((count, verdict) => ({ count, truth, verdict })))
    .filter(({ count, truth, verdict }) => count > 0 && truth !== verdict)
    .sort((a, b) => b.count - a.count)
    .slice(0, 5);
  if (confusions.length === 0) return;
  const columns = [
    { title: "Often confused: written by" },
    { title: "verdict" },
    { title: "times", numeric: true },
  ];
  const rows = confusions.map(({ count, truth, verdict }) => [
    labels[truth]!,
    labels[verdict]!,
    wholeNumber(count),
  ]);
  for (const line of table(columns, rows)) output.line(line);
}

const fewAuthors = 6;

const balanced = (share: number | null): string => (share === null ? "–" : percent(share));
