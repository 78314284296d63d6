/** The verdict in a sentence, with what makes it doubtful. */
import type { Prediction } from "./answerer.ts";
import { Refusal } from "./api.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { counted, percent, whole } from "./figures.ts";

/** What the page says about a prediction. */
export interface Sentence {
  /** The verdict, up to the author's name. */
  readonly before: string;
  /** The author's name; empty when the verdict names nobody. */
  readonly name: string;
  /** What follows the name. */
  readonly after: string;
  /** A second sentence; empty when the verdict says all. */
  readonly qualification: string;
}

/** How long nothing must change until the verdict is read out, in milliseconds. */
const quiet = 900;

/**
 * Puts a prediction into words.
 *
 * @param authors how many the model tells apart
 */
export function sentenceOf(prediction: Omit<Prediction, "version" | "input">, authors: number): Sentence {
  const { ranking, unknown, warnings, probability } = prediction;
  const first = ranking[0]?.author ?? "";
  if (unknown) {
    const qualification = `The text gives no hint of any of the ${counted(authors, "author")} that the model knows.`;
    return { before: "None of these", name: "", after: "", qualification };
  }
  if (warnings.some(({ code }) => code === "short_text")) {
    const qualification = `If one has to guess: ${first}, ${percent(probability)}.`;
    return { before: "Too short to tell", name: "", after: "", qualification };
  }
  return { before: "Most likely ", name: first, after: `, ${percent(probability)}`, qualification: "" };
}

/** The place of the verdict on the page. */
export class VerdictView {
  readonly #answer = part("answer", HTMLElement);
  readonly #verdict = part("verdict", HTMLElement);
  readonly #qualification = part("qualification", HTMLElement);
  readonly #warnings = part("warnings", HTMLElement);
  readonly #problem = part("problem", HTMLElement);
  readonly #announcement = part("announcement", HTMLElement);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Shows a verdict.
   *
   * @param authors how many the model tells apart
   * @param cut how many characters were read of how many, where not all were
   */
  show(prediction: Prediction, authors: number, cut: readonly [read: number, all: number] | null): void {
    const { before, name, after, qualification } = sentenceOf(prediction, authors);
    this.#answer.classList.remove("waiting");
    fill(this.#problem);
    fill(this.#verdict, before, ...(name === "" ? [] : [isolated(name, "name")]), after);
    fill(this.#qualification, ...(qualification === "" ? [] : [qualification]));
    const messages = prediction.warnings.map(({ message }) => message);
    if (cut !== null) {
      const [read, all] = cut;
      messages.push(`Only the first ${counted(read, "character")} were read; the text has ${whole(all)}.`);
    }
    fill(this.#warnings, ...messages.map((message) => element("li", {}, message)));
    const verdict = `${before}${name}${after}.`;
    this.#announce([verdict, qualification, ...messages].join(" "));
  }

  /** Shows that nothing has been asked yet. */
  rest(): void {
    this.#answer.classList.add("waiting");
    fill(this.#verdict, "Nobody yet");
    fill(this.#qualification, "The answer appears here while you write.");
    fill(this.#warnings);
    fill(this.#problem);
    this.#announce("");
  }

  /** Shows why there is no verdict. */
  refuse(reason: unknown, again: () => void): void {
    const { message, remedy, requestId } = asRefusal(reason);
    const retry = element("button", { type: "button", class: "plain" }, "Try again");
    retry.addEventListener("click", again);
    this.#answer.classList.remove("waiting");
    fill(this.#verdict, "No verdict");
    fill(this.#qualification);
    fill(this.#warnings);
    fill(
      this.#problem,
      element("p", {}, element("strong", {}, message)),
      element("p", {}, remedy),
      ...(requestId === "" ? [] : [element("p", { class: "quiet" }, `Request ${requestId}`)]),
      retry,
    );
    this.#announce("");
  }

  // Not at each keystroke: a screen reader would never come to an end.
  #announce(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#announcement.textContent = text;
    }, quiet);
  }
}

function asRefusal(reason: unknown): Refusal {
  if (reason instanceof Refusal) return reason;
  return new Refusal(`The page failed: ${String(reason)}`, "Reload the page.");
}
