/** What a paragraph of a book is: running prose, a heading, something about the book. */

/** A paragraph. */
export interface Paragraph {
  /** With its line ends. */
  readonly raw: string;
  /** In one line. */
  readonly text: string;
}

/** @returns whether it is running prose: long, in sentences, and not about the book */
export function isProse({ raw, text }: Paragraph): boolean {
  const words = text.split(" ").length;
  if (words < 25 || !endsSentence(text) || aboutTheBook.test(text)) return false;
  // Lists of chapters and of illustrations have short lines; prose fills them.
  const lines = raw.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > 2 && words / lines.length < 6) return false;
  // A list of contents has a page number, or "CHAPTER", every few words.
  return (text.match(/\b(?:chapter|\d{1,3})\b/gi)?.length ?? 0) < words / 12;
}

/**
 * @param authors names; who is named in it is on a title page
 * @param isBelowHeading whether a chapter's heading stands above it, so that no title page can
 * @returns whether it may be a short first paragraph: a sentence or a cry, and nothing of a title page or a list
 */
export function isOpening(paragraph: Paragraph, authors: readonly string[], isBelowHeading = false): boolean {
  const { text } = paragraph;
  if (text.length > 2000 || !endsSentence(text) || aboutTheBook.test(text) || isHeading(paragraph))
    return false;
  const lower = text.toLowerCase();
  const namesAuthor = authors.some((author) => lower.includes(author.toLowerCase()));
  if (isBelowHeading) {
    return (
      !(namesAuthor && text.length < 60) && (!isTitle(paragraph) || (isCapital(text) && text.length > 40))
    );
  }
  const isSpoken = /^["“„«‘'‹—–]/u.test(text);
  // “LONDON: 1890.” and “THE PIER.” are on title pages, “TOM!” is none.
  if (!isSpoken && !/\p{Ll}/u.test(text.replace(/\b(?:and|or|of|the|by|&)\b/g, ""))) return false;
  // Of nothing but words with capitals are titles and names: “Ann Goes Out.”
  if (
    !isSpoken &&
    /[.,:]$/.test(text) &&
    !/(?:^|\s)(?!(?:and|or|of|the|by|in|at|a|to|&)\b)\p{Ll}/u.test(text)
  )
    return false;
  // Contents: “1. Ann goes out.”, “I. Morning.”, “Ann goes out 12.”
  if (numberedStart.test(text) || /^(?:\d{1,3}|[IVXLC]{1,8})[.):]\s/.test(text) || /\d\.?$/.test(text))
    return false;
  if (titlePage.test(text)) return false;
  return !(text.length < 120 && !isSpoken && namesAuthor);
}

const titlePage =
  /^(?:by|author of|translated|edited|illustrated|with (?:\S+ ){0,4}(?:illustrations|engravings|an? (?:introduction|preface))|london|new york|boston|philadelphia|edinburgh|paris|leipzig|berlin|dedicated|to (?:my|the memory)|inscribed|contents|list of)\b/i;

