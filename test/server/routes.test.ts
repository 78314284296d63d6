import { brotliDecompressSync, gunzipSync } from "node:zlib";

import * as fc from "fast-check";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import { explain } from "../../src/explain/explain.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { createApp } from "../../src/server/app.ts";
import { asServed, inThread } from "../../src/server/models.ts";
import type { BatchResponse, ExplainResponse, PredictResponse } from "../../src/server/schemas.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import type { TypedApp } from "../../src/server/surroundings.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { identifier, models, modelsWith, predicting } from "./models.ts";

const settings = {
  ...defaultSettings,
  logLevel: "silent",
  textLimit: 500,
  rateLimit: 0,
  metricsPort: "off",
} as const;
const text = "The pilot didn't move the ship, my dear, and the board wrote two shillings into the report.";

let app: TypedApp;
beforeAll(async () => {
  app = await createApp(models, settings);
});
afterAll(() => app.close());

const post = (url: string, payload: object): Promise<LightMyRequestResponse> =>
  app.inject({ method: "POST", url, payload });

const predict = async (payload: object): Promise<PredictResponse> =>
  (await post("/v1/predict", payload)).json();

describe("POST /v1/predict", () => {
  test("answers what the identifier answers, to four places", async () => {
    const { author, probability, unknown, ranking, warnings } = identifier.predict(text);
    const answer = await predict({ text });
    expect(answer).toMatchObject({
      author,
      probability: Number(probability.toFixed(4)),
      unknown,
      ranking: ranking.map((ranked) => ({
        author: ranked.author,
        probability: Number(ranked.probability.toFixed(4)),
        score: Number(ranked.score.toFixed(4)),
      })),
      warnings,
      model: { name: "naive-bayes", version: "memory", recipe: "naive-bayes" },
      input: { characters: text.length, truncated: false },
      evidence: null,
    });
    expect(Object.keys(answer.timing_ms)).toEqual(["queue", "predict", "total"]);
    expect(answer.timing_ms.total).toBeGreaterThanOrEqual(answer.timing_ms.predict);
  });

  test("each prediction has its own id, whatever the request is called", async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const headers = { "x-request-id": "same" };
        return (await app.inject({ method: "POST", url: "/v1/predict", payload: { text }, headers })).json()
          .id;
      }),
    );
    expect(new Set(ids).size).toBe(2);
  });

  test("top_k shortens the ranking, and may be more than there are", async () => {
    expect((await predict({ text, top_k: 1 })).ranking).toHaveLength(1);
    expect((await predict({ text, top_k: 1000 })).ranking).toHaveLength(identifier.authors.length);
  });

  test("evidence on demand: the strongest first, for the first author against the second", async () => {
    const { evidence } = await predict({ text, explain: true });
    expect(evidence).toEqual(explain(identifier, text).evidence.slice(0, 20));
  });

  test("truncate reads the beginning and says so", async () => {
    const long = "ship ".repeat(200);
    expect((await post("/v1/predict", { text: long })).json()).toMatchObject({
      code: "TEXT_TOO_LONG",
      characters: 1000,
      limit: 500,
    });
    const cut = await predict({ text: long, truncate: true });
    expect(cut.input).toEqual({ characters: 500, truncated: true });
    expect(cut.ranking).toEqual((await predict({ text: long.slice(0, 500) })).ranking);
  });

  test("names nobody by the rule it was given", async () => {
    const strict = await createApp(inThread(identifier, 0.99), settings);
    const answer = await strict.inject({ method: "POST", url: "/v1/predict", payload: { text } });
    expect(answer.json()).toMatchObject({ author: null, unknown: true, probability: expect.any(Number) });
    expect((await strict.inject("/v1/info")).json().unknown).toBe(0.99);
    const never = await createApp(inThread(identifier, "never"), settings);
    const named = await never.inject({ method: "POST", url: "/v1/predict", payload: { text: "Ξένος" } });
    expect(named.json()).toMatchObject({ unknown: false, author: expect.any(String) });
    await Promise.all([strict.close(), never.close()]);
  });

  test("a batch says of each text whose evidence cannot be given, and answers for the others", async () => {
    const served = asServed(identifier);
    const late = new PenprintError("DEADLINE_EXCEEDED", { limit: 10_000, retry_after: 1 });
    const picky = await createApp(
      modelsWith({
        explain: (input, options) =>
          input.text === text ? served.explain(input, options) : Promise.reject(late),
      }),
      settings,
    );
    const payload = { texts: ["The ships lay at anchor.", text], explain: true };
    const answer = await picky.inject({ method: "POST", url: "/v1/predict/batch", payload });
    expect(answer.statusCode).toBe(200);
    const [first, second] = answer.json<BatchResponse>().predictions;
    expect(first).toMatchObject({ prediction: null, problem: { code: "DEADLINE_EXCEEDED", status: 503 } });
    expect(second).toMatchObject({ prediction: { author: identifier.predict(text).author }, problem: null });
    expect(second!.prediction!.evidence!.length).toBeGreaterThan(0);
    await picky.close();
  });

  test("a batch answers for each text as it would have been answered alone", async () => {
    const texts = [text, "Oh, my dear, the jam!", text.repeat(9)];
    const { predictions } = (await post("/v1/predict/batch", { texts, top_k: 2, explain: true })).json();
    const alone = await Promise.all(
      texts.map((each) => post("/v1/predict", { text: each, top_k: 2, explain: true })),
    );
    for (const [index, answer] of alone.entries()) {
      const { id: _id, timing_ms: _timing, ...rest } = answer.json();
      if (answer.statusCode === 200) expect(predictions[index].prediction).toMatchObject(rest);
      else expect(predictions[index].problem.code).toBe(rest.code);
    }
    expect(alone.map(({ statusCode }) => statusCode)).toEqual([200, 200, 422]);
  });

  test("nothing known: nobody is named", async () => {
    const answer = await predict({ text: "Ξένος ἐγώ" });
    expect(answer).toMatchObject({ author: null, unknown: true });
    expect(answer.warnings.map(({ code }) => code)).toContain("nothing_known");
  });
});

