import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { FastifyRequest } from "fastify";
import { zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { decodeModel } from "../../../src/model-file/decode.ts";
import { writeModel } from "../../../src/model-file/disk.ts";
import { makeKey } from "../../../src/server/keys.ts";
import type { TrainingResponse } from "../../../src/server/schemas.ts";
import { refuseOtherNames } from "../../../src/server/same-origin.ts";
import { type RunningServer, startServer } from "../../../src/server/serve.ts";
import { defaultSettings, readSettings } from "../../../src/server/settings.ts";
import { Training } from "../../../src/server/training/training.ts";
import { documents, hostile } from "../../report/example.ts";
import { identifier } from "../models.ts";
import { quiet } from "../quiet.ts";

const settings = {
  ...quiet,
  allowTraining: true,
  trainingLimit: 100_000,
} as const;
const lines = documents.map((document) => JSON.stringify(document)).join("\n");
const ndjson = "application/x-ndjson";

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "penprint-"));
  await writeModel(join(folder, "first.safetensors"), identifier.describe({ name: "first" }));
  server = await startServer(join(folder, "first.safetensors"), settings, { signals: false });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => call("DELETE", ""));

interface Answer {
  readonly status: number;
  readonly answer: TrainingResponse & { readonly code?: string };
}

async function call(
  method: string,
  path: string,
  body?: BodyInit,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const request = { method, headers, ...(body === undefined ? {} : { body }) };
  const response = await fetch(`${server.url}/v1/training${path}`, request);
  return { status: response.status, answer: (await response.json()) as Answer["answer"] };
}

const upload = (body: BodyInit, type: string, name = "voices"): Promise<Answer> =>
  call("POST", `?name=${name}`, body, { "content-type": type });
const start = (recipe = "naive-bayes"): Promise<Answer> =>
  call("POST", "/start", JSON.stringify({ recipe }), { "content-type": "application/json" });
const until = async (...phases: string[]): Promise<TrainingResponse> => {
  await expect.poll(async () => phases.includes((await call("GET", "")).answer.phase)).toBe(true);
  return (await call("GET", "")).answer;
};
const json = async (path: string): Promise<Record<string, unknown>> =>
  (await (await fetch(server.url + path)).json()) as Record<string, unknown>;

