/** What a model has learned, said when it was written. */
import type { Warning } from "../document.ts";
import type { Choice } from "../evaluate/choose.ts";
import type { Identifier } from "../identifier.ts";
import { trainingImbalance } from "../imbalance.ts";
import { modelName } from "../model-file/model-name.ts";
import { calibrationMethod } from "../recipe.ts";
import { bytes as sized, counted, duration } from "./figures.ts";
import { authorsTable, featuresLine, measuredLine, recipeLine, rejectionLine } from "./model-card.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import { wrapped } from "./table.ts";
import { programName, shellQuoted } from "./shell.ts";

/** How the model came about. */
export interface Trained {
  readonly file: string;
  /** Of the file, in bytes. */
  readonly size: number;
  readonly seconds: number;
  /** How many bytes of text were read; null when others had read them. */
  readonly bytes: number | null;
  readonly warnings: readonly Warning[];
  /** How the recipe was chosen, where it was not named. */
  readonly choice?: Choice | null;
}

/** Shows it, for people or for programs. */
export function showTrained(
  identifier: Identifier,
  { file, size, seconds, bytes, warnings: found, choice = null }: Trained,
  output: Output,
): void {
  const { documents, words, sha256 } = identifier.card.corpus;
  const features = identifier.features.size;
  const speed = bytes === null ? null : bytes / 1e6 / seconds;
  const unequal = trainingImbalance(identifier.card.corpus.authors);
  const warnings = [...found, ...(unequal === null ? [] : [unequal]), ...notCalibrated(identifier, choice)];
  if (output.json) {
    output.object({
      model: {
        file,
        name: identifier.card.hasOwnName === true ? identifier.card.name : modelName(file),
        recipe: identifier.recipe.name,
        bytes: size,
      },
      authors: identifier.authors.length,
      documents,
      words,
      features,
      sha256,
      ...(choice === null ? {} : { choice }),
      ...(measuredLine(identifier.card) === null ? {} : { evaluation: identifier.card.evaluation }),
      ...((identifier.parts.rejection ?? null) === null ? {} : { rejection: identifier.parts.rejection }),
      seconds,
      megabytes_per_second: speed,
      warnings,
    });
    return;
  }
  const headline = `Learned ${counted(identifier.authors.length, "author")} from ${counted(documents, "document")}`;
  output.line(output.style("bold", `${headline} with ${counted(words, "word")}.`));
  output.line();
  for (const line of authorsTable(identifier.card.corpus.authors)) output.line(line);
  output.line();
  output.line(`  Recipe     ${recipeLine(identifier.recipe)}`);
  if (choice !== null) {
    const [first = "", ...rest] = wrapped(`chosen because ${choice.reason}`, Math.max(40, output.width - 13));
    for (const line of [first, ...rest]) output.line(`             ${line}`);
  }
  const rejects = rejectionLine(identifier);
  if (rejects !== null) output.line(`  Unknown    ${rejects}`);
  output.line(`  Features   ${featuresLine(identifier)}`);
  const measured = measuredLine(identifier.card);
  if (measured !== null) output.line(`  Accuracy   ${measured}`);
  const pace = speed === null ? "" : `, ${speed.toFixed(1)} MB/s`;
  output.line(`  Time       ${duration(seconds)}${pace}`);
  output.line(`  Model      ${printable(file)}, ${sized(size)}`);
  output.warnings(warnings);
  output.line();
  output.line(`Next: ${programName()} predict ${shellQuoted(file)} "…"`);
}

function notCalibrated(identifier: Identifier, choice: Choice | null): Warning[] {
  const code = "not_calibrated";
  if (identifier.isUncalibrated) {
    const message =
      "There are too few documents to calibrate on: the probabilities are the classifier's own.";
    return [{ code, message }];
  }
  // Who names a recipe knows what it does; here nobody did.
  if (choice === null || calibrationMethod(identifier.recipe) !== "none") return [];
  const message =
    "The probabilities are Naive Bayes' own, which are far too sure: nothing was tried on texts held out. Where there are 50 documents or more, --recipe naive-bayes --calibration temperature makes them mean something.";
  return [{ code, message }];
}
