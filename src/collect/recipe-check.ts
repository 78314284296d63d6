/** Mistakes in a recipe: all of them, each with its line, its column and its field. */
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { LineCounter, isMap, isNode, isPair, parseDocument } from "yaml";
import type { Document as YamlDocument } from "yaml";

import { PenprintError } from "../errors.ts";
import { nearestName } from "./nearest-name.ts";

/** From the recipe's root to a setting: `["sources", 0, "select"]`. */
export type Path = readonly (string | number)[];

/** More than this nobody reads at once. */
const maximumShown = 50;

interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly problem: string;
}

/** A recipe's text, and what is wrong with it. */
export class RecipeCheck {
  /** What the YAML says. */
  readonly value: unknown;
  readonly #file: string;
  readonly #document: YamlDocument;
  readonly #lines = new LineCounter();
  readonly #mistakes = new Map<string, Mistake>();

  /**
   * @param file what to call it in errors
   * @throws COLLECT_RECIPE_INVALID when it is no YAML
   */
  constructor(yaml: string, file: string) {
    this.#file = file;
    this.#document = parseDocument(yaml, { lineCounter: this.#lines, prettyErrors: false });
    for (const error of this.#document.errors) {
      const { line, col } = this.#lines.linePos(error.pos[0]);
      const problem = `is no YAML: ${error.message.replace(/\.$/, "")}`;
      this.#keep({ line: Math.max(line, 1), column: Math.max(col, 1), field: "", problem });
    }
    this.throwIfAny();
    try {
      this.value = this.#document.toJS({ maxAliasCount: 100 });
    } catch (cause) {
      this.add([], cause instanceof Error ? `is no YAML: ${cause.message}` : "is no YAML");
      this.throwIfAny();
    }
  }

  /** Takes down a mistake; a setting has one, the first that is found. */
  add(path: Path, problem: string): void {
    this.#keep({ ...this.position(path), field: fieldOf(path), problem: problem.replace(/\.$/, "") });
  }

