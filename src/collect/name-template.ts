/** What a file's name says: `{author}_{work}.txt`. */

/** What may stand in braces in a template; `_` stands for what does not matter. */
export const templateFields: readonly string[] = ["author", "work", "_"];

/** @returns what stands in braces in a template and is none of the known, the first of them */
export function unknownField(template: string, known: readonly string[]): string | undefined {
  return Array.from(template.matchAll(/\{([^{}]*)\}/g), ([, field = ""]) => field).find(
    (field) => !known.includes(field),
  );
}

/**
 * Reads the last part of an address (or of a path) by a template. `{author}` and `{work}` stand for something, `{_}`
 * for what does not matter; each is as short as it can be, the last as long as it must.
 *
 * @returns the fields with `_` and `%20` made spaces; empty when the name does not fit
 */
export function nameFields(template: string, url: string): Map<string, string> {
  const depth = template.split("/").length;
  const name = decode(
    url
      .replace(/[?#].*$/s, "")
      .split("/")
      .filter((part) => part !== "")
      .slice(-depth)
      .join("/"),
  );
  const fields: string[] = [];
  const pattern = template
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!/^\{\w+\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      fields.push(part.slice(1, -1));
      return "([^/]+?)";
    })
    .join("");
  const match = new RegExp(`^${pattern}$`, "u").exec(name);
  const found = new Map<string, string>();
  fields.forEach((field, index) => {
    const value = match?.[index + 1]?.replaceAll("_", " ").trim() ?? "";
    if (field !== "_" && value !== "") found.set(field, value);
  });
  return found;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
