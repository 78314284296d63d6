/** `penprint inspect`: what a model file holds. */
import { stat } from "node:fs/promises";

import type { Identifier } from "../identifier.ts";
import { readModel } from "../model-file/disk.ts";
import { bytes, counted, wholeNumber } from "./figures.ts";
import {
  authorsTable,
  choiceReason,
  featuresLine,
  recipeSettings,
  rejectionLine,
  trackRecord,
} from "./model-card.ts";
import { addJsonOption } from "./options.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { Define, Surroundings } from "./program.ts";

/** Defines the command. */
export const defineInspect: Define = (command, surroundings) => {
  command
    .description(
      "Shows what a model file holds: recipe, authors, corpus and how it did on texts it had not seen.",
    )
    .argument("<model>", "a model file");
  addJsonOption(command);
  command.addHelpText("after", "\nExample:\n  $ penprint inspect presidents.safetensors");
  command.action((model: string) => run(model, surroundings));
};

async function run(file: string, { output, interruption }: Surroundings): Promise<void> {
  interruption.begin();
  const identifier = await readModel(file);
  const { size } = await stat(file);
  if (output.json) output.object(facts(identifier, size));
  else show(identifier, size, output);
}

function facts({ card, recipe, authors, features, parts }: Identifier, size: number): object {
  return {
    name: card.name,
    recipe,
    authors,
    features: features.size,
    calibration: parts.calibration,
    rejection: parts.rejection ?? null,
    corpus: card.corpus,
    evaluation: card.evaluation,
    bytes: size,
  };
}

function show(identifier: Identifier, size: number, output: Output): void {
  const { card, recipe, authors, parts } = identifier;
  const { documents, words, sha256 } = card.corpus;
  output.line(
    output.style("bold", `${printable(card.name)}: tells ${wholeNumber(authors.length)} authors apart.`),
  );
  output.line();
  const rejects = rejectionLine(identifier);
  const chosen = choiceReason(card);
  const rows = [
    ["Recipe", recipe.name],
    ...recipeSettings(recipe, parts.calibration, parts.ensemble?.shares ?? null).map(([name, value]) => [
      `  ${name}`,
      value,
    ]),
    ...(chosen === null ? [] : [["Chosen", `because ${chosen}`]]),
    ["Features", featuresLine(identifier)],
    ...(rejects === null ? [] : [["Unknown", rejects]]),
    ["Trained on", `${counted(documents, "document")}, ${counted(words, "word")}`],
    ["  SHA-256", sha256 ?? "not read from files"],
    ["File", bytes(size)],
  ];
  for (const [name = "", value = ""] of rows) output.line(`  ${name.padEnd(15)}${printable(value)}`);
  output.line();
  for (const line of authorsTable(card.corpus.authors, 50)) output.line(line);
  output.line();
  output.paragraph(trackRecord(card) ?? "Nobody has measured it yet: penprint evaluate MODEL CORPUS");
}
