/** A picture of results: drawn, described, and with the numbers it was drawn from. */

/** One drawing. */
export interface Drawing {
  /** For files: lower-case letters, digits and `-`. */
  readonly name: string;
  /** What tells it from the other drawings of its picture; empty where it is the only one. */
  readonly label: string;
  /** Complete: it can stand in a page or in a file of its own. Text in it is escaped. */
  readonly svg: string;
}

/** Drawings of the same numbers. */
export interface Picture {
  /** For files and addresses: lower-case letters and `-`. */
  readonly name: string;
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly description: string;
  /** One at a time, to choose from, or all of them side by side. */
  readonly arrangement: "choice" | "side by side";
  /** At least one. */
  readonly drawings: readonly Drawing[];
  /** The numbers, with a line of titles. */
  readonly csv: string;
}

/**
 * Rows as a CSV file (RFC 4180).
 *
 * @param titles names of the columns
 * @param rows what stands in them; null is left empty
 */
export function csvOf(
  titles: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const line = (fields: readonly (string | number | null)[]): string => `${fields.map(quoted).join(",")}\r\n`;
  return line(titles) + rows.map(line).join("");
}

function quoted(field: string | number | null): string {
  const text = field === null ? "" : String(field);
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Part of a name in a file's name: letters and digits of ASCII, the rest as `-`; its place keeps names apart. */
export function fileNameOf(name: string, place: number): string {
  const letters = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "")
    .slice(0, 40);
  return [String(place + 1).padStart(3, "0"), letters].filter((part) => part !== "").join("-");
}
