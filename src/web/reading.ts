/** The text itself, each word tinted by how far it speaks for one author or the other. */
import type { Explanation } from "./answerer.ts";
import { element, fill, part } from "./elements.ts";
import { FigureView } from "./figure.ts";
import { counted, whole } from "./figures.ts";
import { breakBefore, type Run, runsOf, sharesByCharacter, strongTint } from "./shares.ts";

/** How many characters are coloured at once; more would make a phone stutter. */
const atOnce = 8000;
/** How many tints there are besides none, as evidence.css has them. */
const tints = 6;
/** Below this part of the strongest tint a word is left as it is. */
const faint = 0.06;
/** A share (natural logarithm) that may get the strongest tint: where every word is weaker, all look weak. */
const strongEnough = 0.3;

/** The place of the coloured text on the page. */
export class ReadingView {
  readonly #place = part("reading", HTMLElement);
  readonly #more = part("read-on", HTMLButtonElement);
  readonly #rest = part("reading-rest", HTMLElement);
  readonly #figure = new FigureView();
  readonly #runs = new WeakMap<Element, Run>();
  #text = "";
  #shares: Float64Array = new Float64Array();
  #explanation: Explanation | null = null;
  #read = 0;
  #strong = 1;
  #current: Element | null = null;
  #scrolled = false;

  constructor() {
    this.#more.addEventListener("click", () => this.#readOn());
    this.#place.addEventListener("pointerover", ({ target }) => this.#choose(target));
    this.#place.addEventListener("click", ({ target }) => this.#choose(target));
    this.#place.addEventListener("pointerleave", ({ pointerType }) => {
      // A finger that is lifted leaves too, and what it tapped should stay.
      if (pointerType === "mouse") this.#choose(null);
    });
    this.#place.addEventListener("blur", () => this.#choose(null));
    this.#place.addEventListener("scroll", () => {
      this.#scrolled = true;
      this.#figure.follow();
      const { scrollHeight, scrollTop, clientHeight } = this.#place;
      if (scrollHeight - scrollTop < 2 * clientHeight) this.#readOn();
    });
    this.#place.addEventListener("keydown", (event) => this.#step(event));
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#choose(null);
    });
  }

  /** Shows a text with its evidence. */
  show(text: string, explanation: Explanation): void {
    this.#choose(null);
    this.#text = text;
    this.#explanation = explanation;
    this.#shares = sharesByCharacter(text, explanation.evidence);
    this.#place.replaceChildren();
    // Where it was not scrolled, not even asked: the browser would have to lay it out to say so.
    if (this.#scrolled) this.#place.scrollTop = 0;
    this.#scrolled = false;
    this.#read = 0;
    fill(this.#rest);
    this.#more.hidden = true;
    this.#readOn();
  }

  #readOn(): void {
    if (this.#read === this.#text.length) return;
    const end = breakBefore(this.#text, this.#read, atOnce);
    const runs = runsOf(this.#text, this.#shares, this.#read, end);
    // One scale for the whole text, so that a tint means the same further down.
    if (this.#read === 0) this.#strong = strongTint(runs, strongEnough);
    this.#place.append(...this.#inked(runs));
    this.#read = end;
    const left = this.#text.length - end;
    this.#more.hidden = left === 0;
    this.#more.textContent = `Colour the next ${whole(Math.min(left, atOnce))}`;
    const note = `The first ${counted(end, "character")} of ${whole(this.#text.length)} are shown here; the verdict is on all of them.`;
    fill(this.#rest, ...(left === 0 ? [] : [note]));
  }

  /** White space and words without evidence become plain text, neighbours of them one node. */
  #inked(runs: readonly Run[]): (Node | string)[] {
    const pieces: (Node | string)[] = [];
    let plainFrom = -1;
    for (const run of runs) {
      const tint = this.#tintOf(run.share);
      if (tint === 0) {
        if (plainFrom < 0) plainFrom = run.start;
        continue;
      }
      if (plainFrom >= 0) pieces.push(this.#text.slice(plainFrom, run.start));
      plainFrom = -1;
      const side = run.share > 0 ? "for" : "against";
      const word = element("span", { class: `${side} tint-${tint}` }, this.#text.slice(run.start, run.end));
      this.#runs.set(word, run);
      pieces.push(word);
    }
    if (plainFrom >= 0) pieces.push(this.#text.slice(plainFrom, runs.at(-1)!.end));
    return pieces;
  }

  #tintOf(share: number): number {
    const strength = Math.abs(share) / this.#strong;
    return strength < faint ? 0 : Math.min(tints, Math.ceil(strength * tints));
  }

  #choose(target: EventTarget | null): void {
    const word = target instanceof Element && this.#runs.has(target) ? target : null;
    if (word === this.#current) return;
    this.#current?.classList.remove("current");
    this.#current = word;
    if (word === null) {
      this.#figure.hide();
      return;
    }
    word.classList.add("current");
    const run = this.#runs.get(word)!;
    this.#figure.show(word, this.#text.slice(run.start, run.end), run, this.#explanation!);
  }

  #step(event: KeyboardEvent): void {
    const next = this.#neighbour(event.key);
    if (next === undefined) return;
    event.preventDefault();
    if (next === null) return;
    next.scrollIntoView({ block: "nearest", behavior: "instant" });
    this.#choose(next);
  }

  /** The word that a key leads to; null when there is none, undefined when the key leads nowhere. */
  #neighbour(key: string): Element | null | undefined {
    const first = this.#place.firstElementChild;
    const last = this.#place.lastElementChild;
    const rightToLeft = getComputedStyle(this.#place).direction === "rtl";
    switch (key) {
      case rightToLeft ? "ArrowLeft" : "ArrowRight":
        if (this.#current === null) return first;
        if (this.#current === last) this.#readOn();
        return this.#current.nextElementSibling;
      case rightToLeft ? "ArrowRight" : "ArrowLeft":
        return this.#current === null ? last : this.#current.previousElementSibling;
      case "Home":
        return first;
      case "End":
        return last;
      default:
        return undefined;
    }
  }
}
