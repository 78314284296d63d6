/** The strongest features for one author and for the other, as two small tables. */
import type { Explanation, Piece } from "./answerer.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { signed, whole } from "./figures.ts";

/** How many of each side are shown. */
const few = 8;

/** Shows the tables; null hides them. */
export function showStrongest(explanation: Explanation | null): void {
  const place = part("strongest", HTMLElement);
  if (explanation === null) {
    fill(place);
    return;
  }
  const { author, against, evidence } = explanation;
  const strongest = Math.abs(evidence[0]?.log_odds ?? 1);
  const table = (name: string, side: string, pieces: readonly Piece[]): HTMLElement =>
    tableOf(name, side, pieces.slice(0, few), strongest);
  fill(
    place,
    table(
      author,
      "for",
      evidence.filter(({ log_odds }) => log_odds > 0),
    ),
    table(
      against,
      "against",
      evidence.filter(({ log_odds }) => log_odds < 0),
    ),
  );
}

/** A feature with white space that one can see, where it would be lost at an end or break the line. */
export function visibleFeature(feature: string): string {
  const shown = feature.replaceAll("\n", "↵").replaceAll("\t", "⇥");
  return shown.replaceAll(/^\s+|\s+$/gu, (ends) => "␣".repeat(ends.length));
}

function tableOf(name: string, side: string, pieces: readonly Piece[], strongest: number): HTMLElement {
  const caption = element("caption", {}, "Strongest for ", isolated(name, "name"));
  const head = element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("th", { scope: "col" }, "Feature"),
      element("th", { scope: "col", class: "number" }, "Log-odds"),
    ),
  );
  const rows = pieces.map((piece) => rowOf(piece, strongest));
  if (rows.length === 0) {
    rows.push(element("tr", {}, element("td", { colspan: "2", class: "quiet" }, "Nothing")));
  }
  return element("table", { class: side }, caption, head, element("tbody", {}, ...rows));
}

function rowOf({ feature, count, log_odds }: Piece, strongest: number): HTMLTableRowElement {
  const bar = element("span", { class: "bar", "aria-hidden": "true" }, element("span"));
  (bar.firstChild as HTMLElement).style.inlineSize = `${(100 * Math.abs(log_odds)) / strongest}%`;
  // Only figures of style are no whole numbers.
  const said = Number.isInteger(count) ? ` × ${whole(count)}` : ` = ${Number(count.toPrecision(3))}`;
  const often = count === 1 ? [] : [element("span", { class: "often" }, said)];
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, isolated(visibleFeature(feature)), ...often, bar),
    element("td", { class: "number" }, signed(log_odds)),
  );
}
