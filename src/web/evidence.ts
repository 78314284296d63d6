/** Why one author rather than another: the two are chosen here, the rest of the room shows it. */
import type { Explanation, Prediction } from "./answerer.ts";
import type { InfoResponse } from "./api.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { ReadingView } from "./reading.ts";
import { showStrongest } from "./strongest.ts";
import { showSum } from "./sum.ts";

/** Two authors, or null while there is nothing to compare. */
export type Contest = readonly [author: string, against: string] | null;

/** The place of the evidence on the page. */
export class EvidenceView {
  readonly #place = part("evidence", HTMLElement);
  readonly #author = part("author", HTMLSelectElement);
  readonly #against = part("against", HTMLSelectElement);
  readonly #legend = part("legend", HTMLElement);
  readonly #reading = new ReadingView();
  /** What the visitor chose; empty where the ranking decides. */
  readonly #chosen = { author: "", against: "" };

  /** @param onChoice called when the visitor chooses other authors to compare */
  constructor(onChoice: () => void) {
    this.#author.addEventListener("change", () => {
      // Who chooses the other one's name wants them the other way round.
      if (this.#author.value === this.#against.value) this.#chosen.against = this.#before[0];
      this.#chosen.author = this.#author.value;
      onChoice();
    });
    this.#against.addEventListener("change", () => {
      if (this.#against.value === this.#author.value) this.#chosen.author = this.#before[1];
      this.#chosen.against = this.#against.value;
      onChoice();
    });
  }

  #before: readonly [author: string, against: string] = ["", ""];

  /** Offers the authors of a model; a choice that it does not know is forgotten. */
  offer({ authors }: InfoResponse): void {
    const names = authors.map(({ author }) => author);
    for (const select of [this.#author, this.#against]) {
      select.replaceChildren(...names.map((name) => new Option(name, name)));
    }
    if (![this.#chosen.author, this.#chosen.against].every((name) => name === "" || names.includes(name))) {
      this.forget();
    }
  }

  /** Whom to compare after a prediction: whom the visitor chose, else the first of the ranking and the next. */
  contest({ ranking, unknown }: Prediction): Contest {
    if (unknown || ranking.length < 2) return null;
    const names = ranking.map(({ author }) => author);
    const { author: chosen, against: chosenAgainst } = this.#chosen;
    const author = chosen || names.find((name) => name !== chosenAgainst)!;
    const against = chosenAgainst || names.find((name) => name !== author)!;
    return [author, against];
  }

  /**
   * Shows the evidence; null hides it.
   *
   * @param text as it was sent for the prediction
   */
  show(text: string, explanation: Explanation | null): void {
    if (explanation === null) {
      this.hide();
      return;
    }
    const { author, against } = explanation;
    this.#before = [author, against];
    this.#author.value = author;
    this.#against.value = against;
    this.#place.hidden = false;
    fill(this.#legend, ...legendOf(explanation));
    showSum(explanation);
    showStrongest(explanation);
    this.#reading.show(text, explanation);
  }

  /** Takes it all away. */
  hide(): void {
    this.#place.hidden = true;
    showSum(null);
    showStrongest(null);
  }

  /** Whom the visitor chose; empty where the ranking decides. */
  get choice(): readonly [author: string, against: string] {
    return [this.#chosen.author, this.#chosen.against];
  }

  /** Chooses as the visitor would. */
  choose([author, against]: readonly [author: string, against: string]): void {
    Object.assign(this.#chosen, { author, against });
  }

  /** Forgets whom the visitor chose. */
  forget(): void {
    this.choose(["", ""]);
  }
}

function legendOf({ author, against }: Explanation): HTMLElement[] {
  const steps = (side: string, tints: readonly number[]): HTMLElement[] =>
    tints.map((tint) => element("i", { class: `${side} tint-${tint}` }));
  return [
    isolated(against, "name"),
    element(
      "span",
      { class: "scale" },
      ...steps("against", [6, 5, 4, 3, 2, 1]),
      ...steps("for", [1, 2, 3, 4, 5, 6]),
    ),
    isolated(author, "name"),
  ];
}
