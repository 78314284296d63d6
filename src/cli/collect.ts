/** `penprint collect`: from web addresses to a clean corpus. */
import { resolve } from "node:path";

import type { Command } from "commander";

import { PenprintError } from "../errors.ts";
import type { CollectReport } from "../collect/report.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import { Progress } from "./progress.ts";
import type { Define } from "./program.ts";
import { programName, shellQuoted } from "./shell.ts";
import { table } from "./table.ts";

interface Options {
  readonly out?: string;
  readonly init?: string;
  readonly cache: string;
  readonly offline?: boolean;
  readonly refresh?: boolean;
  readonly keepGoing?: boolean;
  readonly allowPrivate?: boolean;
  readonly json?: boolean;
}

/** Defines the command. */
export const defineCollect: Define = (command, { output }) => {
  command
    .description(
      "Fetch the pages that a recipe names, politely, find out who says what on them, clean it, and write a corpus " +
        "with a report. What has been fetched is kept: start the command again after Ctrl-C and it goes on.",
    )
    .argument("[recipe]", "the recipe (YAML); recipes/ has some to start from")
    .option("-o, --out <file>", "the corpus to write (JSON Lines); report and recipe go beside it")
    .option("--init <address>", "look at a page or a file and print a recipe for it")
    .option("--cache <folder>", "where fetched pages are kept", ".penprint/cache")
    .option("--offline", "fetch nothing; use the cache")
    .option("--refresh", "ask for every page again, however new the cache's is")
    .option("--keep-going", "write the corpus without pages that failed")
    .option("--allow-private", "let the recipe reach private and loopback addresses")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ penprint collect --init https://example.org/transcript > recipe.yaml\n" +
        "  $ penprint collect recipe.yaml --out corpus.jsonl",
    )
    .action(async (recipe: string | undefined, options: Options) => {
      if ((recipe === undefined) === (options.init === undefined)) {
        command.error("error: give either a recipe or --init", { exitCode: 2 });
      }
      const stop = new AbortController();
      const interrupt = (): void => stop.abort();
      process.once("SIGINT", interrupt);
      try {
        if (options.init !== undefined) await propose(options.init, options, stop.signal, output);
        else await run(recipe!, outOf(options, command), options, stop.signal, output);
      } catch (error) {
        if (!stop.signal.aborted) throw options.json === true ? error : listed(error, output);
        // What was written beside is gone by now; only the exit code is left to be said.
        output.failure(new PenprintError("INTERRUPTED", {}));
        process.exit(130);
      } finally {
        process.removeListener("SIGINT", interrupt);
      }
    });
};

/** Lists the mistakes of a recipe one below the other, so that the failure need not. */
function listed(error: unknown, output: Output): unknown {
  if (!(error instanceof PenprintError) || error.code !== "COLLECT_RECIPE_INVALID") return error;
  const facts = error.facts as PenprintError<"COLLECT_RECIPE_INVALID">["facts"];
  if (facts.mistakes.length < 2) return error;
  for (const mistake of facts.mistakes) output.note(printable(`${facts.file}, ${mistake}`));
  return new PenprintError("COLLECT_RECIPE_INVALID", { ...facts, mistakes: [] });
}

function outOf(options: Options, command: Command): string {
  return options.out ?? command.error("error: say where to write with --out", { exitCode: 2 });
}

async function run(
  file: string,
  out: string,
  options: Options,
  signal: AbortSignal,
  output: Output,
): Promise<void> {
  const { readRecipe } = await import("../collect/recipe.ts");
  const { collect } = await import("../collect/collect.ts");
  const { programVersion } = await import("../collect/version.ts");
  const recipe = await readRecipe(file);
  let bar: Progress | undefined;
  let step = "";
  try {
    const { report, files, removed } = await collect(recipe, {
      out,
      cache: resolve(options.cache),
      version: programVersion(),
      offline: options.offline,
      refresh: options.refresh,
      keepGoing: options.keepGoing,
      allowPrivate: options.allowPrivate,
      signal,
      onProgress(now, done, of) {
        if (now !== step) {
          bar?.[Symbol.dispose]();
          bar = new Progress(output, now === "fetch" ? "Fetching" : "Reading", of);
          step = now;
        }
        bar?.reach(done);
      },
    });
    bar?.[Symbol.dispose]();
    if (options.json === true) output.object({ ...report, files, removed });
    else show(report, { files, removed }, output);
  } finally {
    bar?.[Symbol.dispose]();
  }
}

