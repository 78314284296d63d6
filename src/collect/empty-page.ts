/** Why a page gave nothing, and what can be done about it. */
import { kindOf } from "./page-kind.ts";
import type { Page } from "./parser.ts";
import type { Selector } from "./html/select.ts";
import { linesOf } from "./html/text.ts";
import { parseTree } from "./html/tree.ts";
import type { Tree } from "./html/tree.ts";

/** What came of a page, in numbers. */
export interface PageCounts {
  /** Stretches of text that the parser found. */
  readonly pieces: number;
  /** Reason → how much the parser passed over: lines that name nobody, a licence, notes. */
  readonly dropped: ReadonlyMap<string, number>;
  /** Reason → how many of the pieces were left out for it. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Who speaks on it and is not among the authors. */
  readonly others: ReadonlySet<string>;
}

/** A page that gave no document. */
export interface EmptyPage {
  readonly url: string;
  /** What is the matter, as the end of a sentence: "asks for a password". */
  readonly problem: string;
  /** A sentence that starts with a verb. */
  readonly remedy: string;
  /** Whether it was read well, and only says nothing by the recipe's authors. */
  readonly by_others: boolean;
}

/** What was to read the page. */
export interface Reading {
  /** The parser's name. */
  readonly parser: string;
  /** Its settings. */
  readonly settings: object;
}

/**
 * Looks at a page that gave no document.
 *
 * @param page `finalUrl` is where its redirects ended
 */
export function whyEmpty(
  page: Page & { readonly finalUrl?: string },
  reading: Reading,
  counts: PageCounts,
  selector: (css: string) => Selector,
): EmptyPage {
  const isRead = counts.pieces > 0;
  const [problem, remedy] =
    noText(page, reading.parser) ??
    (isRead ? allLeftOut(counts) : null) ??
    notRead(page, reading, counts, selector);
  const away =
    page.finalUrl === undefined || page.finalUrl === page.url ? "" : `leads to ${page.finalUrl}, which `;
  return {
    url: page.url,
    problem: away + problem,
    remedy,
    by_others: isRead && mostOften(counts) === "other_speaker",
  };
}

type Finding = readonly [problem: string, remedy: string];

/**
 * Bytes that a parser had better not read, since it would take them for words.
 *
 * @param parser the parser's name
 */
export function noText({ bytes, contentType }: Page, parser: string): Finding | null {
  if (bytes.length === 0) return ["is empty", "Remove it from the recipe, or collect again with --refresh."];
  const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  if (start.trimStart().startsWith("%PDF-")) {
    return [
      "is a PDF, which no parser reads",
      "Convert it to text (pdftotext FILE) and name that with `files`.",
    ];
  }
  if (start.startsWith("PK\u0003\u0004") && parser !== "epub") {
    const isEpub = start.includes("application/epub+zip");
    return isEpub
      ? ["is an EPUB", "Use `parser: epub`."]
      : [
          "is a packed archive or an office document",
          "Unpack it, or save it as plain text, and name that with `files`.",
        ];
  }
  const isUtf16 = /^(?:\u00FF\u00FE|\u00FE\u00FF)/.test(start);
  if (!isUtf16 && start.includes("\0") && parser !== "epub") {
    return [
      `is no text${contentType === "" ? "" : ` (${contentType})`}`,
      "Remove it from the recipe, or save it as text in UTF-8.",
    ];
  }
  return null;
}

/** Texts that were found, and then left out. */
function allLeftOut(counts: PageCounts): Finding {
  const { pieces, others } = counts;
  const reason = mostOften(counts);
  const all =
    pieces === 1 ? "holds one piece of text, which" : `holds ${pieces} pieces of text, all of which`;
  if (reason === "other_speaker") {
    const names = [...others];
    const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? " …" : "");
    return [
      `holds no line by the recipe's authors, but ${pieces === 1 ? "one" : pieces} by others (${shown})`,
      "Add the names by which the page calls the authors to `authors`.",
    ];
  }
  if (reason === "no_speaker") {
    return [`${all} name nobody`.replace(/which name/, "which names"), "Say who wrote it with `author`."];
  }
  if (reason === "too_short")
    return [`${all} are too short`.replace(/which are/, "which is"), "Lower `minimum`."];
  return [
    `${all} was left out (${reason.replaceAll("_", " ")})`.replace(/(all of which) was/, "$1 were"),
    "See what the report says was dropped and cleaned, and change `clean` or the parser's settings.",
  ];
}

/** Why most of a page's pieces were left out. */
const mostOften = ({ leftOut }: PageCounts): string =>
  [...leftOut].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";

/** Pages in which the parser found nothing at all. */
function notRead(
  page: Page,
  { parser, settings }: Reading,
  { dropped }: PageCounts,
  selector: (css: string) => Selector,
): Finding {
  const kind = kindOf(page);
  if (kind === "html") {
    const tree = parseTree(page.text);
    const fits = (css: string): boolean => selector(css).all(tree).length > 0;
    if (fits('input[type="password"]')) {
      return [
        "asks for a password",
        "Save the page in a browser in which you are logged in, and name that file with `files`.",
      ];
    }
    if (fits("script") && visibleLetters(tree, selector) < 300) {
      return [
        "holds hardly any text; a script in it fetches that in the browser",
        "Save the page in a browser and name that file with `files`, or find the address that the script asks.",
      ];
    }
    for (const name of ["select", "content"]) {
      const css: unknown = Object.entries(settings).find(([key]) => key === name)?.[1];
      if (typeof css === "string" && !fits(css)) {
        return [`has no element that fits \`${name}: ${css}\``, look(page.url)];
      }
    }
  }
  const isPlain = ["html", "screenplay", "sitemap"].includes(kind) || kind === parser;
  if (!isPlain) return [`looks like ${kind} and not like ${parser}`, `Try \`parser: ${kind}\`.`];
  const lines = dropped.get("no_speaker") ?? 0;
  if (lines > 0) {
    const remedy =
      parser === "transcript-html" ? "Say with `speaker` where the names stand." : look(page.url);
    return [`has ${lines === 1 ? "one line" : `${lines} lines`} but nobody who speaks`, remedy];
  }
  return [`holds nothing that ${parser} finds`, look(page.url)];
}

const look = (url: string): string => `Look at the page with: penprint collect --init ${url}`;

/** How many letters a browser would show without running scripts. */
function visibleLetters(tree: Tree, selector: (css: string) => Selector): number {
  const skip = new Set(selector("head, script, style, noscript, template").all(tree));
  return linesOf(tree, 0, { skip }).reduce((sum, { text }) => sum + (text.match(/\p{L}/gu)?.length ?? 0), 0);
}
