/** Who speaks, line after line. */
import { Type } from "typebox";

import type { MarkedLine } from "./html/text.ts";
import type { ParserContext } from "./parser.ts";
import { skipDirections, speechesOf } from "./speech.ts";
import type { Speech, SpeechOptions } from "./speech.ts";

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
  turns(lines: readonly MarkedLine[]): readonly Turn[] {
    const turns: Turn[] = [];
    for (const speech of this.#joined(lines)) {
      const { speaker, text } = speech;
      if (speaker !== null) {
        this.#current = speaker;
        this.#titled = false;
        this.#waiting = text === "";
        if (this.#waiting) continue;
        if (speech.narrated === true) {
          this.#context.drop("narration");
          this.#current = null;
        } else turns.push({ speaker, text });
      } else if (this.#current !== null && (this.#waiting || this.#continues)) {
        // A direction between the name and what is said.
        if (skipDirections(text, 0) === text.length) continue;
        this.#waiting = this.#titled;
        turns.push({ speaker: this.#current, text });
      } else {
        this.#context.drop("no_speaker");
      }
    }
    return turns;
  }

  #joined(lines: readonly MarkedLine[]): readonly Speech[] {
    // Nearly every element is one line, and nothing has to be joined.
    if (lines.length === 1) return speechesOf(lines[0]!, this.#options);
    const joined: Speech[] = [];
    for (const line of lines) {
      for (const speech of speechesOf(line, this.#options)) {
        const last = joined.at(-1);
        if (speech.speaker !== null || last === undefined) joined.push(speech);
        else joined[joined.length - 1] = { ...last, text: `${last.text} ${speech.text}`.trim() };
      }
    }
    return joined;
  }
}
