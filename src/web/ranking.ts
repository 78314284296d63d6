/** All authors with their probabilities, as bars. */
import type { Prediction } from "./answerer.ts";
import type { InfoResponse } from "./api.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { percent, whole } from "./figures.ts";

/** Nobody is impossible: the service's 0 is only less than its four places show. */
const leastShown = 1e-5;
/** How many authors are shown until one asks for all. */
const few = 8;

/** The place of the ranking on the page. */
export class RankingView {
  readonly #list = part("ranking", HTMLOListElement);
  readonly #button = part("show-all", HTMLButtonElement);
  readonly #note = part("ranking-note", HTMLElement);
  #ranking: Prediction["ranking"] = [];
  #contest: readonly [author: string, against: string] | null = null;
  #all = false;

  constructor() {
    this.#button.addEventListener("click", () => {
      this.#all = !this.#all;
      this.#draw();
    });
  }

  /**
   * Shows the ranking of a prediction; null hides it.
   *
   * @param contest the two authors that are compared
   */
  show(prediction: Prediction | null, info: InfoResponse, contest = this.#contest): void {
    this.#ranking = prediction?.ranking ?? [];
    this.#contest = contest;
    this.#draw();
    const notes: string[] = [];
    const left = info.authors.length - this.#ranking.length;
    if (left > 0) notes.push(`${whole(left)} more authors are less likely than these.`);
    if (info.calibration === "none") {
      notes.push(
        "These probabilities are the classifier's own, not calibrated: it is far more sure than it should be.",
      );
    }
    fill(this.#note, ...(prediction === null || notes.length === 0 ? [] : [notes.join(" ")]));
  }

  /** Marks the two authors that are compared; null for none. */
  mark(contest: readonly [author: string, against: string] | null): void {
    this.#contest = contest;
    this.#draw();
  }

  #draw(): void {
    const shown = this.#all ? this.#ranking : this.#ranking.slice(0, few);
    fill(this.#list, ...shown.map((ranked) => this.#row(ranked)));
    this.#button.hidden = this.#ranking.length <= few;
    this.#button.setAttribute("aria-expanded", String(this.#all));
    this.#button.textContent = this.#all
      ? `Show the first ${few} only`
      : `Show all ${whole(this.#ranking.length)}`;
  }

  #row({ author, probability }: Prediction["ranking"][number]): HTMLElement {
    const [one, other] = this.#contest ?? [];
    const side = author === one ? "for" : author === other ? "against" : "";
    const length = element("span");
    // A bar, however short, is there. A property, because the policy allows no style attributes.
    length.style.inlineSize = `${Math.max(probability * 100, 0.4)}%`;
    return element(
      "li",
      { class: side },
      isolated(author, "name"),
      element("span", { class: "number" }, percent(Math.max(probability, leastShown))),
      element("span", { class: "bar", "aria-hidden": "true" }, length),
    );
  }
}
