/** The model's card: what it is, what it learned from, and how good it is. */
import type { InfoResponse } from "./api.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { type Score, scoreOf } from "./evaluation.ts";
import { percent, whole } from "./figures.ts";

/** Shows the card. */
export function showCard(info: InfoResponse): void {
  part("card", HTMLElement).hidden = false;
  fill(part("card-body", HTMLElement), quality(scoreOf(info.evaluation)), facts(info), authors(info));
}

/** How good it is, in a figure, a line and a sentence; or that nobody knows. */
export function quality(score: Score | null): HTMLElement {
  if (score === null) {
    return element(
      "div",
      { class: "quality" },
      element("p", { class: "big" }, "Not measured"),
      element(
        "p",
        {},
        "Nobody knows how often this model is right: it has not been tested on texts that it had not seen. ",
        "Test it with ",
        element("code", {}, "penprint evaluate"),
        ".",
      ),
    );
  }
  const { accuracy, documents, interval, majority, warnings } = score;
  return element(
    "div",
    { class: "quality" },
    element("p", { class: "big" }, percent(accuracy), element("span", {}, " right")),
    scale(score),
    element(
      "p",
      {},
      `On ${whole(documents)} texts it had not seen (95 % interval ${percent(interval[0])} to ${percent(interval[1])}).`,
    ),
    element(
      "p",
      {},
      element("span", { class: "key", "aria-hidden": "true" }),
      "Always answering ",
      isolated(majority.author, "name"),
      ` would be right for ${percent(majority.accuracy)}.`,
    ),
    ...(warnings.length === 0
      ? []
      : [element("ul", { class: "warnings" }, ...warnings.map((warning) => element("li", {}, warning)))]),
  );
}

/** Accuracy and interval on a line from 0 to 100 %, with the baseline as a tick; all of it is said in words too. */
function scale({ accuracy, interval: [low, high], majority }: Score): HTMLElement {
  const mark = (name: string, from: number, to = from): HTMLElement => {
    const made = element("span", { class: name });
    made.style.insetInlineStart = `${from * 100}%`;
    if (to > from) made.style.inlineSize = `${(to - from) * 100}%`;
    return made;
  };
  return element(
    "div",
    { class: "accuracy", "aria-hidden": "true" },
    mark("interval", low, high),
    mark("baseline", majority.accuracy),
    mark("dot", accuracy),
  );
}

function facts({ model, calibration, authors, corpus }: InfoResponse): HTMLElement {
  const rows: readonly (readonly [string, string])[] = [
    ["Model", model.name],
    ["Recipe", model.recipe],
    ["Calibration", calibration],
    ["Authors", whole(authors.length)],
    ["Documents", whole(corpus.documents)],
    ["Words", whole(corpus.words)],
  ];
  return element(
    "dl",
    { class: "facts" },
    ...rows.map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, isolated(value))),
    ),
  );
}

function authors({ authors }: InfoResponse): HTMLElement {
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, "Author"),
    element("th", { scope: "col", class: "number" }, "Documents"),
    element("th", { scope: "col", class: "number" }, "Words"),
  );
  const rows = authors.map(({ author, documents, words }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, isolated(author)),
      element("td", { class: "number" }, whole(documents)),
      element("td", { class: "number" }, whole(words)),
    ),
  );
  return element(
    "details",
    { class: "authors" },
    element("summary", {}, "What it learned from"),
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": "Authors of the model" },
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)),
    ),
  );
}
