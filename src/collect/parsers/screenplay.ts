/** Plain screenplays and stage plays: the name above the speech, before it with a full stop, or with a colon. */
import { Type } from "typebox";

import { defineParser } from "../parser.ts";
import { looksLikeName, shownName } from "../speakers.ts";

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
    for (const block of blocks) {
      let speaker: string | null = null;
      let speech: string[] = [];
      for (const [at, line] of block.entries()) {
        const cue = cueOf(line, style, knows, at, block.length);
        if (cue === null) {
          speech.push(line.trim());
          continue;
        }
        if (speaker !== null) yield { text: speech.join(" "), speakers: [speaker] };
        speaker = cue.name;
        speech = cue.text === "" ? [] : [cue.text];
      }
      if (speaker !== null) {
        if (speech.length > 0) yield { text: speech.join(" "), speakers: [speaker] };
      } else if (block.every(isHeading)) context.drop("heading");
      else context.drop("no_speaker");
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

function cueOf(
  line: string,
  style: Style,
  knows: (name: string) => boolean,
  at: number,
  of: number,
): Cue | null {
  const trimmed = line.trim();
  if (style === "above") {
    // Only the first line of a paragraph, and only with something below it.
    if (at > 0 || of < 2 || trimmed.length > 60 || isHeading(trimmed)) return null;
    const name = shownName(trimmed);
    return name !== "" && (isCapital(name) || knows(name)) ? { name, text: "" } : null;
  }
  const pattern =
    style === "before" ? /^_?([^.:[(]{1,40}?)\s*\.(?:_|\s)\s*(.*)$/u : /^([^:：]{1,50}?)\s*[:：]\s*(.*)$/u;
  const match = pattern.exec(trimmed.slice(0, 2000));
  if (match === null || isHeading(trimmed)) return beforeAlone(trimmed, style, knows, at);
  const written = match[1]!.replace(/^[_*\s]+|[_*\s]+$/g, "");
  const name = shownName(written);
  // Inside a paragraph a line may start with a short sentence; only a name of ours is one there.
  const fits =
    knows(written) || (at === 0 && (style === "before" ? isCapital(name) : looksLikeName(written)));
  return name !== "" && fits ? { name, text: trimmed.slice(match[0].length - match[2]!.length) } : null;
}

/** `HAMLET.` alone in its line, with the speech in the lines below. */
function beforeAlone(
  trimmed: string,
  style: Style,
  knows: (name: string) => boolean,
  at: number,
): Cue | null {
  if (style !== "before" || at > 0 || !trimmed.endsWith(".")) return null;
  const name = shownName(trimmed.replace(/[_*]/g, ""));
  return isCapital(name) || knows(name) ? { name, text: "" } : null;
}

/** The style of which there are most cues; more than once counts one's own authors. */
function usual(blocks: readonly (readonly string[])[], knows: (name: string) => boolean): Style {
  let best: Style = "above";
  let most = 0;
  for (const style of styles) {
    let score = 0;
    for (const block of blocks) {
      for (const [at, line] of block.entries()) {
        const cue = cueOf(line, style, knows, at, block.length);
        if (cue !== null) score += knows(cue.name) ? 5 : 1;
      }
    }
    if (score > most) [best, most] = [style, score];
  }
  return best;
}

const heading =
  /^(?:\d+[A-Z]?\.?\s+)?(?:(?:INT|EXT|EST|INT\.?\/EXT|I\/E)[.\s]|(?:FADE|CUT|DISSOLVE|SMASH|MATCH CUT|JUMP CUT|THE END|END|CONTINUED|\(?CONTINUED|TITLE|SUPER|MONTAGE|FLASHBACK|BACK TO|LATER|ACT|SCENE|EXEUNT|EXIT|ENTER|PROLOGUE|EPILOGUE|CURTAIN|DRAMATIS)\b)/;

const isHeading = (line: string): boolean =>
  heading.test(line.trim()) || /\b(?:TO|IN|OUT):$/.test(line.trim()) || /^[\d\s.]+$/.test(line.trim());

/** Capitals and no small letters: NAME, 2ND GUARD, DR. ANN. */
const isCapital = (name: string): boolean =>
  name.length <= 40 &&
  /\p{Lu}/u.test(name) &&
  !/\p{Ll}/u.test(name.replace(/\b\d+(?:st|nd|rd|th)\b/g, "")) &&
  !/[!?,;]/.test(name);
