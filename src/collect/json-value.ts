/** Reading JSON of which nothing is known yet. */

/** @returns the fields of an object; none for anything else */
export const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : new Map();

/** @returns the field's value if it is a string with something in it */
export function textField(value: unknown, field: string): string | undefined {
  const found = fieldsOf(value).get(field);
  if (typeof found === "number") return String(found);
  return typeof found === "string" && found.trim() !== "" ? found : undefined;
}

/** @returns the array, or an empty one for anything else */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** @returns the names that are there, each once */
export const names = (...found: readonly (string | undefined)[]): string[] => [
  ...new Set(found.filter((name) => name !== undefined)),
];

/** @throws Error in plain words when the text is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new Error(`it is no JSON (${cause instanceof Error ? cause.message : "unreadable"})`, { cause });
  }
}
