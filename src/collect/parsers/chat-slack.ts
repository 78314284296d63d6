/** Slack's export: a folder a channel, a JSON file a day. */
import { decodeXML } from "entities";

import { fieldsOf, itemsOf, names, parseJson, textField } from "../json-value.ts";
import { defineParser } from "../parser.ts";

/** `parser: slack`. Gives one document a message, by the name that the message gives its sender. */
export const slack = defineParser({
  name: "slack",
  about: "Slack's export as JSON, a file or a whole folder; a day is a work.",
  finds: "lines",
  directions: [],
  settings: {},
  *parse(page, _settings, context) {
    const messages = parseJson(page.text);
    if (!Array.isArray(messages)) throw new Error("it is no list of messages");
    for (const message of messages) {
      // Lists of users and channels lie in the same folder.
      if (textField(message, "type") !== "message") continue;
      const subtype = textField(message, "subtype");
      if (textField(message, "bot_id") !== undefined || (subtype !== undefined && !written.has(subtype))) {
        context.drop("automatic");
        continue;
      }
      const text = plain(textField(message, "text") ?? "");
      if (text === "") {
        context.drop(itemsOf(fieldsOf(message).get("files")).length > 0 ? "media" : "empty");
        continue;
      }
      const profile = fieldsOf(message).get("user_profile");
      const day = dayOf(textField(message, "ts"));
      yield {
        text,
        speakers: names(
          textField(profile, "display_name"),
          textField(profile, "real_name"),
          textField(profile, "name"),
          textField(message, "username"),
          textField(message, "user"),
        ),
        ...(day === undefined ? {} : { work: day }),
      };
    }
  },
});

const written = new Set(["me_message", "thread_broadcast", "file_share"]);

/** Slack writes <@U123>, <#C123|name>, <https://…|label> and three entities. */
const plain = (text: string): string =>
  decodeXML(
    text
      .replace(/<[@!][^<>|]*(?:\|[^<>]*)?>/g, "")
      .replace(/<#[^<>|]*\|([^<>]*)>/g, "#$1")
      .replace(/<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>/g, "$1")
      .replace(/<((?:https?:|mailto:)[^<>|]*)>/g, "$1"),
  ).trim();

function dayOf(seconds: string | undefined): string | undefined {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}
