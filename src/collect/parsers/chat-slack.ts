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
  async *parse(page, _settings, context) {
    const messages = parseJson(page.text);
    if (!Array.isArray(messages)) throw new Error("it is no list of messages");
    let users: ReadonlyMap<string, readonly string[]> | undefined;
    for (const message of messages) {
      // Lists of users and channels lie in the same folder.
      if (textField(message, "type") !== "message") continue;
      const subtype = textField(message, "subtype");
      if (textField(message, "bot_id") !== undefined || (subtype !== undefined && !written.has(subtype))) {
        context.drop("automatic");
        continue;
      }
      const { own, quoted } = withoutQuotations(textField(message, "text") ?? "");
      context.drop("quoted", quoted);
      const text = plain(own);
      if (text === "") {
        if (quoted === 0)
          context.drop(itemsOf(fieldsOf(message).get("files")).length > 0 ? "media" : "empty");
        continue;
      }
      users ??= usersOnce(
        context.run,
        (await context.beside?.("../users.json")) ?? (await context.beside?.("users.json")),
      );
      const user = textField(message, "user");
      const profile = fieldsOf(message).get("user_profile");
      const day = dayOf(textField(message, "ts"));
      yield {
        text,
        speakers: names(
          textField(profile, "display_name"),
          textField(profile, "real_name"),
          textField(profile, "name"),
          textField(message, "username"),
          ...(users.get(user ?? "") ?? []),
          user,
        ),
        ...(day === undefined ? {} : { work: day }),
      };
    }
  },
});

const written = new Set(["me_message", "thread_broadcast", "file_share"]);

/** The lists of users of a run by their texts: an export has thousands of days and one list. */
const lists = new WeakMap<object, Map<string, ReadonlyMap<string, readonly string[]>>>();

function usersOnce(run: object, json = ""): ReadonlyMap<string, readonly string[]> {
  let known = lists.get(run);
  if (known === undefined) lists.set(run, (known = new Map()));
  let users = known.get(json);
  if (users === undefined) known.set(json, (users = usersOf(json)));
  return users;
}

/** The names of users by their ids: users.json stands in the export's folder, above those of the channels. */
function usersOf(json: string): Map<string, readonly string[]> {
  const users = new Map<string, readonly string[]>();
  if (json === "") return users;
  let list: readonly unknown[] = [];
  try {
    list = itemsOf(parseJson(json));
  } catch {
    // A list that cannot be read is none; messages name their senders, too.
  }
  for (const user of list) {
    const id = textField(user, "id");
    const profile = fieldsOf(user).get("profile");
    if (id === undefined) continue;
    users.set(
      id,
      names(
        textField(profile, "display_name"),
        textField(profile, "real_name"),
        textField(user, "real_name"),
        textField(user, "name"),
      ),
    );
  }
  return users;
}

/** Lines that start with ">" are quoted, and all that follows ">>>"; Slack writes the sign as an entity. */
function withoutQuotations(text: string): { own: string; quoted: number } {
  const lines = text.split("\n");
  const all = lines.findIndex((line) => line.startsWith("&gt;&gt;&gt;"));
  const before = all < 0 ? lines : lines.slice(0, all);
  const own = before.filter((line) => !line.startsWith("&gt;"));
  return { own: own.join("\n"), quoted: lines.length - own.length };
}

/** Slack writes <@U123>, <#C123|name>, <https://…|label> and three entities. */
const plain = (text: string): string =>
  decodeXML(
    text
      .replace(/<[@!][^<>|]*(?:\|[^<>]*)?> ?/g, "")
      .replace(/<#[^<>|]*\|([^<>]*)>/g, "#$1")
      .replace(/<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>/g, "$1")
      .replace(/<((?:https?:|mailto:)[^<>|]*)>/g, "$1"),
  ).trim();

function dayOf(seconds: string | undefined): string | undefined {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}
