/** The text that a command is asked about: an argument, a file, or standard input. */
import type { Command } from "commander";

import { standardInput } from "../corpus/bytes.ts";
import { readText } from "../corpus/text-file.ts";
import { PenprintError } from "../errors.ts";

/**
 * Reads the text.
 *
 * @param text the argument, if there is one
 * @param file the value of `--file`, if there is one
 * @param command for the usage error when there is neither, nor anything on standard input
 * @throws TEXT_EMPTY, and what reading a file throws
 */
export async function givenText(
  text: string | undefined,
  file: string | undefined,
  command: Command,
): Promise<string> {
  if (text !== undefined && file !== undefined)
    command.error("error: give either a text or --file, not both");
  if (text === undefined && file === undefined && process.stdin.isTTY) {
    command.error("error: give a text, --file, or something on standard input");
  }
  const given = text ?? (await readText(file ?? standardInput));
  if (given.trim() === "") throw new PenprintError("TEXT_EMPTY", {});
  return given;
}
