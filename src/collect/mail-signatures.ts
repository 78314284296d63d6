/** Signatures that no `-- ` announces: a closing formula and a name, a name alone, lines that end mail after mail. */

/** A signature has no more lines. */
const longestSignature = 12;
/** Nor longer ones. */
const longestLine = 80;

const closing = new RegExp(
  `^\\s*(?:(?:with |all |my )?(?:(?:very |most )?(?:best|kind(?:est)?|warm(?:est)?|friendly|many) )?(?:regards|wishes|greetings)|best|all the best|cheers|(?:many |with |best )?thanks(?: again| a lot| so much| in advance)?|thank you(?: very much)?|(?:yours )?(?:sincerely|truly|faithfully)(?: yours)?|yours|respectfully|cordially|love|take care|see you|talk soon|` +
    `mit (?:freundlichen|besten|herzlichen|lieben|vielen) gr(?:ü|ue)(?:ß|ss)en|(?:viele|liebe|beste|herzliche|freundliche|sch(?:ö|oe)ne) gr(?:ü|ue)(?:ß|ss)e|gr(?:u|ü|ue)(?:ß|ss)e?|lg|mfg|vg|bg|danke|vielen dank|hochachtungsvoll|` +
    `cordialement|bien (?:à vous|cordialement)|(?:meilleures )?salutations|amicalement|bises|merci|amitiés|` +
    `(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo|gracias|(?:com os melhores )?cumprimentos|atenciosamente|abraços?|obrigad[oa]|` +
    `(?:cordiali |distinti )?saluti|un saluto|grazie|ciao|met (?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg|` +
    `(?:med )?(?:vänliga?|vennlig|venlig|bästa) (?:hälsning(?:ar)?|hilsen)|hälsningar|hilsen|mvh|vh|(?:z )?pozdrawiam|pozdrowienia|s pozdravem|terveisin|ystävällisin terveisin|` +
    `с уважением|с наилучшими пожеланиями|saygılarımla|με εκτίμηση|此致|谢谢|よろしくお願い(?:いた)?します|감사합니다)\\s*[,.!:;)–—-]*\\s*$`,
  "iu",
);

/** What a signature says besides names: a telephone, an address, an office. */
const contact =
  /@\S+\.\p{L}|\bhttps?:|\bwww\.|(?:^|[\s(])\+?\d[\d\s()/.-]{6,}|\b(?:tel|phone|fax|mobile?|cell|office|dept|gmbh|inc|ltd|llc)\b/iu;

const notice =
  /^\s*(?:(?:this|diese|the information in this|ce|este|questo) (?:e-?mail|message|communication|nachricht|correo|mensaje)\b.{0,200}(?:confidential|privileged|intended (?:only|solely)|vertraulich|confidentiel|confidencial|riservat)|(?:confidentiality|disclaimer|confidential)\b.{0,30}(?:notice|:|$))/iu;

/** Where the signature is: lines from `start` to before `end`. */
export interface Signature {
  readonly start: number;
  readonly end: number;
}

/**
 * Looks for a signature at the end of what a mail's writer wrote.
 *
 * @param lines without quotations
 * @param names by which the sender is known; the first of their words are names as well
 * @returns null when there is none; what follows it up to a postscript is a part of it
 */
export function signatureIn(lines: readonly string[], names: readonly string[]): Signature | null {
  const written = lines.flatMap((line, at) => (line.trim() === "" ? [] : at));
  const last = written.at(-1);
  if (last === undefined) return null;
  const noticeAt = written.find((at) => notice.test(lines[at]!.slice(0, 400)));
  const end = noticeAt ?? last + 1;
  const own = written.filter((at) => at < end);
  const isName = namePattern(names);
  for (const [place, at] of own.entries()) {
    const line = lines[at]!;
    const isClosing = line.length <= longestLine && closing.test(line);
    if (!isClosing && !isName(line)) continue;
    const below = own.slice(place + 1);
    const postscript = below.findIndex((next) => /^\s*p\.?\s?(?:p\.?\s?)?s\b[.:]?/iu.test(lines[next]!));
    const block = postscript < 0 ? below : below.slice(0, postscript);
    if (block.length > longestSignature) continue;
    const texts = block.map((next) => lines[next]!.trim());
    // “Thanks” at the end is said; with a name below it, it is a formula.
    if (isClosing ? !isBlock(texts, isName) : !texts.every(isShort)) continue;
    // A first line is a salutation, or all there is.
    if (place === 0) continue;
    return { start: at, end: postscript < 0 ? lines.length : below[postscript]! };
  }
  return noticeAt === undefined || noticeAt === written[0] ? null : { start: noticeAt, end: lines.length };
}

/** Short, and no sentence. */
const isShort = (line: string): boolean =>
  line.length <= longestLine &&
  !(/[.?!…]$/u.test(line) && line.split(/\s+/).length > 4 && !contact.test(line));

/** Whether what stands below a closing formula is a name, with whatever an office puts below names. */
function isBlock(texts: readonly string[], isName: (line: string) => boolean): boolean {
  const [first] = texts;
  if (first === undefined || !texts.every(isShort)) return false;
  return isName(first) || looksSigned(first);
}

/** One to four words with capitals and nothing that ends a sentence: “Ann”, “Dr. Ann B. Archer”, “- Ann”, “A.” */
const looksSigned = (line: string): boolean =>
  /^[\s/~–—-]*(?:(?:(?:Dr|Prof|Mrs?|Ms)\.|\p{Lu}\.|\p{Lu}[\p{L}\p{M}'’.-]*|von|van|de|der|la)\s*){1,5}$/u.test(
    line.replace(/\(.*\)|,.*$/u, ""),
  ) && !/[?!]$/u.test(line);

/** @returns whether a line is the sender's name, whole, the first of it or the initials */
function namePattern(names: readonly string[]): (line: string) => boolean {
  const known = new Set<string>();
  for (const name of names) {
    const words = wordsOf(name.replace(/@.*$/, ""));
    if (words.length === 0) continue;
    known.add(words.join(" "));
    if (words.length > 1 && words[0]!.length > 1) known.add(words[0]!);
    if (words.length > 1) known.add(words.map((word) => word[0]).join(""));
  }
  return (line) => line.length <= 60 && !/[?!:]\s*$/u.test(line) && known.has(wordsOf(line).join(" "));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? [];

/** So many mails must end alike. */
const mostlyAlike = 3;

/**
 * How many of the last lines of each text are what its writer puts below mail after mail: at least two lines that end
 * three texts, or one line that ends three and half of all; never a text's whole.
 *
 * @param texts all by one writer
 * @returns for each text how many of its lines, empty ones not counted
 */
export function commonEndings(texts: readonly string[]): number[] {
  if (texts.length < mostlyAlike) return texts.map(() => 0);
  const endings = texts.map((text) => {
    const lines = text.split("\n").flatMap((line) => line.trim() || []);
    const keys: string[] = [];
    for (let count = 1; count < lines.length && count <= longestSignature; count++) {
      const line = lines.at(-count)!;
      if (line.length > longestLine * 4) break;
      keys.push(`${line}\n${keys.at(-1) ?? ""}`);
    }
    return keys;
  });
  const times = new Map<string, number>();
  for (const keys of endings) for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  return endings.map((keys) => {
    const isCommon = (key: string, at: number): boolean =>
      times.get(key)! >= (at === 0 ? Math.max(mostlyAlike, texts.length / 2) : mostlyAlike);
    return keys.findLastIndex(isCommon) + 1;
  });
}