describe("POST /v1/explain", () => {
  const ask = async (payload: object): Promise<ExplainResponse> =>
    (await post("/v1/explain", payload)).json();

  test.each([1, 3, 10_000])(
    "base, evidence and what was omitted add up, with a limit of %i",
    async (limit) => {
      const { base, evidence, omitted, log_odds } = await ask({ text, limit });
      const sum = evidence.reduce((total, piece) => total + piece.log_odds, base + omitted.log_odds);
      expect(sum).toBeCloseTo(log_odds, 9);
      expect(evidence.length + omitted.features).toBe(explain(identifier, text).evidence.length);
      for (const { feature, count, spans } of evidence) {
        expect(spans).toHaveLength(count);
        for (const [start, end] of spans) {
          expect(text.slice(start, end).toLowerCase()).toBe(feature);
        }
      }
    },
  );

  test("says whose scores these are where only the largest counts", async () => {
    expect(await ask({ text })).not.toHaveProperty("decided_by");
    const documents = Array.from({ length: 24 }, (_, place) => ({
      author: place % 2 === 0 ? "Ann" : "Bob",
      text: `${place % 2 === 0 ? "my dear, the jam" : "the board, the report"} ${place % 5}`,
    }));
    const recipe = recipeNamed("linear", { combination: "max" });
    const loudest = trainIdentifier(documents, recipe);
    const other = await createApp(inThread(loudest), settings);
    const answer = await other.inject({ method: "POST", url: "/v1/explain", payload: { text } });
    expect(answer.json().decided_by).toEqual(explain(loudest, text).decided_by);
    expect(answer.json().decided_by.author).toBeGreaterThanOrEqual(0);
    await other.close();
  });

  test("compares whom it is asked to compare", async () => {
    const answer = await ask({ text, author: "Aunt Rosa", against: "The Treasurer" });
    expect(answer).toMatchObject({ author: "Aunt Rosa", against: "The Treasurer" });
    expect(answer.log_odds).toBe(
      explain(identifier, text, { author: "Aunt Rosa", against: "The Treasurer" }).log_odds,
    );
  });

  test.each([
    [{ author: "Nobody" }, "AUTHOR_UNKNOWN"],
    [{ author: "__proto__" }, "AUTHOR_UNKNOWN"],
    [{ author: "Aunt Rosa", against: "Aunt Rosa" }, "PARAMETER_INVALID"],
    [{ author: "" }, "REQUEST_INVALID"],
    [{ limit: 0 }, "REQUEST_INVALID"],
  ])("%j is refused: %s", async (options, code) => {
    const answer = await post("/v1/explain", { text, ...options });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code, remedy: expect.stringMatching(/^[A-Z]/u) });
  });
});

