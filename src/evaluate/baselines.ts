/**
 * What comes out without reading the texts. Both baselines know only how many documents each author had in
 * training: one always names the author with the most, the other draws an author in proportion. A model that does
 * not beat them has learned nothing that helps.
 *
 * The probabilities of both are those proportions (scikit-learn's `DummyClassifier(strategy="prior")`); neither
 * ever says "none of these".
 */
import { accuracy, balancedAccuracy, macroF1, type Tally } from "./classification.ts";
import { documentLogLoss } from "./probability.ts";

/** The metrics of a baseline; null where they are null for the model. */
export interface Baseline {
  readonly accuracy: number;
  readonly balanced_accuracy: number | null;
  readonly macro_f1: number | null;
  readonly log_loss: number | null;
  readonly brier_score: number | null;
}

/** Both baselines on the same test documents as the model. */
export interface Baselines {
  /** Always the author with the most training documents; among equals the first. */
  readonly majority: Baseline & { readonly author: string };
  /** An author drawn in proportion to the training documents: expected values, so nothing is drawn. */
  readonly random: Baseline;
}

/**
 * The baselines' metrics.
 *
 * @param test the test documents' tally, at least one document; only `documents` and `support` are used
 * @param authors the model's authors, at least one
 * @param trainingDocuments for each author how many training documents there are; when all are 0, all count the same
 */
export function baselines(
  test: Pick<Tally, "documents" | "support">,
  authors: readonly string[],
  trainingDocuments: ArrayLike<number>,
): Baselines {
  const shares = sharesOf(trainingDocuments);
  const probabilities = probabilityMetrics(test, shares);
  const most = shares.indexOf(shares.reduce((most, share) => Math.max(most, share), 0));
  return {
    majority: { author: authors[most]!, ...verdictMetrics(alwaysNaming(most, test)), ...probabilities },
    random: { ...expectedMetrics(test, shares), ...probabilities },
  };
}

function sharesOf(documents: ArrayLike<number>): Float64Array {
  const counts = Float64Array.from(documents);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 1 / counts.length : count / total));
}

function alwaysNaming(author: number, { documents, support }: Pick<Tally, "documents" | "support">): Tally {
  const only = (value: number): Float64Array =>
    new Float64Array(support.length).map((_, place) => (place === author ? value : 0));
  const hits = support[author]!;
  return { documents, right: hits, hits: only(hits), answers: only(documents), support };
}

type VerdictMetrics = Pick<Baseline, "accuracy" | "balanced_accuracy" | "macro_f1">;

function verdictMetrics(counts: Tally): VerdictMetrics {
  return {
    accuracy: accuracy(counts),
    balanced_accuracy: balancedAccuracy(counts),
    macro_f1: macroF1(counts),
  };
}

/**
 * The expected metrics of drawing author a with probability q_a. For accuracy and recall: q_a for each document of
 * a. For macro-F1: the sum of the authors' expected F1 / the expected number of authors that count. This is exact
 * when all authors of the model are in the test, or when those who are not are sure to be drawn at least once.
 */
function expectedMetrics(
  { documents, support }: Pick<Tally, "documents" | "support">,
  shares: Float64Array,
): VerdictMetrics {
  let right = 0;
  let recalls = 0;
  let present = 0;
  let f1 = 0;
  let counted = 0;
  support.forEach((own, author) => {
    const share = shares[author]!;
    right += own * share;
    recalls += own > 0 ? share : 0;
    present += own > 0 ? 1 : 0;
    f1 += expectedF1(documents, own, share);
    counted += own > 0 ? 1 : 1 - (1 - share) ** documents;
  });
  return {
    accuracy: right / documents,
    balanced_accuracy: present === 0 ? null : recalls / present,
    macro_f1: f1 / counted,
  };
}

/**
 * The expected F1 of an author who has s of n documents and is drawn with probability q. The number k of documents
 * given to the author is binomial; of these, s·k/n are expected to be right; so
 *
 *     E[F1] = Σ_k Binomial(k; n, q) · 2·(s·k/n) / (s + k)
 *
 * The binomial weights are found from one to the next, starting at the largest, until they no longer matter.
 */
function expectedF1(n: number, s: number, q: number): number {
  if (s === 0 || q === 0) return 0;
  const f1 = (k: number): number => (2 * s * k) / (n * (s + k));
  if (q === 1) return f1(n);
  const odds = q / (1 - q);
  const mode = Math.min(Math.floor((n + 1) * q), n);
  let total = 1;
  let sum = f1(mode);
  for (let k = mode, weight = 1; k < n && weight > negligible; k++) {
    weight *= ((n - k) / (k + 1)) * odds;
    total += weight;
    sum += weight * f1(k + 1);
  }
  for (let k = mode, weight = 1; k > 0 && weight > negligible; k--) {
    weight *= k / (n - k + 1) / odds;
    total += weight;
    sum += weight * f1(k - 1);
  }
  return sum / total;
}

// Against the largest weight, which is 1: far below the last digit of the sums.
const negligible = 1e-20;

type ProbabilityMetrics = Pick<Baseline, "log_loss" | "brier_score">;

function probabilityMetrics({ support }: Pick<Tally, "support">, shares: Float64Array): ProbabilityMetrics {
  let documents = 0;
  let loss = 0;
  let squares = 0;
  const sumOfSquares = shares.reduce((sum, share) => sum + share ** 2, 0);
  support.forEach((own, author) => {
    const share = shares[author]!;
    documents += own;
    loss += own * documentLogLoss(share);
    // Σ over c of (q_c − y_c)², with q_a in the sum replaced by q_a − 1.
    squares += own * (sumOfSquares - share ** 2 + (1 - share) ** 2);
  });
  if (documents === 0) return { log_loss: null, brier_score: null };
  return { log_loss: loss / documents, brier_score: squares / documents };
}
