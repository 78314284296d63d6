/**
 * A result as one page that needs nothing else: it has no scripts, asks nobody for anything, can be read in light and in
 * dark and printed, and holds its pictures and their numbers as files to be saved.
 */
import type { Warning } from "../document.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import type { Fold } from "../evaluate/cross-validate.ts";
import type { Overview } from "../explain/overview.ts";
import type { Recipe } from "../recipe.ts";
import { reportBeginning } from "./beginning.ts";
import { percent } from "./drawing.ts";
import { html, Markup } from "./html.ts";
import { methodOf } from "./method.ts";
import type { Drawing, Picture } from "./picture.ts";
import { picturesOf } from "./pictures.ts";
import { reportStyle } from "./report-style.ts";

/** An evaluation, or a cross-validation. */
export interface Reported {
  /** The model's name, or that of the corpus. */
  readonly name: string;
  readonly evaluation: Evaluation & {
    readonly folds?: readonly Fold[];
    readonly grouped_by?: "work" | null;
    /** What `auto` chose, fold by fold. */
    readonly chosen?: readonly string[];
  };
  readonly overview: Overview | null;
  /** Null where each fold has chosen its own. */
  readonly recipe: Recipe | null;
  readonly seed: number;
  readonly corpora: {
    /** Null in a cross-validation, which learns from what it tests; its fingerprint may be unknown. */
    readonly trained: {
      readonly sha256: string | null;
      readonly documents: number;
      readonly words: number;
    } | null;
    /** The fingerprint of what was tested. */
    readonly tested: string;
  };
  /** Of penprint. */
  readonly version: string;
}

/** A file of a report. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/** The page. */
export function reportPage(reported: Reported): string {
  const pictures = picturesOf(reported);
  const { evaluation, name } = reported;
  const cross = evaluation.folds !== undefined;
  return `${reportBeginning}${
    html`
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
    <title>${name}: ${percent(evaluation.accuracy)} right · penprint</title>
    <style>${new Markup(reportStyle)}</style>
  </head>
  <body>
    <header>
      <p class="kind">${cross ? "Cross-validation" : "Evaluation"}</p>
      <h1><bdi>${name}</bdi></h1>
    </header>
    <main>
      ${summary(evaluation)}
      ${warnings(evaluation.warnings)}
      ${figures(evaluation)}
      ${pictures.map(figure)}
      ${method(reported)}
    </main>
    <footer><p>Made by penprint ${reported.version}.</p></footer>
  </body>
</html>
`.source
  }`;
}

/** The page, and each picture and its numbers as files. */
export function reportFiles(reported: Reported): ReportFile[] {
  return [
    { name: "report.html", text: reportPage(reported) },
    ...picturesOf(reported).flatMap(({ name, drawings, csv }) => [
      ...drawings.map((drawing) => ({ name: `${drawing.name}.svg`, text: drawing.svg })),
      { name: `${name}.csv`, text: csv },
    ]),
  ];
}

function summary({
  accuracy,
  accuracy_interval: [low, high],
  baselines,
  documents,
  authors,
}: Evaluation): Markup {
  const { majority, random } = baselines;
  return html`<section class="summary" aria-label="Result">
    <p class="big"><strong>${percent(accuracy)}</strong> right</p>
    <p>
      of ${whole(documents)} texts by ${whole(authors)} authors (95 % interval ${percent(low)} to
      ${percent(high)}). Always answering <bdi>${majority.author}</bdi> would be right in
      ${percent(majority.accuracy)}, guessing by size in ${percent(random.accuracy)}.
    </p>
    ${scale(accuracy, [low, high], majority.accuracy)}
  </section>`;
}

/** Accuracy with its interval and the baseline on a line from 0 to 100 %; all of it is said in words, too. */
function scale(accuracy: number, [low, high]: readonly [number, number], baseline: number): Markup {
  const at = (share: number): string => (share * 100).toFixed(2);
  return html`<svg class="scale" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="line" x="0" y="2.6" width="100" height="0.8" />
    <rect class="interval" x="${at(low)}" y="1.6" width="${at(Math.max(0.003, high - low))}" height="2.8" />
    <rect class="baseline" x="${at(baseline)}" y="0" width="0.4" height="6" />
    <rect class="accuracy" x="${at(accuracy)}" y="0.6" width="0.8" height="4.8" />
  </svg>`;
}

function warnings(all: readonly Warning[]): Markup {
  if (all.length === 0) return html``;
  return html`<section class="warnings" aria-label="What is doubtful">
    <h2>Before you quote it</h2>
    <ul>
      ${all.map(({ message }) => html`<li>${message}</li>`)}
    </ul>
  </section>`;
}

