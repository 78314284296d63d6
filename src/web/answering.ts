/** The switch that decides who answers, and the sentence that says who does. */
import { type Answerer, ServiceAnswerer } from "./answerer.ts";
import type { InfoResponse } from "./api.ts";
import { BrowserAnswerer } from "./browser-answerer.ts";
import { element, fill, isolated, part } from "./elements.ts";
import { megabytes } from "./figures.ts";

/** Where the choice is kept: who wanted texts to stay here does not want them sent after a reload. */
const place = "penprint-in-browser";

/** The place of the switch on the page. */
export class Answering {
  readonly #switch = part("here", HTMLInputElement);
  readonly #words = part("answering-words", HTMLElement);
  readonly #progress = part("answering-progress", HTMLProgressElement);
  #info: InfoResponse;
  #answerer: Answerer;

  /** @param onChange called when somebody else answers from now on */
  constructor(info: InfoResponse, onChange: () => void) {
    this.#info = info;
    const wanted = localStorage.getItem(place) === "yes";
    this.#switch.checked = wanted;
    // Where it cannot be had it is not offered, but neither is a choice overruled that was made before.
    this.#switch.disabled = false;
    part("here-label", HTMLElement).hidden = info.model_file === null && !wanted;
    this.#switch.addEventListener("change", () => {
      if (this.#switch.checked) localStorage.setItem(place, "yes");
      else localStorage.removeItem(place);
      this.#replace();
      onChange();
    });
    this.#answerer = this.#made();
  }

  /** How long one must pause before the one who answers is asked. */
  get pause(): Answerer["pause"] {
    return this.#answerer.pause;
  }

  /** The one who answers; a browser that could not fetch the model tries again. */
  answerer(): Answerer {
    if (this.#answerer instanceof BrowserAnswerer && this.#answerer.failed) this.#replace();
    return this.#answerer;
  }

  /**
   * Takes another model.
   *
   * @returns whether the text must be asked about again
   */
  use(info: InfoResponse): boolean {
    this.#info = info;
    this.#replace();
    return this.#switch.checked;
  }

  #replace(): void {
    this.#answerer.close();
    this.#answerer = this.#made();
  }

  #made(): Answerer {
    if (!this.#switch.checked) {
      this.#progress.hidden = true;
      fill(
        this.#words,
        "The service at ",
        isolated(location.host),
        " answers: the text is sent to it, read and forgotten.",
      );
      return new ServiceAnswerer(this.#info);
    }
    const bytes = this.#info.model_file?.bytes ?? 0;
    const fetching = (fetched: number): void => {
      const much = bytes === 0 ? "" : `: ${megabytes(fetched)} of ${megabytes(bytes)}`;
      fill(
        this.#words,
        element("strong", {}, "This browser answers"),
        ` once it has the model${much}. The text stays here.`,
      );
      this.#progress.hidden = bytes === 0;
      this.#progress.max = bytes;
      this.#progress.value = fetched;
    };
    fetching(0);
    const answerer = new BrowserAnswerer(this.#info, fetching);
    void this.#sayWhenReady(answerer);
    return answerer;
  }

  async #sayWhenReady(answerer: BrowserAnswerer): Promise<void> {
    // Why it is not is said where the answer would be.
    const ready = await answerer.ready().then(
      () => true,
      () => false,
    );
    if (answerer !== this.#answerer) return;
    this.#progress.hidden = true;
    if (!ready) return;
    fill(
      this.#words,
      element("strong", {}, "This browser answers."),
      " The text stays here: nothing of it is sent.",
    );
  }
}
