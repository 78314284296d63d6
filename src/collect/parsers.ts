/** All parsers, by the names that recipes use. */
import type { Parser } from "./parser.ts";
import { article } from "./parsers/article.ts";
import { discord } from "./parsers/chat-discord.ts";
import { slack } from "./parsers/chat-slack.ts";
import { telegram } from "./parsers/chat-telegram.ts";
import { whatsapp } from "./parsers/chat-whatsapp.ts";
import { epub } from "./parsers/epub.ts";
import { feed } from "./parsers/feed.ts";
import { gutenberg } from "./parsers/gutenberg.ts";
import { json } from "./parsers/json.ts";
import { mail } from "./parsers/mail.ts";
import { markdown } from "./parsers/markdown.ts";
import { screenplay } from "./parsers/screenplay.ts";
import { subtitles } from "./parsers/subtitles.ts";
import { tei } from "./parsers/tei.ts";
import { plainText } from "./parsers/text.ts";
import { transcriptHtml } from "./parsers/transcript-html.ts";
import { wiki } from "./parsers/wiki.ts";

const all: readonly Parser[] = [
  transcriptHtml,
  wiki,
  screenplay,
  subtitles,
  whatsapp,
  telegram,
  discord,
  slack,
  mail,
  gutenberg,
  plainText,
  tei,
  article,
  feed,
  markdown,
  epub,
  json,
];

/** Every parser by its name. */
export const parsers: ReadonlyMap<string, Parser> = new Map(all.map((parser) => [parser.name, parser]));
