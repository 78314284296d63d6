/** The conversation between the text box and whoever answers: asks while one writes, and shows what comes back. */
import type { Answerer, Prediction } from "./answerer.ts";
import { Answering } from "./answering.ts";
import { info, type InfoResponse } from "./api.ts";
import { part } from "./elements.ts";
import { EvidenceView } from "./evidence.ts";
import { offerExamples } from "./examples.ts";
import { counted } from "./figures.ts";
import { beginningOf, takeLongPastes } from "./long-paste.ts";
import { offerFiles } from "./opened-file.ts";
import { showModel } from "./model-line.ts";
import { RankingView } from "./ranking.ts";
import { type Shared, takeShared } from "./share-link.ts";
import { ShareView } from "./share.ts";
import { countWords } from "./spaces.ts";
import { VerdictView } from "./verdict.ts";

/** A text of this many UTF-16 units is long. */
const long = 20_000;

/** At most one question is open at any time; a new one closes the one before. */
export class Conversation {
  #info: InfoResponse;
  readonly #text = part("text", HTMLTextAreaElement);
  readonly #extent = part("extent", HTMLElement);
  readonly #verdict = new VerdictView();
  readonly #ranking = new RankingView();
  readonly #evidence = new EvidenceView(() => void this.#compare());
  readonly #share = new ShareView(() => this.#shared());
  readonly #answering: Answering;
  /** How long the text was, in UTF-16 units, of which the box has the beginning; null where it has all. */
  #whole: number | null = null;
  /** The same of what is just being pasted. */
  #cutFrom: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #question = new AbortController();
  #last: { readonly text: string; readonly prediction: Prediction } | null = null;

  /** @param info what is being served */
  constructor(info: InfoResponse) {
    this.#info = info;
    this.#evidence.offer(info);
    this.#answering = new Answering(info, () => void this.ask());
    this.#text.addEventListener("input", () => this.#wait());
    const limit = (): number => this.#info.limits.text_characters;
    takeLongPastes(this.#text, limit, (units) => (this.#cutFrom = units));
    part("form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask();
    });
    const begin = (text: string): void => {
      this.#put(text);
      this.#text.scrollTop = 0;
      this.#evidence.forget();
      void this.ask();
    };
    offerExamples(begin);
    offerFiles(begin);
    // Somebody who comes back may find that the model has been replaced.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.#lookForModel();
    });
    addEventListener("hashchange", () => void this.begin());
  }

  /** Begins with what a link has brought, or with a text that the browser kept over a reload. */
  async begin(): Promise<void> {
    const shared = await takeShared();
    if (shared !== null) {
      this.#evidence.choose([shared.author, shared.against]);
      this.#evidence.offer(this.#info);
      if (shared.text !== null) this.#put(shared.text);
    }
    await this.ask();
  }

  /** Asks about the text as it stands. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    const signal = this.#begin();
    const { value } = this.#text;
    const words = countWords(value);
    this.#extent.textContent = words === 0 ? "" : counted(words, "word");
    this.#last = null;
    if (words > 0) {
      await this.#attempt(signal, () => this.#identify(value, signal));
      return;
    }
    this.#verdict.rest();
    this.#ranking.show(null, this.#info);
    this.#evidence.hide();
    this.#share.hide();
  }

  async #identify(value: string, signal: AbortSignal): Promise<void> {
    const answerer = this.#answering.answerer();
    const prediction = await answerer.predict(value, signal);
    if (prediction.version !== this.#info.model.version) await this.#lookForModel(prediction.version);
    if (signal.aborted) return;
    const { characters, truncated } = prediction.input;
    // What was sent is at most two units a character, of which the service has read so many.
    const sent = value.slice(0, 2 * this.#info.limits.text_characters);
    const cut = truncated || sent.length < value.length;
    const all = this.#whole ?? value.length;
    this.#last = { text: cut ? [...sent].slice(0, characters).join("") : value, prediction };
    const show = (): void => {
      const read = cut || all > value.length ? ([characters, all] as const) : null;
      this.#verdict.show(prediction, this.#info.authors.length, read);
      this.#ranking.show(prediction, this.#info, this.#evidence.contest(prediction));
      this.#share.show();
    };
    // Where the evidence follows on the heels of the verdict, both are shown at once: the page is laid out once.
    if (!answerer.together) show();
    await this.#explain(answerer, signal, answerer.together ? show : undefined);
  }

  /** Compares other authors on the same text. */
  async #compare(): Promise<void> {
    // The answer about the text is still under way: begin again with it.
    if (this.#last === null) return this.ask();
    const signal = this.#begin();
    await this.#attempt(signal, async () => {
      this.#ranking.mark(this.#evidence.contest(this.#last!.prediction));
      await this.#explain(this.#answering.answerer(), signal);
    });
  }

  /** @param before done when the evidence is there, just before it is shown */
  async #explain(answerer: Answerer, signal: AbortSignal, before?: () => void): Promise<void> {
    const { text, prediction } = this.#last!;
    const contest = this.#evidence.contest(prediction);
    const explanation = contest === null ? null : await answerer.explain(text, contest, signal);
    if (signal.aborted) return;
    before?.();
    this.#evidence.show(text, explanation);
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
      this.#share.hide();
    }
  }

  /**
   * Learns whether the service has another model by now.
   *
   * @param seen the version of an answer; the one that is known, if not given
   */
  async #lookForModel(seen = this.#info.model.version): Promise<void> {
    const before = this.#info.model.version;
    // Whoever answers in the browser goes on without the service.
    const served = await info(this.#info.model.name).catch(() => null);
    if (served === null || (served.model.version === before && seen === before)) return;
    this.#info = served;
    this.#evidence.offer(served);
    showModel(served, served.model.version !== before);
    if (this.#answering.use(served)) await this.ask();
  }

  #shared(): Shared {
    const contest = this.#last === null ? null : this.#evidence.contest(this.#last.prediction);
    const [author = "", against = ""] = contest ?? this.#evidence.choice;
    return { author, against, text: this.#text.value };
  }

  /** Puts a text into the box, as much of it as is read. */
  #put(text: string): void {
    const beginning = beginningOf(text, this.#info.limits.text_characters);
    this.#whole = beginning.length < text.length ? text.length : null;
    this.#text.value = beginning;
  }

  #begin(): AbortSignal {
    this.#question.abort();
    this.#question = new AbortController();
    return this.#question.signal;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#whole = this.#cutFrom;
    this.#cutFrom = null;
    const { pause } = this.#answering;
    const delay = this.#text.textLength > long ? pause.long : pause.short;
    if (delay === 0) void this.ask();
    else this.#timer = setTimeout(() => void this.ask(), delay);
  }
}
