/** Markdown before it is parsed: without footnotes and what site builders put in, and such that it parses quickly. */

/** Markdown, and how many footnotes it had. */
export interface PlainMarkdown {
  readonly text: string;
  readonly notes: number;
}

/**
 * Takes out footnotes (`[^1]` and `[^1]: …`, `^[…]`), shortcodes (`{{< video >}}`, `{% include %}`), and brings
 * into bounds what a Markdown parser needs a call a level or a look at all the rest for: nested quotations and lists,
 * thousands of stars in a paragraph.
 */
export function plainMarkdown(source: string): PlainMarkdown {
  const { text, notes } = withoutFootnotes(source.split(/\r\n|\r|\n/));
  const plain = text
    .replace(/\{\{[<%][^{}\n]{0,1000}[>%]\}\}|\{%[^{}\n]{0,1000}%\}/g, "")
    // [[Page|words]] of note takers.
    .replace(/\[\[(?:[^[\]|\n]{1,300}\|)?([^[\]|\n]{1,300})\]\](?!\()/g, "$1")
    .split("\n")
    .map(shallow)
    .join("\n");
  return {
    text: plain
      .split(/(\n[ \t]*\n)/)
      .map(withFewStars)
      .join(""),
    notes,
  };
}

const definition = /^ {0,3}\[\^[^\]\s]{1,100}\]:/;
const reference = /\[\^[^\]\s[]{1,100}\]|\^\[[^[\]\n]{0,2000}\]/g;

function withoutFootnotes(lines: readonly string[]): PlainMarkdown {
  const kept: string[] = [];
  let notes = 0;
  let isNote = false;
  let isCode = false;
  for (const [at, line] of lines.entries()) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) isCode = !isCode;
    if (!isCode && definition.test(line)) {
      notes++;
      isNote = true;
      continue;
    }
    // A note goes on to the next empty line, and behind it in what is indented.
    if (isNote && line.trim() !== "" && (lines[at - 1]!.trim() !== "" || /^(?: {2,}|\t)/.test(line)))
      continue;
    isNote &&= line.trim() === "";
    kept.push(
      isCode
        ? line
        : line.replace(reference, (found) => {
            if (found.startsWith("^")) notes++;
            return "";
          }),
    );
  }
  return { text: kept.join("\n"), notes };
}

/** Lists and quotations that are nested deeper than this become as deep as this. */
const deepest = 20;
const markers = new RegExp(
  `^((?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])(?=[ \\t]))){${deepest}})(?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])(?=[ \\t])))+`,
);

function shallow(line: string): string {
  let at = 0;
  while (line[at] === " " || line[at] === "\t") at++;
  return line.slice(Math.max(0, at - 2 * deepest)).replace(markers, "$1");
}

/** More runs of stars and underscores than this are in no paragraph that somebody wrote without a program. */
const mostStars = 300;

/** In a paragraph with very many stars only plain pairs in one line count. */
function withFewStars(paragraph: string): string {
  const runs = paragraph.match(/[*_~]+/g)?.length ?? 0;
  if (runs <= mostStars) return paragraph;
  return paragraph
    .replace(/(?<![*_])(\*\*|__)([^*_\n]{1,200})\1(?![*_])/g, "<b>$2</b>")
    .replace(/(?<![*_\p{L}\d])([*_])([^*_\n]{1,200})\1(?![*_\p{L}\d])/gu, "$2")
    .replace(/[*_~]+/g, (run) => [...run].map((sign) => `\\${sign}`).join(""));
}
