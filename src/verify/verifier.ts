/**
 * Verification: did the author of some known texts write a questioned one?
 *
 * The naive answer is to set a threshold on how alike the texts are. But texts in one language and genre are alike
 * whoever wrote them; so the question becomes whether the known texts are nearer than impostors' are, again and again,
 * on random parts of the features (contest.ts). What such a score is worth is learned from trials made of the
 * impostors' own texts (trials.ts), as long as the case in hand; without them a score is only a score.
 */
import type { Document, Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { verbalStrength } from "../evaluate/verbal-scale.ts";
import { answerOf } from "./abstention.ts";
import { type AuthoredTrial, type Calibrated, calibrate } from "./calibration.ts";
import { contest, type Outcome, scoreOf } from "./contest.ts";
import { caseWarnings, isComparable } from "./domain.ts";
import { families, type Family, FeatureIndex } from "./feature-index.ts";
import { Impostors, requireAuthors } from "./impostors.ts";
import { evenProbability, logRatioOf } from "./likelihood.ts";
import { type VerifierOptions, withDefaults } from "./options.ts";
import { cut, cutAll, median, roundLength } from "./pieces.ts";
import { isEmpty } from "./profiles.ts";
import { type CaseLengths, MOST_PIECES } from "./trials.ts";
import type { FamilyOutcome, Verification } from "./verification.ts";

/** Verifies texts against the same impostors; what the trials teach is kept for the next case of about that length. */
export class Verifier {
  readonly #impostors: Impostors;
  readonly #authorsByText = new Map<string, string>();
  readonly #counter = new FeatureIndex();
  /** By the lengths of the case. */
  readonly #trials = new Map<string, readonly AuthoredTrial[]>();
  readonly #calibrations = new Map<string, Calibrated | null>();

  /**
   * @param impostors texts by others, in the language and of the kind of the case's; trials keep their works apart
   * @throws IMPOSTORS_TOO_FEW, PARAMETER_INVALID
   */
  constructor(impostors: readonly Document[], options: VerifierOptions = {}) {
    this.#impostors = new Impostors(impostors, withDefaults(options));
    for (const { author, text } of impostors) this.#authorsByText.set(text.trim(), author);
  }

  /**
   * Verifies one case. The same texts and options give the same result, whatever was verified before.
   *
   * @param known one text or several, by one author
   * @throws TEXT_EMPTY; IMPOSTORS_TOO_FEW when those whose texts are not in the case are too few
   */
  verify(known: readonly string[], questioned: string): Verification {
    if (known.length === 0 || [...known, questioned].some((text) => text.trim() === "")) {
      throw new PenprintError("TEXT_EMPTY", {});
    }
    const own = this.#ownAuthors([...known, questioned]);
    const texts = new Map([...this.#impostors.texts].filter(([author]) => !own.includes(author)));
    requireAuthors(texts.size);
    const whole = known.join("\n");
    const lengths = lengthsOf(whole, questioned, [...texts.values()]);
    const { space, contests } = this.#impostors;
    const profiles = {
      questioned: space.profile(cut(questioned, lengths.questioned * ROUNDED)),
      known: cutAll(whole, lengths.piece, MOST_PIECES).map((piece) => space.profile(piece)),
      impostors: this.#impostors
        .pieces(lengths.piece)
        .filter(({ author }) => !own.includes(author))
        .map(({ profile }) => profile),
    };
    const outcomes = families.map((family) =>
      contest(family, profiles.questioned, profiles.known, profiles.impostors, contests, { withRanks: true }),
    );
    const calibrated = this.#calibrated(own, lengths);
    const words = { known: this.#counter.wordsIn(whole), questioned: this.#counter.wordsIn(questioned) };
    const score = scoreOf(outcomes);
    const warnings = [
      ...own.map(sharedWarning),
      ...(isAmong(questioned, known) ? [questionedAmongKnown] : []),
      ...(isEmpty(profiles.questioned) || profiles.known.every(isEmpty) ? [nothingCommon] : []),
      ...caseWarnings({
        questioned,
        questionedWords: words.questioned,
        known: whole,
        knownWords: words.known,
        impostors: [...texts.values()],
        piece: lengths.piece,
      }),
      ...(calibrated === null ? [notCalibrated] : []),
    ];
    return {
      ...conclusion(score, isComparable(warnings) ? calibrated : null),
      score,
      rounds_won: mean(outcomes.map(roundsWon)),
      rank_score: mean(outcomes.map(rankScore)),
      families: outcomes.map((outcome, place) => familyOutcome(families[place]!, outcome)),
      calibration: calibrated?.facts ?? null,
      impostors: { authors: texts.size, texts: profiles.impostors.length },
      known: { texts: known.length, words: words.known },
      questioned: { texts: 1, words: words.questioned },
      warnings,
    };
  }

  /** Authors of the corpus by whom a text of the case is: they are no impostors in it. */
  #ownAuthors(texts: readonly string[]): string[] {
    const authors = texts.map((text) => this.#authorsByText.get(text.trim()));
    return [...new Set(authors.filter((author) => author !== undefined))].sort();
  }

  #calibrated(own: readonly string[], lengths: CaseLengths): Calibrated | null {
    const key = JSON.stringify([own, lengths]);
    let calibrated = this.#calibrations.get(key);
    if (calibrated === undefined) {
      const trials = this.#trialsOf(lengths);
      // Trials with the case's own texts would know the answer.
      calibrated = calibrate(
        trials.filter(({ questioned, known }) => !own.includes(questioned) && !own.includes(known)),
      );
      this.#calibrations.set(key, calibrated);
    }
    return calibrated;
  }

  #trialsOf(lengths: CaseLengths): readonly AuthoredTrial[] {
    const key = JSON.stringify(lengths);
    const trials = this.#trials.get(key) ?? this.#impostors.trials(lengths);
    this.#trials.set(key, trials);
    return trials;
  }
}

/** No text is longer than its length rounded times this. */
const ROUNDED = 2 ** 0.25;

function lengthsOf(known: string, questioned: string, impostors: readonly string[]): CaseLengths {
  const whole = roundLength(known.length);
  return {
    questioned: roundLength(questioned.length),
    // Half of the impostors have no longer ones to be compared with.
    piece: Math.min(whole, roundLength(median(impostors.map((text) => text.length)))),
    known: whole,
  };
}

function conclusion(
  score: number,
  calibrated: Calibrated | null,
): Pick<Verification, "verdict" | "probability" | "likelihood_ratio"> {
  if (calibrated === null) return { verdict: null, probability: null, likelihood_ratio: null };
  const { logRatio, limited } = logRatioOf(calibrated.likelihoods, score);
  const probability = evenProbability(logRatio);
  const answer = answerOf(probability, calibrated.band);
  const ratio = {
    ratio: Math.exp(logRatio),
    log10: logRatio / Math.LN10,
    limited,
    ...verbalStrength(logRatio),
  };
  const verdict = answer === 0.5 ? null : answer > 0.5 ? "same author" : "different authors";
  return { verdict, probability, likelihood_ratio: ratio };
}

function familyOutcome(family: Family, outcome: Outcome): FamilyOutcome {
  const sorted = Float64Array.from(outcome.differences).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return {
    family,
    rounds_won: roundsWon(outcome),
    rank_score: rankScore(outcome),
    difference_percentiles: [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)],
    differences: [...sorted],
  };
}

const roundsWon = ({ differences }: Outcome): number =>
  differences.filter((difference) => difference > 0).length / differences.length;

const rankScore = ({ ranks }: Outcome): number => mean(Array.from(ranks, (rank) => 1 / rank));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const notCalibrated: Warning = {
  code: "not_calibrated",
  message:
    "The impostors have too few works for trials, so that the score cannot be turned into a likelihood ratio; give at least six authors with two works each, as long as the case's.",
};

const isAmong = (questioned: string, known: readonly string[]): boolean =>
  known.some((text) => text.trim() === questioned.trim());

const questionedAmongKnown: Warning = {
  code: "questioned_among_known",
  message: "The questioned text is one of the known texts, word for word: whose it is was given.",
};

const nothingCommon: Warning = {
  code: "nothing_common",
  message: "The texts share nothing with those of the impostors.",
};

const sharedWarning = (author: string): Warning => ({
  code: "shared_text",
  message: `A text of the case is also in the impostors' corpus, by ${author}, who was left out of it.`,
});