describe("/v1/training", () => {
  test("from a corpus to a model that answers", async () => {
    expect((await call("GET", "")).answer).toMatchObject({ phase: "empty", corpus: null });
    expect(await upload(lines, ndjson)).toMatchObject({ status: 202, answer: { phase: "reading" } });
    const { corpus } = await until("read", "failed");
    expect(corpus).toMatchObject({ documents: 18, works: 6, ignored_files: 0 });
    expect(corpus!.authors.map(({ author, documents: own }) => [author, own])).toEqual([
      [hostile, 6],
      ["Aunt Rosa", 6],
      ["Harbour Master", 6],
    ]);
    expect(await start()).toMatchObject({ status: 202, answer: { phase: "training" } });
    const trained = await until("trained", "failed");
    expect(trained).toMatchObject({
      phase: "trained",
      recipe: "naive-bayes",
      evaluation: { documents: 18, grouped_by: "work", accuracy_by_length: expect.any(Array) },
      problem: null,
    });

    const file = await fetch(`${server.url}/v1/training/model`);
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="voices.safetensors"');
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect(bytes.length).toBe(trained.bytes);
    const { card } = decodeModel(bytes, "voices");
    expect(card).toMatchObject({
      name: "voices",
      corpus: { sha256: expect.stringMatching(/^[\da-f]{64}$/u) },
    });
    expect(card.evaluation).toEqual(trained.evaluation);

    expect(await call("POST", "/use")).toMatchObject({ status: 200, answer: { model: { name: "voices" } } });
    expect(await json("/v1/info")).toMatchObject({ model: { name: "voices" }, training: true });
    expect(await json("/v1/info?model=first")).toMatchObject({ model: { name: "first" } });
    expect((await json("/v1/card"))["pictures"]).toHaveLength(6);
    // Once more, in its own place.
    expect((await call("POST", "/use")).status).toBe(200);
    expect(await json("/v1/models")).toMatchObject({
      models: [
        { name: "voices", share: 1 },
        { name: "first", share: 0 },
      ],
    });
  });

  test("a model does not take the place of one that comes from a file", async () => {
    await upload(lines, ndjson, "first");
    await until("read");
    await start();
    await until("trained");
    expect(await call("POST", "/use")).toMatchObject({ status: 422, answer: { code: "MODELS_ALIKE" } });
  });

  test("an archive of texts; what is of other kinds is counted", async () => {
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    const archive = zipSync({
      "corpus/Ann/a.txt": encode("the sea"),
      "corpus/Bob/b.txt": encode("the jam"),
      "corpus/cover.png": encode("x"),
    });
    await upload(archive as Uint8Array<ArrayBuffer>, "application/zip");
    expect((await until("read", "failed")).corpus).toMatchObject({
      documents: 2,
      ignored_files: 1,
      authors: [{ author: "Ann" }, { author: "Bob" }],
    });
  });

  test.each([
    ["no archive", "hello", "application/zip", "UPLOAD_UNREADABLE"],
    ["a table without authors", "a,b\n1,2\n", "text/csv", "COLUMN_MISSING"],
    ["nothing that is read", zipSync({ "a.png": new Uint8Array(3) }), "application/zip", "CORPUS_EMPTY"],
    ["a bomb", zipSync({ "a.txt": new Uint8Array(5_000_000) }), "application/zip", "UPLOAD_TOO_LARGE"],
  ])("%s fails with what is wrong, and what to do", async (_, body, type, code) => {
    await upload(body as BodyInit, type);
    const { problem, phase } = await until("failed");
    expect([phase, problem?.code]).toEqual(["failed", code]);
    expect(problem!.remedy).not.toBe("");
  });

  test("one author cannot be trained on, and the service goes on", async () => {
    await upload('{"author":"Ann","text":"the sea"}', ndjson);
    await until("read");
    await start();
    expect((await until("failed")).problem).toMatchObject({ code: "SINGLE_AUTHOR" });
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });

  test("one at a time; it is given up at once, and /livez answers meanwhile", async () => {
    const many = Array.from({ length: 400 }, (_, place) =>
      JSON.stringify({ ...documents[place % 18]!, work: String(place) }),
    );
    await upload(
      many
        .join("\n")
        .slice(0, 99_000)
        .replace(/\n[^\n]*$/u, ""),
      ndjson,
    );
    await until("read");
    await start("ensemble");
    expect(await start()).toMatchObject({ status: 409, answer: { code: "TRAINING_BUSY" } });
    expect(await upload(lines, ndjson)).toMatchObject({ status: 409, answer: { code: "TRAINING_BUSY" } });
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    expect(await call("DELETE", "")).toMatchObject({ status: 200, answer: { phase: "empty" } });
    expect(await start()).toMatchObject({ status: 409, answer: { code: "TRAINING_NOT_THERE" } });
    expect(await call("POST", "/use")).toMatchObject({ status: 409, answer: { code: "TRAINING_NOT_THERE" } });
  });

  test("a recipe that was chosen is measured with its choice: each fold chooses its own", async () => {
    await upload(lines, ndjson);
    await until("read");
    await start("auto");
    const { evaluation, recipe } = await until("trained", "failed");
    // There are too few documents to choose by: it is the first candidate each time.
    expect(evaluation).toMatchObject({ documents: 18, chosen: Array(5).fill("naive-bayes") });
    expect(recipe).toBe("naive-bayes");
  });

  test.each([
    ["evil.example", 403],
    ["evil.example:8000", 403],
    ["127.0.0.1.evil.example", 403],
    ["localhost.evil.example", 403],
    ["localhost:8000", 409],
    ["page.localhost", 409],
    ["192.168.1.7:8000", 409],
    ["[::1]:8000", 409],
  ])("asked at the name %s, as after DNS rebinding", async (host, status) => {
    const own = [
      ["host", host],
      ["origin", `http://${host}`],
      ["sec-fetch-site", "same-origin"],
    ] as const;
    expect(await rawPost(`${server.url}/v1/training/use`, own)).toBe(status);
  });

  test.each([
    ["another origin", { origin: "http://evil.example" }, 403],
    ["another site without an origin", { "sec-fetch-site": "cross-site" }, 403],
    ["no origin that has a name", { origin: "null" }, 403],
    ["its own pages", { origin: "SELF", "sec-fetch-site": "same-origin" }, 409],
    ["programs", {}, 409],
  ])("asked by %s", async (_, given, status) => {
    const headers = Object.entries(given).map(([name, value]) => [
      name,
      value === "SELF" ? server.url : value,
    ]);
    expect(await rawPost(`${server.url}/v1/training/use`, headers as [string, string][])).toBe(status);
  });

  test.each([
    ["a type that is not read", "x", "text/plain", "", 415],
    ["a name that is no name", lines, ndjson, "?name=..%2Fa", 422],
    ["a field that is not known", lines, ndjson, "?nam=a", 422],
    ["more than it takes", "x".repeat(100_001), ndjson, "", 413],
  ])("%s is refused", async (_, body, type, query, status) => {
    const { status: got, answer } = await call("POST", query, body, { "content-type": type });
    expect([got, typeof answer.code]).toEqual([status, "string"]);
  });
});

