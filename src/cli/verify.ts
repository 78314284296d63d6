/** `penprint verify`: did the author of these texts write that one, too? */
import type { Command } from "commander";

import { standardInput } from "../corpus/bytes.ts";
import { readDocuments } from "../corpus/read.ts";
import { readText } from "../corpus/text-file.ts";
import { PenprintError } from "../errors.ts";
import type { Verification } from "../verify/verification.ts";
import { Verifier } from "../verify/verifier.ts";
import { CorpusInput } from "./corpus-input.ts";
import { counted, percent, wholeNumber } from "./figures.ts";
import {
  addCorpusOptions,
  addJsonOption,
  type CorpusOptions,
  wholeNumber as wholeNumberOption,
} from "./options.ts";
import type { Output } from "./output.ts";
import type { Define, Surroundings } from "./program.ts";
import { table } from "./table.ts";
import { readProblems, showJudgement, judge } from "./verify-problems.ts";

interface Options extends CorpusOptions {
  readonly impostors?: string;
  readonly problems?: string;
  readonly seed: number;
}

/** Defines the command. */
export const defineVerify: Define = (command, surroundings) => {
  command
    .description(
      "Tells whether the author of some known texts also wrote a questioned one: whether they are nearer to it than texts of others (impostors) are, and how much that is worth, as measured on trials among those others.",
    )
    .usage("[options] <known...> <questioned>\n       penprint verify [options] --problems <file>")
    .argument(
      "[texts...]",
      "files or a folder with the known author's texts and, last, the file with the questioned text (- for standard input)",
    )
    .option(
      "-i, --impostors <corpus>",
      "file or folder with texts of others, in the same language and of the same kind, as for train",
    )
    .option(
      "--problems <file>",
      "judge the method on problems with known truth: lines of JSON with known, questioned and same",
    )
    .option("--seed <n>", "for whatever is drawn by chance", wholeNumberOption, 0);
  addJsonOption(addCorpusOptions(command));
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint verify letters/ anonymous.txt --impostors other-letters.csv --author-column sender",
  );
  command.action((texts: string[], options: Options) => run(texts, options, command, surroundings));
};

async function run(
  texts: readonly string[],
  options: Options,
  command: Command,
  { output, interruption }: Surroundings,
): Promise<void> {
  const questioned = texts.at(-1);
  if (options.problems === undefined && (questioned === undefined || texts.length < 2)) {
    command.error("error: give the known texts and, last, the questioned one; or --problems");
  }
  if (options.problems !== undefined && questioned !== undefined) {
    command.error("error: give either texts or --problems, not both");
  }
  interruption.begin();
  // Before the corpus, which takes longer: a mistake should show at once.
  const problems = options.problems === undefined ? null : await readProblems(options.problems);
  const sides = questioned === undefined ? null : await readSides(texts.slice(0, -1), questioned);
  if (options.impostors === undefined) throw new PenprintError("IMPOSTORS_MISSING", {});
  // The known author's texts may be in it twice, or an author's under two names; neither changes an answer.
  const corpus = new CorpusInput([options.impostors], { ...options, allowSharedTexts: true }, output);
  const verifier = new Verifier(await corpus.documents("Reading"), { seed: options.seed });
  if (problems !== null) {
    const judgement = await judge(verifier, problems, output);
    if (output.json) output.object({ ...judgement, warnings: corpus.warnings() });
    else showJudgement(judgement, output);
    return;
  }
  const verification = verifier.verify(sides!.known, sides!.questioned);
  const warnings = [...verification.warnings, ...corpus.warnings()];
  if (output.json) output.object({ ...verification, warnings });
  else show({ ...verification, warnings }, output);
}

