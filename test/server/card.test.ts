import { gunzipSync } from "node:zlib";

import { afterAll, describe, expect, test } from "vitest";

import { createApp } from "../../src/server/app.ts";
import { inThread, type Models } from "../../src/server/models.ts";
import type { CardResponse } from "../../src/server/schemas.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import type { TypedApp } from "../../src/server/surroundings.ts";
import { reported } from "../report/example.ts";
import { identifier, models } from "./models.ts";

const settings = { ...defaultSettings, logLevel: "silent", metricsPort: "off", rateLimit: 0 } as const;
const apps: TypedApp[] = [];
afterAll(() => Promise.all(apps.map((app) => app.close())));

async function serving(served: Models): Promise<TypedApp> {
  const app = await createApp(served, settings);
  apps.push(app);
  return app;
}

const kept = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe("GET /v1/card", () => {
  test("of a model that nobody has measured: recipe, authors and corpus, and no pictures", async () => {
    const answer = await (await serving(models)).inject("/v1/card");
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      model: { name: "naive-bayes", version: "memory" },
      recipe: kept(identifier.recipe),
      corpus: { documents: 6 },
      authors: [{ author: "Aunt Rosa" }, { author: "Harbour Master" }, { author: "The Treasurer" }],
      evaluation: null,
      overview: null,
      pictures: [],
    });
  });

  test("of one that was measured: every picture with its numbers, drawn once", async () => {
    const { evaluation, overview } = kept(await reported());
    const described = identifier.describe({ evaluation: evaluation as never, overview: overview as never });
    const app = await serving(inThread(described));
    const [plain, packed] = await Promise.all([
      app.inject({ url: "/v1/card", headers: { "accept-encoding": "identity" } }),
      app.inject({ url: "/v1/card", headers: { "accept-encoding": "gzip, br" } }),
    ]);
    const card: CardResponse = plain.json();
    expect(card.pictures.map(({ name }) => name)).toEqual([
      "confusion",
      "reliability",
      "length",
      "authors",
      "map",
      "keyness",
    ]);
    expect(card.evaluation).toEqual(evaluation);
    expect(card.overview).toEqual(overview);
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    const again = await app.inject({
      url: "/v1/card",
      headers: { "if-none-match": String(packed.headers["etag"]), "accept-encoding": "gzip" },
    });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  });

  test("of one whose file says nonsense of itself: what it says, and no pictures", async () => {
    const evaluation = { accuracy: "all", confusion_matrix: [[1, 2, 3]] };
    const app = await serving(inThread(identifier.describe({ evaluation, overview: { map: [] } })));
    const answer = await app.inject("/v1/card");
    expect(answer.json()).toMatchObject({ evaluation, overview: { map: [] }, pictures: [] });
  });

  test("of a model that there is not", async () => {
    const answer = await (await serving(models)).inject("/v1/card?model=nobody");
    expect([answer.statusCode, answer.json().code]).toEqual([404, "MODEL_NOT_FOUND"]);
  });
});
