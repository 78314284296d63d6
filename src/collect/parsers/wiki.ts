/** Wiki markup (MediaWiki): transcripts as they stand in a page's source. */
import { Dialogue, dialogueSettings } from "../dialogue.ts";
import type { MarkedLine } from "../html/text.ts";
import { defineParser } from "../parser.ts";
import type { DropReason } from "../parser.ts";
import { plainWiki, revealed, withoutEntities } from "./wiki-markup.ts";
import { lineBreak } from "./wiki-templates.ts";

/** `parser: wiki`. Gives one document a line with a speaker. */
export const wiki = defineParser({
  name: "wiki",
  about: "The source of a wiki page: '''Name''': speech, ;Name :speech, or Name: speech.",
  finds: "lines",
  entities: true,
  settings: dialogueSettings,
  *parse(page, settings, context) {
    const dialogue = new Dialogue(context, settings);
    for (const line of wikiLines(page.text, (reason, count) => context.drop(reason, count))) {
      if (line.kind === "heading") context.drop("heading");
      else if (line.kind === "title") dialogue.title(line.lines[0]!.text);
      else for (const { speaker, text } of dialogue.turns(line.lines)) yield { text, speakers: [speaker] };
    }
  },
});

/** A line of the page's source; `<br>` makes several of it. */
interface WikiLine {
  readonly lines: readonly MarkedLine[];
  /** A title is `;Name`, with what is said in the lines that follow. */
  readonly kind: "text" | "heading" | "title";
}

/** The lines of a page's source without templates, tables, notes and markup; bold text is marked. */
function wikiLines(source: string, drop: (reason: DropReason, count?: number) => void): WikiLine[] {
  const lines: WikiLine[] = [];
  for (const raw of plainWiki(source, drop).split(/\r?\n/)) {
    const trimmed = raw.trim();
    if (trimmed === "" || /^-{4,}$/.test(trimmed) || /^__[A-Z]+__$/.test(trimmed)) continue;
    // A row of a table whose start has not been understood.
    if (/^(?:\|[-}]|\{\|)/.test(trimmed)) continue;
    if (trimmed.length > 2 && trimmed.startsWith("=") && trimmed.endsWith("=")) {
      const level = Math.max(1, /^={1,6}(?=[^=])/.exec(trimmed)?.[0].length ?? 1);
      const { text } = marked(trimmed.slice(level, -level).trim());
      lines.push({ lines: [{ text, marks: [] }], kind: "heading" });
      continue;
    }
    const prefix = /^[:*#;\s]*/.exec(trimmed)![0];
    const parts = trimmed
      .slice(prefix.length)
      .split(lineBreak)
      .map((part) => marked(withoutEntities(withoutAddresses(part))))
      .filter(({ text }) => text !== "");
    const [first] = parts;
    if (first === undefined) continue;
    if (!prefix.includes(";")) {
      lines.push({ lines: parts, kind: "text" });
      continue;
    }
    // `;Name :speech` has both in a line; `;Name` has what is said below.
    const colon = first.text.indexOf(":");
    const name = (colon < 0 ? first.text : first.text.slice(0, colon)).trimEnd();
    const hasSpeech = colon >= 0 && (colon + 1 < first.text.length || parts.length > 1);
    lines.push(
      hasSpeech
        ? { lines: [{ text: first.text, marks: [0, name.length] }, ...parts.slice(1)], kind: "text" }
        : { lines: [{ text: name, marks: [] }], kind: "title" },
    );
  }
  return lines;
}

/** [https://example.org words] → words */
const withoutAddresses = (line: string): string =>
  line.replace(
    /\[(?:https?:|mailto:|\/\/)[^\s[\]]+(?:[^\S\n]+([^[\]]*))?\]/g,
    (_, words?: string) => words ?? "",
  );

/** Takes the quotes out that make text bold (''') or slanted (''). */
function marked(line: string): MarkedLine {
  const marks: number[] = [];
  let text = "";
  let isBold = false;
  for (const part of line.split(/('{2,5})/)) {
    if (!/^'{2,5}$/.test(part)) {
      text += text === "" ? part.trimStart() : part;
      continue;
    }
    if (part.length === 4) text += "'";
    if (part.length >= 3) {
      isBold = !isBold;
      marks.push(text.length);
    }
  }
  if (isBold) marks.push(text.length);
  const kept = text.trimEnd();
  return { text: revealed(kept), marks: marks.map((mark) => Math.min(mark, kept.length)) };
}
