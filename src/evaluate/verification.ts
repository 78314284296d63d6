/**
 * Metrics of verification: one score a problem, how likely it is that one author wrote both sides.
 *
 * As PAN has them since 2020: a score above ½ says "the same author", one below says "another", and ½ itself is no
 * answer. Leaving a hard problem open costs less than a wrong answer in c@1 and in F0.5u, and more than a right one.
 *
 * @see Bevendorff et al. 2022, "Overview of PAN 2022", section 3
 */

/** A verified problem with its truth. */
export interface VerifiedProblem {
  /** From 0 (another author) to 1 (the same author); exactly ½ where no answer is given. */
  readonly score: number;
  /** Whether one author did write both sides. */
  readonly same: boolean;
}

/** All of them; null where there is nothing to divide by. */
export interface VerificationScores {
  readonly auc: number | null;
  readonly c_at_1: number | null;
  readonly f_05_u: number | null;
  readonly f1: number | null;
  /** One minus the mean squared error, so that 1 is best, as PAN reports it. */
  readonly brier_complement: number | null;
  /** Mean of the five, by which PAN ranks; null when one of them is. */
  readonly overall: number | null;
}

/** All metrics of some problems. */
export function verificationScores(problems: readonly VerifiedProblem[]): VerificationScores {
  const answers = countAnswers(problems);
  const scores = {
    auc: areaUnderCurve(problems),
    c_at_1: cAtOne(answers),
    f_05_u: fHalfU(answers),
    f1: fOne(answers),
    brier_complement: brierComplement(problems),
  };
  let sum = 0;
  for (const score of Object.values(scores)) {
    if (score === null) return { ...scores, overall: null };
    sum += score;
  }
  return { ...scores, overall: sum / 5 };
}

/** How the problems were answered. */
export interface Answers {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  readonly unanswered: number;
}

/** Counts right, wrong and missing answers. */
export function countAnswers(problems: readonly VerifiedProblem[]): Answers {
  const count = (holds: (problem: VerifiedProblem) => boolean): number => problems.filter(holds).length;
  return {
    truePositives: count(({ score, same }) => score > 0.5 && same),
    falsePositives: count(({ score, same }) => score > 0.5 && !same),
    trueNegatives: count(({ score, same }) => score < 0.5 && !same),
    falseNegatives: count(({ score, same }) => score < 0.5 && same),
    unanswered: count(({ score }) => score === 0.5),
  };
}

/**
 * c@1 = (n_right + n_open · n_right / n) / n: an open problem counts as much as the share of all problems that was
 * answered rightly.
 *
 * @returns null without problems
 * @see Peñas & Rodrigo 2011, "A Simple Measure to Assess Non-response"
 */
export function cAtOne(answers: Answers): number | null {
  const { truePositives, falsePositives, trueNegatives, falseNegatives, unanswered } = answers;
  const right = truePositives + trueNegatives;
  const all = right + falsePositives + falseNegatives + unanswered;
  return all === 0 ? null : (right + (unanswered * right) / all) / all;
}

/**
 * F0.5u = 1.25·TP / (1.25·TP + 0.25·(FN + U) + FP): precision counts more than recall, and an open problem as much
 * as a missed "same author".
 *
 * @returns 0 when "the same author" is never rightly said; null without problems
 * @see Bevendorff et al. 2019, "Generalizing Unmasking for Short Texts"
 */
export function fHalfU(answers: Answers): number | null {
  const { truePositives, falsePositives, falseNegatives, unanswered } = answers;
  const found = 1.25 * truePositives;
  return share(found, found + 0.25 * (falseNegatives + unanswered) + falsePositives, answers);
}

/**
 * F1 of "the same author", over answered problems only.
 *
 * @returns 0 when "the same author" is never rightly said; null without problems
 */
export function fOne(answers: Answers): number | null {
  const { truePositives, falsePositives, falseNegatives } = answers;
  return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives, answers);
}

/** 1 − mean of (score − truth)², the truth being 1 or 0; null without problems. */
export function brierComplement(problems: readonly VerifiedProblem[]): number | null {
  if (problems.length === 0) return null;
  let sum = 0;
  for (const { score, same } of problems) sum += (score - (same ? 1 : 0)) ** 2;
  return 1 - sum / problems.length;
}

/**
 * Area under the ROC curve: how often a problem of one author has a higher score than one of two, equal scores
 * counting half (Mann–Whitney). Scikit-learn's `roc_auc_score`.
 *
 * @returns null unless there are problems of both kinds
 */
export function areaUnderCurve(problems: readonly VerifiedProblem[]): number | null {
  const sorted = [...problems].sort((a, b) => a.score - b.score);
  let different = 0;
  let same = 0;
  let wins = 0;
  for (let start = 0; start < sorted.length;) {
    // Problems of one score stand side by side, whatever their truth.
    let tiedSame = 0;
    let tiedDifferent = 0;
    let end = start;
    for (; end < sorted.length && sorted[end]!.score === sorted[start]!.score; end++) {
      if (sorted[end]!.same) tiedSame++;
      else tiedDifferent++;
    }
    wins += tiedSame * (different + tiedDifferent / 2);
    same += tiedSame;
    different += tiedDifferent;
    start = end;
  }
  return same === 0 || different === 0 ? null : wins / (same * different);
}

function share(part: number, whole: number, answers: Answers): number | null {
  if (whole > 0) return part / whole;
  return answers.trueNegatives + answers.unanswered > 0 ? 0 : null;
}
