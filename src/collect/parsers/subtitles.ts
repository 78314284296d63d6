/** Subtitles: SubRip (SRT) and WebVTT, with voices where they are marked. */
import { decodeHTML } from "entities";

import { defineParser } from "../parser.ts";
import type { Piece } from "../parser.ts";
import { isCapital, isCry, looksLikeName } from "../speakers.ts";
import { nextNamed, speechesOf } from "../speech.ts";

/**
 * A sentence runs on into the next cue when that starts within so many seconds: cues of one speech follow each other
 * at once, and behind a longer pause it may be anybody.
 */
const longestPause = 3;
/** Captions that roll up show a line again at once. */
const rollUpPause = 0.5;

/** `parser: subtitles`. Gives one document a speech; titles without a voice have no speaker. */
export const subtitles = defineParser({
  name: "subtitles",
  about: "SRT and WebVTT: voices (<v Ann>), NAME: speech, dashes for changes of speaker.",
  finds: "lines",
  directions: ["[]", "()", "♪♪"],
  settings: {},
  *parse(page, _settings, context) {
    let last: { speaker: string | null; text: string } | null = null;
    const speakers = new Set<string>();
    const isSpeaker = (name: string): boolean =>
      context.speakers.knows(name) ||
      speakers.has(name) ||
      (isCapital(name) && name.length > 1 && !isCry(name));
    let before: Cue = { start: 0, end: 0, lines: [] };
    for (const cue of cuesOf(page.text)) {
      // Without an order in time, as where two files were joined, there is no pause that says anything.
      const pause = cue.start < before.start ? Infinity : cue.start - before.end;
      const again = pause <= rollUpPause ? repeated(before.lines, cue.lines) : 0;
      context.drop("repeated_line", again);
      before = cue;
      let isFirst = true;
      for (const line of cue.lines.slice(again)) {
        for (const { speaker, text, dash } of voices(
          line,
          (name) => context.speakers.knows(name),
          isSpeaker,
        )) {
          if (speaker !== null) speakers.add(speaker);
          // A sentence that runs on over cues is one speech.
          const runsOn: boolean =
            speaker === null &&
            !dash &&
            last !== null &&
            (!isFirst ||
              (pause <= longestPause && (last.text === "" || !/[.!?…♪\])"”]$/u.test(last.text.slice(-1)))));
          if (runsOn && last !== null) last.text = `${last.text} ${text}`.trim();
          else {
            if (last !== null && last.text !== "") yield pieceOf(last);
            last = { speaker, text };
          }
          isFirst = false;
        }
      }
    }
    if (last !== null && last.text !== "") yield pieceOf(last);
  },
});

const pieceOf = ({ speaker, text }: { speaker: string | null; text: string }): Piece => ({
  text,
  speakers: speaker === null ? [] : [speaker],
});

/** What is shown, and from when to when, in seconds. */
interface Cue {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** How many lines of a cue are the last of the cue before: those that roll up. */
function repeated(before: readonly string[], lines: readonly string[]): number {
  for (let count = Math.min(before.length, lines.length, 4); count > 0; count--) {
    const isSame = lines.slice(0, count).every((line, at) => line === before[before.length - count + at]);
    // “- No.” after “- No.” is an answer.
    if (isSame && !lines.slice(0, count).some((line) => changeOfSpeaker.test(plain(line)))) return count;
  }
  return 0;
}

const time =
  /^((?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s{0,9}-->\s{0,9}((?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})?/;

/** The cues in the file's order. */
function cuesOf(text: string): Cue[] {
  const cues: { start: number; end: number; lines: string[] }[] = [];
  let cue: (typeof cues)[number] | null = null;
  for (const raw of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    const times = time.exec(line);
    if (times !== null) {
      // The number above the times is no text; SRT files without empty lines have it in the cue before.
      if (cue !== null && /^\d+$/.test(cue.lines.at(-1) ?? "")) cue.lines.pop();
      const start = secondsOf(times[1]!);
      cue = { start, end: times[2] === undefined ? start : Math.max(start, secondsOf(times[2])), lines: [] };
      cues.push(cue);
    } else if (line === "") cue = null;
    else if (cue !== null) cue.lines.push(line);
  }
  return cues.filter(({ lines }) => lines.length > 0);
}

const secondsOf = (time: string): number =>
  time
    .replace(",", ".")
    .split(":")
    .reduce((seconds, part) => seconds * 60 + Number(part), 0);

interface Voice {
  readonly speaker: string | null;
  readonly text: string;
  /** A dash says that somebody else speaks. */
  readonly dash: boolean;
}

/**
 * Who says what in a line.
 *
 * @param knows whether a name is one of the recipe's
 * @param isSpeaker whether a name in the middle of a line is one of somebody who speaks
 */
function voices(
  line: string,
  knows: (name: string) => boolean,
  isSpeaker: (name: string) => boolean,
): Voice[] {
  const found: Voice[] = [];
  // <v.loud Ann>Hello</v> <v Bob>Hi
  for (const part of line.split(/(?=<v[.\s])/)) {
    const tag = /^<v(?:\.[^\s>]*)?\s+([^>]*)>/.exec(part);
    const text = plain(part);
    if (text === "") continue;
    if (tag !== null) {
      found.push({ speaker: decodeHTML(tag[1]!).trim(), text, dash: false });
      continue;
    }
    const isDialogue = changeOfSpeaker.test(text);
    // - Does it? - It does.
    for (const said of isDialogue ? text.split(nextDash) : [text]) {
      const dash = changeOfSpeaker.exec(said)?.[0] ?? "";
      for (const labelled of said.slice(dash.length).split(nextLabel)) {
        found.push(...labelledVoices(labelled, dash !== "", knows, isSpeaker));
      }
    }
  }
  return found;
}

/** Before a dash behind the end of a sentence. */
const nextDash = /(?<=[.!?…"”’♪)\]]\s{1,3})(?=(?:[-–—‐]|>{2,3})\s?[\p{L}"“‘¿¡[(])/u;
/** Before brackets with capitals in them, behind the end of a sentence. */
const nextLabel = /(?<=[.!?…"”’♪]\s{1,3})(?=[[(]\p{Lu}[^[\]()]{0,59}[\])])/u;

/** A part of a line in which a name in brackets or before a colon may stand at the start, and others behind. */
function labelledVoices(
  text: string,
  dash: boolean,
  knows: (name: string) => boolean,
  isSpeaker: (name: string) => boolean,
): Voice[] {
  // [Ann] Hello, (BOB) Hi: a name in brackets; [door] is none.
  const label = /^[[(]([^[\]()]{1,60})[\])]:?\s*/u.exec(text);
  if (label !== null && (knows(label[1]!) || isLabel(label[1]!))) {
    // Whoever it is, what follows is not by the one before; the name may have a line of its own.
    return [{ speaker: label[1]!, text: text.slice(label[0].length), dash: true }];
  }
  return speechesOf({ text, marks: [] }, { knows }).flatMap(({ speaker: first, text: all }) => {
    const voices: Voice[] = [];
    let speaker = first;
    let rest = all;
    for (let next = nextNamed(rest, isSpeaker); next !== null; next = nextNamed(rest, isSpeaker)) {
      voices.push({ speaker, text: rest.slice(0, next.start).trim(), dash });
      speaker = next.name;
      rest = rest.slice(next.end);
    }
    return [...voices, { speaker, text: rest, dash }];
  });
}

/** A dash, or the arrows of broadcast captions. */
const changeOfSpeaker = /^(?:[-–—‐]|>{2,3})\s*(?=\S)/u;

/** A name with capitals, which may be of anybody whom the recipe does not know; no sound. */
const isLabel = (text: string): boolean => looksLikeName(text) && /^\p{Lu}/u.test(text) && !sound.test(text);

/** What is heard and no name: “[Music]”, “[APPLAUSE]”, “(Laughs)”. */
const sound =
  /^(?:[\p{L} ]* )?(?:music|song|singing|sings|applause|cheer(?:s|ing)|laugh(?:s|ing|ter)|chuckl(?:es|ing)|giggl(?:es|ing)|sigh(?:s|ing)|sob(?:s|bing)|cr(?:ies|ying)|gasp(?:s|ing)|groan(?:s|ing)|grunt(?:s|ing)|cough(?:s|ing)|scream(?:s|ing)|shout(?:s|ing)|whisper(?:s|ing)|silence|noise|thunder|wind|rain|gunshots?|explosion|static|beep(?:s|ing)?|buzz(?:es|ing)|ring(?:s|ing)|bark(?:s|ing)|footsteps|knock(?:s|ing)?|crowd|inaudible|indistinct|foreign|musik|lachen|applaus|gelächter|musique|rires|música|risas|musica)(?: .*)?$/iu;

const plain = (text: string): string =>
  decodeHTML(text.replace(/<[^<>]{0,200}>/g, "").replace(/\{\\[^{}]{0,200}\}/g, "")).trim();
