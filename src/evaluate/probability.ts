/**
 * Metrics of probabilities, by the names and conventions of scikit-learn. They are taken over the documents whose
 * author the model knows: no probability was asked of it for anybody else.
 */

/** Documents whose author ranked first was about as probable. */
export interface ReliabilityBin {
  /** The probabilities in it are above `lower` (the first bin has 0 too) … */
  readonly lower: number;
  /** … and not above `upper`. */
  readonly upper: number;
  /** How many documents it has, at least 1. */
  readonly documents: number;
  /** Their mean probability. */
  readonly confidence: number;
  /** The share of them in which the author ranked first is the true one. */
  readonly accuracy: number;
}

/** How many bins of equal width the probabilities from 0 to 1 are put into. */
export const reliabilityBins = 15;

/**
 * Mean of −ln p over the probabilities of the true authors, p clipped to [ε, 1 − ε] with ε = 2⁻⁵² as scikit-learn's
 * `log_loss` does: a true author thought impossible costs 36.04, not infinity.
 *
 * @param truthProbabilities for each document the probability of its true author
 * @returns null without documents
 */
export function logLoss(truthProbabilities: ArrayLike<number>): number | null {
  return mean(truthProbabilities, documentLogLoss);
}

/** −ln p of one document, clipped as {@link logLoss} says. */
export function documentLogLoss(probability: number): number {
  return -Math.log(Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON));
}

/**
 * Mean over documents of Σ (p_c − y_c)² over the authors c, from 0 to 2, for any number of authors: scikit-learn's
 * `brier_score_loss(…, scale_by_half=False)`. With three authors and more that is also its default; with two its
 * default is half of it.
 *
 * @param squaredErrors for each document Σ (p_c − y_c)²
 * @returns null without documents
 */
export function brierScore(squaredErrors: ArrayLike<number>): number | null {
  return mean(squaredErrors, (error) => error);
}

/**
 * Whether probabilities mean what they say: documents sorted into bins of equal width by the probability of the
 * author ranked first. On a well calibrated model accuracy and confidence agree in each bin. The same bins as in
 * scikit-learn's `calibration_curve(strategy="uniform")`, closed on the right.
 *
 * @param topProbabilities for each document the probability of the author ranked first
 * @param topRight for each document whether that author is the true one
 * @returns the bins that hold documents, rising
 */
export function reliabilityCurve(
  topProbabilities: ArrayLike<number>,
  topRight: ArrayLike<boolean>,
  bins: number = reliabilityBins,
): ReliabilityBin[] {
  const documents = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const right = new Float64Array(bins);
  for (let document = 0; document < topProbabilities.length; document++) {
    const probability = topProbabilities[document]!;
    // Probabilities are sums of rounded numbers; 1 may come out as a little more.
    const bin = Math.min(Math.max(Math.ceil(probability * bins) - 1, 0), bins - 1);
    documents[bin]! += 1;
    sums[bin]! += probability;
    if (topRight[document]!) right[bin]! += 1;
  }
  const curve: ReliabilityBin[] = [];
  documents.forEach((count, bin) => {
    if (count === 0) return;
    curve.push({
      lower: bin / bins,
      upper: (bin + 1) / bins,
      documents: count,
      confidence: sums[bin]! / count,
      accuracy: right[bin]! / count,
    });
  });
  return curve;
}

/**
 * Mean distance between accuracy and confidence over the bins, each weighted by its documents; from 0 to 1.
 *
 * @returns null for an empty curve
 * @see Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern Neural Networks", equation 5
 */
export function expectedCalibrationError(curve: readonly ReliabilityBin[]): number | null {
  let documents = 0;
  let sum = 0;
  for (const bin of curve) {
    documents += bin.documents;
    sum += bin.documents * Math.abs(bin.accuracy - bin.confidence);
  }
  return documents === 0 ? null : sum / documents;
}

function mean(values: ArrayLike<number>, of: (value: number) => number): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let place = 0; place < values.length; place++) sum += of(values[place]!);
  return sum / values.length;
}