/** @returns whether it stands on a title page: who wrote, printed or sells the book, when and where; capitals alone */
export function isTitlePage(paragraph: Paragraph, authors: readonly string[]): boolean {
  const { text } = paragraph;
  if (text.length > 300) return false;
  const lower = text.toLowerCase();
  if (titlePage.test(text) || aboutTheBook.test(text) || /^[\d\s.,©()[\]-]+$/u.test(text)) return true;
  if (text.length < 120 && authors.some((author) => lower.includes(author.toLowerCase()))) return true;
  // A list of contents.
  if (/\.{4,}\s*\d+|\s{3,}\d{1,3}\s*$/m.test(paragraph.raw)) return true;
  return text.length < 120 && isCapital(text) && !/[!?"”’]$/u.test(text);
}

/** @returns whether it says whom one has quoted above: “—Old Song.”, “_Ann Archer_”, “ARCHER, _The Pier_.” */
export function namesSource(line: string): boolean {
  const text = line.trim();
  if (text.length < 3 || text.length > 70 || text.includes("\n") || /[!?:;"”]$/u.test(text)) return false;
  const words = text.replace(/^[—–-]{1,2}\s?|[_*()[\].]/gu, "").trim();
  if (!isTitleCase(words)) return false;
  return (
    /^[—–-]/u.test(text) ||
    isCapital(words) ||
    /^\p{Lu}{2}[^\p{Ll}]*[,:.]\s*_/u.test(text) ||
    /^[_(*[].*[_)*\].]$/u.test(text)
  );
}

/** @returns whether it stands behind the text: “THE END”, what the publisher or the transcriber adds */
export function isBackMatter(text: string, authors: readonly string[]): boolean {
  if (/^(?:\*\s*)*(?:the end|finis|fin|end of (?:the )?(?:book|novel|volume|vol)\b.*|ende)[.!]?$/i.test(text))
    return true;
  if (text.length < 400 && aboutTheBook.test(text)) return true;
  return text.length < 120 && authors.some((author) => text.toLowerCase().includes(author.toLowerCase()));
}

const aboutTheBook =
  /\b(?:Project Gutenberg|Produced by|E-?text prepared|Transcri(?:bed|ber)|Copyright|All rights reserved|Printed (?:by|in|and)|First published|Publish(?:ers|ed by)|Illustrat(?:ed|ions) by|Entered according|Release date)\b/i;

const endsSentence = (text: string): boolean => /[.!?…:;,—-]["'”’»)]{0,5}$/u.test(text.slice(-8));

/**
 * @returns whether it is a heading: a number, or a word as “Chapter” with a number, and a name behind it perhaps;
 *   “Part of me stayed.” and “Letter in hand, she ran” are prose
 */
export function isHeading({ raw, text }: Paragraph): boolean {
  if (text.length >= 120) return false;
  if (/^[*\s·•~#—–-]+$/u.test(text)) return true;
  const firstLine = raw.trim().split("\n", 1)[0]!.replace(/_/g, "").trim();
  if (number.test(text)) return true;
  if (alone.test(text) || (alone.test(firstLine) && text.length < 90)) return true;
  if (numbered.test(firstLine) && firstLine.length < text.length) return true;
  const match = numberedStart.exec(text);
  if (match === null) return false;
  const rest = text.slice(match[0].length).trim();
  if (rest === "") return true;
  // A stop behind the number parts it from the chapter's name; without one the name must look like a name.
  return /[.:—–-]\s*$/u.test(match[0]) ? text.length < 90 || isCapital(rest) : isTitleCase(rest);
}

/** @returns whether a paragraph below a heading is the chapter's name: a line with capitals and without a stop */
export function isTitle({ raw, text }: Paragraph): boolean {
  if (text.length > 80 || raw.trim().split("\n").length > 2) return false;
  if (isCapital(text) && !/[!?"”’]$/u.test(text)) return true;
  return isTitleCase(text) && !/[.!?:;,…"”’—-]$/u.test(text);
}

const words =
  "chapter|chap\\.?|volume|vol\\.?|book|part|letter|act|scene|canto|section|stave|kapitel|buch|teil|band|akt|chapitre|livre|partie|acte|scène|capítulo|libro|parte|capitolo|atto|hoofdstuk|deel";
const ordinals =
  "(?:the\\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[- ]\\w{3,6})?|thirty(?:[- ]\\w{3,6})?|forty(?:[- ]\\w{3,6})?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|final|erste[rs]?|zweite[rs]?|dritte[rs]?|premi(?:er|ère)|deuxième|troisième|primero|segundo|tercero|primo|secondo|terzo)";
const roman = "(?=[ivxlcdm])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})";
const one = `(?:${words})[\\s.:]*(?:${ordinals}|${roman}|\\d{1,3})(?![\\p{L}\\d'’])`;
/** “Chapter I”, “BOOK the First. CHAPTER 2.” */
const numberedStart = new RegExp(`^(?:the\\s+)?${one}(?:[\\s,.:—–-]*${one})?\\s*[.:—–-]*(?=\\s|$)`, "iu");
const numbered = new RegExp(`^(?:the\\s+)?${one}(?:[\\s,.:—–-]*${one})?[\\s.:]*$`, "iu");
const alone =
  /^(?:prologue|epilogue|preface|contents|introduction|conclusion|appendix|foreword|afterword|postscript|prolog|epilog|vorwort|nachwort|inhalt|préface|épilogue|prólogo|epílogo)[.:]?$/i;
/** “I.”, “XII”, “12.”; not “I” said by somebody, which has quotes around it. */
const number =
  /^(?:(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})|\d{1,3})(?:[.:](?: [\p{Lu}\s,.'’—-]{3,80})?)?$/u;

const isCapital = (text: string): boolean => /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);

/** Each word of some length with a capital, as titles have them. */
const isTitleCase = (text: string): boolean => {
  const long = text.split(/[\s—–-]+/u).filter((word) => /^["“‘'(]?\p{L}{4,}/u.test(word));
  return /^["“‘'(]?[\p{Lu}\d]/u.test(text) && long.every((word) => /^["“‘'(]?\p{Lu}/u.test(word));
};
