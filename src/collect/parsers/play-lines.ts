/** The lines of a play in plain text: where they stand, and which of them nobody says. */
import { looksLikeName } from "../speakers.ts";
import { skipDirections } from "../speech.ts";

/** A line that is not empty. */
export interface PlayLine {
  /** Without the space around it. */
  readonly text: string;
  /** How many columns stand before it. */
  readonly indent: number;
  /** The line before in the same paragraph; "" for the first. */
  readonly before: string;
  /** Whether it is its paragraph's last. */
  readonly isLast: boolean;
}

/** The paragraphs of a text: runs of lines that are not empty. */
export function playParagraphs(lines: readonly string[]): PlayLine[][] {
  const paragraphs: PlayLine[][] = [];
  let before = "";
  for (const [at, line] of lines.entries()) {
    const text = line.trim();
    if (text !== "") {
      if (before === "") paragraphs.push([]);
      const isLast = (lines[at + 1] ?? "").trim() === "";
      paragraphs.at(-1)!.push({ text, indent: columns(line), before, isLast });
    }
    before = text;
  }
  return paragraphs;
}

function columns(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === "\t") columns += 8 - (columns % 8);
    else if (character.trim() === "") columns++;
    else break;
  }
  return columns;
}

const heading =
  /^(?:\d+[A-Z]?\.?\s+)?(?:(?:INT|EXT|EST|INT\.?\/EXT|I\/E)[.\s]|(?:FADE|CUT|DISSOLVE|SMASH|MATCH CUT|JUMP CUT|THE END|END|CONTINUED|\(?CONTINUED|TITLE|SUPER|MONTAGE|FLASHBACK|BACK TO|LATER|ACT|SCENE|EXEUNT|EXIT|ENTER|PROLOGUE|EPILOGUE|CURTAIN|DRAMATIS)\b)/;

/** “Act II”, “Scene 3. A pier.”, however it is written. */
const numbered =
  /^[_*]{0,2}(?:act|scene|akt|szene|acte|scène|acto|escena|atto|scena)\s+(?:[ivxl]{1,7}|\d{1,2})(?=[.,:;—_*-]|\s*$|\s+\p{Lu})/iu;

/** @returns whether it is the heading of a scene, a cut, a page's number */
export const isHeading = (line: string): boolean =>
  heading.test(line) || numbered.test(line) || /\b(?:TO|IN|OUT):$/.test(line) || /^[\d\s.]+$/.test(line);

/** @returns whether it is a heading where speech could stand as well: all in capitals, or a page's number */
export const isHeadingInSpeech = (line: string): boolean =>
  isHeading(line) &&
  (!/\p{Ll}/u.test(line) ||
    numbered.test(line) ||
    /^(?:\d+[A-Z]?\.?\s+)?(?:INT|EXT|EST|I\/E)[./\s]/.test(line));

/** @returns whether it is what is nobody's at the end of a scene or play */
export const isEnd = (line: string): boolean =>
  /^[[(_*]{0,3}(?:THE END|END|FINIS|CURTAIN|THE CURTAIN FALLS|END OF (?:THE )?(?:ACT|PLAY|SCENE|FIRST|SECOND|THIRD|LAST)\b.{0,30}|FADE OUT|BLACKOUT|EXEUNT(?: OMNES)?)[.!:]?[\])_*.]{0,4}$/.test(
    line.slice(0, 100),
  );

/** @returns whether all of it is in brackets */
export const isInBrackets = (line: string): boolean => skipDirections(line, 0) === line.length;

/** @returns whether it says who comes and goes, though nothing marks it: “Enter BOB.”, “Exeunt all but Ann” */
export const isEntrance = (line: string): boolean =>
  /^_?(?:(?:Re-?)?enter(?= (?:the |an? |two |three |several |some |again |from |at |with )?[_*]{0,2}\p{Lu})|exit(?= [_*]{0,2}\p{Lu}|[.,_]|$)|exeunt\b|manet\b|manent\b)/iu.test(
    line,
  ) && /^_?\p{Lu}/u.test(line);

/** @returns whether a sentence, or a line that is not run on, ends here */
export const endsSentence = (line: string): boolean => /[.!?…:;—–-]["'”’»)\]_*]{0,4}$/u.test(line.slice(-8));

/** Above the list of those who play. */
const castHeading =
  /^[_*=\s]*(?:dramatis person(?:ae|æ)|(?:the )?(?:characters|persons|cast)(?: (?:list|of (?:characters|the play|the drama)|in (?:the )?(?:play|drama|order of appearance)|represented))?|(?:les )?personnages|(?:die )?personen|personajes|personaggi)[.:_*=\s]*$/i;

/** A list of those who play has no more lines, and no longer ones. */
const longestList = 120;
const longestEntry = 160;

/** Who plays, as the list in front of the play says. */
export interface CastList {
  /** The names, in lower case. */
  readonly names: ReadonlySet<string>;
  /** The list's lines, which nobody says. */
  readonly lines: ReadonlySet<PlayLine>;
}

/** Reads the list of those who play, up to the first heading or the second time that somebody is named. */
export function castListOf(paragraphs: readonly (readonly PlayLine[])[]): CastList {
  const all = paragraphs.flat();
  const names = new Set<string>();
  const lines = new Set<PlayLine>();
  const start = all.findIndex(({ text }) => text.length < 60 && castHeading.test(text));
  if (start < 0 || start > 400) return { names, lines };
  lines.add(all[start]!);
  for (const line of all.slice(start + 1, start + 1 + longestList)) {
    if (line.text.length > longestEntry || (isHeading(line.text) && !/^[\d\s.]+$/.test(line.text))) break;
    const name = /^[^,.:;(=–—…]{1,40}?(?=\s*(?:[,.:;(=–—…]|\s-|\s{3}|\t|$))/u
      .exec(line.text)?.[0]
      .replace(/[_*]/g, "")
      .trim();
    if (name !== undefined && looksLikeName(name)) {
      if (names.has(name.toLowerCase())) break;
      names.add(name.toLowerCase());
    }
    lines.add(line);
  }
  return names.size < 2 ? { names: new Set(), lines: new Set() } : { names, lines };
}
