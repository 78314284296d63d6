/** Texts laid out by the width that they have on a terminal, whatever the script. */
import { printable } from "./printable.ts";
import { widthOf } from "./width.ts";

/** A column: its title, and whether its cells are numbers, which end on the same place. */
export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
}

/**
 * Lays out rows of texts.
 *
 * @param columns one per cell; the last one is not padded
 * @param rows cells as they are to be seen; control characters are shown, not obeyed
 * @returns the lines, the titles first if any column has one
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const titled = columns.some((column) => column.title !== "");
  const cells = [...(titled ? [columns.map((column) => column.title)] : []), ...rows].map((row) =>
    row.map((cell) => shortened(printable(cell))),
  );
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => widthOf(row[at]!))));
  return cells.map((row) => {
    const line = row.map((cell, at) => {
      const space = " ".repeat(widths[at]! - widthOf(cell));
      return columns[at]!.numeric === true ? space + cell : cell + space;
    });
    return `  ${line.join("   ")}`.trimEnd();
  });
}

/** A text in lines of at most `width` columns, as far as its words allow. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** The longest cell that helps anybody. */
const mostCharacters = 60;

function shortened(cell: string): string {
  const characters = [...cell];
  return characters.length <= mostCharacters ? cell : `${characters.slice(0, mostCharacters - 1).join("")}…`;
}
