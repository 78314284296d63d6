/** Who speaks, line after line. */
import { Type } from "typebox";

import type { MarkedLine } from "./html/text.ts";
import type { ParserContext } from "./parser.ts";
import { isCapital, isCry } from "./speakers.ts";
import { nextNamed, skipDirections, speechesOf, strangerIn } from "./speech.ts";
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
  /** Whether the last name was written in small letters. */
  #isSmall = false;
  /** Who has spoken so far. */
  readonly #seen = new Set<string>();

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
        this.#isSmall = isSmall(speaker);
        if (this.#waiting) continue;
        if (speech.narrated === true) {
          this.#context.drop("narration");
          this.#current = null;
        } else this.#add(turns, speaker, text);
      } else if (this.#current !== null && (this.#waiting || this.#continues)) {
        // A direction between the name and what is said.
        if (skipDirections(text, 0) === text.length) continue;
        const stranger = strangerIn(text, "", this.#isSmall);
        if (stranger !== null) this.#current = stranger.speaker!;
        this.#waiting = this.#titled && stranger === null;
        this.#add(turns, this.#current, stranger?.text ?? text);
      } else {
        this.#context.drop("no_speaker");
      }
    }
    return turns;
  }

  /** What one says, and others who are named behind it: `ANN: Hi. BOB: Ho.` */
  #add(turns: Turn[], first: string, text: string): void {
    this.#seen.add(first);
    let speaker = first;
    let rest = text;
    // Nearly every line ends here.
    for (
      let next = nextNamed(rest, this.#isSpeaker);
      next !== null;
      next = nextNamed(rest, this.#isSpeaker)
    ) {
      const said = rest.slice(0, next.start).trim();
      if (said !== "") turns.push({ speaker, text: said });
      this.#current = speaker = next.name;
      rest = rest.slice(next.end);
    }
    if (rest !== "" || speaker === first) turns.push({ speaker, text: rest });
  }

  readonly #isSpeaker = (name: string): boolean =>
    this.#options.plainNames === true &&
    (this.#seen.has(name) ||
      this.#options.knows(name) ||
      (isCapital(name) && name.length > 1 && name.split(" ").length <= 4 && !isCry(name)));

  #joined(lines: readonly MarkedLine[]): readonly Speech[] {
    // Nearly every element is one line, and nothing has to be joined.
    if (lines.length === 1) return speechesOf(lines[0]!, this.#options);
    const joined: Speech[] = [];
    for (const line of lines) {
      for (const speech of speechesOf(line, this.#options)) {
        const last = joined.at(-1);
        const stranger =
          speech.speaker === null && last !== undefined
            ? strangerIn(speech.text, last.text, isSmall(last.speaker))
            : null;
        if (stranger !== null) joined.push(stranger);
        else if (speech.speaker !== null || last === undefined) joined.push(speech);
        else joined[joined.length - 1] = { ...last, text: `${last.text} ${speech.text}`.trim() };
      }
    }
    return joined;
  }
}

/** Whether a name is written in small letters. */
const isSmall = (name: string | null): boolean => name !== null && /^\p{Ll}/u.test(name);
