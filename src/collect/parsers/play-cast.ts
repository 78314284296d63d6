/** Who speaks in a play, seen from the whole page: a name at one line's start may be a word, at ten it is a name. */
import { isCapital, isCry, looksLikeName } from "../speakers.ts";
import { mayBeStranger } from "../speech.ts";
import { cueIn, styles } from "./play-cues.ts";
import type { Cue, Style } from "./play-cues.ts";
import { endsSentence, isEnd, isEntrance, isHeading } from "./play-lines.ts";
import type { CastList, PlayLine } from "./play-lines.ts";

/** What a page says of the names in one style. */
interface Names {
  readonly style: Style;
  /** How often each name starts a line, or is one. */
  readonly starts: ReadonlyMap<string, number>;
  /** Whether speeches follow one another line after line: at least half of the lines start with a name. */
  readonly isLineByLine: boolean;
  /** Whether names with small letters start lines here as a matter of course: at least one line in 25. */
  readonly isUsual: boolean;
  /** The column from which on names start; 0 where they are not set in. */
  readonly column: number;
}

/** Tells names from words. */
export class Cast {
  /** The style in which most names stand. */
  readonly style: Style;
  readonly #knows: (name: string) => boolean;
  readonly #listed: ReadonlySet<string>;
  readonly #text: string;
  /** How often a stop stands behind a word that is not at a line's start. */
  #stops: ReadonlyMap<string, number> | undefined;
  readonly #names: Readonly<Record<Style, Names>>;
  /** The other styles, of which only names that are certain count. */
  readonly #others: readonly Style[];

