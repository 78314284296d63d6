/** Telegram chats as Telegram Desktop exports them (result.json). */
import { fieldsOf, itemsOf, names, parseJson, textField } from "../json-value.ts";
import { defineParser } from "../parser.ts";

/** `parser: telegram`. Gives one document a message; service messages are left out. */
export const telegram = defineParser({
  name: "telegram",
  about:
    "Telegram Desktop's export as JSON, of one chat or all; forwarded messages are left out, a day is a work.",
  finds: "lines",
  directions: [],
  settings: {},
  *parse(page, _settings, context) {
    const whole = fieldsOf(parseJson(page.text));
    const chats = whole.has("messages")
      ? [whole]
      : itemsOf(fieldsOf(whole.get("chats")).get("list")).map(fieldsOf);
    if (chats.length === 0) throw new Error("it has neither messages nor chats");
    for (const chat of chats) {
      for (const message of itemsOf(chat.get("messages"))) {
        const fields = fieldsOf(message);
        if (fields.get("type") !== "message") {
          context.drop("automatic");
          continue;
        }
        if (fields.has("forwarded_from") || fields.has("via_bot")) {
          context.drop(fields.has("via_bot") ? "automatic" : "forwarded");
          continue;
        }
        const text = plain(fields.get("text"));
        if (text.trim() === "") {
          context.drop("media");
          continue;
        }
        const day = textField(message, "date")?.slice(0, 10);
        yield {
          text,
          speakers: names(textField(message, "from"), textField(message, "from_id")),
          ...(day === undefined ? {} : { work: day }),
        };
      }
    }
  },
});

/** A text is a string, or a list of strings and of entities that have one; quotations are somebody else's. */
function plain(text: unknown): string {
  if (typeof text === "string") return text;
  return itemsOf(text)
    .map((part) => {
      if (typeof part === "string") return part;
      return textField(part, "type") === "blockquote" ? "" : (fieldsOf(part).get("text") ?? "");
    })
    .join("");
}
