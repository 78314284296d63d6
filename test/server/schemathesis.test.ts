/** 78: Schemathesis makes requests of all kinds from /openapi.json, and holds the answers against it. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { writeModel } from "../../src/model-file/disk.ts";
import { startServer } from "../../src/server/serve.ts";
import { identifier } from "./models.ts";
import { quiet } from "./quiet.ts";

/** Beside the Python that has it. */
const beside = (python: string): string => join(dirname(python), "schemathesis");
const own = fileURLToPath(new URL("../../.cache/python/bin/python", import.meta.url));
const found = [beside(process.env["PENPRINT_PYTHON"] ?? own), "schemathesis"].find(
  (path) => spawnSync(path, ["--version"]).status === 0,
);
const wanted = process.env["PENPRINT_QUICK"] !== "1";

if (found === undefined && wanted) {
  const how = "python3 -m venv .cache/python && .cache/python/bin/pip install -r .ci/requirements.txt";
  console.warn(`Schemathesis is not here (${how}): /openapi.json is not tried with it.`);
}

test.runIf(found === undefined && wanted && process.env["CI"] === "true")("Schemathesis is there", () => {
  throw new Error("CI needs Schemathesis.");
});

describe.skipIf(found === undefined || !wanted)("78 Schemathesis", { timeout: 300_000 }, () => {
  test("finds nothing that is not as /openapi.json says, with all its checks", async () => {
    const folder = await mkdtemp(join(tmpdir(), "penprint-"));
    const model = join(folder, "model.safetensors");
    await writeModel(model, identifier);
    const settings = {
      ...quiet,
      feedback: join(folder, "feedback.sqlite"),
      feedbackTexts: true,
      allowTraining: true,
    } as const;
    const server = await startServer(model, settings, { signals: false });
    try {
      const config = fileURLToPath(new URL("schemathesis.toml", import.meta.url));
      const run = spawn(
        found!,
        `--config-file ${config} run ${server.url}/openapi.json --checks all --max-examples 15 --seed 1`.split(
          " ",
        ),
        { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
      );
      let said = "";
      run.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      run.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(run, "close")) as [number | null];
      expect(code, said.slice(-6000)).toBe(0);
      expect(said).toMatch(/Tested: 33\b/u);
      expect(said).toMatch(/\d+ passed/u);
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  });
});
