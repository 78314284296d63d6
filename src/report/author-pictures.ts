/** Pictures with a row, a dot or a panel for each author. */
import * as Plot from "@observablehq/plot";

import type { Evaluation } from "../evaluate/evaluation.ts";
import type { AuthorKeyness, KeyWord } from "../explain/keyness.ts";
import type { MappedWork, WorksMap } from "../explain/overview.ts";
import { BLUE, COLOURS, draw, percent, shortened, widthOf } from "./drawing.ts";
import { csvOf, fileNameOf, type Picture } from "./picture.ts";

type Score = Evaluation["per_author"][number];

/** More rows than this are no picture any more. */
const MOST_AUTHORS = 60;

/** Precision and recall of each author. */
export function authorPicture({ per_author: scores }: Pick<Evaluation, "per_author">): Picture {
  const tested = scores
    .map((score, place) => ({ ...score, place: String(place) }))
    .filter(({ support }) => support > 0);
  const shown = [...tested]
    .sort((left, right) => right.support - left.support)
    .slice(0, MOST_AUTHORS)
    .sort((left, right) => right.f1 - left.f1);
  const keys = shown.map(({ place }) => place);
  const nameOf = (place: string): string => shortened(scores[Number(place)]!.author);
  const marginLeft = widthOf(keys.map(nameOf)) + 14;
  const left =
    scores.length > MOST_AUTHORS
      ? ` The ${MOST_AUTHORS} authors with the most texts are shown; the file has all ${scores.length}.`
      : "";
  const title = ({ author, precision, recall, support }: Score): string =>
    `${author}: recall ${percent(recall)} of ${support} texts, precision ${percent(precision)}`;
  return {
    name: "authors",
    title: "How well each author is found",
    description: `Filled: recall, the share of the author's texts that were given to him or her. Hollow: precision, the share of the texts given to the author that are by him or her. On the right the number of texts.${left}`,
    arrangement: "choice",
    drawings: [
      {
        name: "authors",
        label: "",
        svg: draw(
          {
            width: 480,
            height: 24 * shown.length + 60,
            marginLeft,
            marginRight: 48,
            marginTop: 30,
            marginBottom: 12,
            x: {
              domain: [0, 1],
              axis: "top",
              ticks: 4,
              grid: true,
              tickFormat: (share: number) => `${Math.round(share * 100)} %`,
              label: null,
            },
            y: { type: "point", domain: keys, tickFormat: nameOf, tickSize: 0, label: null },
            marks: [
              Plot.ruleY(shown, {
                y: "place",
                x1: "recall",
                x2: "precision",
                stroke: "currentColor",
                strokeOpacity: 0.35,
              }),
              Plot.dot(shown, {
                y: "place",
                x: "precision",
                stroke: BLUE,
                strokeWidth: 2,
                r: 5,
                title,
              }),
              Plot.dot(shown, { y: "place", x: "recall", fill: BLUE, r: 4.5, title }),
              Plot.text(shown, {
                y: "place",
                x: 1,
                dx: 14,
                text: "support",
                textAnchor: "start",
                fillOpacity: 0.75,
              }),
            ],
          },
          `Recall and precision of ${shown.length} authors.`,
        ),
      },
    ],
    csv: csvOf(
      ["author", "precision", "recall", "f1", "support"],
      scores.map(({ author, precision, recall, f1, support }) => [author, precision, recall, f1, support]),
    ),
  };
}

/**
 * The most telling words of each author, a panel an author.
 *
 * @param authors at least one
 */
export function keynessPicture(authors: readonly AuthorKeyness[]): Picture {
  const told = authors.filter(({ words }) => words.length > 0);
  return {
    name: "keyness",
    title: "Words that tell of each author",
    description:
      "The words that an author has more often than all others together, those of which that is surest first. A longer bar means surer (log-likelihood G²); the number says how many times as frequent the word is.",
    arrangement: "side by side",
    drawings: told.map(({ author, words }, place) => ({
      name: `keyness-${fileNameOf(author, place)}`,
      label: author,
      svg: wordPanel(author, words.slice(0, 8)),
    })),
    csv: csvOf(
      ["author", "word", "count", "count_of_others", "log_likelihood", "log_ratio"],
      told.flatMap(({ author, words }) =>
        words.map(({ feature, count, others, log_likelihood, log_ratio }) => [
          author,
          feature,
          count,
          others,
          log_likelihood,
          log_ratio,
        ]),
      ),
    ),
  };
}

function wordPanel(author: string, words: readonly KeyWord[]): string {
  const rows = words.map((word, place) => ({ ...word, place: String(place) }));
  const keys = rows.map(({ place }) => place);
  const nameOf = (place: string): string => shortened(words[Number(place)]!.feature, 16);
  const title = ({ feature, count, others, log_likelihood }: KeyWord): string =>
    `“${feature}”: ${count} times, ${others} in all others; G² ${log_likelihood.toFixed(0)}`;
  return draw(
    {
      width: 260,
      height: 20 * rows.length + 8,
      marginLeft: 104,
      marginRight: 44,
      marginTop: 4,
      marginBottom: 4,
      x: { axis: null, domain: [0, Math.max(...words.map((word) => word.log_likelihood))] },
      y: { domain: keys, tickFormat: nameOf, tickSize: 0, label: null, padding: 0.25 },
      marks: [
        Plot.barX(rows, {
          y: "place",
          x: "log_likelihood",
          fill: BLUE,
          fillOpacity: 0.75,
          rx: 2,
          title,
        }),
        Plot.text(rows, {
          y: "place",
          x: "log_likelihood",
          text: ({ log_ratio }: KeyWord) => timesOf(log_ratio),
          dx: 5,
          textAnchor: "start",
          fontSize: 11,
          fillOpacity: 0.75,
        }),
      ],
    },
    `The most telling words of ${author}: ${words.map(({ feature }) => feature).join(", ")}.`,
  );
}

