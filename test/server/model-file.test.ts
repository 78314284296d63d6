import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { afterAll, describe, expect, test } from "vitest";

import { decodeModel } from "../../src/model-file/decode.ts";
import { writeModel } from "../../src/model-file/disk.ts";
import { createApp } from "../../src/server/app.ts";
import { ModelSlots } from "../../src/server/model-slots.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import type { TypedApp } from "../../src/server/surroundings.ts";
import { ThreadPool } from "../../src/server/thread-pool.ts";
import { identifier, models } from "./models.ts";

const settings = { ...defaultSettings, logLevel: "silent", metricsPort: "off", shareModel: true } as const;
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function serving(...args: Parameters<typeof createApp>): Promise<TypedApp> {
  const app = await createApp(...args);
  closing.push(() => app.close());
  return app;
}

describe("GET /v1/model-file", () => {
  test("is refused where models are not handed out, which is the default", async () => {
    const app = await serving(models, { ...settings, shareModel: defaultSettings.shareModel });
    const answer = await app.inject("/v1/model-file");
    expect([answer.statusCode, answer.json().code]).toEqual([404, "MODEL_PRIVATE"]);
    expect((await app.inject("/v1/info")).json().model_file).toBeNull();
  });

  test("gives the bytes of a model file as they are on the disk, and once only", async () => {
    const folder = await mkdtemp(join(tmpdir(), "penprint-model-file-"));
    const file = join(folder, "three voices.safetensors");
    await writeModel(file, identifier.describe({ name: "three voices" }));
    const pool = new ThreadPool(settings);
    const slots = await ModelSlots.open([file], [], { pool, inlineTime: 500, unknown: "unseen" });
    closing.push(async () => {
      await slots.close();
      await rm(folder, { recursive: true });
    });
    const app = await serving(slots, settings);
    const expected = await readFile(file);
    const info = (await app.inject("/v1/info")).json();
    expect(info.model_file).toEqual({ bytes: expected.length });
    const plain = await app.inject({ url: "/v1/model-file", headers: { "accept-encoding": "identity" } });
    expect(plain.rawPayload.equals(expected)).toBe(true);
    expect(plain.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="model.safetensors"',
      "cache-control": "private, no-cache",
      etag: `"${info.model.version}"`,
      "x-model-version": info.model.version,
    });
    const packed = await app.inject({ url: "/v1/model-file", headers: { "accept-encoding": "gzip, br" } });
    expect(gunzipSync(packed.rawPayload).equals(expected)).toBe(true);
    for (const { headers } of [plain, packed]) {
      const again = await app.inject({
        url: "/v1/model-file",
        headers: {
          "if-none-match": String(headers["etag"]),
          "accept-encoding": headers["content-encoding"] ?? "identity",
        },
      });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
    }
  });

  test("gives a model that was never in a file", async () => {
    const app = await serving(models, settings);
    const { rawPayload, headers } = await app.inject("/v1/model-file");
    expect(headers["etag"]).toMatch(/^"[\da-f]{12}"$/u);
    const copy = decodeModel(new Uint8Array(rawPayload), "answer");
    expect(copy.predict("The pilot counted ships.")).toEqual(identifier.predict("The pilot counted ships."));
  });

  test("does not know other models", async () => {
    const app = await serving(models, settings);
    expect((await app.inject("/v1/model-file?model=other")).json().code).toBe("MODEL_NOT_FOUND");
    expect((await app.inject("/v1/model-file?other=1")).statusCode).toBe(422);
  });
});
