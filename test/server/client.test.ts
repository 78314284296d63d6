/** A client whose types are made from docs/openapi.json: it compiles, it refuses what the service would, it works. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { listen, type RunningServer } from "../../src/server/serve.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import { models } from "./models.ts";

const tools = fileURLToPath(new URL("client/", import.meta.url));
const binary = (name: string): string => join(tools, "node_modules", ".bin", name);
const there = existsSync(binary("openapi-typescript"));
const wanted = process.env["PENPRINT_QUICK"] !== "1";

if (!there && wanted) {
  console.warn("openapi-typescript is not here (npm ci --prefix test/server/client): no client is made.");
}

test.runIf(!there && wanted && process.env["CI"] === "true")("openapi-typescript is there", () => {
  throw new Error("CI needs openapi-typescript.");
});

const program = (request: string, use: string): string => `import createClient from "openapi-fetch";
import type { paths } from "./schema.js";
const client = createClient<paths>({ baseUrl: process.argv[2]! });
const { data, error } = await client.POST("/v1/predict", { body: ${request} });
if (error !== undefined) console.log(error.code);
else console.log(${use});
`;

describe.skipIf(!there || !wanted)("a typed client", () => {
  // Beside the tools, so that imports find them.
  const folder = join(tools, "node_modules", ".client");
  let server: RunningServer;
  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    const description = fileURLToPath(new URL("../../docs/openapi.json", import.meta.url));
    const made = spawnSync(binary("openapi-typescript"), [description, "-o", join(folder, "schema.d.ts")]);
    expect(made.status, made.stderr.toString()).toBe(0);
    const settings = { ...defaultSettings, port: 0, metricsPort: "off", logLevel: "silent" } as const;
    server = await listen(models, settings, { signals: false });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** What the compiler says of a program; empty when nothing. */
  async function compile(name: string, source: string): Promise<string> {
    await writeFile(join(folder, `${name}.ts`), source);
    const options = ["--strict", "--module", "nodenext", "--target", "es2022", "--skipLibCheck"];
    const types = ["--types", "node", "--typeRoots", "../../../../../node_modules/@types"];
    return spawnSync(binary("tsc"), [...options, ...types, `${name}.ts`], { cwd: folder }).stdout.toString();
  }

  test("compiles and works", async () => {
    const source = program(
      '{ text: "The pilot wrote it into the book.", top_k: 2 }',
      "data.author, data.ranking.length",
    );
    expect(await compile("good", source)).toBe("");
    const run = spawn(process.execPath, [join(folder, "good.js"), server.url]);
    let said = "";
    run.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(run, "close")).toEqual([0, null]);
    expect(said).toBe("Harbour Master 2\n");
  });

  test.each([
    ["a text that is none", "{ text: 5 }", "data.author", "TS2322"],
    ["no text", "{ top_k: 2 }", "data.author", "Property 'text' is missing"],
    ["a result that does not exist", '{ text: "a" }', "data.writer", "TS2339"],
  ])("does not compile with %s", async (_name, request, use, code) => {
    expect(await compile("bad", program(request, use))).toContain(code);
  });
});
