/** Writing HTML. Text becomes markup in one place only: {@link html}. */

/** Markup, as opposed to text. */
export class Markup {
  readonly source: string;

  /** @param source complete and safe */
  constructor(source: string) {
    this.source = source;
  }
}

type Part = string | number | Markup | readonly Markup[];

/** A template whose parts are escaped unless they are markup. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.reduce((whole, piece, place) => whole + sourceOf(parts[place - 1]!) + piece));
}

function sourceOf(part: Part): string {
  if (part instanceof Markup) return part.source;
  if (typeof part === "object") return part.map(({ source }) => source).join("");
  return escaped(String(part));
}

/** Text as it stands in HTML and XML, between tags and in quoted attributes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => entities.get(sign)!);
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);
