/** The line which shows that base and evidence add up to the log-odds. */
import type { Explanation, Piece } from "./answerer.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { counted, roundedTogether, signed, times } from "./figures.ts";

/** A number of the line with what it is. */
export interface Term {
  readonly label: string;
  readonly value: number;
  readonly side: "for" | "against" | "";
}

/** The terms, rounded so that the shown numbers add up; the last one is their sum. */
export function termsOf(explanation: Explanation): Term[] {
  const { base, evidence, omitted } = explanation;
  const speaksFor = evidence.filter(({ log_odds }) => log_odds > 0);
  const speaksAgainst = evidence.filter(({ log_odds }) => log_odds < 0);
  const parts: Term[] = [
    { label: "before reading", value: base, side: "" },
    { label: `${counted(speaksFor.length, "feature")} for`, value: total(speaksFor), side: "for" },
    {
      label: `${counted(speaksAgainst.length, "feature")} against`,
      value: total(speaksAgainst),
      side: "against",
    },
  ];
  if (omitted.features > 0) {
    parts.push({ label: `${counted(omitted.features, "weaker one")}`, value: omitted.log_odds, side: "" });
  }
  const rounded = roundedTogether(parts.map(({ value }) => value));
  const terms = parts.map((term, index): Term => ({ ...term, value: rounded[index]! }));
  const sum = Number(rounded.reduce((left, right) => left + right, 0).toFixed(2));
  terms.push({ label: "log-odds", value: sum, side: sum < 0 ? "against" : "for" });
  return terms;
}

/** Shows the line; null hides it. */
export function showSum(explanation: Explanation | null): void {
  const line = part("sum", HTMLElement);
  const words = part("sum-words", HTMLElement);
  if (explanation === null) {
    fill(line);
    fill(words);
    return;
  }
  const terms = termsOf(explanation);
  fill(
    line,
    ...terms.map((term, index) => {
      const sign = index === 0 ? "" : index === terms.length - 1 ? "=" : term.value < 0 ? "\u2212" : "+";
      const bare = sign === "" || sign === "=";
      const number = bare ? signed(term.value) : Math.abs(term.value).toFixed(2);
      return element(
        "span",
        { class: `term ${term.side}` },
        element("span", { class: "sign" }, sign),
        element("span", { class: "number" }, ` ${number} `),
        element("span", { class: "label" }, `${term.label} `),
      );
    }),
  );
  fill(words, ...inWords(explanation));
}

function inWords(explanation: Explanation): (Node | string)[] {
  const { author, against, log_odds, divisor } = explanation;
  const [more, less] = log_odds < 0 ? [against, author] : [author, against];
  const calibrated = Math.abs(log_odds) / divisor;
  const how = divisor === 1 ? "" : `Divided by ${divisor.toFixed(1)}, which corrects for overconfidence, `;
  return [
    `${how === "" ? "That makes " : `${how}that makes `}`,
    isolated(more, "name"),
    ` ${times(calibrated)} as likely as `,
    isolated(less, "name"),
    ".",
    ` ${caveatOf(explanation)}`.trimEnd(),
  ];
}

/** What the sum leaves out, where not all of several scores count; empty where all do. */
export function caveatOf({ decided_by: by }: Pick<Explanation, "decided_by">): string {
  return by === undefined
    ? ""
    : "Of several classifiers' scores only the largest counts; what the others found is not in this.";
}

function total(evidence: readonly Piece[]): number {
  return evidence.reduce((sum, { log_odds }) => sum + log_odds, 0);
}
