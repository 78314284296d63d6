/** Markdown: prose by the author whom the front matter names, or a transcript with names in bold. */
import { marked } from "marked";
import { Type } from "typebox";
import { parse as parseYaml } from "yaml";

import { dialogueSettings } from "../dialogue.ts";
import { textOf } from "../html/text.ts";
import { parseTree } from "../html/tree.ts";
import { fieldsOf, textField } from "../json-value.ts";
import { defineParser } from "../parser.ts";
import { plainMarkdown } from "./markdown-source.ts";
import { transcript } from "./transcript-html.ts";

/** `parser: markdown`. Gives one document a file, or one a line where names in bold speak. */
export const markdown = defineParser({
  name: "markdown",
  about: "Markdown: code, quotations and headings are left out; front matter names author and title.",
  finds: "texts",
  directions: ["[]", "()"],
  settings: {
    dialogue: Type.Optional(
      Type.Boolean({ description: "Read paragraphs and list items as lines with a speaker; default false." }),
    ),
    quotations: Type.Optional(Type.Boolean({ description: "Keep block quotations; default false." })),
    ...dialogueSettings,
  },
  *parse(page, settings, context) {
    const { body, front } = withoutFrontMatter(page.text);
    const { text, notes } = plainMarkdown(body);
    context.drop("note", notes);
    const tree = parseTree(marked.parse(text, { async: false, gfm: true }));
    if (settings.dialogue === true) {
      for (const line of transcript(tree, { ...settings, select: "p, li" }, context))
        yield { ...line, isLine: true };
      return;
    }
    const skip = [
      ...context.selector("pre, table, h1, h2, h3, h4, h5, h6, .footnotes").all(tree),
      ...(settings.quotations === true ? [] : context.selector("blockquote").all(tree)),
    ];
    const byline = textField(front, "author") ?? onlyName(front);
    const work = textField(front, "title");
    yield {
      text: textOf(tree, 0, { skip: new Set(skip) }),
      speakers: [],
      ...(byline === undefined ? {} : { byline }),
      ...(work === undefined ? {} : { work }),
    };
  },
});

/** `author: [Ann]`, `authors: [Ann]`, `author: { name: Ann }`; of several none is the author. */
function onlyName(front: unknown): string | undefined {
  const field = fieldsOf(front).get("author") ?? fieldsOf(front).get("authors");
  if (Array.isArray(field) && field.length > 1) return undefined;
  const one: unknown = Array.isArray(field) ? field[0] : field;
  return typeof one === "string" ? one.trim() || undefined : textField(one, "name");
}

function withoutFrontMatter(text: string): { body: string; front: unknown } {
  const match = /^\uFEFF?---\r?\n([\s\S]{0,20000}?)\r?\n(?:---|\.\.\.)\r?\n/.exec(text);
  if (match === null) return { body: text, front: null };
  try {
    const front: unknown = parseYaml(match[1]!);
    return { body: text.slice(match[0].length), front };
  } catch {
    // A line between two rules, and no front matter.
    return { body: text, front: null };
  }
}
