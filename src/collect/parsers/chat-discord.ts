/** Discord channels as DiscordChatExporter writes them in JSON. */
import { fieldsOf, itemsOf, names, parseJson, textField } from "../json-value.ts";
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
      // ">>> " quotes all that follows.
      const all = lines.findIndex((line) => line.startsWith(">>> "));
      const own = (all < 0 ? lines : lines.slice(0, all)).filter((line) => !line.startsWith("> "));
      context.drop("quoted", lines.length - own.length);
      const text = withoutMarks(own.join("\n"), message).trim();
      if (text === "") {
        if (own.length === lines.length) context.drop("media");
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

/** Mentions, times, commands and custom emoji: as numbers in angle brackets, or by name where the exporter put names. */
function withoutMarks(text: string, message: unknown): string {
  const fields = fieldsOf(message);
  let plain = text.replace(
    /<(?:[@#]|@[!&]|a?:\w{1,40}:|\/[^<>:]{1,100}:|t:-?|id:)[\d\w]{1,30}(?::[a-zA-Z])?> ?/g,
    "",
  );
  if (plain.includes("@")) {
    for (const mention of itemsOf(fields.get("mentions"))) {
      for (const name of names(textField(mention, "nickname"), textField(mention, "name"))) {
        plain = plain
          .split(`@${name}`)
          .reduce((before, after) =>
            /^[\p{L}\d]/u.test(after) ? `${before}@${name}${after}` : before + after.replace(/^ /, ""),
          );
      }
    }
  }
  for (const emoji of itemsOf(fields.get("inlineEmojis"))) {
    // Those of everybody have no id, and are a part of how one writes.
    const code = textField(emoji, "code");
    if (code !== undefined && textField(emoji, "id") !== undefined)
      plain = plain.replaceAll(`:${code}:`, "").replaceAll("  ", " ");
  }
  return plain;
}
