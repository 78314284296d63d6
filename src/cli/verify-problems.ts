/** Verification problems with known truth, and how well they were solved. */
import { readText } from "../corpus/text-file.ts";
import type { Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { type LikelihoodRatioScores, likelihoodRatioScores } from "../evaluate/likelihood-ratios.ts";
import { type VerificationScores, verificationScores } from "../evaluate/verification.ts";
import type { Verification } from "../verify/verification.ts";
import type { Verifier } from "../verify/verifier.ts";
import { counted, metric, percent, wholeNumber } from "./figures.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";
import { table } from "./table.ts";

/** One problem. */
export interface Problem {
  readonly id: string;
  readonly known: readonly string[];
  readonly questioned: string;
  /** Whether one author did write all of it. */
  readonly same: boolean;
}

/** How well the problems were solved, in the form of `penprint verify --problems --json`. */
export interface Judgement extends VerificationScores, LikelihoodRatioScores {
  /** How many there are. */
  readonly count: number;
  readonly same_author: number;
  /** How many got no verdict. */
  readonly unanswered: number;
  readonly problems: readonly SolvedProblem[];
}

interface SolvedProblem extends Pick<Verification, "verdict" | "probability" | "score"> {
  readonly id: string;
  readonly same: boolean;
  readonly log10_likelihood_ratio: number | null;
  readonly warnings: readonly string[];
}

/**
 * Reads problems: a JSON object a line, with `known` (a text or several), `questioned`, `same` and perhaps `id`.
 *
 * @throws LINE_MALFORMED, CORPUS_EMPTY, and what reading a file throws
 */
export async function readProblems(file: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [index, line] of (await readText(file)).split("\n").entries()) {
    if (line.trim() !== "") problems.push(problemFrom(line, file, index + 1));
  }
  if (problems.length === 0) throw new PenprintError("CORPUS_EMPTY", { sources: [file] });
  return problems;
}

/** Solves the problems and compares with the truth. */
export async function judge(
  verifier: Verifier,
  problems: readonly Problem[],
  output: Output,
): Promise<Judgement> {
  const solved: SolvedProblem[] = [];
  const progress = new Progress(output, "Verifying", problems.length);
  try {
    for (const { id, known, questioned, same } of problems) {
      const { verdict, probability, score, likelihood_ratio, warnings } = verifier.verify(known, questioned);
      const log10_likelihood_ratio = likelihood_ratio?.log10 ?? null;
      const codes = warnings.map(({ code }) => code);
      solved.push({ id, same, verdict, probability, score, log10_likelihood_ratio, warnings: codes });
      progress.advance(1);
      // Lets the bar be drawn and an interruption be heard.
      await new Promise((next) => setImmediate(next));
    }
  } finally {
    progress[Symbol.dispose]();
  }
  const scores = solved.map(({ verdict, probability, same }) => ({
    score: verdict === null ? 0.5 : (probability ?? 0.5),
    same,
  }));
  const ratios = solved.map(({ log10_likelihood_ratio }) => (log10_likelihood_ratio ?? 0) * Math.LN10);
  return {
    count: solved.length,
    same_author: solved.filter(({ same }) => same).length,
    unanswered: solved.filter(({ verdict }) => verdict === null).length,
    ...verificationScores(scores),
    ...likelihoodRatioScores(
      ratios,
      solved.map(({ same }) => same),
    ),
    problems: solved,
  };
}

/** What is doubtful about problems, by the codes of their warnings. */
const doubts: ReadonlyMap<string, string> = new Map([
  ["shared_text", "a text is also in the impostors' corpus, whose author was left out of it"],
  ["questioned_among_known", "the questioned text is one of the known ones, word for word"],
  ["nothing_common", "the texts share nothing with those of the impostors"],
  ["short_questioned", "the questioned text is so short that little can be told"],
  ["short_known", "the known texts are so short that they hardly show how their author writes"],
  ["few_impostors", "there are too few impostors to show how others write"],
  ["impostors_short", "most impostors have so little text that the known author's was cut to match"],
  ["script_differs", "the texts are in different letters and cannot be compared"],
  ["language_differs", "the texts are in different languages and cannot be compared"],
  ["impostors_script_differs", "the impostors write in other letters, so that nothing can be told by them"],
  [
    "impostors_language_differs",
    "the impostors write in another language, so that nothing can be told by them",
  ],
  ["not_calibrated", "the impostors have too few works for trials, so that there is no likelihood ratio"],
]);

/** In how many problems something is doubtful, each doubt once. */
export function problemWarnings(problems: readonly Pick<SolvedProblem, "warnings">[]): Warning[] {
  const counts = new Map<string, number>();
  for (const { warnings } of problems) {
    for (const code of new Set(warnings)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, times]) => ({
    code,
    message: `In ${counted(times, "problem")} ${doubts.get(code) ?? `there is a warning, ${code}`}.`,
  }));
}

/** Prints a judgement for people. */
export function showJudgement(judgement: Judgement, output: Output): void {
  const { count, same_author, unanswered, overall } = judgement;
  const right = judgement.problems.filter(
    ({ verdict, same }) => verdict !== null && (verdict === "same author") === same,
  ).length;
  const answered = count - unanswered;
  output.line(
    output.style(
      "bold",
      answered === 0
        ? `No verdict on any of ${counted(count, "problem")}.`
        : `Right in ${percent(right / answered)} of ${counted(answered, "verdict")} on ${counted(count, "problem")}.`,
    ),
  );
  output.line();
  const rows = [
    ["Problems", wholeNumber(count), `${wholeNumber(same_author)} by one author`],
    ["  without a verdict", wholeNumber(unanswered), ""],
    ["AUC", metric(judgement.auc), "1 is best, 0.5 is guessing"],
    ["c@1", metric(judgement.c_at_1), "right answers, open ones counted as the rest went"],
    ["F0.5u", metric(judgement.f_05_u), "1 is best; same-author verdicts that are right"],
    ["F1", metric(judgement.f1), "1 is best; of answered problems"],
    ["Brier", metric(judgement.brier_complement), "1 is best, 0.75 is always one half"],
    ["Overall", metric(overall), "mean of these five, as at PAN"],
    ["C_llr", metric(judgement.c_llr), "0 is best, 1 is knowing nothing"],
    ["  at best", metric(judgement.c_llr_min), "C_llr if the scores were calibrated to these problems"],
    ["Equal error rate", metric(judgement.equal_error_rate), "0 is best, 0.5 is guessing"],
  ];
  for (const line of table([{ title: "" }, { title: "", numeric: true }, { title: "" }], rows))
    output.line(line);
  output.warnings(problemWarnings(judgement.problems));
}

function problemFrom(line: string, file: string, number: number): Problem {
  const refuse = (problem: string): never => {
    throw new PenprintError("LINE_MALFORMED", { file, line: number, problem });
  };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    refuse("it is not valid JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse("it is no JSON object");
  const { id, known, questioned, same } = value as Readonly<Record<string, unknown>>;
  const texts: unknown[] = Array.isArray(known) ? known : [known];
  if (texts.length === 0 || !texts.every(isText))
    refuse('"known" must be a text or a list of texts, none empty');
  if (!isText(questioned)) refuse('"questioned" must be a text that is not empty');
  if (typeof same !== "boolean") refuse('"same" must be true or false');
  return {
    id: typeof id === "string" || typeof id === "number" ? String(id) : String(number),
    known: texts.filter(isText),
    questioned: String(questioned),
    same: same === true,
  };
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
