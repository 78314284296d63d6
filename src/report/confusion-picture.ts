/** Who was taken for whom, as a heat map in several orders. */
import * as Plot from "@observablehq/plot";

import type { Evaluation } from "../evaluate/evaluation.ts";
import { BLUE, draw, percent, RED, shortened, widthOf } from "./drawing.ts";
import { byErrors, byLikeness } from "./order.ts";
import { csvOf, type Drawing, type Picture } from "./picture.ts";

type Confused = Pick<Evaluation, "confusion_matrix" | "confusion_labels">;

/** More authors than this are no picture any more: those with the most mistakes are drawn. */
const MOST_AUTHORS = 60;

/** The picture; its rows are authors, its columns verdicts. */
export function confusionPicture({ confusion_matrix: matrix, confusion_labels: labels }: Confused): Picture {
  const chosen = byErrors(matrix).slice(0, MOST_AUTHORS);
  const shown = [...chosen].sort((left, right) => left - right);
  const orders: readonly (readonly [name: string, label: string, order: readonly number[]])[] = [
    ["confusion-by-name", "by name", shown],
    ["confusion-by-errors", "by errors", chosen],
    ["confusion-by-likeness", "by likeness", byLikeness(among(matrix, shown)).map((place) => shown[place]!)],
  ];
  const left =
    labels.length > MOST_AUTHORS
      ? ` The ${MOST_AUTHORS} authors with the most mistakes are shown; the file has all ${labels.length}.`
      : "";
  return {
    name: "confusion",
    title: "Who was taken for whom",
    description: `Each row is an author, each column a verdict. Blue is right, red is wrong; the stronger the colour, the larger the share of the author's texts.${left}`,
    arrangement: "choice",
    drawings: orders.map(([name, label, order]): Drawing => ({
      name,
      label,
      svg: heatMap(matrix, labels, order),
    })),
    csv: csvOf(
      ["author", ...labels],
      matrix.map((row, truth) => [labels[truth]!, ...row]),
    ),
  };
}

function among(matrix: readonly (readonly number[])[], chosen: readonly number[]): number[][] {
  return chosen.map((truth) => chosen.map((verdict) => matrix[truth]![verdict]!));
}

interface Cell {
  readonly truth: string;
  readonly verdict: string;
  readonly count: number;
  readonly share: number;
  readonly right: boolean;
  readonly title: string;
}

function heatMap(
  matrix: readonly (readonly number[])[],
  labels: readonly string[],
  order: readonly number[],
): string {
  // Names may be alike when they are shortened, and an author may be called "unknown": places are told apart instead.
  const keys = order.map(String);
  const nameOf = (key: string): string => shortened(labels[Number(key)]!);
  const size = Math.min(44, Math.max(14, Math.round(460 / order.length)));
  const margin = widthOf(keys.map(nameOf)) + 14;
  const cells = cellsOf(matrix, labels, order);
  const label = `Confusion matrix of ${order.length} authors: ${cells.filter(({ right }) => !right).length} kinds of mistakes.`;
  return draw(
    {
      width: margin + size * order.length + 12,
      height: margin + size * order.length + 12,
      marginTop: margin,
      marginLeft: margin,
      marginRight: 12,
      marginBottom: 12,
      padding: 0.06,
      x: { domain: keys, axis: "top", tickRotate: -90, tickFormat: nameOf, tickSize: 0, label: null },
      y: { domain: keys, tickFormat: nameOf, tickSize: 0, label: null },
      marks: [
        Plot.ruleY(keys, { stroke: "currentColor", strokeOpacity: 0.08 }),
        Plot.ruleX(keys, { stroke: "currentColor", strokeOpacity: 0.08 }),
        Plot.cell(cells, {
          x: "verdict",
          y: "truth",
          fill: ({ right }: Cell) => (right ? BLUE : RED),
          // Even the smallest share can be seen.
          fillOpacity: ({ share }: Cell) => 0.18 + 0.72 * share,
          rx: size > 20 ? 3 : 1,
          title: "title",
        }),
        ...(size < 20
          ? []
          : [
              Plot.text(cells, {
                x: "verdict",
                y: "truth",
                text: "count",
                pointerEvents: "none",
                fontSize: size < 28 ? 10 : 12,
              }),
            ]),
      ],
      color: { type: "identity" },
      opacity: { type: "identity" },
    },
    label,
  );
}

function cellsOf(
  matrix: readonly (readonly number[])[],
  labels: readonly string[],
  order: readonly number[],
): Cell[] {
  return order.flatMap((truth) => {
    const row = matrix[truth]!;
    const total = row.reduce((sum, count) => sum + count, 0);
    return order.flatMap((verdict): Cell[] => {
      const count = row[verdict]!;
      if (count === 0) return [];
      const share = count / total;
      const right = truth === verdict;
      const texts = `${count} of ${total} by ${labels[truth]} (${percent(share)})`;
      const title = right ? `${texts}: right` : `${texts}: taken for ${labels[verdict]}`;
      return [{ truth: String(truth), verdict: String(verdict), count, share, right, title }];
    });
  });
}
