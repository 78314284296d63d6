/** Plain text by one author, or of many pieces under headings. */
import { defineParser } from "../parser.ts";
import { cutText, sectionsOf, textSettings } from "../sections.ts";

/** `parser: text`. Gives one document a file, or one a section. */
export const plainText = defineParser({
  name: "text",
  about: "Plain text: a text a file, or a piece under each heading.",
  finds: "texts",
  settings: textSettings,
  *parse(page, settings, context) {
    const text = cutText(page.text, settings.start, settings.end);
    if (settings.section === undefined) {
      yield { text, speakers: [] };
      return;
    }
    for (const section of sectionsOf(text, settings.section, context.speakers, settings)) {
      yield {
        text: section.text,
        speakers: section.author === undefined ? [] : [section.author],
        work: section.work,
      };
    }
  },
});
