/** The figure of one word of the text: what it adds, and which features do it. */
import type { Explanation, Piece } from "./answerer.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { signed, times } from "./figures.ts";
import type { Run } from "./shares.ts";
import { visibleFeature } from "./strongest.ts";

/** How many features are named. */
const few = 3;
/** Between the word and its figure, and between the figure and the edge, in CSS pixels. */
const gap = 8;

/** The place of the figure: beside the word it belongs to. */
export class FigureView {
  readonly #place = part("figure", HTMLElement);
  #anchor: Element | null = null;

  /** Shows what a word adds. */
  show(anchor: Element, word: string, run: Run, explanation: Explanation): void {
    const { author, against, divisor } = explanation;
    const [side, name] = run.share > 0 ? ["for", author] : ["against", against];
    const features = featuresOn(run, explanation);
    this.#place.className = `figure ${side}`;
    fill(
      this.#place,
      element(
        "p",
        { class: "headline" },
        isolated(word, "word"),
        element("span", { class: "number" }, ` ${signed(run.share)}`),
      ),
      element(
        "p",
        {},
        "speaks for ",
        isolated(name, "name"),
        `: ${times(Math.abs(run.share) / divisor)} as likely`,
      ),
      ...(features.length === 1 && features[0]!.feature === word.toLowerCase()
        ? []
        : [element("ul", {}, ...features.map(itemOf))]),
    );
    this.#anchor = anchor;
    this.follow();
  }

  /** Takes it away. */
  hide(): void {
    this.#anchor = null;
    fill(this.#place);
  }

  /** Goes to where the word stands now. */
  follow(): void {
    if (this.#anchor === null) return;
    const frame = this.#place.offsetParent?.getBoundingClientRect();
    // A word that is broken over two lines has two boxes.
    const word = this.#anchor.getClientRects()[0];
    if (frame === undefined || word === undefined) return;
    const { offsetWidth: width, offsetHeight: height } = this.#place;
    const wanted = word.left - frame.left + word.width / 2 - width / 2;
    const left = Math.max(0, Math.min(wanted, frame.width - width));
    const above = word.top - frame.top - height - gap;
    const top = word.top - height - gap < 0 ? word.bottom - frame.top + gap : above;
    this.#place.style.left = `${left}px`;
    this.#place.style.top = `${top}px`;
  }
}

/** The strongest features that stand on a word. */
function featuresOn({ start, end }: Run, { evidence }: Explanation): Piece[] {
  const touching = ([from, to]: readonly number[]): boolean => from! < end && to! > start;
  const found: Piece[] = [];
  for (const piece of evidence) {
    if (piece.spans.some(touching)) found.push(piece);
    if (found.length === few) break;
  }
  return found;
}

function itemOf({ feature, count, log_odds }: Piece): HTMLLIElement {
  const each = count === 1 ? "" : `, one of ${count}`;
  return element(
    "li",
    {},
    isolated(visibleFeature(feature), "word"),
    element("span", { class: "number" }, ` ${signed(log_odds / count)}${each}`),
  );
}
