/** `penprint explain`: which pieces of a text speak for whom, and that they add up. */
import type { Command } from "commander";

import { type Evidence, explain, type Explanation } from "../explain/explain.ts";
import { readModel } from "../model-file/disk.ts";
import type { Recipe } from "../recipe.ts";
import { bar, counted, signed } from "./figures.ts";
import { givenText } from "./given-text.ts";
import { highlight } from "./highlight.ts";
import { viewSaid } from "./model-card.ts";
import { addJsonOption, wholeNumber } from "./options.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { Define, Surroundings } from "./program.ts";
import { table } from "./table.ts";

interface Options {
  readonly file?: string;
  readonly author?: string;
  readonly against?: string;
  readonly top: number;
}

/** Defines the command. */
export const defineExplain: Define = (command, surroundings) => {
  command
    .description(
      "Shows which pieces of a text speak for one author and which for another: their shares add up to the difference of the two scores. Without TEXT and --file, the text comes from standard input.",
    )
    .argument("<model>", "a model file")
    .argument("[text]", "the text")
    .option("-f, --file <file>", "read the text from a file")
    .option("--author <name>", "explain this author instead of the most likely one")
    .option("--against <name>", "compare with this author instead of the next most likely one")
    .option("-n, --top <n>", "show the n strongest pieces for each side", wholeNumber, 10);
  addJsonOption(command);
  command.addHelpText(
    "after",
    '\nExample:\n  $ penprint explain presidents.safetensors "Four score and seven years ago" --against "Barack Obama"',
  );
  command.action((model: string, text: string | undefined, options: Options) =>
    run(model, text, options, command, surroundings),
  );
};

async function run(
  model: string,
  text: string | undefined,
  options: Options,
  command: Command,
  { output, interruption }: Surroundings,
): Promise<void> {
  if (options.top < 1) command.error("error: --top must be 1 or more");
  interruption.begin();
  const given = await givenText(text, options.file, command);
  const identifier = await readModel(model);
  const explanation = explain(identifier, given, {
    ...(options.author === undefined ? {} : { author: options.author }),
    ...(options.against === undefined ? {} : { against: options.against }),
  });
  if (output.json) output.object(explanation);
  else show(given, explanation, options.top, decision(identifier.recipe, explanation), output);
}

function show(
  text: string,
  explanation: Explanation,
  top: number,
  decided: string | null,
  output: Output,
): void {
  const { log_odds, divisor, base, evidence } = explanation;
  const author = printable(explanation.author);
  const against = printable(explanation.against);
  const verdict =
    log_odds >= 0
      ? `${author} rather than ${against}: ${odds(log_odds / divisor)}.`
      : `${against} rather than ${author}: ${odds(-log_odds / divisor)}.`;
  output.line(output.style("bold", verdict));
  if (output.forPeople) {
    output.line();
    output.line(highlight(text, explanation, output));
  }
  const strongest = Math.abs(evidence[0]?.log_odds ?? 1);
  const sides = [
    { title: `Speaks for ${author}`, color: "green", pieces: evidence.filter((piece) => piece.log_odds > 0) },
    { title: `Speaks for ${against}`, color: "red", pieces: evidence.filter((piece) => piece.log_odds < 0) },
  ] as const;
  for (const { title, color, pieces } of sides) {
    output.line();
    output.line(output.style(["bold", color], title));
    if (pieces.length === 0) output.line("  nothing");
    for (const line of pieceLines(pieces.slice(0, top), strongest)) output.line(line);
    const rest = pieces.slice(top);
    if (rest.length > 0)
      output.line(
        output.style("dim", `  … and ${counted(rest.length, "other piece")}, ${signed(sum(rest))} in all`),
      );
  }
  output.line();
  output.line(output.style("bold", "It adds up, in log-odds"));
  const rows = [
    ["before the text is read", signed(base)],
    [`${counted(sides[0].pieces.length, "piece")} for ${author}`, signed(sum(sides[0].pieces))],
    [`${counted(sides[1].pieces.length, "piece")} for ${against}`, signed(sum(sides[1].pieces))],
    ["altogether", signed(log_odds)],
    ...(divisor === 1 ? [] : [[`calibrated: divided by ${divisor.toFixed(2)}`, signed(log_odds / divisor)]]),
  ];
  for (const line of table([{ title: "" }, { title: "", numeric: true }], rows)) output.line(line);
  if (decided === null) return;
  output.line();
  output.paragraph(decided);
}

/** Whose scores these are, where only the largest of a recipe's members counts; null where all do. */
function decision(
  { views, classifier }: Recipe,
  { author, against, decided_by: by }: Explanation,
): string | null {
  if (by === undefined || classifier.name !== "ensemble" || by.author === -1) return null;
  const { members } = classifier;
  const said = (index: number): string =>
    `${members[index]!.name} on ${viewSaid(views[members[index]!.view]!)} (member ${index + 1})`;
  const whose =
    by.author === by.against
      ? `for both that of ${said(by.author)}`
      : `for ${printable(author)} that of ${said(by.author)}, for ${printable(against)} that of ${said(by.against)}`;
  return `This is not the sum of all members: of each author only the largest of their scores counts, ${whose}. What the others found is not in it, and with a changed text others may decide.`;
}

function pieceLines(pieces: readonly Evidence[], strongest: number): string[] {
  const rows = pieces.map(({ feature, count, log_odds }) => [
    signed(log_odds),
    visible(feature),
    // Only figures of style are no whole numbers.
    Number.isInteger(count) ? (count === 1 ? "" : `× ${count}`) : `= ${count.toPrecision(3)}`,
    bar(Math.abs(log_odds) / strongest, 24),
  ]);
  return table([{ title: "", numeric: true }, { title: "" }, { title: "" }, { title: "" }], rows);
}

/** A space at the edge of a feature is part of it, and would not be seen. */
const visible = (feature: string): string =>
  feature.replaceAll(/^ +| +$/gu, (spaces) => "␣".repeat(spaces.length));

const sum = (pieces: readonly Evidence[]): number =>
  pieces.reduce((total, piece) => total + piece.log_odds, 0);

/** Log-odds as people bet: `3.2 : 1`. */
function odds(logOdds: number): string {
  const ratio = Math.exp(logOdds);
  if (ratio < 1.05) return "about 1 : 1";
  if (ratio < 100) return `${ratio.toFixed(1)} : 1`;
  return ratio < 1e6 ? `${Math.round(ratio).toLocaleString("en")} : 1` : `more than a million : 1`;
}
