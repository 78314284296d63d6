/** Who speaks, line after line. */
import { Type } from "typebox";

import type { MarkedLine } from "./html/text.ts";
import type { ParserContext } from "./parser.ts";
import { skipDirections, speechesOf } from "./speech.ts";
import type { SpeechOptions } from "./speech.ts";

/** Settings of every parser that reads dialogue. */
export const dialogueSettings = {
  colon: Type.Optional(
    Type.Enum(["optional", "required"], {
      description:
        "Whether a name in bold must have a colon behind it; by default it need not, unless what follows " +
        "starts with a small letter and so is narration.",
    }),
  ),
  continues: Type.Optional(
    Type.Boolean({
      description: "Whether lines that name nobody belong to the one who spoke last; default false.",
    }),
  ),
};

/** What is said and by whom. */
export interface Turn {
  readonly speaker: string;
  readonly text: string;
}

/** Follows a dialogue; one for a page. */
export class Dialogue {
  readonly #options: SpeechOptions;
  readonly #continues: boolean;
  readonly #context: ParserContext;
  #current: string | null = null;
  /** A name has been read and what is said comes in a later line. */
  #waiting = false;
  /** The name stands above its lines, however many they are. */
  #titled = false;

  constructor(
    context: ParserContext,
    settings: { readonly colon?: "optional" | "required"; readonly continues?: boolean },
    plainNames = true,
  ) {
    this.#context = context;
    this.#continues = settings.continues === true;
    this.#options = {
      plainNames,
      needsColon: settings.colon === "required",
      knows: (name) => context.speakers.knows(name),
    };
  }

  /** A name that stands above the lines that follow. */
  title(name: string): void {
    this.#current = name === "" ? null : name;
    this.#waiting = true;
    this.#titled = true;
  }

  /** What is said in the lines of one element; its further lines belong to the one who speaks in the line before. */
  *turns(lines: readonly MarkedLine[]): Generator<Turn> {
    for (const { speaker, text, narrated } of this.#joined(lines)) {
      if (speaker !== null) {
        this.#current = speaker;
        this.#titled = false;
        this.#waiting = text === "";
        if (this.#waiting) continue;
        if (narrated) {
          this.#context.drop("narration");
          this.#current = null;
        } else yield { speaker, text };
      } else if (this.#current !== null && (this.#waiting || this.#continues)) {
        // A direction between the name and what is said.
        if (skipDirections(text, 0) === text.length) continue;
        this.#waiting = this.#titled;
        yield { speaker: this.#current, text };
      } else {
        this.#context.drop("no_speaker");
      }
    }
  }

  #joined(lines: readonly MarkedLine[]): { speaker: string | null; text: string; narrated: boolean }[] {
    const joined: { speaker: string | null; text: string; narrated: boolean }[] = [];
    for (const line of lines) {
      for (const { speaker, text, narrated } of speechesOf(line, this.#options)) {
        const last = joined.at(-1);
        if (speaker === null && last !== undefined) last.text = `${last.text} ${text}`.trim();
        else joined.push({ speaker, text, narrated: narrated === true });
      }
    }
    return joined;
  }
}
