/** Discord channels as DiscordChatExporter writes them in JSON. */
import { fieldsOf, names, parseJson, textField } from "../json-value.ts";
import { defineParser } from "../parser.ts";

/** `parser: discord`. Gives one document a message, by the name that its sender shows. */
export const discord = defineParser({
  name: "discord",
  about: "A Discord channel exported as JSON (DiscordChatExporter); a day is a work.",
  finds: "lines",
  directions: [],
  settings: {},
  *parse(page, _settings, context) {
    const messages = fieldsOf(parseJson(page.text)).get("messages");
    if (!Array.isArray(messages)) throw new Error("it has no messages");
    for (const message of messages) {
      const author = fieldsOf(message).get("author");
      const kind = textField(message, "type");
      if (fieldsOf(author).get("isBot") === true || !written.has(kind)) {
        context.drop("automatic");
        continue;
      }
      const lines = (textField(message, "content") ?? "").split("\n");
      const own = lines.filter((line) => !/^>{1,3} /.test(line));
      context.drop("quoted", lines.length - own.length);
      // Mentions and custom emoji are numbers in angle brackets.
      const text = own
        .join("\n")
        .replace(/<(?:[@#]|@[!&]|a?:\w+:)\d+>/g, "")
        .trim();
      if (text === "") {
        context.drop("media");
        continue;
      }
      const day = textField(message, "timestamp")?.slice(0, 10);
      yield {
        text,
        speakers: names(textField(author, "nickname"), textField(author, "name"), textField(author, "id")),
        ...(day === undefined ? {} : { work: day }),
      };
    }
  },
});

/** Kinds of message that somebody wrote: by name, or by Discord's number. */
const written = new Set<string | undefined>([undefined, "Default", "Reply", "0", "19"]);
