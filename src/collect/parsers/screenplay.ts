/** Plain screenplays and stage plays: the name above the speech, before it with a full stop, or with a colon. */
import { Type } from "typebox";

import { defineParser } from "../parser.ts";
import type { ParserContext, Piece } from "../parser.ts";
import { nextNamed } from "../speech.ts";
import { isVerse } from "../verse.ts";
import { Cast } from "./play-cast.ts";
import { styles } from "./play-cues.ts";
import {
  castListOf,
  endsSentence,
  isEnd,
  isEntrance,
  isHeading,
  isHeadingInSpeech,
  isInBrackets,
  playParagraphs,
} from "./play-lines.ts";
import type { PlayLine } from "./play-lines.ts";

/** `parser: screenplay`. Gives one document a speech. */
export const screenplay = defineParser({
  name: "screenplay",
  about: "Plain text of a play: NAME above the speech, NAME. before it, or NAME: before it.",
  finds: "lines",
  settings: {
    style: Type.Optional(
      Type.Enum([...styles], {
        description: "Where the names stand; by default that of which there are most on the page.",
      }),
    ),
    start: Type.Optional(
      Type.String({ minLength: 1, description: "Nothing counts before the line that starts so." }),
    ),
    end: Type.Optional(
      Type.String({ minLength: 1, description: "Nothing counts from the line on that starts so." }),
    ),
  },
  *parse(page, settings, context) {
    const lines = between(page.text.split(/\r\n|\r|\n/), settings.start, settings.end);
    const paragraphs = playParagraphs(lines);
    const list = castListOf(paragraphs);
    const knows = (name: string): boolean => context.speakers.knows(name);
    const reader = new Reader(new Cast(paragraphs, list, knows, settings.style), context);
    for (const paragraph of paragraphs) {
      const said = paragraph.filter((line) => !list.lines.has(line));
      if (said.length < paragraph.length) context.drop("front_matter");
      if (said.length > 0) yield* reader.read(said);
    }
  },
});

/** The lines between two lines that start as given; all of them where those are not there. */
function between(lines: readonly string[], start: string | undefined, end: string | undefined): string[] {
  const from = start === undefined ? -1 : lines.findIndex((line) => line.trim().startsWith(start));
  const to = end === undefined ? -1 : lines.findIndex((line, at) => at > from && line.trim().startsWith(end));
  return lines.slice(Math.max(from, 0), to < 0 ? lines.length : to);
}

/** An unmarked direction goes on over no more lines. */
const longestDirection = 3;

/** Reads paragraph after paragraph. */
class Reader {
  readonly #cast: Cast;
  readonly #context: ParserContext;
  /** A name that stands alone, with what is said in the paragraph below. */
  #waiting: string | null = null;

  constructor(cast: Cast, context: ParserContext) {
    this.#cast = cast;
    this.#context = context;
  }

  *read(paragraph: readonly PlayLine[]): Generator<Piece> {
    const { drop } = this.#context;
    let speaker = this.#waiting;
    let speech: PlayLine[] = [];
    /** The first line that is said below the name. */
    let first: PlayLine | null = null;
    /** Nothing that follows is said, up to the next name. */
    let isOver = false;
    /** How many lines the direction that is going on may still have. */
    let direction = 0;
    let headings = 0;
    for (const line of paragraph) {
      const { text } = line;
      const isSpoken = speech.length > 0 && speaker !== null;
      if (isEnd(text) || (isSpoken ? isHeadingInSpeech(text) : isHeading(text))) {
        // A page's number stands in the middle of a speech.
        if (!/^[\d\s.]+$/.test(text)) isOver = true;
        direction = 0;
        headings++;
        continue;
      }
      const cue = this.#cast.cueOf(line);
      if (cue !== null) {
        if (speaker !== null) yield* this.#speeches(speaker, speech);
        speaker = cue.name;
        speech = cue.text === "" ? [] : [{ ...line, text: cue.text }];
        first = null;
        isOver = false;
        direction = 0;
        continue;
      }
      if (isEntrance(text) && (!isSpoken || endsSentence(speech.at(-1)!.text))) direction = longestDirection;
      if (direction > 0) {
        direction = /[.!?)\]][_*]{0,2}$/.test(text) ? 0 : direction - 1;
        drop("narration");
        continue;
      }
      // What is set in less than the speech around it tells what happens.
      if (this.#cast.isSetIn && first !== null && first.indent >= line.indent + 4) isOver = true;
      if (!isInBrackets(text)) first ??= line;
      if (!isOver) speech.push(line);
    }
    if (headings === paragraph.length) {
      drop("heading");
      this.#waiting = null;
    } else if (speaker === null) drop("no_speaker");
    else {
      yield* this.#speeches(speaker, speech);
      // A direction alone in its paragraph may stand between the name and what is said.
      const isAllDirections = speech.every(({ text }) => isInBrackets(text));
      this.#waiting =
        !isOver && (speech.length === 0 || (speaker === this.#waiting && isAllDirections)) ? speaker : null;
    }
  }

  /** What one says, and others in the same lines: `ANN: Hi. BOB: Ho.` */
  *#speeches(speaker: string, lines: readonly PlayLine[]): Generator<Piece> {
    if (lines.length === 0) return;
    const own = withoutOpenDirections(lines.map(({ text }) => text));
    let name = speaker;
    let rest = own.join(isVerse(own) ? "\n" : " ");
    for (;;) {
      const next = nextNamed(rest, (other) => this.#cast.isNamedInside(other));
      const text = (next === null ? rest : rest.slice(0, next.start)).trim();
      if (text !== "") yield { text, speakers: [name] };
      if (next === null) return;
      name = next.name;
      rest = rest.slice(next.end);
    }
  }
}

/** The lines without directions that one of them opens and none below it closes: `Farewell. [Exit` */
function withoutOpenDirections(lines: readonly string[]): string[] {
  let isClosed = false;
  const kept = lines.toReversed().map((line) => {
    const open = line.lastIndexOf("[");
    const isOpen = open >= 0 && !isClosed && !line.includes("]", open);
    isClosed ||= line.includes("]");
    return isOpen ? line.slice(0, open).trim() : line;
  });
  return kept.toReversed().filter((line) => line !== "");
}
