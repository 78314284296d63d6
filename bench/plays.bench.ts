/**
 * Finds one author's speeches in plays, printed in every form, of which the recipe knows nobody else.
 *
 *     node bench/plays.bench.ts FILE
 *
 * FILE holds plays as `Name:`, the speech in the lines below, and an empty line. What is printed from it without empty
 * lines must be read as it was with them.
 */
import { readFile } from "node:fs/promises";

import { compileSelector } from "../src/collect/html/select.ts";
import type { ParserContext } from "../src/collect/parser.ts";
import { parsers } from "../src/collect/parsers.ts";
import { Speakers } from "../src/collect/speakers.ts";

interface Speech {
  readonly name: string;
  readonly lines: readonly string[];
}

/** So many speeches are taken for a play, and so many plays; of each the three who speak most. */
const speechesInPlay = 600;
const playsAtMost = 6;
const authorsInPlay = 3;

const short = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1, 4).toLowerCase())
    .join(" ");
const named = (speech: Speech): string => speech.name;
const capitals = (speech: Speech): string => speech.name.toUpperCase();
const print = (
  name: (speech: Speech) => string,
  between: string,
  { behind = "", indent = "", inset = "" } = {},
): ((speeches: readonly Speech[]) => string) => {
  return (speeches) =>
    speeches
      .map(
        (speech) =>
          `${inset}${name(speech)}${between}${speech.lines.map((line) => indent + line).join("\n")}`,
      )
      .join(`\n${behind}`);
};

const forms = new Map([
  ["Name: above, empty lines between", print(named, ":\n", { behind: "\n" })],
  ["Name: above", print(named, ":\n")],
  ["Name: before", print(named, ": ")],
  ["NAME: before", print(capitals, ": ")],
  ["NAME. before", print(capitals, ". ")],
  ["Nam. before, set in by two", print((speech) => short(speech.name), ". ", { inset: "  " })],
  ["NAME above", print(capitals, "\n")],
  ["NAME. above", print(capitals, ".\n")],
  ["Name above", print(named, "\n")],
  [
    "NAME above, set in as in screenplays",
    print(capitals, "\n", { inset: " ".repeat(20), indent: " ".repeat(10) }),
  ],
]);

async function said(text: string, name: string): Promise<string[]> {
  const context: ParserContext = {
    speakers: new Speakers([[name, []]]),
    drop: () => undefined,
    selector: compileSelector,
    run: {},
  };
  const page = { url: "play.txt", bytes: Buffer.from(text), text, contentType: "" };
  const found: string[] = [];
  for await (const piece of parsers.get("screenplay")!.parse(page, {}, context)) {
    if (context.speakers.authorOf(piece.speakers) !== undefined) found.push(words(piece.text));
  }
  return found;
}

const words = (text: string): string => text.split(/\s+/).join(" ").trim();
const count = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.split(" ").length, 0);

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("name a file with plays");
const speeches: Speech[] = (await readFile(file, "utf8"))
  .split(/\n{2,}/)
  .map((block) => block.split("\n").filter((line) => line.trim() !== ""))
  .filter(([name = "", ...lines]) => /^.{1,39}:$/.test(name) && lines.length > 0)
  .map(([name, ...lines]) => ({ name: name!.slice(0, -1), lines }));
for (const [form, printed] of forms) {
  let [right, exact, all] = [0, 0, 0];
  const [truth, found]: [string[], string[]] = [[], []];
  for (let play = 0; play < playsAtMost; play++) {
    const own = speeches.slice(play * speechesInPlay, (play + 1) * speechesInPlay);
    const nameOf = form.startsWith("Nam.")
      ? (speech: Speech) => short(speech.name)
      : (speech: Speech) => speech.name.toLowerCase();
    const often = [...Map.groupBy(own, nameOf)].sort(([, a], [, b]) => b.length - a.length);
    for (const [name, theirs] of often.slice(0, authorsInPlay)) {
      const left = theirs.map(({ lines }) => words(lines.join(" ")));
      const mine = await said(printed(own), name);
      truth.push(...left);
      found.push(...mine);
      all += left.length;
      for (const text of mine) {
        // Right is what is the same from the start on.
        const at = Math.max(
          left.indexOf(text),
          left.findIndex((other) => text.startsWith(other) || other.startsWith(text)),
        );
        if (at < 0) continue;
        const [other] = left.splice(at, 1);
        if (other === text) exact++;
        right += Math.min(count([text]), count([other!]));
      }
    }
  }
  console.log(
    `${form.padEnd(38)} precision ${(right / count(found)).toFixed(4)}, recall ${(right / count(truth)).toFixed(4)}, ` +
      `${exact} of ${all} speeches exactly`,
  );
}
