/** How many words a text has, in any script. */
import { Tokens } from "./words.ts";
import { NormalFormWriter } from "./normal-form.ts";

/** Counts words: runs of letters with their clitics, and single letters of scripts without spaces; signs do not count. */
export class WordCounter {
  readonly #normalForm = new NormalFormWriter(false);
  readonly #tokens = new Tokens();

  /** The number of words in `text`. */
  count(text: string): number {
    this.#normalForm.writeText(text);
    this.#tokens.find(this.#normalForm.bytes, this.#normalForm.length);
    return this.#tokens.words;
  }
}
