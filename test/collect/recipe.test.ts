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
      message:
        "r.yaml, line 8, column 5: `sources[0].selct` is no setting that can stand here (did you mean `select`?).",
    },
    {
      name: "a misspelt setting of the recipe",
      from: "name: films",
      to: "nam: films",
      message: "r.yaml, line 1, column 1: `nam` is no setting that can stand here (did you mean `name`?).",
    },
    {
      name: "a setting of another parser",
      from: "select: dd",
      to: "section: A {work}",
      message: "r.yaml, line 8, column 5: `sources[0].section` is no setting that can stand here.",
    },
    {
      name: "a missing setting",
      from: "name: films\n",
      to: "",
      message: "r.yaml, line 1, column 1: `name` is missing.",
    },
    {
      name: "a missing parser",
      from: "    parser: transcript-html\n",
      to: "",
      message: "r.yaml, line 6, column 5: `sources[0].parser` is missing.",
    },
    {
      name: "an unknown parser",
      from: "transcript-html",
      to: "transcript",
      message: `r.yaml, line 7, column 5: \`sources[0].parser\` must be one of ${[...parsers.keys()].join(", ")}, got "transcript" (did you mean transcript-html?).`,
    },
    {
      name: "a selector that is none",
      from: "select: dd",
      to: "select: 'dd['",
      message: "r.yaml, line 8, column 5: `sources[0].select` is no CSS selector (Expected name at its end).",
    },
    {
      name: "an address that is none",
      from: "https://example.org/film",
      to: "film.html",
      message:
        'r.yaml, line 6, column 5: `sources[0].url` must be an address that starts with http:// or https://, got "film.html".',
    },
    {
      name: "two origins",
      from: "    select: dd",
      to: "    files: a.html",
      message:
        "r.yaml, line 6, column 5: `sources[0]` must have one of url, urls, sitemap and files; it has url, files.",
    },
    {
      name: "no origin",
      from: "url: https://example.org/film\n    parser",
      to: "parser",
      message:
        "r.yaml, line 6, column 5: `sources[0]` must have one of url, urls, sitemap and files; it has none.",
    },
    {
      name: "an alias of two authors",
      from: "Bob:",
      to: "Bob: annie",
      message: 'r.yaml, line 4, column 3: `authors.Bob` has the alias "annie", which is Ann\'s already.',
    },
    {
      name: "a value deep inside",
      from: '"[]"',
      to: '"[x]"',
      message:
        'r.yaml, line 10, column 20: `sources[0].clean.directions[0]` must be one of [], (), {}, <>, **, ♪♪, got "[x]".',
    },
    {
      name: "a number that is too small",
      from: "name: films",
      to: "name: films\nwords: 1",
      message: "r.yaml, line 2, column 1: `words` must be 10 or more, got 1.",
    },
    {
      name: "a wrong type",
      from: "Bob:",
      to: "Bob: 3",
      message: "r.yaml, line 4, column 3: `authors.Bob` must be a list, text or nothing, got 3.",
    },
    {
      name: "an address with a password",
      from: "https://example.org/film",
      to: "https://ann:secret@example.org/film",
      message:
        "r.yaml, line 6, column 5: `sources[0].url` cannot be fetched: it holds a user name or a password.",
    },
    {
      name: "an unknown field in a template",
      from: "    select: dd",
      to: '    name: "{athor}_{work}.txt"',
      message:
        "r.yaml, line 8, column 5: `sources[0].name` has {athor}, and only {author}, {work}, {_} can stand there (did you mean {author}?).",
    },
    {
      name: "an unknown field in a heading",
      from: "transcript-html\n    select: dd",
      to: 'text\n    section: "Chapter {nr}"',
      message: "r.yaml, line 8, column 5: `sources[0].section` has {nr}, and only {work} can stand there.",
    },
    {
      name: "a contact that no header can hold",
      from: "name: films",
      to: "name: films\nfetch: { contact: Żaneta }",
      message: 'r.yaml, line 2, column 10: `fetch.contact` must match pattern "^[ -~]+$", got "Żaneta".',
    },
    {
      name: "broken YAML",
      from: "  Bob:",
      to: "  Bob: [",
      message:
        "r.yaml, line 5, column 1: the recipe is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ].",
    },
    {
      name: "a key twice",
      from: "  Bob:",
      to: "  Ann:",
      message: "r.yaml, line 4, column 3: the recipe is no YAML: Map keys must be unique.",
    },
    {
      name: "nothing",
      from: recipe,
      to: "",
      message: "r.yaml, line 1, column 1: the recipe must be settings (`name: value`), got nothing.",
    },
  ];
  for (const { name, from, to, message } of mistakes) {
    it(`with ${name} names line and field`, () => expect(messageOf(recipe.replace(from, to))).toBe(message));
  }

  it("tells all mistakes at once, as they stand in the file", () => {
    const wrong = [
      "nam: films",
      "authors:",
      "  Ann: 3",
      "  Bob: [ann]",
      "minimum: { word: 3, characters: 0 }",
      "words: x",
      "sources:",
      "  - url: example.org",
      "    parser: transcript-htm",
      "  - files: 3",
      "    parser: text",
      '    name: "{athor}.txt"',
      "    clean:",
      "      directions: ['[x]']",
      "      spacs: false",
      "  - parser: json",
      "    url: file:///etc/passwd",
      "    urls: [http://a@b/]",
    ].join("\n");
    let error: unknown;
    try {
      parseRecipe(wrong, "r.yaml");
    } catch (cause) {
      error = cause;
    }
    const mistakes = [
      "line 1, column 1: `nam` is no setting that can stand here (did you mean `name`?)",
      "line 3, column 3: `authors.Ann` must be a list, text or nothing, got 3",
      'line 4, column 3: `authors.Bob` has the alias "ann", which is Ann\'s already',
      "line 5, column 12: `minimum.word` is no setting that can stand here (did you mean `words`?)",
      "line 5, column 21: `minimum.characters` must be 1 or more, got 0",
      'line 6, column 1: `words` must be a whole number, got "x"',
      'line 8, column 5: `sources[0].url` must be an address that starts with http:// or https://, got "example.org"',
      `line 9, column 5: \`sources[0].parser\` must be one of ${[...parsers.keys()].join(", ")}, got "transcript-htm" (did you mean transcript-html?)`,
      "line 10, column 5: `sources[1].files` must be text or a list, got 3",
      "line 12, column 5: `sources[1].name` has {athor}, and only {author}, {work}, {_} can stand there (did you mean {author}?)",
      'line 14, column 20: `sources[1].clean.directions[0]` must be one of [], (), {}, <>, **, ♪♪, got "[x]"',
      "line 15, column 7: `sources[1].clean.spacs` is no setting that can stand here (did you mean `spaces`?)",
      "line 16, column 5: `sources[2]` must have one of url, urls, sitemap and files; it has url, urls",
      'line 17, column 5: `sources[2].url` must be an address that starts with http:// or https://, got "file:///etc/passwd"',
      "line 18, column 12: `sources[2].urls[0]` cannot be fetched: it holds a user name or a password",
    ];
    expect(error).toMatchObject({
      code: "COLLECT_RECIPE_INVALID",
      message: `r.yaml has ${mistakes.length} mistakes: ${mistakes.join("; ")}.`,
      facts: { line: 1, column: 1, field: "nam", count: mistakes.length, mistakes },
    });
  });

  it("with very many mistakes names the first of them", () => {
    const lines = Array.from({ length: 500 }, (_, at) => `x${at}: 1`).join("\n");
    expect(messageOf(`${lines}\n`)).toMatch(/^r\.yaml has 502 mistakes: line 1, /);
    expect(messageOf(`${lines}\n`).length).toBeLessThan(10_000);
  });

  it("is no way to fill the memory with aliases", () => {
    const bomb = `name: x\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nsources: [*c,*c,*c,*c]\n`;
    expect(messageOf(bomb)).toContain("is no YAML");
  });

  it("that is not there is told so", async () => {
    await expect(readRecipe("no/such/recipe.yaml")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});

describe("the schema for editors", () => {
  const beginning = "name: x\nauthors:\n  Ann:\nsources:\n  - parser: text\n    ";
  const rows: [string, boolean][] = [
    ["files: a.txt", true],
    ["files: a.txt\n    package: b", true],
    ["url: HTTPS://example.org/", true],
    ["author: Ann", false],
    ["files: a.txt\n    url: https://example.org/", false],
    ["package: b", false],
    ["url: example.org", false],
    ["urls: [https://example.org/, example.org]", false],
    ["sitemap: ftp://example.org/", false],
    ["files: a.txt\n    selct: p", false],
    ["files: a.txt\n    split: training", false],
  ];
  for (const [source, isValid] of rows) {
    it(`${isValid ? "takes" : "refuses"} ${JSON.stringify(source)}, as the program does`, () => {
      const yaml = `${beginning}${source}\n`;
      expect(Value.Check(recipeJsonSchema(), parseYaml(yaml))).toBe(isValid);
      expect(messageOf(yaml) === "no error").toBe(isValid);
    });
  }
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
