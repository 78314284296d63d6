/** Where a mail starts to quote another: lines that announce it, dividers, headers of the mail that is answered. */

/** @returns whether from this line on everything is quoted: a divider, or the header of the mail that is answered */
export function startsQuotation(lines: readonly string[], at: number): boolean {
  const line = lines[at]!.slice(0, 200);
  if (divider.test(line)) return true;
  if (isHeader(lines, at)) return true;
  // A rule above a header, as Outlook draws it, or words of which this list knows nothing.
  if (!/^\s*(?:_{5,}|-{2,}.{0,60})\s*$/.test(line)) return false;
  for (let next = at + 1; next < lines.length && next <= at + 3; next++) {
    if (lines[next]!.trim() !== "") return isHeader(lines, next);
  }
  return false;
}

const divider =
  /^\s*(?:-{2,}\s*(?:Original Message|Forwarded message|Original-Nachricht|Originalnachricht|Ursprüngliche (?:Nachricht|Mail)|Weitergeleitete Nachricht|Message d['’]origine|Message transféré|Message original|Mensaje original|Mensaje reenviado|Mensagem original|Mensagem encaminhada|Messaggio originale|Messaggio inoltrato|Oorspronkelijk bericht|Doorgestuurd bericht|Ursprungligt meddelande|Vidarebefordrat meddelande|Opprinnelig melding|Oprindelig meddelelse|Wiadomość oryginalna|Исходное сообщение|Пересылаемое сообщение|原始邮件|原始郵件|元のメッセージ|원본 메시지)\s*-{2,}|(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|Début du message (?:transféré|réexpédié)|Inicio del mensaje reenviado|Início da mensagem encaminhada|Inizio messaggio inoltrato|Begin doorgestuurd bericht)\s?:)\s*$/i;

const from = "From|Von|De|Da|Van|Från|Fra|Od|От|Від|Lähettäjä|Kimden|Feladó|发件人|寄件者|差出人|보낸 사람";
const others =
  "Sent|Date|To|Cc|Subject|Reply-To|Importance|Gesendet|Datum|An|Betreff|Antwort an|Envoyé(?: le)?|À|Objet|Enviado(?: el| em| a las)?|Fecha|Para|Asunto|Assunto|Data|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Til|Emne|Dato|Wysłano|Wysłane|Do|DW|Temat|Отправлено|Дата|Кому|Копия|Тема|Lähetetty|Vastaanottaja|Aihe|Gönderildi|Kime|Konu|发送时间|收件人|抄送|主题|寄件日期|收件者|主旨|送信日時|宛先|件名|보낸 날짜|받는 사람|제목";
const firstField = new RegExp(`^\\s{0,3}[*_]{0,2}(?:${from})[*_]{0,2}\\s?[:：]`, "u");
const nextField = new RegExp(`^\\s{0,3}[*_]{0,2}(?:${others})[*_]{0,2}\\s?[:：]`, "u");

function isHeader(lines: readonly string[], at: number): boolean {
  if (!firstField.test(lines[at]!.slice(0, 200))) return false;
  return lines.slice(at + 1, at + 6).filter((line) => nextField.test(line.slice(0, 200))).length >= 2;
}

/** An announcement has no more lines, and each counts up to here. */
const mostLines = 4;
const longestLine = 300;

/**
 * @returns how many lines from here on announce a quotation, in one line or wrapped: "On 1 May 2020, Ann
 *   <ann@example.org> wrote:"; 0 when they do not
 */
export function announcementLines(lines: readonly string[], at: number): number {
  if (!mayStart.test(lines[at]!.slice(0, longestLine))) return 0;
  for (let count = 1; count <= mostLines && at + count <= lines.length; count++) {
    const last = lines[at + count - 1]!;
    if (last.trim() === "" || last.length > longestLine) return 0;
    if (!/[:：]\s*$/u.test(last.slice(-10))) {
      // Only what has a date or an address is long enough to be wrapped, and it does not end a sentence.
      if (count === 1 && (!/[\d@<]/.test(last) || /[.!?]\s*$/.test(last.slice(-10)))) return 0;
      continue;
    }
    const joined = lines
      .slice(at, at + count)
      .join(" ")
      .trim();
    let next = at + count;
    while (next < lines.length && next < at + count + 3 && lines[next]!.trim() === "") next++;
    const isFollowed = /^\s{0,3}>/.test(lines[next] ?? "");
    // A sentence of the writer's may end so, too; what is quoted below it or who and when tell.
    const says = verb.test(joined.slice(-160)) || saysFirst.test(joined);
    const who = address.test(joined);
    const when = moment.test(joined);
    if (
      isFollowed
        ? saysLast.test(joined.slice(-40)) || (says && when) || who || saysFirst.test(joined)
        : says && (who || (clock.test(joined) && day.test(joined)))
    )
      return count;
    return 0;
  }
  return 0;
}

/** What an announcement's first line starts with, or has in it. */
const mayStart =
  /^\s*(?:(?:On|Am|Le|El|Il|Op|Em|Den|Dne|At|In|Quoting|Zitat von|W dniu|Dnia|Il giorno|A|Am)\s|\*\s|\d{1,4}[-./年]|\p{L}{2,9}\.?,? \d|\p{L}{2,4}[.,])|<[^\s<>]{1,100}@|\(\S{1,100}@|["“\p{Lu}][^:]{0,80}(?:wrote|writes|said|schrieb|a écrit|escribió|ha scritto|escreveu|skrev|schreef|пишет|написал)/u;
const verb =
  /(?:wrote|writes|has written|said|schrieb|hat geschrieben|a écrit|écrit|escribió|ha scritto|scrive|schreef|het volgende geschreven|escreveu|skrev|napisał\(?a?\)?|pisze|kirjoitti|написала?|пишет|писала?|napsala?|írta|yazdı|έγραψε|כתב|כתבה|كتب|写道|寫道|のメール|のメッセージ|작성)[^.!?]{0,120}[:：]\s*$/u;
const saysLast =
  /(?:wrote|writes|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev|napisał\(?a?\)?|kirjoitti|написала?|пишет|写道|寫道|のメール|작성)\s*[:：]\s*$/u;
const saysFirst = /^\s*(?:Quoting|Zitat von|In article|In message|In <)/;
const address = /[<(["][^\s<>()]{1,100}@[^\s<>()]{1,100}[>)\]"]|\S@\S+\.\p{L}/u;
const clock = /\b\d{1,2}[:.h]\d{2}\b/;
const day = /\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]/;
const moment = /\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b/;
