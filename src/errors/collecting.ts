/** The catalogue's entries for collecting texts from the web. */
import { entry, list } from "./entry.ts";

/** `PAGE`, or `PAGE redirects to ADDRESS, which`. */
const way = (f: { url: string; through: string }): string =>
  f.through === "" ? f.url : `${f.url} redirects to ${f.through}, which`;

/** All codes of `penprint collect`. */
export const collecting = {
  /** Line, column, field and problem are the first mistake's; `mistakes` says all, unless that was done elsewhere. */
  COLLECT_RECIPE_INVALID: entry<{
    file: string;
    line: number;
    column: number;
    field: string;
    problem: string;
    count: number;
    mistakes: readonly string[];
  }>(
    422,
    (f) => {
      if (f.count === 1) return `${f.file}, ${f.mistakes.join()}.`;
      return f.mistakes.length === 0
        ? `${f.file} has ${f.count} mistakes.`
        : `${f.file} has ${f.count} mistakes: ${f.mistakes.join("; ")}.`;
    },
    "Correct what is named; recipes/recipe.schema.json says what may stand where.",
  ),
  COLLECT_ADDRESS_INVALID: entry<{ url: string; problem: string }>(
    422,
    (f) => `${f.url} cannot be fetched: ${f.problem}.`,
    "Give an address that starts with http:// or https:// and holds no password.",
  ),
  COLLECT_ADDRESS_REFUSED: entry<{ url: string; through: string; address: string; kind: string }>(
    403,
    (f) => `${way(f)} leads to ${f.address}, which is ${f.kind}; a recipe may not read one's own network.`,
    "Allow it with --allow-private if the recipe is yours and the address is meant.",
  ),
  COLLECT_ROBOTS_FORBIDDEN: entry<{ url: string; through: string; robots: string; reason: string }>(
    403,
    (f) => `${way(f)} may not be fetched: ${f.reason} (${f.robots}).`,
    "Ask the site's owner, or save the page yourself and name the file in the recipe.",
  ),
  COLLECT_FETCH_FAILED: entry<{ url: string; reason: string; tries: number }>(
    502,
    (f) => `${f.url} was not fetched after ${f.tries} ${f.tries === 1 ? "try" : "tries"}: ${f.reason}.`,
    "Check the address, or start the command again later: what was fetched is kept. Leave such pages out with --keep-going.",
  ),
  COLLECT_PAGE_TOO_LARGE: entry<{ url: string; limit: number }>(
    413,
    (f) => `${f.url} has more than ${f.limit} bytes.`,
    "Raise `fetch.maximum_bytes` in the recipe if the page is meant to be that large.",
  ),
  COLLECT_NOT_CACHED: entry<{ url: string; cache: string }>(
    404,
    (f) => `${f.url} is not in the cache ${f.cache}, and --offline forbids fetching it.`,
    "Collect once without --offline, or name the right --cache.",
  ),
  COLLECT_PARSE_FAILED: entry<{ source: string; parser: string; problem: string }>(
    422,
    (f) => `${f.source} cannot be read as ${f.parser}: ${f.problem}.`,
    "Choose the parser that fits; `penprint collect --init` proposes one.",
  ),
  /** `first` says what happened to the first of them, and what to do. */
  COLLECT_PAGES_FAILED: entry<{ failed: number; pages: number; first: readonly string[] }>(
    502,
    (f) => `${f.failed} of ${f.pages} pages failed. ${f.first.join(" ")}`,
    "Start the command again (what was fetched is kept), or leave those pages out with --keep-going.",
  ),
  COLLECT_OUTPUT_IS_INPUT: entry<{ file: string; what: string }>(
    422,
    (f) => `${f.file} would be overwritten, and it is ${f.what}.`,
    "Choose another name with --out, outside of what the recipe reads.",
  ),
  COLLECT_SIDE_LEFT_OVER: entry<{ file: string; split: string }>(
    422,
    (f) =>
      `${f.file} is there, and this run would not write it: the recipe has no source with \`split: ${f.split}\`. ` +
      "Beside the new corpus it would be taken for half of it, and no report says that an earlier run wrote it.",
    "Choose another name with --out, or move that file away.",
  ),
  COLLECT_NOTHING_FOUND: entry<{
    sources: readonly string[];
    speakers: readonly string[];
    problems: readonly string[];
  }>(
    422,
    (f) =>
      `Not one line of the recipe's authors was found in ${list(f.sources)}. ` +
      (f.speakers.length === 0
        ? "No speakers were found at all."
        : `Speakers there are ${list(f.speakers)}.`) +
      f.problems.map((problem) => ` ${problem}.`).join(""),
    "Correct the selectors and aliases; `penprint collect --init` shows what a page holds.",
  ),
  COLLECT_ALL_DUPLICATES: entry<{ documents: number }>(
    422,
    (f) => `All ${f.documents} documents that were found were left out as duplicates.`,
    "Set `duplicates` to report instead of drop, and see in the report which texts are alike.",
  ),
} as const;