  /** @throws COLLECT_RECIPE_INVALID with all mistakes, as they stand in the file */
  throwIfAny(): void {
    const mistakes = [...this.#mistakes.values()].sort((a, b) => a.line - b.line || a.column - b.column);
    const [first] = mistakes;
    if (first === undefined) return;
    throw new PenprintError("COLLECT_RECIPE_INVALID", {
      file: this.#file,
      ...first,
      count: mistakes.length,
      mistakes: mistakes
        .slice(0, maximumShown)
        .map(
          ({ line, column, field, problem }) =>
            `line ${line}, column ${column}: ${field === "" ? "the recipe" : `\`${field}\``} ${problem}`,
        ),
    });
  }

  /** Where a setting's name stands, or the list's item; where there is none, what it would be in. */
  position(path: Path): { readonly line: number; readonly column: number } {
    for (let length = path.length; length > 0; length--) {
      const parent: unknown =
        length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, length - 1), true);
      const last = path[length - 1]!;
      const pair = isMap(parent)
        ? parent.items.find((item) => isNode(item.key) && String(item.key) === String(last))
        : undefined;
      const node = isPair(pair) ? pair.key : this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range !== null && node.range !== undefined) {
        const { line, col } = this.#lines.linePos(node.range[0]);
        return { line, column: col };
      }
    }
    return { line: 1, column: 1 };
  }

  /** Checks a value; what is wrong is taken down. @returns whether all is well */
  against(schema: TSchema, value: unknown, path: Path): boolean {
    const before = this.#mistakes.size;
    const known = propertiesOf(schema);
    if (known === null || !isObject(value)) this.#leaf(schema, value, path);
    else this.#object(schema, known, value, path);
    return this.#mistakes.size === before;
  }

  #object(
    schema: TSchema,
    known: ReadonlyMap<string, TSchema>,
    value: Readonly<Record<string, unknown>>,
    path: Path,
  ): void {
    const suggested = new Set<string>();
    for (const [name, inner] of Object.entries(value)) {
      const property = known.get(name);
      if (property !== undefined) {
        this.against(property, inner, [...path, name]);
        continue;
      }
      if (!("additionalProperties" in schema)) continue;
      const meant = nearestName(
        name,
        [...known.keys()].filter((candidate) => !Object.hasOwn(value, candidate)),
      );
      if (meant !== undefined) suggested.add(meant);
      const hint = meant === undefined ? "" : ` (did you mean \`${meant}\`?)`;
      this.add([...path, name], `is no setting that can stand here${hint}`);
    }
    const required: unknown = "required" in schema ? schema.required : [];
    for (const name of Array.isArray(required) ? required.map(String) : []) {
      // What is missing is most often there, misspelt.
      if (!Object.hasOwn(value, name) && !suggested.has(name)) this.add([...path, name], "is missing");
    }
  }

  /** A value without settings of its own, or one that should have some and has none. */
  #leaf(schema: TSchema, value: unknown, path: Path): void {
    const errors = Value.Errors(schema, value).filter(({ keyword }) => keyword !== "anyOf");
    const places = Map.groupBy(errors, (error) => error.instancePath);
    // Of several kinds of values that may stand here, the one that fits best says what is wrong with it.
    const deepest = Math.max(...[...places.keys()].map((place) => place.split("/").length));
    for (const [place, found] of places) {
      const inside = place.split("/").slice(1).map(unescape);
      if (inside.length + 1 < deepest && errors.some(({ keyword }) => keyword === "type")) continue;
      const received = inside.reduce<unknown>((outer, step) => stepInto(outer, step), value);
      this.add([...path, ...inside], problemOf(found, received));
    }
  }

  #keep(mistake: Mistake): void {
    const key = `${mistake.line} ${mistake.column} ${mistake.field}`;
    if (!this.#mistakes.has(key)) this.#mistakes.set(key, mistake);
  }
}

type SchemaError = ReturnType<typeof Value.Errors>[number];

/** The settings that an object may have; null for everything else. */
function propertiesOf(schema: TSchema): ReadonlyMap<string, TSchema> | null {
  if (!("properties" in schema) || !isObject(schema.properties)) return null;
  return new Map(Object.entries(schema.properties).map(([name, inner]) => [name, inner as TSchema]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const stepInto = (outer: unknown, step: string): unknown =>
  typeof outer === "object" && outer !== null
    ? Object.entries(outer).find(([name]) => name === step)?.[1]
    : undefined;

/** What is wrong with one value, in words. */
function problemOf(errors: readonly SchemaError[], received: unknown): string {
  const got = `got ${shown(received)}`;
  const types = errors.flatMap((error) => {
    const { type }: Record<string, unknown> = { ...error.params };
    return error.keyword === "type" ? [kinds.get(String(type)) ?? String(type)] : [];
  });
  if (types.length > 0) return `must be ${types.join(", ").replace(/, (?=[^,]*$)/, " or ")}, ${got}`;
  const [{ keyword, message, ...error }] = errors as [SchemaError];
  const params: Record<string, unknown> = { ...error.params };
  const limit = String(params["limit"]);
  switch (keyword) {
    case "enum":
      return `must be one of ${(params["allowedValues"] as string[]).join(", ")}, ${got}`;
    case "minimum":
      return `must be ${limit} or more, ${got}`;
    case "maximum":
      return `must be ${limit} or less, ${got}`;
    case "minLength":
    case "minItems":
      return "must not be empty";
    default:
      return `${message}, ${got}`;
  }
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["array", "a list"],
  ["object", "settings (`name: value`)"],
  ["number", "a number"],
  ["integer", "a whole number"],
  ["boolean", "true or false"],
  ["null", "nothing"],
]);

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "settings";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** `["sources", 0, "select"]` → `sources[0].select`. */
const fieldOf = (path: Path): string =>
  path
    .map((step, index) =>
      typeof step === "number" || /^\d+$/.test(step) ? `[${step}]` : index > 0 ? `.${step}` : step,
    )
    .join("");

/** JSON Pointer's escapes. */
const unescape = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");