describe("POST /predict_dialogue", () => {
  const expected = `This dialogue is more likely to have come from ${identifier.predict(text).author!}.`;
  const encoded = encodeURIComponent(text);
  const form = "application/x-www-form-urlencoded";

  test.each([
    ["in the address", { url: `?text=${encoded}` }],
    [
      "in the address, with an empty JSON body",
      { url: `?text=${encoded}`, type: "application/json", payload: "" },
    ],
    ["in the address, with an empty form", { url: `?text=${encoded}`, type: form, payload: "" }],
    [
      "in the address, with another text in the body",
      { url: `?text=${encoded}`, type: "application/json", payload: '{"text":"jam jam jam"}' },
    ],
    ["as JSON", { type: "application/json", payload: JSON.stringify({ text }) }],
    ["as a form", { type: form, payload: new URLSearchParams({ text }).toString() }],
  ] as const)(
    "the text %s",
    async (_name, given: { readonly url?: string; readonly type?: string; readonly payload?: string }) => {
      const { url = "", type, payload } = given;
      const answer = await app.inject({
        method: "POST",
        url: `/predict_dialogue${url}`,
        ...(payload === undefined ? {} : { payload }),
        ...(type === undefined ? {} : { headers: { "content-type": type } }),
      });
      expect(answer.body).toBe(expected);
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(answer.statusCode).toBe(200);
    },
  );

  test("always names somebody, as the demo did", async () => {
    const answer = await app.inject({ method: "POST", url: "/predict_dialogue?text=Xyzzy" });
    expect(answer.body).toMatch(/^This dialogue is more likely to have come from [\w ]+\.$/u);
  });
});

describe("GET", () => {
  test("/v1/info says whom the model knows and what is refused", async () => {
    const info = (await app.inject("/v1/info")).json();
    expect(info.authors).toEqual(identifier.card.corpus.authors);
    expect(info.limits).toEqual({
      text_characters: 500,
      body_bytes: 1_048_576,
      batch_texts: 32,
      top_k: 1000,
      evidence: 10_000,
      requests: 0,
      window_seconds: 60,
    });
    expect(info).toMatchObject({ name: "penprint", calibration: "none", evaluation: null });
  });

  test("/v1/info hands on the evaluation as the model has it", async () => {
    const evaluation = {
      accuracy: 0.5,
      accuracy_interval: [0.4, 0.6],
      baselines: { majority: { accuracy: 0.3 } },
    };
    const described = identifier.describe({ evaluation });
    const measured = await createApp(modelsWith({ card: described.card }), settings);
    expect((await measured.inject("/v1/info")).json().evaluation).toEqual(evaluation);
    await measured.close();
  });

  test("/livez is alive even where /readyz is not", async () => {
    const wrong = { author: null, probability: Number.NaN, unknown: true, warnings: [] };
    const ranking = [{ author: "A", probability: Number.NaN, score: 0 }];
    const broken = await createApp(modelsWith(predicting(() => ({ ...wrong, ranking }))), settings);
    expect((await broken.inject("/livez")).statusCode).toBe(200);
    expect((await broken.inject("/readyz")).statusCode).toBe(500);
    await broken.close();
  });

  test("/v1/models/… says of a model what /v1/info does", async () => {
    const { limits, ...info } = (await app.inject("/v1/info")).json();
    // By its name, and by its version.
    for (const model of ["naive-bayes", "memory"]) {
      expect((await app.inject(`/v1/models/${model}`)).json()).toEqual({ ...info, limits });
    }
    const answer = await app.inject("/v1/models/nobody");
    expect(answer.json()).toMatchObject({ status: 404, code: "MODEL_NOT_FOUND", known: ["naive-bayes"] });
  });

  test("/readyz says what it looked at where that is wanted, and wants nothing while no more text may wait", async () => {
    expect((await app.inject("/readyz?verbose")).json()).toEqual({
      status: "ok",
      checks: ["not stopping", "threads", "queue", "model naive-bayes"],
    });
    expect((await app.inject("/readyz?probe=1")).json()).toEqual({ status: "ok" });
    const waiting = { ...models, waiting: settings.queueLimit };
    const full = await createApp(waiting, settings);
    expect((await full.inject("/readyz")).json()).toMatchObject({ status: 503, code: "NOT_READY" });
    expect((await full.inject("/livez")).statusCode).toBe(200);
    await full.close();
  });

  test("/ is a page for browsers and a list for programs", async () => {
    const json = await app.inject({ url: "/", headers: { accept: "application/json" } });
    expect(json.json()).toMatchObject({ name: "penprint", links: { docs: "apidocs" } });
    for (const link of Object.values(json.json().links as Record<string, string>)) {
      expect((await app.inject(`/${link}`)).statusCode, link).not.toBe(404);
    }
    const html = await app.inject({
      url: "/",
      headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" },
    });
    expect(html.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(html.headers["content-security-policy"]).not.toContain("unsafe");
    expect(html.headers["vary"]).toBe("accept, accept-encoding");
  });

  test("/assets/… are named by what is in them, kept for good, and packed as the browser likes it", async () => {
    const { body } = await app.inject("/");
    const addresses = Array.from(
      body.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/gu),
      ([, address]) => address!,
    );
    expect(new Set(addresses.map((address) => address.split(".").at(-1)))).toEqual(new Set(["css", "js"]));
    for (const url of addresses) {
      const plain = await app.inject(url);
      expect(plain.headers).toMatchObject({
        "content-type": url.endsWith("css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
        "cache-control": "public, max-age=31536000, immutable",
        vary: "accept-encoding",
      });
      expect(plain.headers).not.toHaveProperty("content-encoding");
      const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
      const tags = [plain.headers["etag"]];
      for (const coding of ["br", "gzip"] as const) {
        const packed = await app.inject({ url, headers: { "accept-encoding": `${coding}, deflate;q=0.5` } });
        expect(packed.headers["content-encoding"]).toBe(coding);
        expect(unpack[coding](packed.rawPayload).toString()).toBe(plain.body);
        tags.push(packed.headers["etag"]);
      }
      expect(new Set(tags).size).toBe(3);
      const headers = { "accept-encoding": "gzip, br", "if-none-match": String(tags[1]) };
      const again = await app.inject({ url, headers });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
    }
  });

  test.each(["", "br;q=0, gzip;q=0.0", "brotli", "identity", "zstd"])(
    "/ is not packed for “%s”",
    async (accepted) => {
      const answer = await app.inject({ url: "/", headers: { "accept-encoding": accepted } });
      expect(answer.headers).not.toHaveProperty("content-encoding");
      expect(answer.headers["cache-control"]).toBe("no-cache");
    },
  );

  test("/docs leads to the API docs, wherever they are", async () => {
    const answer = await app.inject("/docs");
    expect([answer.statusCode, answer.headers["location"]]).toEqual([302, "apidocs"]);
  });
});

describe("whatever is sent", () => {
  const value = fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }), fc.constant("ship"));
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        text: value,
        top_k: value,
        explain: value,
        truncate: value,
        model: value,
        texts: fc.oneof(value, fc.array(value, { maxLength: 40 })),
        inputs: fc.oneof(value, fc.array(value, { maxLength: 3 })),
        instances: value,
        parameters: value,
        prediction_id: value,
        author: value,
        against: value,
        limit: value,
      },
      { requiredKeys: [] },
    ),
  );

  test.each([
    "/v1/predict",
    "/v1/predict/batch",
    "/v1/explain",
    "/v1/feedback",
    "/predict",
    "/invocations",
    "/predict_dialogue",
  ])("%s answers, or says what is wrong", async (url) => {
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const headers = { "content-type": "application/json" };
        const answer = await app.inject({ method: "POST", url, headers, payload: JSON.stringify(payload) });
        if (answer.statusCode === 200) return;
        // 404: there is no such model, or no place for feedback.
        expect([400, 404, 422]).toContain(answer.statusCode);
        expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
      }),
      { numRuns: 150 },
    );
  });
});

