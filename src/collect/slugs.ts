/** Short names for pages, from which the documents' ids are made. */

/** Gives each page a name of its own; the same pages in the same order get the same names. */
export class Slugs {
  readonly #taken = new Map<string, number>();

  /** `https://example.org/wiki/Iron_Man?x` → `iron-man`, the second such page `iron-man-2`. */
  of(url: string): string {
    const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/s, "");
    const last =
      decode(path)
        .split("/")
        .findLast((part) => part !== "") ?? url.replace(/^[a-z]+:\/\//i, "");
    const plain = last
      .replace(/\.(?:html?|txt|json|xml|srt|vtt|md|epub|mbox|eml|php)$/i, "")
      .normalize("NFC")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60);
    const slug = plain || "page";
    let name = slug;
    for (let count = (this.#taken.get(slug) ?? 0) + 1; ; count++) {
      name = count === 1 ? slug : `${slug}-${count}`;
      this.#taken.set(slug, count);
      if (count === 1 || !this.#taken.has(name)) break;
    }
    if (name !== slug) this.#taken.set(name, 1);
    return name;
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
