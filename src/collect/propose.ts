/** Looks at a page and proposes a recipe: what reads it, which selector holds the lines, who speaks how often. */
import { decodePage } from "./charset.ts";
import { noText, whyEmpty } from "./empty-page.ts";
import { compileSelector } from "./html/select.ts";
import { parseTree } from "./html/tree.ts";
import type { Tree } from "./html/tree.ts";
import type { Page, ParserContext, Piece } from "./parser.ts";
import { parsers } from "./parsers.ts";
import { transcript } from "./parsers/transcript-html.ts";
import { kindOf } from "./page-kind.ts";
import { Speakers, plainName, shownName } from "./speakers.ts";

/** What was found on a page. */
export interface Proposal {
  /** The recipe, with comments. */
  readonly yaml: string;
  readonly parser: string;
  /** Which elements hold the lines; null where the parser needs no selector. */
  readonly select: string | null;
  /** Who speaks, in all spellings, most lines first. */
  readonly speakers: readonly SpeakerCount[];
  /** What has to be done by hand before the recipe can be used, in sentences; most often nothing. */
  readonly notes: readonly string[];
}

/** Somebody on a page. */
export interface SpeakerCount {
  readonly speaker: string;
  readonly spellings: readonly string[];
  readonly lines: number;
}

/** At most so many speakers become authors of the proposal; the others are named in comments. */
const maximumAuthors = 8;
/** Whoever says less is no author, unless not even two say more. */
const minimumLines = 3;

/**
 * Proposes a recipe for one page.
 *
 * @param page its address or file, bytes and media type
 */
export async function proposeRecipe(page: {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}): Promise<Proposal> {
  const { text } = decodePage(page.bytes, page.contentType);
  const kind = kindOf({ ...page, text });
  const whole: Page = { ...page, text };
  if (noText(whole, kind) !== null) return withoutAuthors(whole, "text", []);
  if (kind === "sitemap") {
    return written({
      page: whole,
      parser: "article",
      origin: "sitemap",
      notes: [
        "This is a list of pages. Look at one of them with --init to see what reads such pages and who wrote them.",
      ],
    });
  }
  if (kind !== "html") {
    const pieces = await read(kind, whole);
    const speakers = count(pieces);
    return kind === "screenplay" && !isPlay(text, pieces, speakers)
      ? withoutAuthors(whole, "text", await read("text", whole))
      : withAuthors(whole, kind, pieces, speakers);
  }
  const { select, speakers } = bestSelector(parseTree(text));
  if (select !== null) return written({ page: whole, parser: "transcript-html", select, speakers });
  const pieces = await read("article", whole);
  return withAuthors(whole, "article", pieces, count(pieces));
}

/**
 * Whether people speak in a plain text: some of them again and again, or in most of what is there. Prose has a
 * name and a colon at a line's start now and then.
 */
function isPlay(text: string, pieces: readonly Piece[], speakers: readonly SpeakerCount[]): boolean {
  const said =
    pieces.reduce((sum, piece) => sum + piece.text.length + (piece.speakers[0]?.length ?? 0), 0) /
    Math.max(1, text.trim().length);
  if (pieces.length >= 6 && speakers.some(({ lines }) => lines >= minimumLines)) return said > 0.2;
  return pieces.length >= 2 && (speakers.length > 1 || pieces.length > 2) && said > 0.5;
}

function withAuthors(
  page: Page,
  parser: string,
  pieces: readonly Piece[],
  speakers: readonly SpeakerCount[],
): Proposal {
  return speakers.length === 0 ? withoutAuthors(page, parser, pieces) : written({ page, parser, speakers });
}

/** A page on which nobody is named, or which cannot be read at all. */
function withoutAuthors(page: Page, parser: string, pieces: readonly Piece[]): Proposal {
  if (pieces.length > 0) {
    return written({
      page,
      parser,
      notes: [
        "No author was found on this page. If one person wrote it, give the name as `author` in the recipe.",
        ...(parser === "article"
          ? [
              "If several people speak on it, use `parser: transcript-html`, say with `select` which elements hold the lines and with `speaker` which hold the names.",
            ]
          : []),
      ],
    });
  }
  const { problem, remedy } = whyEmpty(page, { parser, settings: {} }, nothing, compileSelector);
  return written({ page, parser, notes: [`No text was found: the page ${problem}. ${remedy}`] });
}

const nothing = {
  pieces: 0,
  dropped: new Map<string, number>(),
  leftOut: new Map<string, number>(),
  others: new Set<string>(),
};

/** A context that knows nobody and counts nothing. */
const context: ParserContext = {
  speakers: new Speakers([]),
  drop: () => undefined,
  selector: compileSelector,
  run: {},
};

async function read(parser: string, page: Page): Promise<Piece[]> {
  const pieces: Piece[] = [];
  try {
    for await (const piece of parsers.get(parser)!.parse(page, {}, context)) pieces.push(piece);
  } catch {
    // A page that its likely parser cannot read still gets a proposal, without speakers.
  }
  return pieces;
}

/** The selector under which most lines are said by people who say more than one, or nearly all are said by somebody. */
function bestSelector(tree: Tree): { select: string | null; speakers: SpeakerCount[] } {
  let best: { select: string | null; speakers: SpeakerCount[] } = { select: null, speakers: [] };
  let most = 0;
  for (const select of candidates(tree)) {
    let others = 0;
    const counting = { ...context, drop: (_: string, times = 1) => void (others += times) };
    const pieces = [...transcript(tree, { select }, counting)];
    const speakers = count(pieces);
    const lines = speakers
      .filter((speaker) => speaker.lines > 1)
      .reduce((sum, speaker) => sum + speaker.lines, 0);
    // A page of few lines is a transcript if hardly anything else is on it.
    const isShort = pieces.length > 1 && speakers.length > 1 && pieces.length > others * 2;
    const score = lines > 5 ? lines : isShort ? pieces.length : 0;
    if (score > most) {
      most = score;
      best = { select, speakers };
    }
  }
  return best;
}

