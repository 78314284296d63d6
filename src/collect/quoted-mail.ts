/** What the writer of a mail wrote, without quotations and signature. */

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
  const lines = text.split(/\r\n|\r|\n/);
  const kept: string[] = [];
  let quoted = 0;
  let signature = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (/^\s{0,3}>/.test(line)) quoted++;
    else if (/^-- ?$/.test(line)) {
      // Behind a signature there may be a quotation, but nothing of the writer's.
      signature += written(lines, at);
      break;
    } else if (startsQuotation(lines, at)) {
      quoted += written(lines, at);
      break;
    } else {
      const announcing = announcement(lines, at);
      if (announcing > 0) {
        quoted += announcing;
        at += announcing - 1;
      } else if (sentFrom.test(line.slice(0, 200))) signature++;
      else kept.push(line);
    }
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

/** How many lines from one on say something. */
const written = (lines: readonly string[], from: number): number =>
  lines.slice(from).filter((line) => line.trim() !== "").length;

const sentFrom =
  /^\s*(?:Sent from my|Sent from Mail|Get Outlook for|Von meinem .{1,30} gesendet|Envoyé de mon|Enviado desde mi|Inviato da|Verzonden vanaf)\b/i;

const divider =
  /^\s*(?:-{2,}\s*(?:Original Message|Forwarded message|Original-Nachricht|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht)\s*-{2,}|Begin forwarded message:)\s*$/i;

/** A line from which on everything is quoted: a divider, or the header of the mail that is answered. */
function startsQuotation(lines: readonly string[], at: number): boolean {
  const line = lines[at]!.slice(0, 200);
  if (divider.test(line)) return true;
  if (!/^\*?(?:From|Von|De|Da|Van)\s?:\*?\s/.test(line)) return false;
  const following = lines.slice(at + 1, at + 5).map((next) => next.slice(0, 200));
  return (
    following.filter((next) =>
      /^\*?(?:Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto|Inviato|Verzonden)\s?:\*?\s/.test(
        next,
      ),
    ).length >= 2
  );
}

/** @returns how many lines from here on announce a quotation: "On 1 May 2020, Ann wrote:", wrapped or not */
function announcement(lines: readonly string[], at: number): number {
  if (!/^\s*(?:On|Am|Le|El|Il|Op|Em|Den|W dniu)\s/.test(lines[at]!.slice(0, 20))) return 0;
  for (let count = 1; count <= 3 && at + count <= lines.length; count++) {
    const joined = lines
      .slice(at, at + count)
      .join(" ")
      .slice(0, 400);
    if (
      !/(?:wrote|writes|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef.{0,80}|escreveu|skrev.{0,80}|napisał\(?a?\)?)\s*:\s*$/u.test(
        joined,
      )
    )
      continue;
    const next = lines.slice(at + count).find((line) => line.trim() !== "");
    // Without a quotation behind it, it may be a sentence of the writer's.
    return next === undefined || /^\s{0,3}>/.test(next) || /\d{4}|\d{1,2}:\d{2}|@/.test(joined) ? count : 0;
  }
  return 0;
}
