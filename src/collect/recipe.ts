/** Collection recipes: YAML in, checked settings out, every mistake named with its line and field. */
import { addressProblem } from "./fetch/addresses.ts";
import { compileSelector } from "./html/select.ts";
import { readLocal } from "./load-page.ts";
import { templateFields, unknownField } from "./name-template.ts";
import { nearestName } from "./nearest-name.ts";
import type { Parser } from "./parser.ts";
import { parsers } from "./parsers.ts";
import { RecipeCheck } from "./recipe-check.ts";
import type { Path } from "./recipe-check.ts";
import { recipeSchema, sourceSchema, sourceSchemaFor } from "./recipe-schema.ts";
import type { RecipeSettings, SourceSettings } from "./recipe-schema.ts";
import { plainName } from "./speakers.ts";

/** Authors with their aliases, in the recipe's order. */
export type Authors = ReadonlyMap<string, readonly string[]>;

/** A source with its parser. */
export interface Source {
  readonly settings: SourceSettings;
  readonly parser: Parser;
  readonly authors: Authors;
  /** Where it stands in the recipe: `sources[0], line 12`. */
  readonly place: string;
}

/** A recipe that has been checked. */
export interface CollectRecipe {
  /** The file that it was read from, as it was named. */
  readonly file: string;
  /** Its text, which goes beside the corpus. */
  readonly yaml: string;
  readonly settings: RecipeSettings;
  readonly sources: readonly Source[];
}

/**
 * Reads and checks a recipe.
 *
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, COLLECT_RECIPE_INVALID
 */
export async function readRecipe(file: string): Promise<CollectRecipe> {
  const yaml = new TextDecoder("utf-8").decode(await readLocal(file));
  return parseRecipe(yaml, file);
}

/**
 * Checks a recipe's text.
 *
 * @param file what to call it in errors
 * @throws COLLECT_RECIPE_INVALID with all mistakes, each with its line, column and field
 */
export function parseRecipe(yaml: string, file: string): CollectRecipe {
  const check = new RecipeCheck(yaml, file);
  check.against(recipeSchema, check.value, []);
  // What is wrong elsewhere does not keep the sources from being looked at.
  const found = fieldsOf(check.value);
  const authors = authorsOf(check, found.get("authors"), ["authors"]);
  const list = found.get("sources");
  const sources = (Array.isArray(list) ? list : []).flatMap((value: unknown, index) =>
    sourceOf(check, value, ["sources", index], authors),
  );
  check.throwIfAny();
  // Nothing is wrong with it, so that it is what its schema says.
  return { file, yaml, settings: check.value as RecipeSettings, sources };
}

/** @returns none when it has mistakes */
function sourceOf(check: RecipeCheck, value: unknown, path: Path, recipeAuthors: Authors): Source[] {
  const fields = fieldsOf(value);
  const name = fields.get("parser");
  const meant =
    typeof name === "string" && !parsers.has(name) ? nearestName(name, [...parsers.keys()]) : name;
  if (typeof name === "string" && !parsers.has(name)) {
    const hint = typeof meant === "string" ? ` (did you mean ${meant}?)` : "";
    check.add([...path, "parser"], `must be one of ${[...parsers.keys()].join(", ")}, got "${name}"${hint}`);
  }
  // All other mistakes are told as well, by the parser that is most likely meant.
  const parser = typeof meant === "string" ? parsers.get(meant) : undefined;
  if (parser === undefined) {
    check.against(sourceSchema, value, path);
    return [];
  }
  const schema = sourceSchemaFor(parser.name);
  const isWell = check.against(schema, value, path);
  const authors = fields.has("authors")
    ? authorsOf(check, fields.get("authors"), [...path, "authors"])
    : recipeAuthors;
  checkOrigin(check, fields, new Set(Object.keys(schema.properties)), path);
  checkSelectors(check, parser, fields, path);
  checkTemplates(check, fields, path);
  // The value has just been checked against this very schema.
  const settings = value as SourceSettings;
  const place = `sources[${path.at(-1)}], line ${check.position(path).line}`;
  return isWell ? [{ settings, parser, authors, place }] : [];
}

/** Authors in order, no alias used twice. */
function authorsOf(check: RecipeCheck, value: unknown, path: Path): Authors {
  const authors = new Map<string, readonly string[]>();
  const owners = new Map<string, string>();
  for (const [author, names] of fieldsOf(value)) {
    const aliases = (Array.isArray(names) ? names : [names]).filter((alias) => typeof alias === "string");
    authors.set(author, aliases);
    for (const alias of [author, ...aliases]) {
      const owner = owners.get(plainName(alias));
      if (owner !== undefined && owner !== author) {
        check.add([...path, author], `has the alias "${alias}", which is ${owner}'s already`);
      }
      owners.set(plainName(alias), author);
    }
  }
  return authors;
}

function checkOrigin(check: RecipeCheck, fields: Fields, known: ReadonlySet<string>, path: Path): void {
  const origins = ["url", "urls", "sitemap", "files"];
  const given = origins.filter((key) => fields.has(key));
  const isMisspelt = [...fields.keys()].some(
    (key) => !known.has(key) && origins.includes(nearestName(key, [...known]) ?? ""),
  );
  if (given.length > 1 || (given.length === 0 && !isMisspelt)) {
    check.add(path, `must have one of url, urls, sitemap and files; it has ${given.join(", ") || "none"}`);
  }
  if (fields.has("package") && !fields.has("files")) check.add([...path, "package"], "needs `files`");
  for (const key of ["url", "sitemap"]) checkAddress(check, fields.get(key), [...path, key]);
  const urls = fields.get("urls");
  if (Array.isArray(urls)) {
    for (const [index, url] of urls.entries()) checkAddress(check, url, [...path, "urls", index]);
  }
}

function checkAddress(check: RecipeCheck, url: unknown, path: Path): void {
  if (typeof url !== "string" || url === "") return;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    check.add(path, `must be an address that starts with http:// or https://, got "${url}"`);
    return;
  }
  const problem = addressProblem(new URL(url));
  if (problem !== null) check.add(path, `cannot be fetched: ${problem}`);
}

function checkSelectors(check: RecipeCheck, parser: Parser, fields: Fields, path: Path): void {
  for (const [key, schema] of Object.entries(parser.settings)) {
    const value = fields.get(key);
    if (!("x-css" in schema) || typeof value !== "string") continue;
    try {
      compileSelector(value);
    } catch (cause) {
      const reason =
        cause instanceof Error ? cause.message.replace(/, found $/, " at its end") : "unreadable";
      check.add([...path, key], `is no CSS selector (${reason})`);
    }
  }
}

/** What may stand in braces. */
const templates = new Map([
  ["name", templateFields],
  ["section", ["work"]],
]);

function checkTemplates(check: RecipeCheck, fields: Fields, path: Path): void {
  for (const [key, known] of templates) {
    const template = fields.get(key);
    if (typeof template !== "string") continue;
    const field = unknownField(template, known);
    if (field === undefined) continue;
    const allowed = known.map((name) => `{${name}}`).join(", ");
    const meant = nearestName(field, known);
    const hint = meant === undefined ? "" : ` (did you mean {${meant}}?)`;
    check.add([...path, key], `has {${field}}, and only ${allowed} can stand there${hint}`);
  }
}

type Fields = ReadonlyMap<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map<string, unknown>(Object.entries(value))
    : new Map();
