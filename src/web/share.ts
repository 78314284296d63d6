/** The button that makes a link, with the text in it only if that is asked for. */
import { element, fill, part } from "./elements.ts";
import { whole } from "./figures.ts";
import { linkTo, type Shared } from "./share-link.ts";

/** Above this many characters some programs cut links off. */
const safe = 2000;

/** The place of the button on the page. */
export class ShareView {
  readonly #place = part("share", HTMLElement);
  readonly #withText = part("share-text", HTMLInputElement);
  readonly #words = part("share-words", HTMLElement);
  readonly #whatever: () => Shared;

  /** @param shared tells what there is to share */
  constructor(shared: () => Shared) {
    this.#whatever = shared;
    part("share-link", HTMLButtonElement).addEventListener("click", () => void this.#share());
    this.#withText.addEventListener("change", () => fill(this.#words));
  }

  /** Offers a link; whatever was said of an earlier one is gone. */
  show(): void {
    this.#place.hidden = false;
    fill(this.#words);
  }

  /** Offers none. */
  hide(): void {
    this.#place.hidden = true;
  }

  async #share(): Promise<void> {
    const shared = this.#whatever();
    const text = this.#withText.checked ? shared.text : null;
    const link = await linkTo({ ...shared, text }, location.href);
    // Only pages that are served safely may use the clipboard.
    const copied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    const what =
      text === null
        ? "Who is compared with whom is in it, and no text."
        : "The text is in it: whoever has the link has the text.";
    const length =
      link.length > safe ? ` It has ${whole(link.length)} characters; some programs cut such links off.` : "";
    if (copied === true) {
      fill(this.#words, `Copied. ${what}${length}`);
      return;
    }
    const field = element("input", {
      type: "text",
      readonly: "readonly",
      "aria-label": "The link",
      value: link,
    });
    fill(this.#words, `Copy this link. ${what}${length}`, field);
    field.select();
  }
}
