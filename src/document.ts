/** One text with its author: what a corpus is made of. */
export interface Document {
  /** Who wrote it; any non-empty string is a name, `__proto__` too. */
  readonly author: string;
  /** The text as its author has it. */
  readonly text: string;
  /** What the corpus calls this document, if it does. */
  readonly id?: string;
  /** What it was cut from (a novel, a film, a speech): never on both sides of a split. */
  readonly work?: string;
}

/** Something that deserves to be known and stops nothing. */
export interface Warning {
  /** What it is, for programs; lower-case words joined by `_`. */
  readonly code: string;
  /** The same in a plain sentence, with the figures. */
  readonly message: string;
}