/** `×12`, `×1.4` */
function timesOf(logRatio: number): string {
  const times = 2 ** logRatio;
  return `×${times >= 9.95 ? Math.round(times).toLocaleString("en") : times.toFixed(1)}`;
}

/** The works on a map, near ones alike. */
export function mapPicture(map: WorksMap): Picture {
  const { works, explained, words, left_out: leftOut } = map;
  const coloured = mostWorks(works);
  const colourOf = ({ author }: MappedWork): string => coloured.get(author) ?? "currentColor";
  const [across, down] = [reach(works.map(({ x }) => x)), reach(works.map(({ y }) => y))];
  const far = works.filter(({ x, y }) => x < across[0] || x > across[1] || y < down[0] || y > down[1]);
  const edge =
    far.length === 0
      ? ""
      : ` ${far.length} that lie${far.length === 1 ? "s" : ""} farther out stand${far.length === 1 ? "s" : ""} at the edge.`;
  const axis = (place: 0 | 1): string => `${place + 1}. component, ${percent(explained[place])}`;
  const omitted = leftOut === 0 ? "" : ` ${leftOut} more documents are left out.`;
  const others =
    coloured.size < new Set(works.map(({ author }) => author)).size
      ? " The authors with the most works have a colour."
      : "";
  return {
    name: "map",
    title: "A map of the works",
    description: `Each dot is a work; point at it for its name. Works that use the ${words} most frequent words alike are near each other (principal components of z-scores).${edge}${others}${omitted}`,
    arrangement: "choice",
    drawings: [
      {
        name: "map",
        label: "",
        svg: draw(
          {
            width: 560,
            height: 460,
            marginLeft: 28,
            marginRight: 28,
            marginTop: 28,
            marginBottom: 30,
            inset: 12,
            x: {
              domain: across,
              clamp: true,
              ticks: [],
              label: `${axis(0)} →`,
              labelAnchor: "center",
              labelArrow: "none",
            },
            y: { domain: down, clamp: true, ticks: [], label: axis(1), labelArrow: "up" },
            color: { type: "identity" },
            marks: [
              Plot.frame({ strokeOpacity: 0.25, rx: 4 }),
              Plot.dot(works, {
                x: "x",
                y: "y",
                r: 4.5,
                fill: colourOf,
                fillOpacity: (work: MappedWork) => (coloured.has(work.author) ? 0.8 : 0.3),
                title: ({ author, work, words: length }: MappedWork) =>
                  `${author}${work === null ? "" : `: ${work}`} (${length.toLocaleString("en")} words)`,
              }),
              Plot.text(middles(works, coloured, [across, down]), {
                x: "x",
                y: "y",
                text: "name",
                fill: "colour",
                // Names are read before dots. Where the page has no such colour, it is the one below all pages.
                stroke: "var(--paper, Canvas)",
                strokeWidth: 4,
                fontWeight: 600,
                fontSize: 12,
                pointerEvents: "none",
              }),
            ],
            opacity: { type: "identity" },
          },
          `Map of ${works.length} works by ${new Set(works.map(({ author }) => author)).size} authors.`,
        ),
      },
    ],
    csv: csvOf(
      ["author", "work", "words", "x", "y"],
      works.map(({ author, work, words: length, x, y }) => [author, work, length, x, y]),
    ),
  };
}

/** The authors with the most works, each with a colour. */
function mostWorks(works: readonly MappedWork[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const { author } of works) counts.set(author, (counts.get(author) ?? 0) + 1);
  const sorted = [...counts].sort(([, left], [, right]) => right - left).slice(0, COLOURS.length);
  return new Map(sorted.map(([author], place) => [author, COLOURS[place]!]));
}

/** A name on the map. */
interface Label {
  readonly name: string;
  readonly colour: string;
  readonly x: number;
  y: number;
}

/**
 * The part of an axis that is drawn: all of it, but for what lies four interquartile ranges beyond the quartiles. A
 * single odd document would press all others into a corner.
 */
function reach(numbers: readonly number[]): [low: number, high: number] {
  const sorted = [...numbers].sort((left, right) => left - right);
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const [lower, upper] = [sorted[sorted.length >> 2] ?? 0, sorted[(3 * sorted.length) >> 2] ?? 0];
  const beyond = 4 * (upper - lower);
  return beyond > 0 ? [Math.max(least, lower - beyond), Math.min(most, upper + beyond)] : [least, most];
}

/** Where the coloured authors' names stand: in the middle of their works, or below a name that stands there already. */
function middles(
  works: readonly MappedWork[],
  coloured: ReadonlyMap<string, string>,
  drawn: readonly [across: readonly [number, number], down: readonly [number, number]],
): Label[] {
  const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1]!;
  const extent = ([low, high]: readonly [number, number]): number => high - low || 1;
  // About what a user unit is worth on either axis.
  const [across, down] = [extent(drawn[0]) / 480, extent(drawn[1]) / 380];
  const labels = [...coloured].map(([author, colour]): Label => {
    const own = works.filter((work) => work.author === author);
    const [x, y] = [median(own.map((work) => work.x)), median(own.map((work) => work.y))];
    return { name: shortened(author), colour, x, y };
  });
  const placed: Label[] = [];
  for (const label of labels.sort((left, right) => right.y - left.y)) {
    const covers = (other: Label): boolean =>
      Math.abs(other.x - label.x) < (across * (widthOf([other.name]) + widthOf([label.name]))) / 2 &&
      Math.abs(other.y - label.y) < down * 13;
    while (placed.some(covers)) label.y -= down * 3;
    placed.push(label);
  }
  return placed;
}
