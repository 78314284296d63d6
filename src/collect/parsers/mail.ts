/** Mail: mailboxes (mbox) and single messages (.eml), without what is quoted and signed. */
import PostalMime from "postal-mime";
import type { Email } from "postal-mime";

import { textOf } from "../html/text.ts";
import { parseTree } from "../html/tree.ts";
import { names } from "../json-value.ts";
import { defineParser } from "../parser.ts";
import { commonEndings } from "../mail-signatures.ts";
import type { ParserContext } from "../parser.ts";
import { ownWords } from "../quoted-mail.ts";

/** `parser: mail`. Gives one document a message, by its sender. */
export const mail = defineParser({
  name: "mail",
  about: "An mbox or a single message: each mail a text by its sender; the subject is the work.",
  finds: "lines",
  directions: [],
  settings: {},
  async *parse(page, _settings, context) {
    const mails: Mail[] = [];
    for (const bytes of messagesOf(page.bytes)) {
      const mail = mailOf(await PostalMime.parse(bytes, { maxNestingDepth: 50 }), context);
      if (mail !== null) mails.push(mail);
    }
    const threads = Map.groupBy(mails, ({ work }) => work);
    const texts = mails.map((mail) => {
      const answered = (): string[] => {
        const thread = threads.get(mail.work) ?? [];
        const at = thread.indexOf(mail);
        return thread
          .slice(Math.max(0, at - mailsBefore), at + mailsAfter)
          .filter(({ sender }) => sender !== mail.sender)
          .map(({ raw }) => raw);
      };
      const { text, quoted, signature } = ownWords(mail.raw, { names: mail.speakers, answered });
      context.drop("quoted", quoted);
      context.drop("signature", signature);
      return text;
    });
    const endings = endingsOf(mails, texts);
    for (const [at, { speakers, work }] of mails.entries()) {
      context.drop("signature", endings[at]!);
      const text = withoutLast(texts[at]!, endings[at]!);
      if (text === "") context.drop("empty");
      else yield { text, speakers, ...(work === undefined ? {} : { work }) };
    }
  },
});

/** A mail answers one of so many that stand before it under its subject, or behind it in a box that is not in order. */
const mailsBefore = 30;
const mailsAfter = 10;

/** A message that somebody wrote. */
interface Mail {
  /** The whole text, as it was sent. */
  readonly raw: string;
  readonly speakers: readonly string[];
  /** The address, or the name where there is none. */
  readonly sender: string;
  readonly work: string | undefined;
}

/** How many lines at the end of each text its sender puts below mail after mail. */
function endingsOf(mails: readonly Mail[], texts: readonly string[]): number[] {
  const endings = texts.map(() => 0);
  const bySender = Map.groupBy(mails.keys(), (at) => mails[at]!.sender);
  for (const own of bySender.values()) {
    for (const [place, lines] of commonEndings(own.map((at) => texts[at]!)).entries())
      endings[own[place]!] = lines;
  }
  return endings;
}

/** A text without its last so many lines, empty ones not counted. */
function withoutLast(text: string, count: number): string {
  if (count === 0) return text;
  const lines = text.split("\n");
  for (let left = count; left > 0 && lines.length > 0;) if (lines.pop()!.trim() !== "") left--;
  return lines.join("\n").trim();
}

/** The messages of an mbox: each starts with a line `From …`; a file without one is a single message. */
export function* messagesOf(mbox: Uint8Array): Generator<Uint8Array> {
  const whole = Buffer.from(mbox.buffer, mbox.byteOffset, mbox.byteLength);
  let start = fromLine(whole, 0);
  if (start !== 0) {
    yield whole;
    return;
  }
  while (start >= 0 && start < whole.length) {
    const body = whole.indexOf("\n", start) + 1;
    if (body === 0) return;
    const next = nextFromLine(whole, body);
    yield whole.subarray(body, next < 0 ? whole.length : next);
    start = next;
  }
}

/** `From ` at a line's start, behind an empty line, followed by something like a date. */
function nextFromLine(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf("\nFrom ", from); at >= 0; at = bytes.indexOf("\nFrom ", at + 1)) {
    const isBehindEmpty = bytes[at - 1] === 0x0a || (bytes[at - 1] === 0x0d && bytes[at - 2] === 0x0a);
    if (isBehindEmpty && fromLine(bytes, at + 1) >= 0) return at + 1;
  }
  return -1;
}

function fromLine(bytes: Buffer, at: number): number {
  const line = bytes.toString("latin1", at, at + 200).split("\n")[0]!;
  return /^From \S+.*\d{1,2}:\d{2}/.test(line) ? at : -1;
}

function mailOf(message: Email, context: ParserContext): Mail | null {
  const header = (key: string): string =>
    message.headers.find((candidate) => candidate.key === key)?.value.toLowerCase() ?? "";
  if (!["", "no"].includes(header("auto-submitted")) || header("precedence") === "bulk") {
    context.drop("automatic");
    return null;
  }
  const html = message.html ?? "";
  const raw = message.text ?? (html === "" ? "" : htmlText(html, context));
  // A line that starts with "From " is written ">From " in an mbox.
  const subject = message.subject
    ?.slice(0, 500)
    .replace(
      /^(?:\s{0,9}(?:re|fwd?|aw|wg|sv|vs|antw|rv|tr|res|enc|odp|pd|ynt|回复|答复|转发|回覆|轉寄)\s{0,9}(?:\[\d+\])?\s{0,9}[:：])+/i,
      "",
    )
    .trim();
  const work = subject === undefined || subject === "" ? message.messageId : subject;
  const speakers = names(
    message.from?.name || undefined,
    // Mailing lists send in their own name: "Ann Archer via Pier List".
    message.from?.name?.replace(/ via .{1,200}$/, "") || undefined,
    message.from?.address,
  );
  return {
    // A line that starts with "From " is written ">From " in an mbox.
    raw: raw.replace(/^>(>*From )/gm, "$1").replace(/\r\n?/g, "\n"),
    speakers,
    sender: (message.from?.address ?? speakers[0] ?? "").toLowerCase(),
    work,
  };
}

function htmlText(html: string, context: ParserContext): string {
  const tree = parseTree(html);
  const quotes = context
    .selector(
      "blockquote, .gmail_quote, .gmail_attr, .yahoo_quoted, .moz-cite-prefix, .moz-signature, .gmail_signature",
    )
    .all(tree);
  const skip = new Set(quotes);
  // Outlook puts what is answered behind an empty element with a name, or behind the answered mail's header.
  const [answered] = context
    .selector("#appendonsend, #divRplyFwdMsg, #mail-editor-reference-message-container")
    .all(tree);
  for (let node = answered ?? 0; node > 0; node = tree.parent(node)) {
    const parent = tree.parent(node);
    if (node === answered) skip.add(node);
    for (let next = tree.after(node); next < tree.after(parent); next = tree.after(next)) skip.add(next);
  }
  context.drop("quoted", quotes.length + (answered === undefined ? 0 : 1));
  return textOf(tree, 0, { skip });
}
