/** Curves of an evaluation: whether probabilities mean what they say, and how accuracy grows with the text. */
import * as Plot from "@observablehq/plot";

import type { Evaluation } from "../evaluate/evaluation.ts";
import type { LengthPoint } from "../evaluate/length-curve.ts";
import type { ReliabilityBin } from "../evaluate/probability.ts";
import { BLUE, draw, percent, RED } from "./drawing.ts";
import { csvOf, type Picture } from "./picture.ts";

const size = { width: 480, height: 360, marginLeft: 52, marginRight: 20, marginTop: 24, marginBottom: 44 };
const shares = { domain: [0, 1], tickFormat: (share: number) => `${Math.round(share * 100)} %` };

/** Probabilities against what they came to. */
export function reliabilityPicture({
  reliability_curve: curve,
  expected_calibration_error: error,
}: Pick<Evaluation, "reliability_curve" | "expected_calibration_error">): Picture {
  const most = Math.max(...curve.map(({ documents }) => documents));
  const middle = ({ lower, upper }: ReliabilityBin): number => (lower + upper) / 2;
  return {
    name: "reliability",
    title: "Whether probabilities mean what they say",
    description: `Of the texts that got a verdict with about this probability, so many were right. On the dashed line both agree; below it the model is too sure. The bars say how many texts there were.${error === null ? "" : ` The mean distance is ${error.toFixed(3)} (expected calibration error).`}`,
    arrangement: "choice",
    drawings: [
      {
        name: "reliability",
        label: "",
        svg: draw(
          {
            ...size,
            x: {
              ...shares,
              label: "probability of the verdict →",
              labelAnchor: "center",
              labelArrow: "none",
            },
            y: { ...shares, grid: true, label: "right", labelArrow: "none" },
            marks: [
              Plot.rectY(curve, {
                x1: "lower",
                x2: "upper",
                y: ({ documents }: ReliabilityBin) => (documents / most) * 0.22,
                fill: "currentColor",
                fillOpacity: 0.14,
                inset: 1,
                title: ({ documents, lower, upper }: ReliabilityBin) =>
                  `${documents} texts between ${percent(lower)} and ${percent(upper)}`,
              }),
              Plot.text(curve, {
                x: middle,
                y: ({ documents }: ReliabilityBin) => (documents / most) * 0.22,
                text: "documents",
                dy: -7,
                fontSize: 10,
              }),
              Plot.link([0], {
                x1: 0,
                y1: 0,
                x2: 1,
                y2: 1,
                stroke: "currentColor",
                strokeOpacity: 0.5,
                strokeDasharray: "4 4",
              }),
              Plot.line(curve, { x: "confidence", y: "accuracy", stroke: BLUE, strokeWidth: 2 }),
              Plot.dot(curve, {
                x: "confidence",
                y: "accuracy",
                fill: BLUE,
                r: ({ documents }: ReliabilityBin) => 3 + 4 * Math.sqrt(documents / most),
                title: ({ documents, confidence, accuracy }: ReliabilityBin) =>
                  `${documents} texts: ${percent(confidence)} sure, ${percent(accuracy)} right`,
              }),
            ],
            r: { type: "identity" },
          },
          `Reliability curve of ${curve.length} bins.`,
        ),
      },
    ],
    csv: csvOf(
      ["lower", "upper", "documents", "confidence", "accuracy"],
      curve.map(({ lower, upper, documents, confidence, accuracy }) => [
        lower,
        upper,
        documents,
        confidence,
        accuracy,
      ]),
    ),
  };
}

/**
 * Accuracy against the length of the text.
 *
 * @param curve at least one point
 */
export function lengthPicture(
  curve: readonly LengthPoint[],
  { majority }: Pick<Evaluation["baselines"], "majority">,
): Picture {
  const baseline = majority.accuracy;
  const [first, last] = [curve[0]!.words, curve.at(-1)!.words];
  return {
    name: "length",
    title: "How much text it takes",
    description: `The share of right verdicts when only the first so many words of each text are read, with its 95 % interval. The dashed line is what always naming the same author would reach. The farther right, the fewer texts are long enough.`,
    arrangement: "choice",
    drawings: [
      {
        name: "length",
        label: "",
        svg: draw(
          {
            ...size,
            x: {
              type: "log",
              domain: [first / 1.25, last * 1.25],
              ticks: curve.map(({ words }) => words),
              tickFormat: (words: number) => words.toLocaleString("en"),
              label: "words read →",
              labelAnchor: "center",
              labelArrow: "none",
            },
            y: { ...shares, grid: true, label: "right", labelArrow: "none" },
            marks: [
              Plot.areaY(curve, {
                x: "words",
                y1: ({ accuracy_interval: [low] }: LengthPoint) => low,
                y2: ({ accuracy_interval: [, high] }: LengthPoint) => high,
                fill: BLUE,
                fillOpacity: 0.18,
              }),
              Plot.ruleY([baseline], { stroke: RED, strokeWidth: 1.5, strokeDasharray: "4 4" }),
              Plot.line(curve, { x: "words", y: "accuracy", stroke: BLUE, strokeWidth: 2 }),
              Plot.dot(curve, { x: "words", y: "accuracy", fill: BLUE, r: 4.5, title: titleOf }),
              Plot.text(curve, {
                x: "words",
                y: "accuracy",
                text: ({ accuracy }: LengthPoint) => `${Math.round(accuracy * 100)}`,
                dy: -12,
              }),
            ],
          },
          `Accuracy against length, from ${first} to ${last} words.`,
        ),
      },
    ],
    csv: csvOf(
      ["words", "documents", "accuracy", "interval_low", "interval_high", "majority_baseline"],
      curve.map(({ words, documents, accuracy, accuracy_interval: [low, high] }) => [
        words,
        documents,
        accuracy,
        low,
        high,
        baseline,
      ]),
    ),
  };
}

function titleOf({ words, documents, accuracy, accuracy_interval: [low, high] }: LengthPoint): string {
  return `${words} words: ${percent(accuracy)} of ${documents} texts (95 % interval ${percent(low)} to ${percent(high)})`;
}