/** `fetch` sets these headers itself, as browsers do. */
function rawPost(url: string, headers: readonly (readonly [string, string])[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: Object.fromEntries(headers) }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    sent.on("error", reject);
    sent.end();
  });
}

test.each([
  ["listed", { corsOrigins: ["https://texts.example"] }, "texts.example", 200],
  ["listed, with another one", { corsOrigins: ["https://texts.example"] }, "evil.example", 403],
  ["listed by a star, which is no name", { corsOrigins: ["*"] }, "texts.example", 403],
  ["the one that it listens on", { host: "Box" }, "box:8000", 200],
  ["any, where a key is wanted", { keys: "keys.txt" }, "texts.example", 200],
])("a name is believed that is %s", (_, given, host, status) => {
  const ask = (): void =>
    refuseOtherNames({ headers: { host } } as FastifyRequest, { ...defaultSettings, ...given });
  if (status === 200) expect(ask).not.toThrow();
  else expect(ask).toThrow(expect.objectContaining({ code: "HOST_UNKNOWN", status }) as Error);
});

test("more memory than it may take: it is given up, with what to do", async () => {
  const training = new Training({ trainingLimit: 10_000_000, trainingTime: 60, trainingMemory: 16 });
  const many = Array.from({ length: 4_000 }, (_, place) =>
    JSON.stringify({ ...documents[place % 18]!, text: `${place} ${Math.sin(place)} `.repeat(100) }),
  );
  training.read(new TextEncoder().encode(many.join("\n")), ndjson, "many");
  await expect.poll(() => training.state.phase, { timeout: 20_000 }).toBe("failed");
  expect(training.state.problem).toMatchObject({ code: "TRAINING_OUT_OF_MEMORY", facts: { limit: 16 } });
});

test("where keys are wanted, it takes the scope admin", async () => {
  const [user, admin] = [makeKey("user", ["predict"]), makeKey("boss", ["admin"])];
  const keys = join(folder, "keys.txt");
  await writeFile(keys, `${user.line}\n${admin.line}\n`);
  const guarded = await startServer(
    join(folder, "first.safetensors"),
    { ...settings, keys },
    { signals: false },
  );
  const ask = async (method: string, path: string, key?: string): Promise<number> => {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    return (await fetch(`${guarded.url}/v1/training${path}`, { method, headers })).status;
  };
  try {
    const every = [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/use"],
      ["GET", "/model"],
    ] as const;
    for (const [method, path] of every) {
      expect([await ask(method, path), await ask(method, path, user.key)]).toEqual([401, 403]);
      expect([200, 409]).toContain(await ask(method, path, admin.key));
    }
  } finally {
    await guarded.close();
  }
});

describe("where nobody may train", () => {
  test("there is no such address, and no page", async () => {
    const other = await startServer(
      join(folder, "first.safetensors"),
      { ...settings, allowTraining: false },
      { signals: false },
    );
    try {
      for (const path of ["/v1/training", "/train"]) {
        expect((await fetch(other.url + path)).status).toBe(404);
      }
      expect(await (await fetch(`${other.url}/v1/info`)).json()).toMatchObject({ training: false });
    } finally {
      await other.close();
    }
  });

  test("several processes may not", () => {
    const problems = ["--allow-training is for one process: leave out --workers"];
    expect(() => readSettings({ allowTraining: "true", workers: "2" }, {})).toThrow(
      expect.objectContaining({ code: "SETTINGS_INVALID", facts: { problems } }) as Error,
    );
  });
});