  /**
   * @param paragraphs the whole page's
   * @param list who plays, as the page says
   * @param knows whether a name is one of the recipe's
   * @param style how names stand; by default as most of them do
   */
  constructor(
    paragraphs: readonly (readonly PlayLine[])[],
    list: CastList,
    knows: (name: string) => boolean,
    style?: Style,
  ) {
    this.#knows = knows;
    this.#listed = list.names;
    const lines = paragraphs.flat().filter((line) => !list.lines.has(line) && !isNobodys(line.text));
    this.#text = lines.map(({ text }) => text).join("\n");
    const found = styles.map((each) => namesOf(lines, each));
    this.#names = Object.fromEntries(found.map((names) => [names.style, names])) as Record<Style, Names>;
    const counted = found.map((names) => ({ style: names.style, ...this.#count(lines, names) }));
    this.style = style ?? counted.reduce((best, next) => (next.score > best.score ? next : best)).style;
    const main = counted.find((each) => each.style === this.style)!;
    // A running title above each page is a name alone, too; a style that is hardly used is none.
    this.#others = counted
      .filter(
        (other) => other.style !== this.style && (other.style !== "above" || other.cues * 5 >= main.cues),
      )
      .map((other) => other.style);
  }

  /** Whether names are set in deeper than speech, as in screenplays, and speech deeper than what happens. */
  get isSetIn(): boolean {
    return this.style === "above" && this.#names.above.column > 0;
  }

  /** The name with which a line starts or of which it consists, if it is one. */
  cueOf(line: PlayLine): Cue | null {
    if (isNobodys(line.text)) return null;
    const cue = cueIn(line.text, this.style);
    if (cue !== null && this.#isName(cue, line, this.#names[this.style])) return cue;
    for (const style of this.#others) {
      const other = cueIn(line.text, style);
      if (other !== null && this.#isCertain(other, line, style)) return other;
    }
    return null;
  }

  /** @returns whether a name in the middle of a line, behind a sentence and before a colon, is one who speaks */
  isNamedInside(name: string): boolean {
    if (this.#knows(name)) return true;
    const lines = this.#names.colon.starts.get(name) ?? 0;
    if (isCry(name)) return false;
    if (isCapital(name)) return name.length > 1 && lines > 0;
    // What stands before colons in the middle of lines as well is a word.
    return lines > 1 && looksLikeName(name) && lines * 5 >= this.#text.split(`${name}:`).length * 4;
  }

  #count(lines: readonly PlayLine[], names: Names): { score: number; cues: number } {
    let score = 0;
    let cues = 0;
    for (const line of lines) {
      const cue = cueIn(line.text, names.style);
      if (cue === null || !this.#isName(cue, line, names)) continue;
      cues++;
      score += this.#knows(cue.raw) ? 5 : 1;
    }
    return { score, cues };
  }

  #isListed(cue: Cue): boolean {
    return this.#knows(cue.raw) || this.#listed.has(cue.name.toLowerCase());
  }

  #isName(cue: Cue, line: PlayLine, names: Names): boolean {
    const isFirst = line.before === "";
    const times = names.starts.get(cue.name) ?? 0;
    if (names.style === "above") {
      // What stands at a paragraph's end may be said; a name there has its speech below an empty line.
      if (!isFirst && line.isLast && !endsSentence(line.before)) return false;
      // A wrapped line may be nothing but the name of somebody who is spoken of.
      const isFree = isFirst || /[.!?…—–-]["'”’»)\]_*]{0,4}$/u.test(line.before.slice(-8));
      if (this.#isListed(cue)) return isFree || isCapital(cue.raw);
      if (isCry(cue.name)) return false;
      if (isCapital(cue.name)) {
        if (times > 1 || (isFirst && !line.isLast)) return true;
        return !isFirst && !line.isLast && endsSentence(line.before) && line.indent >= names.column;
      }
      if (!isShortName(cue) || line.isLast || !isFree || /[.,;:!?]$/.test(line.text)) return false;
      return times > 1 || (names.isUsual && !isFirst && line.indent >= names.column);
    }
    if (this.#isListed(cue)) return true;
    if (isCry(cue.name)) return false;
    // A word that ends a sentence over and over is at lines' starts now and then only.
    const isFree = isFirst || names.isLineByLine || endsSentence(line.before);
    if (isCapital(cue.name)) return isFirst || times > 1 || isFree;
    if (names.style === "colon") {
      if (looksLikeName(cue.raw)) return isFirst || times > 1 || (isFree && isShortName(cue));
      return isFree && mayBeStranger(cue.name) && (times > 1 || (names.isLineByLine && !isFirst));
    }
    if (!isShortName(cue) || !isFree) return false;
    if (times > 1) return this.#isMostlyFirst(cue.name, times);
    if (isFirst || cue.text === "" || line.indent < names.column) return false;
    return names.isLineByLine || names.isUsual;
  }

  /** @returns whether at least half of the places where the word has a stop behind it are at lines' starts */
  #isMostlyFirst(name: string, times: number): boolean {
    this.#stops ??= stoppedNames(
      this.#text
        .split("\n")
        .map((line) => cueIn(line, "before")?.text ?? line)
        .join("\n"),
    );
    return times >= (this.#stops.get(name) ?? 0);
  }

  #isCertain(cue: Cue, line: PlayLine, style: Style): boolean {
    if (!isCapital(cue.name) || isCry(cue.name)) return this.#knows(cue.raw) && style === "colon";
    if (style === "above" && line.isLast && line.before !== "" && !endsSentence(line.before)) return false;
    const times = styles.reduce((sum, each) => sum + (this.#names[each].starts.get(cue.name) ?? 0), 0);
    return times > 1 || this.#isListed(cue);
  }
}

const isNobodys = (text: string): boolean => isHeading(text) || isEnd(text) || isEntrance(text);

/** A name as print shortens it or puts it above a speech: at most three words with capitals. */
const isShortName = ({ raw, name }: Cue): boolean =>
  looksLikeName(raw) &&
  name.split(" ").length <= 3 &&
  !/[!?,;“”"]|\.\s/.test(name.replace(/\b(?:Mrs?|Ms|Dr|St|Prof|Capt|Sgt|\p{L})\.\s/giu, ""));

function namesOf(lines: readonly PlayLine[], style: Style): Names {
  const starts = new Map<string, number>();
  const found: (Cue | null)[] = lines.map((line) => {
    const cue = cueIn(line.text, style);
    if (cue === null || isCry(cue.name) || (style === "above" && /[,;!?]$/.test(line.text))) return null;
    const isStranger = style === "colon" && mayBeStranger(cue.name);
    return isCapital(cue.name) || isShortName(cue) || isStranger ? cue : null;
  });
  for (const cue of found) if (cue !== null) starts.set(cue.name, (starts.get(cue.name) ?? 0) + 1);
  const likely = found.filter((cue) => cue !== null).length;
  const isSure = (cue: Cue | null | undefined): boolean =>
    cue !== null &&
    cue !== undefined &&
    (starts.get(cue.name)! > 1 || (style === "above" && isCapital(cue.name)));
  const small = found.filter((cue) => isSure(cue) && !isCapital(cue!.name)).length;
  const names = lines.flatMap(({ indent }, at) => (isSure(found[at]) ? indent : []));
  // Below names there is speech; elsewhere in a screenplay there may be what happens, which is set in less.
  const speech = lines.flatMap(({ indent }, at) =>
    isSure(found[at]) || (style === "above" && !isSure(found[at - 1])) ? [] : indent,
  );
  const [name, said] = [median(names), median(speech)];
  return {
    style,
    starts,
    isLineByLine: style !== "above" && likely * 2 >= lines.length,
    isUsual: small * 25 >= lines.length,
    column: style === "above" ? (name >= said + 4 ? said + 3 : 0) : name > said ? name : 0,
  };
}

/** How often each run of up to three words with capitals has a stop behind it. */
function stoppedNames(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, run] of text.matchAll(/((?:\p{Lu}[\p{L}'’]{0,30} ){0,2}\p{Lu}[\p{L}'’]{0,30})\./gu)) {
    const words = run!.split(" ");
    for (let from = 0; from < words.length; from++) {
      const name = words.slice(from).join(" ");
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

const median = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