describe("the log", () => {
  test("names every request, and no text, not even one in the address", async () => {
    const lines: string[] = [];
    const logged = await createApp(
      models,
      { ...settings, logLevel: "trace" },
      { log: { write: (line) => lines.push(line) } },
    );
    const secret = "zwetschgenknoedel";
    await logged.inject({ method: "POST", url: `/predict_dialogue?text=${secret}` });
    await logged.inject({ method: "POST", url: "/v1/predict", payload: { text: secret } });
    await logged.inject({
      method: "POST",
      url: "/v1/predict",
      payload: `{"text":"${secret}`,
      headers: { "content-type": "application/json" },
    });
    await logged.inject({ method: "POST", url: `/%ZZ?text=${secret}`, headers: { authorization: secret } });
    await logged.close();
    const requests = lines
      .map((line) => JSON.parse(line) as { req?: { path: string } })
      .filter(({ req }) => req);
    expect(requests.map(({ req }) => req!.path)).toEqual([
      "/predict_dialogue",
      "/v1/predict",
      "/v1/predict",
      "/%ZZ",
    ]);
    expect(lines.join("")).not.toContain(secret);
  });

  test("is silent by default while nothing is wrong", async () => {
    const lines: string[] = [];
    const logged = await createApp(models, defaultSettings, { log: { write: (line) => lines.push(line) } });
    await logged.inject("/livez");
    await logged.inject("/nothing");
    await logged.close();
    expect(lines).toEqual([]);
  });
});
