/** The npm package, packed and installed as whoever uses it does. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { runInNewContext } from "node:vm";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rolldown } from "rolldown";

import { present, root, run, succeeds } from "./tool.ts";

const program = join(root, "node_modules", ".bin");

/** Commands run under the Node that runs the tests. */
const env = {
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
  npm_config_ignore_scripts: "true",
};

const registry = present("npm's registry", [
  "npm",
  "view",
  "penprint-dependencies-are-reached-by",
  "--version",
]);

describe.runIf(registry)("the package", () => {
  let folder: string;
  let installed: string;
  let tarball: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "penprint-package-"));
    // dist/ is there: whoever runs the tests has run `npm ci`.
    const [packed] = JSON.parse(
      await succeeds("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder]),
    ) as [{ filename: string }];
    tarball = join(folder, packed.filename);
    installed = join(folder, "installed");
    await mkdir(installed);
    await writeFile(join(installed, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await succeeds("npm", ["install", "--no-audit", "--no-fund", tarball], { cwd: installed, env });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is under 500 KB", async () => {
    expect((await readFile(tarball)).length).toBeLessThan(500_000);
  });

  test("keeps what npm's users rely on: publint, and types for everybody who imports ES modules", async () => {
    expect(await run(join(program, "publint"), ["run", "--strict", tarball])).toMatchObject({ code: 0 });
    const types = await run(join(program, "attw"), [tarball, "--profile", "esm-only", "--format", "ascii"]);
    expect(types, types.stdout).toMatchObject({ code: 0 });
  });

  test("has a bill of materials that names what docs/licences.md names", async () => {
    const bill = JSON.parse(await succeeds("npm", ["run", "--silent", "sbom"])) as {
      bomFormat: string;
      components: { purl: string; licenses: unknown[] }[];
    };
    expect(bill.bomFormat).toBe("CycloneDX");
    const rows = (await readFile(join(root, "docs", "licences.md"), "utf8")).matchAll(
      /^\| (\S+) \| (\d\S*) \| /gmu,
    );
    const named = Array.from(rows, ([, name, version]) => `pkg:npm/${name!.replace("@", "%40")}@${version}`);
    const listed = new Set(bill.components.map(({ purl }) => purl));
    expect([...listed].toSorted()).toEqual([...new Set(named)].toSorted());
    expect(bill.components.filter(({ licenses }) => licenses.length === 0)).toEqual([]);
  });

  test("brings a command line", async () => {
    const corpus = Array.from({ length: 24 }, (_, index) =>
      JSON.stringify(
        index % 2 === 0
          ? { author: "Ann", text: `My dear friend, letter ${index} finds you well, I hope.` }
          : { author: "Bob", text: `Report ${index}: the figures were checked.` },
      ),
    );
    await writeFile(join(installed, "letters.jsonl"), corpus.join("\n"));
    const penprint = (...args: string[]): Promise<string> =>
      succeeds("npx", ["--no-install", "penprint", ...args], { cwd: installed, env });
    await penprint("train", "letters.jsonl", "--recipe", "naive-bayes", "--out", "letters.safetensors");
    const answer = await penprint("predict", "letters.safetensors", "My dear friend", "--json");
    expect(JSON.parse(answer)).toMatchObject({ author: "Ann" });
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    expect(await penprint("--version")).toBe(version);
  });

  test("is imported as an ES module", async () => {
    await writeFile(join(installed, "node.js"), `${usage}\nconsole.log(author);\n`);
    expect(await succeeds(process.execPath, ["node.js"], { cwd: installed, env })).toBe("Ann");
  });

  test("has types", async () => {
    await writeFile(
      join(installed, "types.ts"),
      `${usage}\nconst name: string | null = author;\n// @ts-expect-error a text is no number\nidentifier.predict(5);\nexport { name };\n`,
    );
    const compiler = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--lib",
      "es2023,dom",
      "--skipLibCheck",
      "false",
      "types.ts",
    ];
    const { code, stdout } = await run(join(program, "tsc"), compiler, { cwd: installed, env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  });

  test("goes into a browser's bundle that asks for nothing of Node's", async () => {
    await writeFile(join(installed, "browser.js"), `${usage}\nglobalThis.answer = author;\n`);
    const bundle = await rolldown({
      input: join(installed, "browser.js"),
      cwd: installed,
      platform: "browser",
    });
    const { output } = await bundle.generate({ format: "iife" });
    await bundle.close();
    const [{ code }] = output;
    expect(output).toHaveLength(1);
    expect(code).not.toMatch(/\bfrom\s*["']node:|require\(|import\s*\(/u);
    // What a browser has, and Node's own globals left out.
    const page: Record<string, unknown> = {
      TextEncoder,
      TextDecoder,
      Intl,
      WebAssembly,
      atob,
      performance,
      crypto,
      structuredClone,
    };
    page["globalThis"] = page;
    runInNewContext(code, page);
    expect(page["answer"]).toBe("Ann");
  });
});

const usage = `import { recipeNamed, trainIdentifier } from "penprint";
const identifier = trainIdentifier(
  [
    { author: "Ann", text: "My dear friend, I hope this finds you well." },
    { author: "Ann", text: "My dear sister, I hope you are well." },
    { author: "Bob", text: "The report is complete. The figures were checked." },
    { author: "Bob", text: "The figures are final. The report was sent." },
  ],
  recipeNamed("naive-bayes"),
);
const { author } = identifier.predict("My dear friend, I hope you are well.");`;
