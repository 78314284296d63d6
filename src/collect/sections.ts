/** Books of many pieces by several authors: each under a heading, its author named in a line of its own. */
import { Type } from "typebox";

import { plainName } from "./speakers.ts";
import type { Speakers } from "./speakers.ts";

/** Settings of parsers that read long plain texts. */
export const textSettings = {
  start: Type.Optional(
    Type.String({
      minLength: 1,
      description: "The text starts with the line that starts so (its last such line before prose).",
    }),
  ),
  end: Type.Optional(
    Type.String({ minLength: 1, description: "The text ends before the line that starts so." }),
  ),
  section: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        "A line like this starts a new piece, as “FEDERALIST No. {work}”; case and full stops do not matter.",
    }),
  ),
  only: Type.Optional(
    Type.Array(Type.Union([Type.String({ minLength: 1 }), Type.Integer()]), {
      minItems: 1,
      description: "Only the pieces whose {work} is one of these.",
    }),
  ),
  after: Type.Optional(
    Type.String({
      minLength: 1,
      description: "In each piece the text starts behind the line that starts so.",
    }),
  ),
  before: Type.Optional(
    Type.String({ minLength: 1, description: "In each piece the text ends before the line that starts so." }),
  ),
};

/** A piece of a book. */
export interface Section {
  /** What stands for `{work}` in the heading. */
  readonly work: string;
  /** The line that names an author, if there is one. */
  readonly author: string | undefined;
  readonly text: string;
}

/**
 * Cuts a text at its headings. A heading in a list of contents, with hardly anything below it, is none.
 *
 * @param template a heading, in which `{work}` stands for the piece's name
 */
export function sectionsOf(
  text: string,
  template: string,
  speakers: Speakers,
  limits: {
    readonly only?: readonly (string | number)[];
    readonly after?: string;
    readonly before?: string;
  },
): Section[] {
  const heading = headingPattern(template);
  const lines = text.split(/\r\n|\r|\n/);
  const starts: { at: number; work: string }[] = [];
  for (const [at, line] of lines.entries()) {
    const match = line.length > 200 ? null : heading.exec(line.trim());
    if (match !== null) starts.push({ at, work: match[1]?.trim() ?? line.trim() });
  }
  const only = limits.only === undefined ? null : new Set(limits.only.map(String));
  return starts.flatMap(({ at, work }, index) => {
    if (only !== null && !only.has(work)) return [];
    const body = lines.slice(at + 1, starts[index + 1]?.at);
    if (body.filter((line) => line.trim() !== "").length < 3) return [];
    const named = body.findIndex(
      (line) => line.trim() !== "" && line.length < 80 && speakers.knows(line.trim()),
    );
    const after = limits.after === undefined ? -1 : body.findIndex((line) => startsWith(line, limits.after!));
    const from = Math.max(after, named) + 1;
    const before =
      limits.before === undefined ? -1 : body.findLastIndex((line) => startsWith(line, limits.before!));
    const to = before > from ? before : body.length;
    return [
      {
        work,
        author: named < 0 ? capitals(body) : body[named]!.trim(),
        text: body.slice(from, to).join("\n"),
      },
    ];
  });
}

/** The lines between two that start as given. */
export function cutText(text: string, start: string | undefined, end: string | undefined): string {
  const lines = text.split(/\r\n|\r|\n/);
  const prose = (at: number): boolean => lines.slice(at + 1, at + 12).some((line) => line.length > 50);
  const from = start === undefined ? 0 : lines.findIndex((line, at) => startsWith(line, start) && prose(at));
  if (from < 0) throw new Error(`no line starts with “${start}” and has prose below it`);
  const to = end === undefined ? -1 : lines.findIndex((line, at) => at > from && startsWith(line, end));
  return lines.slice(from, to < 0 ? lines.length : to).join("\n");
}

/** A line in capitals near a piece's start is a name, though of nobody who counts. */
function capitals(body: readonly string[]): string | undefined {
  const line = body
    .slice(0, 15)
    .find((candidate) => /^\s*\p{Lu}{2,}(?:[ ,.&'’-]+(?:\p{Lu}+|and|or|with))*\.?\s*$/u.test(candidate));
  return line?.trim();
}

const startsWith = (line: string, start: string): boolean => plainName(line).startsWith(plainName(start));

function headingPattern(template: string): RegExp {
  const parts = template.split("{work}").map((part) =>
    part
      .split(/[\s.:]+/)
      .map((word) => word.replace(/[*+?^${}()|[\]\\]/g, "\\$&"))
      .join("[\\s.:]+"),
  );
  return new RegExp(`^${parts.join("([^\\s.:][^.:]{0,80}?)")}[\\s.:]*$`, "iu");
}
