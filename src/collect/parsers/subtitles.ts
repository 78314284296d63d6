/** Subtitles: SubRip (SRT) and WebVTT, with voices where they are marked. */
import { decodeHTML } from "entities";

import { defineParser } from "../parser.ts";
import type { Piece } from "../parser.ts";
import { speechesOf } from "../speech.ts";

/** `parser: subtitles`. Gives one document a speech; titles without a voice have no speaker. */
export const subtitles = defineParser({
  name: "subtitles",
  about: "SRT and WebVTT: voices (<v Ann>), NAME: speech, dashes for changes of speaker.",
  finds: "lines",
  directions: ["[]", "()", "♪♪"],
  settings: {},
  *parse(page, _settings, context) {
    let last: { speaker: string | null; text: string } | null = null;
    let before: readonly string[] = [];
    for (const cue of cuesOf(page.text)) {
      // Captions that roll up show a line again with the next one.
      const fresh = cue.filter((line) => !before.includes(line));
      if (fresh.length < cue.length) context.drop("repeated_line", cue.length - fresh.length);
      before = cue;
      let isFirst = true;
      for (const line of fresh) {
        for (const { speaker, text, dash } of voices(line, (name) => context.speakers.knows(name))) {
          // A sentence that runs on over cues is one speech.
          const runsOn: boolean =
            speaker === null && !dash && last !== null && (!isFirst || !/[.!?…♪\])"”]\s*$/u.test(last.text));
          if (runsOn && last !== null) last.text += ` ${text}`;
          else {
            if (last !== null) yield pieceOf(last);
            last = { speaker, text };
          }
          isFirst = false;
        }
      }
    }
    if (last !== null) yield pieceOf(last);
  },
});

const pieceOf = ({ speaker, text }: { speaker: string | null; text: string }): Piece => ({
  text,
  speakers: speaker === null ? [] : [speaker],
});

/** The lines of each cue, in the file's order. */
export function cuesOf(text: string): string[][] {
  const cues: string[][] = [];
  let cue: string[] | null = null;
  for (const raw of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (/^(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->/.test(line)) {
      // The number above the times is no text; SRT files without empty lines have it in the cue before.
      if (cue !== null && /^\d+$/.test(cue.at(-1) ?? "")) cue.pop();
      cue = [];
      cues.push(cue);
    } else if (line === "") cue = null;
    else if (cue !== null) cue.push(line);
  }
  return cues.filter((lines) => lines.length > 0);
}

interface Voice {
  readonly speaker: string | null;
  readonly text: string;
  /** A dash says that somebody else speaks. */
  readonly dash: boolean;
}

function voices(line: string, knows: (name: string) => boolean): Voice[] {
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
    const dash = /^[-–—]\s*(?=\S)/u.exec(text)?.[0] ?? "";
    const rest = text.slice(dash.length);
    for (const speech of speechesOf({ text: rest, marks: [] }, { knows })) {
      found.push({ speaker: speech.speaker, text: speech.text, dash: dash !== "" });
    }
  }
  return found;
}

const plain = (text: string): string =>
  decodeHTML(text.replace(/<[^<>]{0,200}>/g, "").replace(/\{\\[^{}]{0,200}\}/g, "")).trim();
