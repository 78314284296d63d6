/** Plain screenplays and stage plays: the name above the speech, before it with a full stop, or with a colon. */
import { Type } from "typebox";

import { defineParser } from "../parser.ts";
import { looksLikeName, shownName } from "../speakers.ts";
import { skipDirections } from "../speech.ts";

const styles = ["above", "before", "colon"] as const;
type Style = (typeof styles)[number];

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
    const blocks = paragraphs(between(page.text.split(/\r\n|\r|\n/), settings.start, settings.end));
    const knows = (name: string): boolean => context.speakers.knows(name);
    const style = settings.style ?? usual(blocks, knows);
    const cast = castOf(blocks, style, knows);
    /** A name that stands alone, with what is said in the paragraph below. */
    let waiting: string | null = null;
    for (const block of blocks) {
      let speaker: string | null = waiting;
      let speech: string[] = [];
      let isOver = false;
      for (const [at, line] of block.entries()) {
        if (isEnd(line)) {
          isOver = true;
          continue;
        }
        const cue = cueOf(line, style, knows, { at, of: block.length, cast });
        if (cue === null) {
          if (!isOver && !(speaker === waiting && isHeading(line))) speech.push(line.trim());
          continue;
        }
        if (speaker !== null && speech.length > 0) yield { text: speech.join(" "), speakers: [speaker] };
        speaker = cue.name;
        speech = cue.text === "" ? [] : [cue.text];
        isOver = false;
      }
      if (block.every((line) => isHeading(line) || isEnd(line))) {
        context.drop("heading");
        waiting = null;
      } else if (speaker === null) context.drop("no_speaker");
      else {
        if (speech.length > 0) yield { text: speech.join(" "), speakers: [speaker] };
        // A direction alone in its paragraph may stand between the name and what is said.
        waiting = speech.length === 0 || (speaker === waiting && speech.every(isDirection)) ? speaker : null;
      }
    }
  },
});

/** The lines between two lines that start as given; all of them where those are not there. */
export function between(
  lines: readonly string[],
  start: string | undefined,
  end: string | undefined,
): string[] {
  const from = start === undefined ? -1 : lines.findIndex((line) => line.trim().startsWith(start));
  const to = end === undefined ? -1 : lines.findIndex((line, at) => at > from && line.trim().startsWith(end));
  return lines.slice(Math.max(from, 0), to < 0 ? lines.length : to);
}

/** Runs of lines that are not empty. */
function paragraphs(lines: readonly string[]): string[][] {
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === "") blocks.push([]);
    else blocks.at(-1)!.push(line);
  }
  return blocks.filter((block) => block.length > 0);
}

interface Cue {
  readonly name: string;
  /** What is said in the same line. */
  readonly text: string;
}

/** Where a line stands, and whose names start paragraphs. */
interface Place {
  readonly at: number;
  readonly of: number;
  readonly cast: ReadonlySet<string>;
}

function cueOf(line: string, style: Style, knows: (name: string) => boolean, place: Place): Cue | null {
  const trimmed = line.trim();
  if (isHeading(trimmed) || isEnd(trimmed)) return null;
  if (style === "above") return cueAbove(trimmed, knows, place);
  const found = style === "before" ? nameBefore(trimmed) : nameAndColon(trimmed);
  if (found === null) return null;
  const name = shownName(found.name);
  // Inside a paragraph a line may start with a short sentence; only a name of ours, or of the cast, is one there.
  const fits =
    knows(found.name) ||
    place.cast.has(name) ||
    (place.at === 0 && (style === "before" ? isCapital(name) : looksLikeName(found.name)));
  return name !== "" && fits ? { name, text: found.text } : null;
}

function cueAbove(trimmed: string, knows: (name: string) => boolean, { at, of, cast }: Place): Cue | null {
  if (trimmed.length > 60) return null;
  const name = shownName(trimmed);
  if (name === "") return null;
  // With something below it; alone, or in the middle of a paragraph, only whom we know from elsewhere.
  const isKnown = knows(name) || cast.has(name);
  if (at === 0 && of > 1 ? !isKnown && !isCapital(name) : !isKnown || (at > 0 && at === of - 1)) return null;
  return { name, text: "" };
}

/** `HAMLET. Words`, `_Ann._ Words`, `MR. BOB. Words`, `ANN (_aside_). Words`, `ANN.—Words`; `ANN.` alone. */
function nameBefore(trimmed: string): Cue | null {
  const start = beforeStart.exec(trimmed.slice(0, 200));
  if (start === null) return null;
  const name = start[1]!.replace(/[_*=\s]+$/, "").trim();
  let at = start[0].length;
  const behind = skipDirections(trimmed, at, 200);
  const hasDirection = behind > at && /[)\]]/.test(trimmed.slice(at, behind));
  if (hasDirection) at = behind;
  const stop = /^[_*=\s]{0,5}(?:\.[_*=]{0,3}(?:\s*(?:—|--)|\s|$)|:[_*=]{0,3}\s|(?:—|--))\s*/u.exec(
    trimmed.slice(at, at + 40),
  );
  return stop === null ? null : { name, text: trimmed.slice(at + stop[0].length) };
}

