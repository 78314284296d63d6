/** Numbers as people read them. */

const noBreak = "\u00A0";
const minus = "\u2212";
const wholeNumbers = new Intl.NumberFormat("en");

/** A whole number with its thousands apart: `1,234,567`. */
export function whole(value: number): string {
  return wholeNumbers.format(value);
}

/** So many bytes in megabytes: `1.2 MB`; under a tenth of one in kilobytes. */
export function megabytes(bytes: number): string {
  if (bytes < 100_000) return `${Math.ceil(bytes / 1000)}${noBreak}kB`;
  return `${(bytes / 1e6).toFixed(1)}${noBreak}MB`;
}

/** A number with its noun, singular or plural: `1 word`, `2 words`. */
export function counted(value: number, noun: string): string {
  return `${whole(value)}${noBreak}${value === 1 ? noun : `${noun}s`}`;
}

/**
 * A probability in percent. Nothing below certainty is shown as certain, nothing above nothing as nothing.
 *
 * @param probability from 0 to 1
 */
export function percent(probability: number): string {
  const rounded = Math.round(probability * 100);
  if (rounded === 0 && probability > 0) return `<${noBreak}1${noBreak}%`;
  if (rounded === 100 && probability < 1) return `>${noBreak}99${noBreak}%`;
  return `${rounded}${noBreak}%`;
}

/** A number with its sign, also in front of what is positive. */
export function signed(value: number, digits = 2): string {
  const rounded = Math.abs(value).toFixed(digits);
  if (Number(rounded) === 0) return rounded;
  return (value < 0 ? minus : "+") + rounded;
}

/**
 * How many times as likely, as one would say it.
 *
 * @param logRatio natural logarithm of the ratio, ≥ 0
 */
export function times(logRatio: number): string {
  const ratio = Math.exp(logRatio);
  if (ratio >= 1e6) return "more than a million times";
  if (ratio >= 100) return `${whole(Number(ratio.toPrecision(2)))} times`;
  if (ratio >= 10) return `${Math.round(ratio)} times`;
  if (ratio >= 1.995) return `${ratio.toFixed(1)} times`;
  return `${ratio.toFixed(2)} times`;
}

/**
 * Rounds terms so that they still add up to the rounded sum: each goes to the number above or below, whichever
 * of them moves least.
 *
 * @param terms finite numbers
 * @param digits after the point
 */
export function roundedTogether(terms: readonly number[], digits = 2): number[] {
  const unit = 10 ** digits;
  const scaled = terms.map((term) => term * unit);
  const rounded = scaled.map(Math.floor);
  const sum = Math.round(scaled.reduce((total, term) => total + term, 0));
  const missing = sum - rounded.reduce((total, term) => total + term, 0);
  const byRemainder = scaled
    .map((term, index) => ({ index, remainder: term - Math.floor(term) }))
    .sort((left, right) => right.remainder - left.remainder);
  for (const { index } of byRemainder.slice(0, missing)) rounded[index]! += 1;
  return rounded.map((term) => term / unit);
}