async function propose(
  address: string,
  options: Options,
  signal: AbortSignal,
  output: Output,
): Promise<void> {
  const { proposeRecipe } = await import("../collect/propose.ts");
  const { loadForProposal } = await import("../collect/load-page.ts");
  const { programVersion } = await import("../collect/version.ts");
  const page = await loadForProposal(address, {
    cache: resolve(options.cache),
    version: programVersion(),
    offline: options.offline,
    refresh: options.refresh,
    allowPrivate: options.allowPrivate,
    signal,
  });
  const proposal = await proposeRecipe(page);
  if (options.json === true) output.object(proposal);
  else {
    output.line(proposal.yaml.trimEnd());
    // Where the recipe goes into a file, its first lines are not read at once.
    if (!output.forPeople) for (const note of proposal.notes) output.note(printable(note));
  }
}

function show(
  report: CollectReport,
  { files, removed }: { readonly files: readonly string[]; readonly removed: readonly string[] },
  output: Output,
): void {
  const number = (value: number): string => value.toLocaleString("en");
  output.line(
    `${number(report.documents)} documents, ${number(report.words)} words from ${number(report.pages)} ` +
      `${report.pages === 1 ? "page" : "pages"}`,
  );
  const columns = [
    { title: "Author" },
    { title: "Documents", numeric: true },
    { title: "Words", numeric: true },
    { title: "Works", numeric: true },
  ];
  const rows = report.authors.map(({ author, documents, words, works }) => [
    author,
    number(documents),
    number(words),
    number(works),
  ]);
  output.line();
  for (const line of table(columns, rows)) output.line(line);
  output.line();
  const dropped = Object.entries(report.dropped).map(
    ([reason, times]) => `${number(times)} ${leftOut.get(reason) ?? reason.replaceAll("_", " ")}`,
  );
  if (dropped.length > 0) output.line(`Left out: ${dropped.join(", ")}`);
  const { exact, near, shared } = report.duplicates;
  const kinds = [
    [exact, "said again by the same author"],
    [near, "nearly said again"],
    [shared, "said by two authors"],
  ] as const;
  for (const [{ documents, action, dropped: gone }, what] of kinds) {
    if (documents === 0) continue;
    const done =
      action === "report" ? "kept" : gone === documents ? "left out" : `${number(gone)} of them left out`;
    output.line(`Duplicates: ${number(documents)} ${what}, ${done}`);
  }
  const failed = report.failed_pages.map(({ message }) => ({ code: "page_failed", message }));
  output.line(`Written: ${files.join(", ")}`);
  if (removed.length > 0) output.line(`Removed, being of an earlier run: ${removed.join(", ")}`);
  output.warnings([...report.warnings, ...failed]);
  const corpus = files.find((file) => file.endsWith(".train.jsonl")) ?? files[0]!;
  output.line(`\nNext: ${programName()} train ${shellQuoted(corpus)}`);
}

/** What was left out, in words that follow a number. */
const leftOut: ReadonlyMap<string, string> = new Map([
  ["no_speaker", "by nobody who is named"],
  ["other_speaker", "by others"],
  ["repeated_line", "repeated"],
  ["duplicate", "the same again"],
  ["near_duplicate", "nearly the same again"],
  ["shared_by_authors", "said by two authors"],
  ["signature", "signatures"],
  ["note", "notes"],
  ["heading", "headings"],
  ["template", "templates"],
  ["table", "tables"],
]);
