/** WhatsApp chats, exported as text from Android or iOS in any language's way of writing dates. */
import { defineParser } from "../parser.ts";

/** `parser: whatsapp`. Gives one document a message, its further lines included. */
export const whatsapp = defineParser({
  name: "whatsapp",
  about: "A WhatsApp chat exported as text; a day is a work.",
  finds: "lines",
  directions: [],
  settings: {},
  *parse(page, _settings, context) {
    let message: { name: string; date: string; lines: string[] } | null = null;
    for (const line of [...page.text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/), null]) {
      const start = line === null ? null : startOf(line);
      if (line !== null && start === null) {
        message?.lines.push(line);
        continue;
      }
      if (message !== null) {
        const text = message.lines
          .join("\n")
          .replace(/[ \u200E]*<[^<>]*(?:edited|bearbeitet|editado|modifié)[^<>]*>$/iu, "")
          .trim();
        if (media.test(text)) context.drop("media");
        else if (automatic.test(text)) context.drop("automatic");
        else yield { text, speakers: [message.name], work: message.date };
      }
      message = start;
      if (start !== null && start.name === "") {
        context.drop("automatic");
        message = null;
      }
    }
  },
});

/** `[31/12/2023, 23:59:01] Ann: Hi` or `12/31/23, 11:59 PM - Ann: Hi`; the name is "" in notes by the program. */
function startOf(line: string): { name: string; date: string; lines: string[] } | null {
  const head =
    /^\u200E?\[?(\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\.?,?\s+(?:\p{L}+\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[\p{L}.]{1,6})?(?:\]\s?|\s[-–]\s)/u.exec(
      line.slice(0, 80),
    );
  if (head === null) return null;
  const rest = line.slice(head[0].length);
  const body = /^([^:]{1,80}?):(?:\s|$)(.*)$/su.exec(rest);
  const date = head[1]!;
  if (body === null) return { name: "", date, lines: [] };
  const name = body[1]!.replace(/[\u200E\u200F\u202A-\u202E~]/gu, "").trim();
  return { name, date, lines: [body[2]!] };
}

const media =
  /^\u200E?(?:<(?:Media omitted|Medien ausgeschlossen|Multimedia omitido|Médias omis|Media weggelaten|Media omessi|Mídia oculta)>|<attached: .*>|(?:image|video|audio|sticker|GIF|document|Contact card|Bild|Sprachnachricht)\s(?:omitted|weggelassen)|\S+\.(?:jpg|jpeg|png|gif|webp|mp4|opus|ogg|m4a|pdf|vcf) \((?:file attached|Datei angehängt)\))$/iu;

/** iOS marks what the program itself says with an invisible character. */
const automatic =
  /^(?:\u200E|This message was deleted\.?$|You deleted this message\.?$|Missed (?:voice|video) call|Diese Nachricht wurde gelöscht\.?$|Du hast diese Nachricht gelöscht\.?$|Messages and calls are end-to-end encrypted)|^$/u;
