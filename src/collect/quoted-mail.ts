/** What the writer of a mail wrote, without quotations and signature. */
import { announcementLines, startsQuotation } from "./mail-quotations.ts";

/** A mail's own words, and how many lines were others'. */
export interface OwnWords {
  readonly text: string;
  readonly quoted: number;
  readonly signature: number;
}

/**
 * Cuts lines that start with ">", the line that announces them ("On … Ann wrote:"), everything behind "Original
 * Message" and like lines, and everything behind a signature's "-- ".
 */
export function ownWords(text: string): OwnWords {
  const lines = withoutSeal(text.split(/\r\n|\r|\n/));
  const lastQuoted = lines.findLastIndex((line) => isQuoted(line));
  const kept: string[] = [];
  let quoted = 0;
  let signature = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (isQuoted(line)) {
      quoted++;
      continue;
    }
    if (/^--[ \u00A0]?$/.test(line) || isListFooter(lines, at)) {
      // Behind a signature there may be a quotation, but nothing of the writer's.
      signature += written(lines, at);
      break;
    }
    if (startsQuotation(lines, at)) {
      quoted += written(lines, at);
      break;
    }
    const announcing = announcementLines(lines, at);
    if (announcing > 0 && lastQuoted < at) {
      // Whose quotation has no marks, and so goes on to the end.
      quoted += written(lines, at);
      break;
    }
    if (announcing > 0) {
      quoted += announcing;
      at += announcing - 1;
    } else if (sentFrom.test(line.slice(0, 200))) signature++;
    else kept.push(line);
  }
  return {
    text: kept
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    quoted,
    signature,
  };
}

const isQuoted = (line: string): boolean => /^\s{0,3}>/.test(line);

/** How many lines from one on say something. */
const written = (lines: readonly string[], from: number): number =>
  lines.slice(from).filter((line) => line.trim() !== "").length;

/** A signed mail without what PGP puts around it. */
function withoutSeal(lines: readonly string[]): readonly string[] {
  const start = lines.indexOf("-----BEGIN PGP SIGNED MESSAGE-----");
  if (start < 0) return lines;
  const end = lines.indexOf("-----BEGIN PGP SIGNATURE-----", start);
  const body = lines.indexOf("", start);
  // Lines that start with a dash are escaped inside.
  return lines
    .slice(body < 0 ? start + 1 : body + 1, end < 0 ? lines.length : end)
    .map((line) => line.replace(/^- /, ""));
}

/** A rule, and what a mailing list says of itself below it. */
function isListFooter(lines: readonly string[], at: number): boolean {
  if (!/^(?:_{10,}|-{10,}|={10,})\s*$/.test(lines[at]!.slice(0, 200))) return false;
  return lines
    .slice(at + 1, at + 6)
    .some((line) =>
      /mailing list|listinfo|unsubscribe|Google Groups|abbestellen|désabonner/i.test(line.slice(0, 300)),
    );
}

const sentFrom =
  /^\s*(?:Sent from my|Sent from Mail|Sent via|Sent with|Get Outlook for|Von meinem .{1,30} gesendet|Gesendet (?:von|mit)|Envoyé de(?:puis)? mon|Enviado desde mi|Enviado do meu|Inviato da|Verzonden vanaf|Skickat från min|Sendt fra min|Wysłane z|Отправлено с|iPhoneから送信)(?:\s|$)/i;