/** A name, which may have a title with a full stop in it, and `, _aside_` behind it. */
const beforeStart =
  /^[_*=]{0,3}((?:(?:\d{1,2}(?:st|nd|rd|th)|Mr|Mrs|Ms|Dr|St|Prof|Rev|Capt|Col|Gen|Lt|Sgt|Hon|Messrs|Mme|Mlle|Sr|Sra|Frl)\.\s{1,3})?[^.:,[(—]{1,40}?)(?:,\s{0,3}_[^_.]{1,60}_)?[_*=]{0,3}\s{0,9}(?=[.:[(—]|--)/iu;

function nameAndColon(trimmed: string): Cue | null {
  const match = /^([^:：]{1,50}?)\s{0,9}[:：]\s*/u.exec(trimmed.slice(0, 200));
  if (match === null) return null;
  return { name: match[1]!.replace(/^[_*\s]{1,9}|[_*\s]{1,9}$/g, ""), text: trimmed.slice(match[0].length) };
}

/** Capital names that start paragraphs, more than once or of authors: they are names inside paragraphs, too. */
function castOf(
  blocks: readonly (readonly string[])[],
  style: Style,
  knows: (name: string) => boolean,
): ReadonlySet<string> {
  const starts = new Map<string, number>();
  const alone: Cue[] = [];
  for (const block of blocks) {
    const first = block[0]!;
    const cue = cueOf(first, style, knows, { at: 0, of: block.length, cast: new Set() });
    if (cue !== null) starts.set(cue.name, (starts.get(cue.name) ?? 0) + 1);
    else if (
      style === "above" &&
      block.length === 1 &&
      first.trim().length <= 40 &&
      !isHeading(first) &&
      !isEnd(first)
    ) {
      const name = shownName(first);
      if (isCapital(name)) alone.push({ name, text: "" });
    }
  }
  // Names that are always alone, every line of the page being a paragraph.
  if (starts.size === 0) for (const { name } of alone) starts.set(name, (starts.get(name) ?? 0) + 1);
  return new Set(
    [...starts]
      .filter(([name, times]) => isCapital(name) && (times > 1 || knows(name)))
      .map(([name]) => name),
  );
}

/** The style of which there are most cues; more than once counts one's own authors. */
function usual(blocks: readonly (readonly string[])[], knows: (name: string) => boolean): Style {
  let best: Style = "above";
  let most = 0;
  for (const style of styles) {
    let score = 0;
    for (const block of blocks) {
      for (const [at, line] of block.entries()) {
        const cue = cueOf(line, style, knows, { at, of: block.length, cast: new Set() });
        if (cue !== null) score += knows(cue.name) ? 5 : 1;
      }
    }
    if (score > most) [best, most] = [style, score];
  }
  return best;
}

const heading =
  /^(?:\d+[A-Z]?\.?\s+)?(?:(?:INT|EXT|EST|INT\.?\/EXT|I\/E)[.\s]|(?:FADE|CUT|DISSOLVE|SMASH|MATCH CUT|JUMP CUT|THE END|END|CONTINUED|\(?CONTINUED|TITLE|SUPER|MONTAGE|FLASHBACK|BACK TO|LATER|ACT|SCENE|EXEUNT|EXIT|ENTER|PROLOGUE|EPILOGUE|CURTAIN|DRAMATIS)\b)/;

/** What is nobody's at the end of a scene or play. */
const isEnd = (line: string): boolean =>
  /^[[(_*]{0,3}(?:THE END|END|FINIS|CURTAIN|THE CURTAIN FALLS|END OF (?:THE )?(?:ACT|PLAY|SCENE|FIRST|SECOND|THIRD|LAST)\b.{0,30}|FADE OUT|BLACKOUT|EXEUNT(?: OMNES)?)[.!:]?[\])_*.]{0,4}$/.test(
    line.trim().slice(0, 100),
  );

const isDirection = (line: string): boolean => skipDirections(line, 0) === line.length;

const isHeading = (line: string): boolean =>
  heading.test(line.trim()) || /\b(?:TO|IN|OUT):$/.test(line.trim()) || /^[\d\s.]+$/.test(line.trim());

/** Capitals and no small letters: NAME, 2ND GUARD, DR. ANN. */
const isCapital = (name: string): boolean =>
  name.length <= 40 &&
  /\p{Lu}/u.test(name) &&
  !/\p{Ll}/u.test(name.replace(/\b\d+(?:st|nd|rd|th)\b/g, "")) &&
  !/[!?,;]/.test(name);
