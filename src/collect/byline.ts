/** Who wrote a page, as the page says, and where it says so in the text. */
import type { Tree } from "./html/tree.ts";
import { fieldsOf, itemsOf, textField } from "./json-value.ts";
import { looksLikeName } from "./speakers.ts";

/** Who wrote the page, as its head says: `<meta name="author">`, or what it tells search engines (JSON-LD). */
export function metaAuthor(tree: Tree): string | undefined {
  let told: string | undefined;
  for (let node = 1; node < tree.size; node++) {
    const tag = tree.name(node);
    if (tag === "script" && /ld\+json/i.test(tree.attribute(node, "type") ?? ""))
      told ??= linkedAuthor(tree, node);
    if (tag !== "meta") continue;
    const name = tree.attribute(node, "name") ?? tree.attribute(node, "property") ?? "";
    if (
      !/^(?:author|dc\.creator|dcterms\.creator|article:author|parsely-author|sailthru\.author)$/i.test(name)
    )
      continue;
    const content = tree.attribute(node, "content")?.trim();
    // article:author may be the address of a profile.
    if (content !== undefined && content !== "" && !/^https?:/.test(content)) return content;
  }
  return told;
}

function linkedAuthor(tree: Tree, script: number): string | undefined {
  let source = "";
  for (let at = script; at < tree.after(script); at++) if (tree.isText(at)) source += tree.text(at);
  try {
    const whole: unknown = JSON.parse(source);
    const things = Array.isArray(whole) ? whole : [whole, ...itemsOf(fieldsOf(whole).get("@graph"))];
    for (const thing of things) {
      if (
        !/Article|Posting|Report|Review/i.test(
          textField(thing, "@type") ?? itemsOf(fieldsOf(thing).get("@type")).join(" "),
        )
      )
        continue;
      const author = fieldsOf(thing).get("author");
      const people = Array.isArray(author) ? author : [author];
      const names = people.map((person) =>
        typeof person === "string" ? person.trim() : textField(person, "name"),
      );
      // Of several, none is the author; together they are somebody else.
      if (names.length > 0 && names.every((name) => name !== undefined && name !== ""))
        return names.join(", ");
    }
  } catch {
    // Sites write what they like there.
  }
  return undefined;
}

/** How many lines at the start may be about the author. */
const linesAtStart = 5;

/**
 * Takes the by-line off a text's first lines: “By Ann Archer”, “Ann Archer, 3 May 2024”.
 *
 * @param author as the page says elsewhere
 * @returns the lines that are left, how many went, and the name that “By …” gives
 */
export function withoutByline(
  lines: readonly string[],
  author: string | undefined,
): { lines: string[]; removed: number; named: string | undefined } {
  let named: string | undefined;
  const kept = lines.filter((line, at) => {
    // A text of a line or two needs all of them.
    if (at >= Math.min(linesAtStart, lines.length - 1) || line.length > 120) return true;
    const by =
      /^\s*(?:(?:written|words|text|posted|reported|story)\s+)?(?:by|von|par|por|di|av|door)[\s:]+(.{1,100})$/iu.exec(
        line,
      );
    if (by !== null) {
      const name = by[1]!.split(/\s*(?:[|·•–—,]|\s-\s|\bon\b|\d)/u, 1)[0]!.trim();
      const isName = looksLikeName(name) && /\p{Lu}/u.test(name) && !/[.!?]$/.test(line);
      if (isName) named ??= name;
      return !isName && name !== author;
    }
    if (author === undefined) return true;
    // The name, and perhaps a date, an office, the minutes it takes to read.
    return !(
      line.toLowerCase().startsWith(author.toLowerCase()) &&
      /^\s*$|^\s*(?:[|·•–—,(]|\d|-\s)[^.!?]*$/u.test(line.slice(author.length))
    );
  });
  return { lines: kept, removed: lines.length - kept.length, named };
}
