/** What a page is, by how it looks. */
import { beginsMessage } from "./parsers/chat-whatsapp.ts";

/**
 * The name of the parser that reads such pages, or "html" where transcript and article both may, or "sitemap".
 * Plain texts are taken for plays until it shows that nobody speaks in them.
 */
export function kindOf(page: {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly contentType: string;
}): string {
  const { url, bytes, contentType } = page;
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03) return "epub";
  const start = page.text.slice(0, 4000).trimStart();
  // Wiki templates, directions and dates start with brackets too.
  if (/^(?:\{\s*["}]|\[\s*[[{"\]])/.test(start) && !start.startsWith("[[")) return jsonKind(start);
  if (start.startsWith("WEBVTT") || /^\d+\s*\n[\d:,.]+\s*-->/m.test(start)) return "subtitles";
  if (
    /^From \S+.*\d{1,2}:\d{2}/.test(start) ||
    /^(?:Return-Path|Received|Delivered-To|Message-ID|From):\s.*\n[\w-]+:/i.test(start)
  ) {
    return "mail";
  }
  if (chatLines(start) >= 2) return "whatsapp";
  if (start.startsWith("<")) return markupKind(start);
  if (
    /\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG|The Project Gutenberg e/i.test(
      page.text.slice(0, 40_000),
    )
  )
    return "gutenberg";
  if (/'''[^']+'''/.test(page.text) && /\[\[|\{\{|^[:*;]/m.test(page.text)) return "wiki";
  if (/\.(?:md|markdown)(?:$|[?#])/i.test(url) || contentType.includes("markdown")) return "markdown";
  return contentType.includes("html") ? "html" : "screenplay";
}

function jsonKind(start: string): string {
  if (/"guild"\s*:/.test(start)) return "discord";
  if (/"from_id"\s*:|"type"\s*:\s*"personal_chat"|"chats"\s*:/.test(start)) return "telegram";
  if (/"ts"\s*:\s*"\d+\.\d+"/.test(start)) return "slack";
  return "json";
}

function markupKind(start: string): string {
  if (/<(?:urlset|sitemapindex)\b/.test(start)) return "sitemap";
  if (/<(?:rss|feed|rdf:RDF)\b/.test(start)) return "feed";
  if (/<(?:\w+:)?TEI\b|<TEI\.2\b/.test(start)) return "tei";
  return "html";
}

const chatLines = (start: string): number =>
  start.split("\n", 40).filter((line) => beginsMessage(line.trimEnd())).length;
