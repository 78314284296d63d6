/** Wiki markup (MediaWiki): transcripts as they stand in a page's source. */
import { Dialogue, dialogueSettings } from "../dialogue.ts";
import type { MarkedLine } from "../html/text.ts";
import { defineParser } from "../parser.ts";

/** `parser: wiki`. Gives one document a line with a speaker. */
export const wiki = defineParser({
  name: "wiki",
  about: "The source of a wiki page: '''Name''': speech, ;Name :speech, or Name: speech.",
  finds: "lines",
  entities: true,
  settings: dialogueSettings,
  *parse(page, settings, context) {
    const dialogue = new Dialogue(context, settings);
    for (const line of wikiLines(page.text)) {
      if (line.heading) context.drop("heading");
      else if (line.title) dialogue.title(line.text.replace(/:\s*$/, ""));
      else for (const { speaker, text } of dialogue.turns([line])) yield { text, speakers: [speaker] };
    }
  },
});

interface WikiLine extends MarkedLine {
  readonly heading: boolean;
  /** `;Name`, with what is said in the lines that follow. */
  readonly title: boolean;
}

/** The lines of a page's source without templates, tables, notes and markup; bold text is marked. */
export function wikiLines(source: string): WikiLine[] {
  const lines: WikiLine[] = [];
  const plain = withoutNested(
    source
      .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
      .replace(/<ref\b[^>]*\/>/gi, "")
      .replace(/<ref\b[^>]*>[\s\S]*?(?:<\/ref>|$)/gi, "")
      .replace(/<br\s*\/?>/gi, "\n")
      .replace(/<\/?[a-z][^<>]{0,300}>/gi, ""),
  );
  for (const raw of plain.split(/\r?\n/)) {
    const trimmed = raw.trim();
    if (trimmed === "" || /^-{4,}$/.test(trimmed) || /^__[A-Z]+__$/.test(trimmed)) continue;
    const heading = /^(={1,6})(.+?)\1$/.exec(trimmed);
    if (heading !== null) {
      lines.push({ text: heading[2]!.trim(), marks: [], heading: true, title: false });
      continue;
    }
    const prefix = /^[:*#;\s]*/.exec(trimmed)![0];
    const { text, marks } = marked(links(trimmed.slice(prefix.length)));
    if (text === "") continue;
    if (!prefix.includes(";")) lines.push({ text, marks, heading: false, title: false });
    else {
      // `;Name :speech` has both in a line; `;Name` has what is said below.
      const colon = /\s*:/.exec(text);
      const hasSpeech = colon !== null && colon.index + colon[0].length < text.length;
      const name = colon === null ? text.length : colon.index;
      lines.push(
        hasSpeech
          ? { text, marks: [0, name], heading: false, title: false }
          : { text: text.slice(0, name), marks: [], heading: false, title: true },
      );
    }
  }
  return lines;
}

/** Templates `{{…}}` and tables `{|…|}` nest; what is never closed reaches to the end. */
function withoutNested(source: string): string {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of source.matchAll(/\{\{|\}\}|\{\||\|\}(?!\})/g)) {
    if (token === "{{" || token === "{|") {
      if (depth === 0) parts.push(source.slice(from, index));
      depth++;
    } else if (depth > 0 && --depth === 0) from = index + token.length;
  }
  if (depth === 0) parts.push(source.slice(from));
  return parts.join("");
}

function links(line: string): string {
  return line
    .replace(/\[\[(?:File|Image|Category|Datei|Fichier|Archivo):[^[\]]*\]\]/gi, "")
    .replace(/\[\[(?:[^[\]|]*\|)?([^[\]|]*)\]\]/g, "$1")
    .replace(/\[(?:https?:|mailto:|\/\/)\S+(?:\s+([^\]]*))?\]/g, "$1");
}

/** Takes the quotes out that make text bold (''') or slanted (''). */
function marked(line: string): MarkedLine {
  const marks: number[] = [];
  let text = "";
  let isBold = false;
  for (const part of line.split(/('{2,5})/)) {
    if (!/^'{2,5}$/.test(part)) {
      text += part;
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
  return { text: kept, marks: marks.map((mark) => Math.min(mark, kept.length)) };
}
