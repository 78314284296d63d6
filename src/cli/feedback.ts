/** `penprint feedback export`: what people put right, as a corpus to learn from. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { access } from "node:fs/promises";

import { Argument, Option } from "commander";

import { PenprintError } from "../errors.ts";
import { openStore } from "../server/feedback/open-store.ts";
import { settingsTable } from "../server/settings.ts";
import { counted } from "./figures.ts";
import { addJsonOption } from "./options.ts";
import type { Output } from "./output.ts";
import type { Define } from "./program.ts";

interface Options {
  readonly feedback: string;
  readonly out?: string;
}

/** Defines the command. */
export const defineFeedback: Define = (command, { output }) => {
  command
    .description(
      "Writes the feedback that a service has kept as JSON Lines, a corpus that `penprint train` reads: those with a text, by the author who was named as the right one.",
    )
    .addArgument(new Argument("<action>", "what to do").choices(["export"]))
    .addOption(
      new Option("--feedback <file>", "the database that `penprint serve --feedback` keeps")
        .env("PENPRINT_FEEDBACK")
        .default("", "PENPRINT_DATABASE_URL"),
    )
    .option("-o, --out <file>", "the corpus to write; standard output when not given");
  addJsonOption(command);
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint feedback export --feedback feedback.sqlite --out corrected.jsonl",
  );
  command.action((_action: string, options: Options) => exportFeedback(options, output));
};

async function exportFeedback({ feedback, out }: Options, output: Output): Promise<void> {
  const databaseUrl = feedback === "" ? databaseAddress() : "";
  // Opening would make one.
  if (feedback !== "") await access(feedback).catch(() => missing(feedback));
  const store = await openStore({ feedback, databaseUrl });
  if (store === null) {
    const allowed = "the file of a database, or PENPRINT_DATABASE_URL be set";
    throw new PenprintError("PARAMETER_INVALID", { parameter: "--feedback", allowed, received: "nothing" });
  }
  const file = out === undefined ? null : createWriteStream(out, { flags: "w" });
  let [documents, without] = [0, 0];
  try {
    if (file !== null) await once(file, "open");
    for await (const { text, author, prediction_id: id } of store.entries()) {
      if (text === null) {
        without++;
        continue;
      }
      documents++;
      const line = JSON.stringify({ author, text, id });
      if (file === null) output.line(line);
      else if (!file.write(`${line}\n`)) await once(file, "drain");
    }
    file?.end();
    if (file !== null) await once(file, "finish");
  } catch (error) {
    if (error instanceof PenprintError || out === undefined) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new PenprintError("FILE_UNWRITABLE", { file: out, reason }, { cause: error });
  } finally {
    await store.close();
  }
  const left = without === 0 ? "" : `; ${counted(without, "piece")} of feedback without a text left out`;
  output.note(`${counted(documents, "document")}${left}`);
}

function missing(file: string): never {
  throw new PenprintError("FILE_NOT_FOUND", { file });
}

function databaseAddress(): string {
  const { environment } = settingsTable.databaseUrl;
  return environment.map((name) => process.env[name]).find((value) => value !== undefined) ?? "";
}
