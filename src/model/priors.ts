/** How likely each author is before the text is read. */
import { PenprintError } from "../errors.ts";
import type { Priors } from "./settings.ts";

const SUM_TOLERANCE = 1e-6;
/** τ of damped priors. */
const DAMPING = 0.2;

/**
 * Natural logarithms of the priors, in the order of `authors`:
 *
 *     corpus    log (documents of the author / documents)
 *     uniform   log (1 / authors)
 *     damped    log (n_author^τ / Σ n^τ)      τ = 1/5, n documents
 *     given     log of the given number
 *
 * `damped` is for whoever does not know whether texts to come are by the same authors as often: between the other two.
 * τ is the one with the lowest log-loss, over a dozen corpora whose shares stay or change (docs/accuracy.md).
 *
 * @param documents how many training documents each author has, above 0
 * @throws PRIORS_INVALID when given priors miss an author, name a stranger, are not above 0 or do not sum to 1
 */
export function logPriors(
  priors: Priors,
  authors: readonly string[],
  documents: ArrayLike<number>,
): Float64Array {
  if (priors === "uniform") return new Float64Array(authors.length).fill(-Math.log(authors.length));
  if (priors === "corpus" || priors === "damped") {
    const power = priors === "corpus" ? 1 : DAMPING;
    const total = Array.from(documents).reduce((sum, count) => sum + count ** power, 0);
    return Float64Array.from(authors, (_, author) => Math.log(documents[author]! ** power / total));
  }
  return given(new Map(Object.entries(priors)), authors);
}

function given(priors: ReadonlyMap<string, number>, authors: readonly string[]): Float64Array {
  const refuse = (problem: string): never => {
    throw new PenprintError("PRIORS_INVALID", { problem });
  };
  const known = new Set(authors);
  for (const author of priors.keys()) if (!known.has(author)) refuse(`the corpus has no author "${author}"`);
  let sum = 0;
  const logs = Float64Array.from(authors, (author) => {
    const prior = priors.get(author);
    if (prior === undefined) return refuse(`there is none for "${author}"`);
    if (!(prior > 0 && prior <= 1)) return refuse(`the one for "${author}" is ${prior}`);
    sum += prior;
    return Math.log(prior);
  });
  if (Math.abs(sum - 1) > SUM_TOLERANCE) refuse(`their sum is ${sum}`);
  return logs;
}