function figures(evaluation: Evaluation): Markup {
  const { baselines, accuracy_interval: interval } = evaluation;
  const { majority, random } = baselines;
  const share = (value: number | null): string => (value === null ? "–" : percent(value));
  const plain = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  const rows: readonly (readonly [
    name: string,
    own: string,
    majority: string,
    random: string,
    note: string,
  ])[] = [
    [
      "Accuracy",
      percent(evaluation.accuracy),
      percent(majority.accuracy),
      percent(random.accuracy),
      `95 % interval ${percent(interval[0])} – ${percent(interval[1])}`,
    ],
    [
      "Balanced accuracy",
      share(evaluation.balanced_accuracy),
      share(majority.balanced_accuracy),
      share(random.balanced_accuracy),
      "each author counting the same",
    ],
    ["Macro F1", plain(evaluation.macro_f1), plain(majority.macro_f1), plain(random.macro_f1), "1 is best"],
    ["Log-loss", plain(evaluation.log_loss), plain(majority.log_loss), plain(random.log_loss), "0 is best"],
    [
      "Brier score",
      plain(evaluation.brier_score),
      plain(majority.brier_score),
      plain(random.brier_score),
      "0 is best",
    ],
    ["Calibration error", plain(evaluation.expected_calibration_error), "", "", "0 is best"],
  ];
  return html`<section class="wide">
    <h2>Figures</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Figures">
      <table>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" class="number">This</th>
            <th scope="col" class="number">Same author always</th>
            <th scope="col" class="number">Guessing by size</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...cells]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell, place) => (place < 3 ? html`<td class="number">${cell}</td>` : html`<td>${cell}</td>`))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function figure({ name, title, description, arrangement, drawings, csv }: Picture): Markup {
  const body =
    arrangement === "side by side"
      ? panels(drawings)
      : drawings.length === 1
        ? single(drawings[0]!)
        : choice(name, drawings);
  return html`<section
    class="picture-section ${arrangement === "side by side" || drawings.length > 1 ? "wide" : ""}"
  >
    <h2>${title}</h2>
    <p>${description}</p>
    ${body}
    <p class="files">
      <span>Save:</span> ${
        arrangement === "side by side"
          ? html``
          : drawings.map((drawing) =>
              svgLink(drawing, drawings.length === 1 ? "SVG" : `SVG, ${drawing.label}`),
            )
      } <a download="${name}.csv" href="${dataAddress("text/csv;charset=utf-8", csv)}">CSV</a>
    </p>
  </section>`;
}

const svgLink = ({ name, svg }: Drawing, label: string): Markup =>
  html`<a download="${name}.svg" href="${dataAddress("image/svg+xml", svg)}">${label}</a> `;

const single = ({ svg }: Drawing): Markup =>
  html`<div class="drawing scroll" tabindex="0" role="group" aria-label="Picture">${new Markup(svg)}</div>`;

/** One of several, chosen without a script: what is checked shows the drawing in the same place. */
function choice(name: string, drawings: readonly Drawing[]): Markup {
  return html`<fieldset class="choice">
    <legend>In order</legend>
    ${drawings.map(
      ({ label }, place) =>
        html`<input
            type="radio"
            name="${name}"
            id="${name}-${place}"
            class="choose-${place}"
            ${new Markup(place === 0 ? " checked" : "")}
          /><label for="${name}-${place}">${label}</label>`,
    )}
    ${drawings.map(({ svg, label }, place) => html`<div class="drawing scroll drawing-${place}" tabindex="0" role="group" aria-label="Picture, ${label}">${new Markup(svg)}</div>`)}
  </fieldset>`;
}

const panels = (drawings: readonly Drawing[]): Markup =>
  html`<div class="panels">
    ${drawings.map(
      (drawing) =>
        html`<div class="panel">
          <h3><bdi>${drawing.label}</bdi></h3>
          ${new Markup(drawing.svg)}
          <p class="files">${svgLink(drawing, "SVG")}</p>
        </div>`,
    )}
  </div>`;

/** A file inside an address. */
const dataAddress = (type: string, text: string): string =>
  `data:${type};base64,${Buffer.from(text, "utf8").toString("base64")}`;

function method(reported: Reported): Markup {
  return html`<section>
    <h2>Method</h2>
    ${methodOf(reported).map((paragraph) => html`<p>${paragraph}</p>`)}
    <dl>
      ${facts(reported).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function facts({ recipe, corpora, seed, version }: Reported): [string, string][] {
  const { trained, tested } = corpora;
  return [
    ...(recipe === null ? [] : [["Recipe", JSON.stringify(recipe)] as [string, string]]),
    ["Seed", String(seed)],
    ...(trained === null
      ? []
      : [["Training corpus (SHA-256)", trained.sha256 ?? "not known"] as [string, string]]),
    ["Test corpus (SHA-256)", tested],
    ["penprint", version],
  ];
}

const whole = (value: number): string => value.toLocaleString("en");