/** Elements that could be lines: the usual ones, any with a class that comes often, any with many line breaks. */
function candidates(tree: Tree): string[] {
  const counts = new Map<string, number>();
  const breaks = new Map<string, number>();
  const add = (to: Map<string, number>, key: string): void => {
    if (to.size < 5000 || to.has(key)) to.set(key, (to.get(key) ?? 0) + 1);
  };
  for (let node = 1; node < tree.size; node++) {
    if (tree.isText(node)) continue;
    if (tree.name(node) === "br") add(breaks, nameOfElement(tree, tree.parent(node)));
    const key = nameOfElement(tree, node);
    if (key.includes(".")) add(counts, key);
  }
  const most = (from: ReadonlyMap<string, number>, least: number, many: number): string[] =>
    [...from]
      .filter(([key, times]) => key !== "" && times >= least)
      .sort(([, a], [, b]) => b - a)
      .slice(0, many)
      .map(([key]) => key);
  const usual = ["dd", "p", "li", "tr", "p, dd, li", "pre"];
  return [...new Set([...usual, ...most(counts, 6, 8), ...most(breaks, 2, 3)])];
}

/** An element as a selector has it, by its name and first class; "" where these are not plain words. */
function nameOfElement(tree: Tree, node: number): string {
  const name = tree.name(node);
  if (!/^[a-z][a-z\d]*$/.test(name) || name === "html" || name === "body") return name === "body" ? name : "";
  const [className] = tree.attribute(node, "class")?.trim().split(/\s+/) ?? [];
  return className !== undefined && /^[A-Za-z][\w-]*$/.test(className) ? `${name}.${className}` : name;
}

function count(pieces: readonly Piece[]): SpeakerCount[] {
  const speakers = new Map<string, { lines: number; spellings: Map<string, number> }>();
  for (const piece of pieces) {
    const spelling = piece.speakers[0] ?? piece.byline;
    if (spelling === undefined || plainName(spelling) === "") continue;
    const key = plainName(spelling);
    const known = speakers.get(key) ?? { lines: 0, spellings: new Map<string, number>() };
    speakers.set(key, known);
    known.lines++;
    const shown = shownName(spelling);
    known.spellings.set(shown, (known.spellings.get(shown) ?? 0) + 1);
  }
  return [...speakers.values()]
    .map(({ lines, spellings }) => {
      const names = [...spellings].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
      return { speaker: names[0]!, spellings: names, lines };
    })
    .sort((a, b) => b.lines - a.lines || (a.speaker < b.speaker ? -1 : 1));
}

/** Puts the recipe into words. */
function written({
  page: { url },
  parser,
  select = null,
  speakers = [],
  origin,
  notes = [],
}: {
  readonly page: Page;
  readonly parser: string;
  readonly select?: string | null;
  readonly speakers?: readonly SpeakerCount[];
  readonly origin?: "sitemap";
  readonly notes?: readonly string[];
}): Proposal {
  // One author alone can be told from nobody.
  const often = speakers.filter(({ lines }) => lines >= minimumLines);
  const authors = (often.length > 1 ? often : speakers).slice(0, maximumAuthors);
  const others = speakers.filter((speaker) => !authors.includes(speaker)).slice(0, 20);
  const isAddress = /^https?:/.test(url);
  const lines = [
    `# Proposed by looking at ${comment(url)}; check it before you use it.`,
    ...notes.map((note) => `# ${comment(note)}`),
    `name: ${quoted(nameOf(url))}`,
    ...(authors.length === 0
      ? []
      : [
          "# Each author with the names by which the pages call them. Delete who does not matter.",
          "authors:",
          ...authors.map(({ speaker, spellings, lines: times }) => {
            const aliases = spellings.filter((spelling) => spelling !== speaker).map(quoted);
            return `  ${quoted(speaker)}: [${aliases.join(", ")}] # ${times} ${times === 1 ? "piece" : "pieces"}`;
          }),
        ]),
    ...others.map(({ speaker, lines: times }) => `  # ${comment(speaker)}: ${times}`),
    "sources:",
    `  - ${origin ?? (isAddress ? "url" : "files")}: ${quoted(url)}`,
    `    parser: ${parser}`,
    ...(select === null ? [] : [`    select: ${quoted(select)}`]),
    ...(authors.length === 0 ? [`    # author: "Who wrote it"`] : []),
    `    # work: "A Title"           # pieces of one work never stand on both sides of a split`,
    "    # split: train              # or test",
  ];
  return { yaml: `${lines.join("\n")}\n`, parser, select, speakers, notes };
}

/** YAML's double quotes; what a terminal would obey is written as an escape, which YAML reads. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const comment = (text: string): string => text.replace(/[\p{C}\u2028\u2029]/gu, " ").slice(0, 300);

function nameOf(url: string): string {
  const last =
    url
      .replace(/[?#].*$/s, "")
      .split("/")
      .findLast((part) => part !== "") ?? "";
  return (
    last
      .replace(/\.\w{1,5}$/, "")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .toLowerCase() || "corpus"
  );
}
