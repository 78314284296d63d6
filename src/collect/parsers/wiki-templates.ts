/** Templates of wikis ({{lang|fr|Bonjour}}): which of them hold words of the text. */
import type { DropReason } from "../parser.ts";

/** Ends a line inside a paragraph, as `<br>` does: a private character that no page has. */
export const lineBreak = "\uE000";

/** Templates that stand for a few characters. */
const signs = new Map([
  ["'", "'"],
  ["!", "|"],
  ["=", "="],
  ["nbsp", " "],
  ["spaces", " "],
  ["sp", " "],
  ["snd", " – "],
  ["spaced ndash", " – "],
  ["ndash", "–"],
  ["mdash", "—"],
  ["em dash", "—"],
  ["emdash", "—"],
  ["dash", "—"],
  ["...", "…"],
  ["ellipsis", "…"],
  ["br", lineBreak],
  ["break", lineBreak],
]);

/** Templates whose last value is what one reads, as {{lang|fr|Bonjour}}. */
const lastValue = new Set(
  (
    "lang,transl,transliteration,color,colour,font color,fontcolor,colored text,font,w,wp,wikipedia,link,l," +
    "c,char,character,small,smaller,big,larger,large,nowrap,nobr,nobreak,em,i,it,italic,b,bold,strong,u,underline,s,strike," +
    "sc,smallcaps,small caps,uc,allcaps,center,centre,noitalic,noitalics,nobold,shout,whisper,text,sub,sup,mono,key,hover text"
  ).split(","),
);
/** Templates whose first value is what one reads, as {{abbr|Dr|Doctor}}. */
const firstValue = new Set(
  "abbr,tooltip,tt,hover,ruby,ruby-ja,sic,as written,typo,popup,h:title,quote inline,em quote".split(","),
);
/** Templates that say something about the text and are none of it. */
const remark =
  /^(?:ref|refn|note|fn|efn|sfn|r|rp|cite\b.*|citation\b.*|anchor|verify|clarify|who|when|which|where|by whom|cn|fact|dubious|nihongo foot|update|icon|flag|image|file|main|see\b.*|spoiler|clear|toc|stub|reflist|inaudible|unclear)$/;

/**
 * The words in a template, "" for one that says something about the text; that is counted.
 *
 * @param template its parts, the first of which is its name, and whether there are words beside it in its line
 */
export function templateText(
  { parts, inline }: { readonly parts: readonly string[]; readonly inline: boolean },
  drop: (reason: DropReason) => void,
): string {
  const name = parts[0]!.slice(0, 60).replaceAll("_", " ").trim().toLowerCase();
  const sign = signs.get(name);
  if (sign !== undefined) return sign;
  const isParameter = name.startsWith("{");
  const values = parts.slice(1).flatMap((part) => {
    const named = /^\s*([\p{L}\d_ -]{1,30})=/u.exec(part.slice(0, 60));
    if (named === null) return [part.trim()];
    return /^\s*(?:\d|text|content)\s*$/i.test(named[1]!) ? [part.slice(named[0].length).trim()] : [];
  });
  const isOnlyValue = values.length === 1 && parts.length === 2;
  const text = lastValue.has(name)
    ? values.at(-1)
    : firstValue.has(name) || /^lang-[a-z-]+$/.test(name)
      ? values[0]
      : // One value in the middle of a line is most likely words in another dress.
        inline && isOnlyValue && !isParameter && !remark.test(name)
        ? values[0]
        : undefined;
  if (text !== undefined && !text.includes("\n\n")) return text;
  drop("template");
  return "";
}
