/** Collection recipes: YAML in, checked settings out, every mistake named with its line and field. */
import { readFile } from "node:fs/promises";

import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { LineCounter, isMap, isNode, isPair, parseDocument } from "yaml";
import type { Document as YamlDocument } from "yaml";

import { PenprintError } from "../errors.ts";
import { compileSelector } from "./html/select.ts";
import type { Parser } from "./parser.ts";
import { parsers } from "./parsers.ts";
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
  let yaml: string;
  try {
    yaml = await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
      throw new PenprintError("FILE_NOT_FOUND", { file }, { cause });
    }
    throw new PenprintError("FILE_UNREADABLE", { file, reason: String(cause) }, { cause });
  }
  return parseRecipe(yaml, file);
}

/**
 * Checks a recipe's text.
 *
 * @param file what to call it in errors
 * @throws COLLECT_RECIPE_INVALID with the line and the field of the first mistake
 */
export function parseRecipe(yaml: string, file: string): CollectRecipe {
  const check: Check = new Check(yaml, file);
  const settings = check.against<RecipeSettings>(recipeSchema, check.value, []);
  const authors = check.authors(settings.authors, ["authors"]);
  const sources = settings.sources.map((value, index): Source => {
    const path = ["sources", index];
    const { parser: name } = check.against<SourceSettings>(sourceSchema, value, path);
    const parser = parsers.get(name);
    if (parser === undefined) {
      check.fail([...path, "parser"], `must be one of ${[...parsers.keys()].join(", ")}, got "${name}"`);
    }
    const source = check.against<SourceSettings>(sourceSchemaFor(name), value, path);
    check.origin(source, path);
    check.selectors(parser, source, path);
    return {
      settings: source,
      parser,
      authors: source.authors === undefined ? authors : check.authors(source.authors, [...path, "authors"]),
      place: `sources[${index}], line ${check.line(path)}`,
    };
  });
  return { file, yaml, settings, sources };
}

type Path = readonly (string | number)[];

class Check {
  readonly value: unknown;
  readonly #document: YamlDocument;
  readonly #lines = new LineCounter();
  readonly #file: string;

  constructor(yaml: string, file: string) {
    this.#file = file;
    this.#document = parseDocument(yaml, { lineCounter: this.#lines, prettyErrors: false });
    const error = this.#document.errors[0];
    if (error !== undefined) {
      throw new PenprintError("COLLECT_RECIPE_INVALID", {
        file,
        line: this.#lines.linePos(error.pos[0]).line,
        field: "",
        problem: `is no YAML: ${error.message.replace(/\.$/, "")}`,
      });
    }
    try {
      this.value = this.#document.toJS({ maxAliasCount: 100 });
    } catch (cause) {
      this.fail([], cause instanceof Error ? `is no YAML: ${cause.message}` : "is no YAML");
    }
  }

  against<T>(schema: TSchema, value: unknown, path: Path): T {
    const errors = Value.Errors(schema, value);
    // A field that nobody knows is told before what is missing: mostly it is the missing one, misspelt.
    const unknown = errors.find((error) => error.keyword === "additionalProperties");
    const error = unknown ?? errors[0];
    if (error === undefined) return value as T;
    const inside = error.instancePath.split("/").slice(1).map(unescape);
    const params: Record<string, unknown> = { ...error.params };
    if (error.keyword === "additionalProperties") {
      const names = params["additionalProperties"] as string[];
      this.fail([...path, ...inside, names[0]!], "is no setting that can stand here");
    }
    if (error.keyword === "required") {
      const names = params["requiredProperties"] as string[];
      this.fail([...path, ...inside, names[0]!], "is missing");
    }
    if (error.keyword === "enum") {
      const allowed = params["allowedValues"] as string[];
      this.fail([...path, ...inside], `must be one of ${allowed.join(", ")}`);
    }
    this.fail([...path, ...inside], error.message);
  }

  /** Authors in order, no alias used twice. */
  authors(settings: RecipeSettings["authors"], path: Path): Authors {
    const authors = new Map<string, readonly string[]>();
    const owners = new Map<string, string>();
    for (const [author, value] of Object.entries(settings ?? {})) {
      const aliases = value === null ? [] : typeof value === "string" ? [value] : value;
      authors.set(author, aliases);
      for (const alias of [author, ...aliases]) {
        const owner = owners.get(plainName(alias));
        if (owner !== undefined && owner !== author) {
          this.fail([...path, author], `has the alias "${alias}", which is ${owner}'s already`);
        }
        owners.set(plainName(alias), author);
      }
    }
    return authors;
  }

  origin(source: SourceSettings, path: Path): void {
    const given = (["url", "urls", "sitemap", "files"] as const).filter((key) => source[key] !== undefined);
    if (given.length !== 1) {
      this.fail(path, `must have one of url, urls, sitemap and files; it has ${given.join(", ") || "none"}`);
    }
    if (source.package !== undefined && source.files === undefined)
      this.fail([...path, "package"], "needs files");
    for (const key of ["url", "sitemap"] as const) this.#address(source[key], [...path, key]);
    source.urls?.forEach((url, index) => this.#address(url, [...path, "urls", index]));
  }

  selectors(parser: Parser, source: SourceSettings, path: Path): void {
    for (const [key, schema] of Object.entries(parser.settings)) {
      const value: unknown = Object.entries(source).find(([name]) => name === key)?.[1];
      if (!("x-css" in schema) || typeof value !== "string") continue;
      try {
        compileSelector(value);
      } catch (cause) {
        this.fail(
          [...path, key],
          `is no CSS selector (${cause instanceof Error ? cause.message : "unreadable"})`,
        );
      }
    }
  }

  line(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const parent: unknown =
        length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, length - 1), true);
      const last = path[length - 1]!;
      // The line of a setting is that of its name, which may stand above its value.
      const pair = isMap(parent)
        ? parent.items.find((item) => isNode(item.key) && String(item.key) === last)
        : undefined;
      const key = isPair(pair) ? pair.key : this.#document.getIn(path.slice(0, length), true);
      if (isNode(key) && key.range !== null && key.range !== undefined)
        return this.#lines.linePos(key.range[0]).line;
    }
    return 1;
  }

  fail(path: Path, problem: string): never {
    const field = path.map((step, index) =>
      typeof step === "number" || /^\d+$/.test(step) ? `[${step}]` : index > 0 ? `.${step}` : step,
    );
    throw new PenprintError("COLLECT_RECIPE_INVALID", {
      file: this.#file,
      line: this.line(path),
      field: field.join(""),
      problem: problem.replace(/\.$/, ""),
    });
  }

  #address(url: string | undefined, path: Path): void {
    if (url === undefined) return;
    const protocol = URL.canParse(url) ? new URL(url).protocol : "";
    if (protocol !== "http:" && protocol !== "https:") {
      this.fail(path, `must be an address that starts with http:// or https://, got "${url}"`);
    }
  }
}

/** JSON Pointer's escapes. */
const unescape = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");
