/** JSON with texts in it: an object, a list of them, or one a line. */
import { Type } from "typebox";

import { fieldsOf, itemsOf, names, parseJson, textField } from "../json-value.ts";
import { defineParser } from "../parser.ts";

/** `parser: json`. Gives one document an object that has a text. */
export const json = defineParser({
  name: "json",
  about: "JSON or JSON Lines: each object a text, with the names of its fields.",
  finds: "lines",
  directions: [],
  settings: {
    records: Type.Optional(
      Type.String({ minLength: 1, description: "The field that holds the list of objects." }),
    ),
    text_field: Type.Optional(Type.String({ minLength: 1, description: "Default “text”." })),
    author_field: Type.Optional(Type.String({ minLength: 1, description: "Default “author”." })),
    work_field: Type.Optional(Type.String({ minLength: 1, description: "Default “work”." })),
  },
  *parse(page, settings, context) {
    for (const record of recordsOf(page.text, settings.records)) {
      const text = textField(record, settings.text_field ?? "text");
      if (text === undefined) {
        context.drop("empty");
        continue;
      }
      const work = textField(record, settings.work_field ?? "work");
      yield {
        text,
        speakers: names(textField(record, settings.author_field ?? "author")),
        ...(work === undefined ? {} : { work }),
      };
    }
  },
});

function recordsOf(text: string, field: string | undefined): readonly unknown[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const isLines = lines.length > 1 && /^\{.*\}$/.test(lines[0]!.trim()) && /^\{.*\}$/.test(lines[1]!.trim());
  if (isLines) return lines.map(parseJson);
  const whole = parseJson(text);
  const found = field === undefined ? whole : fieldsOf(whole).get(field);
  return Array.isArray(found) ? found : found === undefined ? itemsOf(null) : [found];
}
