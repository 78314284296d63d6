import { Reading } from "../../src/text/reading.ts";

/** A reading of its own for each text, for tests that compare several. */
export const readingOf = (text: string): Reading => new Reading().readText(text);
