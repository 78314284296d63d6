/** WhatsApp chats, exported as text from Android or iOS in any language's way of writing dates. */
import { defineParser } from "../parser.ts";
import type { DropReason } from "../parser.ts";
import { isMedia, isNotice, withoutMarks } from "./chat-whatsapp-notices.ts";

/** `parser: whatsapp`. Gives one document a message, its further lines included. */
export const whatsapp = defineParser({
  name: "whatsapp",
  about: "A WhatsApp chat exported as text; a day is a work.",
  finds: "lines",
  directions: [],
  settings: {},
  *parse(page, _settings, context) {
    let message: Message | null = null;
    for (const line of [...page.text.split(/\r\n|\r|\n/), null]) {
      const start = line === null ? null : startOf(line);
      if (line !== null && start === null) {
        message?.lines.push(line);
        continue;
      }
      if (message !== null) {
        const { text, left } = ownText(message.lines);
        if (left !== undefined) context.drop(left);
        if (text !== "") yield { text, speakers: [message.name], work: message.date };
      }
      message = start?.name === "" ? null : start;
      if (start?.name === "") context.drop("automatic");
    }
  },
});

interface Message {
  /** "" in notes by the program. */
  readonly name: string;
  readonly date: string;
  readonly lines: string[];
}

/** What the sender wrote, and what else there was. */
function ownText(lines: readonly string[]): { text: string; left?: DropReason } {
  const whole = withoutMarks(lines.join("\n"));
  if (whole === "") return { text: "", left: "automatic" };
  // A file that is exported with the chat stands before its caption, or behind it.
  if (lines.length > 1 && isMedia(lines[0]!))
    return { text: withoutMarks(lines.slice(1).join("\n")), left: "media" };
  const attached = whole.lastIndexOf("\u200E<");
  if (attached > 0 && isMedia(whole.slice(attached)))
    return { text: whole.slice(0, attached).trim(), left: "media" };
  if (isMedia(whole)) return { text: "", left: "media" };
  return isNotice(whole) ? { text: "", left: "automatic" } : { text: whole };
}

/** Whether a line begins a message, as people wrote it. */
export function beginsMessage(line: string): boolean {
  return (startOf(line)?.name ?? "") !== "";
}

/** Every head is shorter. */
const longestHead = 90;

/**
 * A message's first line:
 *
 *     31/12/2023, 23:59 - Ann: Hi              12/31/23, 11:59 PM - Ann: Hi
 *     [31.12.23, 23:59:01] Ann: Hi             2023/12/31 下午3:04 - Ann: Hi
 *     31/12/23, 2:05 p. m. - Ann: Hi           2023. 12. 31. 오후 3:04, Ann : Hi
 *     23:59, 31/12/2023 - Ann: Hi              ٣١/١٢/٢٠٢٣، ١١:٥٩ م - Ann: Hi
 */
function startOf(line: string): Message | null {
  const { text, ends } = plainHead(line);
  if (!/^\[?\d/.test(text)) return null;
  const head = dateFirst.exec(text) ?? timeFirst.exec(text);
  if (head === null) return null;
  const date = head[1]!.replaceAll(" ", "").replace(/\.$/, "");
  const rest = line.slice(ends[head[0].length - 1]!);
  const colon = /:(?:\s|$)/u.exec(rest.slice(0, 100));
  const name = colon === null ? "" : plainName(rest.slice(0, colon.index));
  // “Ann changed the subject to “Pier: the boats”” has a colon, too.
  if (colon === null || name === "" || /["“”«»„]/.test(name)) return { name: "", date, lines: [] };
  return { name, date, lines: [rest.slice(colon.index + 1)] };
}

/** Half a day: PM, p. m., μ.μ., 下午; or a word between date and time, as "klo". */
const half = "[\\p{L}\\p{M}][\\p{L}\\p{M}.]{0,14}(?: [\\p{L}\\p{M}][\\p{L}\\p{M}.]{0,14}){0,2}";
const date =
  "(\\d{1,4} ?[./-] ?\\d{1,2} ?[./-] ?\\d{1,4}\\.?|\\d{4}年\\d{1,2}月\\d{1,2}日|\\d{4}년 ?\\d{1,2}월 ?\\d{1,2}일)";
const time = `(?:${half} ?)?\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?(?: ?${half})?`;
/** iOS writes brackets, Android a dash, in Korean a comma. */
const headEnd = "(?:\\] ?| ?[-–—] | ?, (?=[^:]{1,40} : ))";
const dateFirst = new RegExp(`^\\[?${date}(?: ?г\\.)?[,،]? ?${time}${headEnd}`, "u");
const timeFirst = new RegExp(`^\\[?${time},? ${date}${headEnd}`, "u");

/** The first characters of a line with plain spaces and figures, and where in the line each of them ends. */
function plainHead(line: string): { text: string; ends: number[] } {
  let text = "";
  const ends: number[] = [];
  let at = 0;
  for (const character of line.slice(0, longestHead)) {
    at += character.length;
    if (directionMark.test(character)) continue;
    // Most lines are no heads, and show it soon.
    if (text === "" && character !== "[" && !/\p{Nd}/u.test(character)) break;
    text += /\s/.test(character) ? " " : plainFigure(character);
    // Characters of two units are one in the pattern's "u" mode and two for the index.
    for (let unit = 0; unit < character.length; unit++) ends.push(at);
  }
  return { text, ends };
}

const directionMark = /[\u200B\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF]/;

/** Arabic, Persian and Indian figures stand in blocks of ten, each block's zero at a multiple of sixteen or six. */
function plainFigure(character: string): string {
  if (character < "\u0600" || !/\p{Nd}/u.test(character)) return character;
  const code = character.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

const plainName = (name: string): string =>
  name.replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069~]/gu, "").trim();
