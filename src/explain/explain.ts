/** Why this author and not that one: the evidence, piece by piece of the text. */
import { PenprintError } from "../errors.ts";
import { putTogether } from "../text/misread-utf16.ts";
import { Reading } from "../text/reading.ts";
import type { Identifier } from "../identifier.ts";
import { type Calibration, divisorOf, probabilitiesOf } from "../model/calibration.ts";

/** A feature's share of the log-odds, with where it stands in the text. */
export interface Evidence {
  /** The feature in letters: words with a space between them, or characters; of a bucket, all that is in it here. */
  readonly feature: string;
  /** How often the text has it; of a figure of style, its value. */
  readonly count: number;
  /** What it adds to score(author) − score(against); natural logarithm, above 0 speaks for the author. */
  readonly log_odds: number;
  /** Where it stands: `text.slice(start, end)`, in UTF-16 units; a figure of the whole text stands nowhere. */
  readonly spans: readonly (readonly [number, number])[];
}

/** Why one author rather than another. */
export interface Explanation {
  readonly author: string;
  readonly against: string;
  /** score(author) − score(against) = base + the sum of all evidence. */
  readonly log_odds: number;
  /**
   * P(author) / P(against) = exp(log_odds / divisor): 1 without calibration, more where scores are too sure. Where a curve
   * calibrates (odds-curve.ts) it is another one for each two authors.
   */
  readonly divisor: number;
  /** What stands before the text is read: priors and, where absence counts, what an empty text scores. */
  readonly base: number;
  /** The strongest first. */
  readonly evidence: readonly Evidence[];
  /**
   * Where the largest of an ensemble's scores counts (model/combination.ts): the member, from 0, whose score each of the two
   * has; −1 where none counts. Base and evidence add up as ever, but they are of these members alone: what others found is
   * not in them, and a changed text may be decided by others. Left out where all members count.
   */
  readonly decided_by?: { readonly author: number; readonly against: number };
}

/** Whom to compare. */
export interface ExplainOptions {
  /** By default the author ranked first. */
  readonly author?: string;
  /** By default the highest ranked other author. */
  readonly against?: string;
}

/**
 * The evidence in `text` for one author against another. It is complete: base and all shares add up to the
 * difference of the two scores. Where only the largest of several scores counts it is of the members that have it, and
 * `decided_by` says which.
 *
 * @throws TEXT_EMPTY, AUTHOR_UNKNOWN; PARAMETER_INVALID when both authors are the same
 */
export function explain(identifier: Identifier, text: string, options: ExplainOptions = {}): Explanation {
  const [author, against] = contenders(identifier, text, options);
  const meant = putTogether(text);
  // Of misread UTF-16 two characters are one.
  const width = meant.length === text.length ? 1 : 2;
  const { classifier, features, authors } = identifier;
  const one = authors.indexOf(author);
  const other = authors.indexOf(against);

  const spans = new Map<number, [number, number][]>();
  for (const { feature, start, end } of features.locate(meant)) {
    const found = spans.get(feature);
    if (found === undefined) spans.set(feature, [[width * start, width * end]]);
    else found.push([width * start, width * end]);
  }
  const row = features.extract(new Reading().readText(meant));
  const [ours, theirs] = [classifier.parts(row, one), classifier.parts(row, other)];
  const evidence = Array.from({ length: row.length }, (_, place): Evidence => {
    const feature = row.ids[place]!;
    const places = spans.get(feature) ?? [];
    return {
      feature: features.nameOf(feature) ?? namesIn(text, places),
      count: row.values[place]!,
      log_odds: ours.shares[place]! - theirs.shares[place]!,
      spans: places,
    };
  });
  evidence.sort((left, right) => Math.abs(right.log_odds) - Math.abs(left.log_odds));

  const scores = classifier.scores(row);
  return {
    author,
    against,
    log_odds: scores[one]! - scores[other]!,
    divisor: divisorFor(identifier.parts.calibration, scores, one, other, row.known),
    base: ours.base - theirs.base,
    evidence,
    ...(classifier.decidedBy === undefined
      ? {}
      : {
          decided_by: { author: classifier.decidedBy(row, one), against: classifier.decidedBy(row, other) },
        }),
  };
}

function divisorFor(
  calibration: Calibration | null,
  scores: Float64Array,
  one: number,
  other: number,
  length: number,
): number {
  const plain = divisorOf(calibration, length);
  if (calibration?.curve === undefined || scores[one] === scores[other]) return plain;
  const probabilities = probabilitiesOf(scores, calibration, length);
  const bent = Math.log(probabilities[one]! / probabilities[other]!);
  // Too near to each other, or too far apart, for numbers to show which way.
  return bent === 0 || !Number.isFinite(bent) ? plain : (scores[one]! - scores[other]!) / bent;
}

/** All that stands at some places, each once: what a bucket is called that several n-grams may share. */
function namesIn(text: string, places: readonly (readonly [number, number])[]): string {
  return [...new Set(places.map(([start, end]) => text.slice(start, end).toLowerCase()))].join(" | ");
}

function contenders(identifier: Identifier, text: string, options: ExplainOptions): [string, string] {
  for (const name of [options.author, options.against]) {
    if (name !== undefined && !identifier.authors.includes(name)) {
      throw new PenprintError("AUTHOR_UNKNOWN", { author: name, known: identifier.authors });
    }
  }
  if (options.author !== undefined && options.author === options.against) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "against",
      allowed: "another author than `author`",
      received: JSON.stringify(options.against),
    });
  }
  const ranking = identifier.predict(text).ranking.map((ranked) => ranked.author);
  const author = options.author ?? ranking.find((name) => name !== options.against)!;
  const against = options.against ?? ranking.find((name) => name !== author)!;
  return [author, against];
}
