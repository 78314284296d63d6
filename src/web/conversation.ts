/** The conversation between the text box and the service: asks while one writes, and shows what comes back. */
import { type InfoResponse, predict, type PredictResponse } from "./api.ts";
import { part } from "./elements.ts";
import { EvidenceView } from "./evidence.ts";
import { showExamples } from "./examples.ts";
import { counted } from "./figures.ts";
import { RankingView } from "./ranking.ts";
import { VerdictView } from "./verdict.ts";

/** How long one must pause before the page asks, in milliseconds: for short texts, and for long ones. */
const pause = { short: 120, long: 400 } as const;
/** A text of this many UTF-16 units is long. */
const long = 20_000;

/** At most one question is open at any time; a new one closes the one before. */
export class Conversation {
  readonly #info: InfoResponse;
  readonly #text = part("text", HTMLTextAreaElement);
  readonly #extent = part("extent", HTMLElement);
  readonly #verdict = new VerdictView();
  readonly #ranking = new RankingView();
  readonly #evidence: EvidenceView;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #question = new AbortController();
  #last: { readonly text: string; readonly prediction: PredictResponse } | null = null;

  /** @param info what is being served */
  constructor(info: InfoResponse) {
    this.#info = info;
    this.#evidence = new EvidenceView(info, () => void this.#compare());
    this.#text.addEventListener("input", () => this.#wait());
    part("form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask();
    });
    showExamples((text) => {
      this.#text.value = text;
      this.#evidence.forget();
      void this.ask();
    });
  }

  /** Asks about the text as it stands. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    const signal = this.#begin();
    const { value } = this.#text;
    const words = value.match(/\S+/gu)?.length ?? 0;
    this.#extent.textContent = words === 0 ? "" : counted(words, "word");
    this.#last = null;
    if (words > 0) {
      await this.#attempt(signal, () => this.#identify(value, signal));
      return;
    }
    this.#verdict.rest();
    this.#ranking.show(null, this.#info);
    this.#evidence.hide();
  }

  async #identify(value: string, signal: AbortSignal): Promise<void> {
    const { limits, authors } = this.#info;
    // A character has at most two units: the rest would be cut off by the service, and may be too long to send.
    const sent = value.slice(0, 2 * limits.text_characters);
    const topK = Math.min(authors.length, limits.top_k);
    const prediction = await predict({ text: sent, top_k: topK, truncate: true }, signal);
    const { characters, truncated } = prediction.input;
    const cut = truncated || sent.length < value.length;
    this.#last = { text: cut ? [...sent].slice(0, characters).join("") : sent, prediction };
    this.#verdict.show(prediction, authors.length, cut ? characters : null);
    this.#ranking.show(prediction, this.#info);
    await this.#explain(signal);
  }

  /** Compares other authors on the same text. */
  async #compare(): Promise<void> {
    // The answer about the text is still under way: begin again with it.
    if (this.#last === null) return this.ask();
    const signal = this.#begin();
    await this.#attempt(signal, () => this.#explain(signal));
  }

  async #explain(signal: AbortSignal): Promise<void> {
    if (this.#last === null) return;
    const { text, prediction } = this.#last;
    const contest = this.#evidence.contest(prediction);
    this.#ranking.mark(contest);
    await this.#evidence.show(text, contest, signal);
  }

  /** Shows what goes wrong, unless nobody waits for it any more. */
  async #attempt(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      this.#verdict.refuse(error, () => void this.ask());
      this.#ranking.show(null, this.#info);
      this.#evidence.hide();
    }
  }

  #begin(): AbortSignal {
    this.#question.abort();
    this.#question = new AbortController();
    return this.#question.signal;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const delay = this.#text.textLength > long ? pause.long : pause.short;
    this.#timer = setTimeout(() => void this.ask(), delay);
  }
}
