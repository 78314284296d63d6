/** How the names of those who speak stand in a play: the forms, whoever is meant. */
import { shownName } from "../speakers.ts";
import { skipDirections } from "../speech.ts";

/** The forms: above the speech, before it with a full stop, before it with a colon. */
export const styles = ["above", "before", "colon"] as const;
/** One of the forms. */
export type Style = (typeof styles)[number];

/** What has the form of a name before or above a speech. */
export interface Cue {
  /** As it stands there. */
  readonly raw: string;
  /** Without what stands in brackets and behind it. */
  readonly name: string;
  /** What is said in the same line. */
  readonly text: string;
}

/** @returns the name and what follows it, if the line has such a form; whether it is a name has still to be seen */
export function cueIn(line: string, style: Style): Cue | null {
  const found =
    style === "above" ? nameAlone(line) : style === "before" ? nameBefore(line) : nameAndColon(line);
  if (found === null) return null;
  const name = shownName(found.raw);
  return name === "" ? null : { ...found, name };
}

function nameAlone(line: string): Omit<Cue, "name"> | null {
  if (line.length > 60 || /^["“„«‘'—–-]/u.test(line)) return null;
  // “(softly)” is none, “ANN (softly)” is.
  return { raw: line.replace(/^[_*=]{1,3}|[_*=]{1,3}$/g, ""), text: "" };
}

/** `HAMLET. Words`, `_Ann._ Words`, `MR. BOB. Words`, `ANN (_aside_). Words`, `ANN.—Words`; `ANN.` alone. */
function nameBefore(line: string): Omit<Cue, "name"> | null {
  const start = beforeStart.exec(line.slice(0, 200));
  if (start === null) return null;
  const raw = start[1]!.replace(/[_*=\s]+$/, "").trim();
  let at = start[0].length;
  const behind = skipDirections(line, at, 200);
  const hasDirection = behind > at && /[)\]]/.test(line.slice(at, behind));
  if (hasDirection) at = behind;
  const stop = /^[_*=\s]{0,5}(?:\.[_*=]{0,3}(?:\s*(?:—|--|[-–]\s)|\s|$)|:[_*=]{0,3}\s|(?:—|--))\s*/u.exec(
    line.slice(at, at + 40),
  );
  return stop === null ? null : { raw, text: line.slice(at + stop[0].length) };
}

/** A name, which may have a title with a full stop in it, and `, _aside_` behind it. */
const beforeStart =
  /^[_*=]{0,3}((?:(?:\d{1,2}(?:st|nd|rd|th)?|Mr|Mrs|Ms|Dr|St|Prof|Rev|Capt|Col|Gen|Lt|Sgt|Hon|Messrs|Mme|Mlle|Sr|Sra|Frl)\.\s{1,3})?[^.:,[(—]{1,40}?)(?:,\s{0,3}_[^_.]{1,60}_)?[_*=]{0,3}\s{0,9}(?=[.:[(—]|--)/iu;

/** `Ann: Words`, `ANN (low): Words`, `[00:12] ANN: Words`, `- Ann: Words` */
function nameAndColon(line: string): Omit<Cue, "name"> | null {
  const from = prefixEnd(line);
  const name = /^[_*]{0,3}([^:：([]{1,50})/u.exec(line.slice(from, from + 60));
  if (name === null) return null;
  let at = from + name[0].length;
  if (/[([]/.test(line.charAt(at))) at = skipDirections(line, at, 200);
  const colon = /^[_*]{0,3}\s{0,9}[:：][_*]{0,3}\s*/u.exec(line.slice(at, at + 30));
  // 10:30 and http://… have a colon too.
  if (colon === null || line.startsWith("//", at + 1) || /^\d:\d$/.test(line.slice(at - 1, at + 2)))
    return null;
  return { raw: name[1]!.replace(/[_*\s]{1,9}$/g, "").trim(), text: line.slice(at + colon[0].length) };
}

/** Behind a dash or bullet, times and directions at a line's start. */
function prefixEnd(line: string): number {
  const mark = /^(?:[-–—•*]\s+)?(?:\(?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\)?\s*[-–—]?\s*)?/u.exec(
    line,
  )![0];
  return skipDirections(line, mark.length, 200);
}
