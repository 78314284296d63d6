import { readFile, readdir } from "node:fs/promises";

import { describe, expect, it } from "vitest";
import { Value } from "typebox/value";
import { parse as parseYaml } from "yaml";

import { schemaText } from "../../scripts/recipe-schema.ts";
import { PenprintError } from "../../src/errors.ts";
import { parsers } from "../../src/collect/parsers.ts";
import { parseRecipe, readRecipe } from "../../src/collect/recipe.ts";
import { recipeJsonSchema } from "../../src/collect/recipe-schema.ts";

const recipe = `name: films
authors:
  Ann: [Annie, "ANN:"]
  Bob:
sources:
  - url: https://example.org/film
    parser: transcript-html
    select: dd
    clean:
      directions: ["[]"]
`;

const messageOf = (yaml: string): string => {
  try {
    parseRecipe(yaml, "r.yaml");
    return "no error";
  } catch (error) {
    return error instanceof PenprintError && error.code === "COLLECT_RECIPE_INVALID"
      ? error.message
      : String(error);
  }
};

describe("a recipe", () => {
  it("is read with every source's parser and authors", () => {
    const { settings, sources } = parseRecipe(recipe, "r.yaml");
    expect(settings.name).toBe("films");
    expect(sources).toHaveLength(1);
    expect(sources[0]?.parser.name).toBe("transcript-html");
    expect([...sources[0]!.authors]).toEqual([
      ["Ann", ["Annie", "ANN:"]],
      ["Bob", []],
    ]);
    expect(sources[0]?.place).toBe("sources[0], line 6");
  });

  const mistakes: { name: string; from: string; to: string; message: string }[] = [
    {
      name: "a misspelt setting of a parser",
      from: "select: dd",
      to: "selct: dd",
      message: "r.yaml, line 8: `sources[0].selct` is no setting that can stand here.",
    },
    {
      name: "a misspelt setting of the recipe",
      from: "name: films",
      to: "nam: films",
      message: "r.yaml, line 1: `nam` is no setting that can stand here.",
    },
    {
      name: "a setting of another parser",
      from: "select: dd",
      to: "section: A {work}",
      message: "r.yaml, line 8: `sources[0].section` is no setting that can stand here.",
    },
    {
      name: "a missing setting",
      from: "name: films\n",
      to: "",
      message: "r.yaml, line 1: `name` is missing.",
    },
    {
      name: "a missing parser",
      from: "    parser: transcript-html\n",
      to: "",
      message: "r.yaml, line 6: `sources[0].parser` is missing.",
    },
    {
      name: "an unknown parser",
      from: "transcript-html",
      to: "transcript",
      message: `r.yaml, line 7: \`sources[0].parser\` must be one of ${[...parsers.keys()].join(", ")}, got "transcript".`,
    },
    {
      name: "a selector that is none",
      from: "select: dd",
      to: "select: 'dd['",
      message: "r.yaml, line 8: `sources[0].select` is no CSS selector (Expected name, found ).",
    },
    {
      name: "an address that is none",
      from: "https://example.org/film",
      to: "film.html",
      message:
        'r.yaml, line 6: `sources[0].url` must be an address that starts with http:// or https://, got "film.html".',
    },
    {
      name: "two origins",
      from: "    select: dd",
      to: "    files: a.html",
      message:
        "r.yaml, line 6: `sources[0]` must have one of url, urls, sitemap and files; it has url, files.",
    },
    {
      name: "no origin",
      from: "url: https://example.org/film\n    parser",
      to: "parser",
      message: "r.yaml, line 6: `sources[0]` must have one of url, urls, sitemap and files; it has none.",
    },
    {
      name: "an alias of two authors",
      from: "Bob:",
      to: "Bob: annie",
      message: 'r.yaml, line 4: `authors.Bob` has the alias "annie", which is Ann\'s already.',
    },
    {
      name: "a value deep inside",
      from: '"[]"',
      to: '"[x]"',
      message: "r.yaml, line 10: `sources[0].clean.directions[0]` must be one of [], (), {}, <>, **, ♪♪.",
    },
    {
      name: "a number that is too small",
      from: "name: films",
      to: "name: films\nwords: 1",
      message: "r.yaml, line 2: `words` must be >= 10.",
    },
    {
      name: "a wrong type",
      from: "Bob:",
      to: "Bob: 3",
      message: "r.yaml, line 4: `authors.Bob` must be array.",
    },
    {
      name: "broken YAML",
      from: "  Bob:",
      to: "  Bob: [",
      message:
        "r.yaml, line 5: the recipe is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ].",
    },
    {
      name: "a key twice",
      from: "  Bob:",
      to: "  Ann:",
      message: "r.yaml, line 4: the recipe is no YAML: Map keys must be unique.",
    },
    { name: "nothing", from: recipe, to: "", message: "r.yaml, line 1: the recipe must be object." },
  ];
  for (const { name, from, to, message } of mistakes) {
    it(`with ${name} names line and field`, () => expect(messageOf(recipe.replace(from, to))).toBe(message));
  }

  it("is no way to fill the memory with aliases", () => {
    const bomb = `name: x\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nsources: [*c,*c,*c,*c]\n`;
    expect(messageOf(bomb)).toContain("is no YAML");
  });

  it("that is not there is told so", async () => {
    await expect(readRecipe("no/such/recipe.yaml")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});

describe("the recipes that ship", async () => {
  const folder = new URL("../../recipes/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml"));
  it("are the four that are promised", () => {
    expect(names).toEqual(
      expect.arrayContaining(["austen-bronte.yaml", "federalist.yaml", "rogers-stark.yaml", "sotu.yaml"]),
    );
  });
  for (const name of names) {
    it(`${name} is valid, by the program and by the published schema`, async () => {
      const yaml = await readFile(new URL(name, folder), "utf8");
      expect(parseRecipe(yaml, name).sources.length).toBeGreaterThan(0);
      expect(Value.Check(recipeJsonSchema(), parseYaml(yaml))).toBe(true);
    });
  }
  it("have a schema that is up to date (node scripts/recipe-schema.ts writes it)", async () => {
    expect(await readFile(new URL("recipe.schema.json", folder), "utf8")).toBe(await schemaText());
  });
});