async function readSides(
  paths: readonly string[],
  file: string,
): Promise<{ known: string[]; questioned: string }> {
  const known: string[] = [];
  const authors = new Set<string>();
  for await (const { author, text } of readDocuments(paths, { authorRequired: false })) {
    known.push(text);
    if (author !== "") authors.add(author);
  }
  if (authors.size > 1) throw new PenprintError("KNOWN_AUTHORS_SEVERAL", { authors: [...authors] });
  const questioned = await readText(file === "-" ? standardInput : file);
  if (questioned.trim() === "") throw new PenprintError("TEXT_EMPTY", {});
  return { known, questioned };
}

function show(verification: Verification, output: Output): void {
  output.line(output.style("bold", headline(verification)));
  output.line();
  for (const line of table([{ title: "" }, { title: "", numeric: true }, { title: "" }], facts(verification)))
    output.line(line);
  output.line();
  const numeric = true;
  const columns = [
    { title: "Nearer than the impostors by" },
    { title: "rounds won", numeric },
    { title: "5 %", numeric },
    { title: "median", numeric },
    { title: "95 %", numeric },
  ];
  const rows = verification.families.map(
    ({ family, rounds_won, difference_percentiles: [low, , middle, , high] }) => [
      family,
      percent(rounds_won),
      difference(low),
      difference(middle),
      difference(high),
    ],
  );
  for (const line of table(columns, rows)) output.line(line);
  output.warnings(verification.warnings);
  output.line();
  output.paragraph(record(verification), "dim");
}

function headline({ verdict, probability, calibration }: Verification): string {
  if (verdict === "same author") return "Most likely by the same author.";
  if (verdict === "different authors") return "Most likely by different authors.";
  if (probability !== null) return "No verdict: too close to call.";
  return calibration === null
    ? "No verdict: there is nothing to measure the score by."
    : "No verdict: these texts cannot be compared.";
}

function facts({ probability, likelihood_ratio, rounds_won, families }: Verification): string[][] {
  const rounds = families.reduce((sum, { differences }) => sum + differences.length, 0);
  const won = [
    "Rounds won",
    percent(rounds_won),
    `of ${wholeNumber(rounds)}, each on a third of the features`,
  ];
  if (probability === null || likelihood_ratio === null) return [won];
  const { ratio, limited, supports, strength } = likelihood_ratio;
  const support =
    supports === "neither" ? "support for neither" : `${strength} support for ${forWhom(supports)}`;
  return [
    ["Probability", percent(probability), "of the same author, where both were as likely beforehand"],
    [
      "Likelihood ratio",
      limited ? `${ratio < 1 ? "≤" : "≥"} ${ratioText(ratio)}` : ratioText(ratio),
      support,
    ],
    won,
  ];
}

const forWhom = (supports: string): string => (supports === "same author" ? "the same author" : supports);

/** What came of the trials. */
function record({ calibration, impostors, likelihood_ratio }: Verification): string {
  const others = counted(impostors.authors, "impostor");
  if (calibration === null) return `Compared with ${others}. Not measured on any trial.`;
  const { same_author_trials, different_author_trials, auc, c_at_1, c_llr, abstention } = calibration;
  const trials = wholeNumber(same_author_trials + different_author_trials);
  return (
    `Measured on ${trials} trials among ${others}, on texts as long as these: AUC ${auc.toFixed(3)}, ` +
    `c@1 ${c_at_1.toFixed(3)}, C_llr ${c_llr.toFixed(3)} (0 is best, 1 is knowing nothing). ` +
    (abstention.from < abstention.to
      ? `There is no verdict from ${percent(abstention.from)} to ${percent(abstention.to)}.`
      : "There is a verdict for every probability but one half.") +
    (likelihood_ratio?.limited === true ? " So few authors can show no stronger ratio than this." : "")
  );
}

/** `139`, `2.4`, `1 / 35` */
function ratioText(ratio: number): string {
  if (ratio < 1) return `1 / ${ratioText(1 / ratio)}`;
  return ratio < 10 ? ratio.toFixed(1) : wholeNumber(ratio);
}

const difference = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
