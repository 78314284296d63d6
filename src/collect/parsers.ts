/** All parsers, by the names that recipes use. */
import type { Parser } from "./parser.ts";
import { article } from "./parsers/article.ts";
import { feed } from "./parsers/feed.ts";
import { transcriptHtml } from "./parsers/transcript-html.ts";

const all: readonly Parser[] = [transcriptHtml, article, feed];

/** Every parser by its name. */
export const parsers: ReadonlyMap<string, Parser> = new Map(all.map((parser) => [parser.name, parser]));
