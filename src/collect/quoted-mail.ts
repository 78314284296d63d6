/** What the writer of a mail wrote, without quotations and signature. */
import { announcementLines, startsQuotation } from "./mail-quotations.ts";
import { signatureIn } from "./mail-signatures.ts";

/** A mail's own words, and how many lines were others'. */
export interface OwnWords {
  readonly text: string;
  readonly quoted: number;
  readonly signature: number;
}

/** What else is known of a mail. */
export interface MailFacts {
  /** The names by which the sender is known. */
  readonly names?: readonly string[];
  /** The texts of mails by others that it may answer. */
  readonly answered?: () => readonly string[];
}

/**
 * Cuts lines that start with ">", the line that announces them ("On … Ann wrote:"), everything behind "Original
 * Message" and like lines, and signatures: everything behind "-- ", a closing formula with a name, the sender's name.
 * A quotation without marks goes on to the end, unless the mail that is answered shows which lines are quoted.
 */
export function ownWords(text: string, { names = [], answered }: MailFacts = {}): OwnWords {
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
      // Whose quotation has no marks, and so goes on to the end, as far as one can see.
      const below = unquoted(lines.slice(at + announcing), answered?.() ?? []);
      kept.push(...below);
      quoted += written(lines, at) - written(below, 0);
      break;
    }
    if (announcing > 0) {
      quoted += announcing;
      at += announcing - 1;
    } else if (sentFrom.test(line.slice(0, 200))) signature++;
    else kept.push(line);
  }
  const found = signatureIn(kept, names);
  if (found !== null) signature += written(kept.splice(found.start, found.end - found.start), 0);
  return {
    text: kept
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    quoted,
    signature,
  };
}

/** A shorter line may stand in any mail; it is quoted where it follows what is, or is a whole line of the other. */
const telling = 20;

/** The lines that are in none of the mails that may be quoted; none where not even the first line is. */
function unquoted(lines: readonly string[], answered: readonly string[]): string[] {
  const whole = plain(answered.join("\n"));
  const known = new Set(answered.flatMap((text) => text.split("\n").map(plain)));
  /** Where in the other mail the last quoted line ended. */
  let end = -1;
  const isTheirs = (line: string): boolean => {
    const text = plain(line);
    // A line of one's own client ends elsewhere than the other's.
    const start = whole.startsWith(text, end + 1)
      ? end + 1
      : text.length >= telling
        ? whole.indexOf(text)
        : -1;
    if (start >= 0) end = start + text.length;
    return start >= 0 || known.has(text);
  };
  const first = lines.find((line) => line.trim() !== "");
  if (first === undefined || !isTheirs(first)) return [];
  end = -1;
  return lines.filter((line) => line.trim() === "" || !isTheirs(line));
}

const plain = (text: string): string => text.replace(/\s+/g, " ").trim().toLowerCase();

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
  /^\s*(?:Sent from (?:my|Mail|Outlook|Yahoo|Gmail|Samsung|Proton|AOL|an? )|Sent via|Sent with|Get Outlook for|Get \p{L}{1,20} for (?:iOS|Android)|Von meinem .{1,30} gesendet|Gesendet (?:von|mit)|Envoyé de(?:puis)? mon|Enviado desde mi|Enviado do meu|Inviato da|Verzonden vanaf|Skickat från min|Sendt fra min|Wysłane z|Отправлено с|iPhoneから送信)(?:\s|$)/iu;
