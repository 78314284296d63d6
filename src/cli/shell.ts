/** Words for a shell. */
import { printable } from "./printable.ts";

/** How this program is called here: from a checkout of the project, through npx. */
export function programName(): string {
  return process.env["npm_config_user_agent"] === undefined ? "penprint" : "npx penprint";
}

/** A file name as it must be typed: as it is, or in single quotes where it has anything special. */
export function shellQuoted(word: string): string {
  const shown = printable(word);
  return /^[\w./@%+=:,-]+$/u.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
