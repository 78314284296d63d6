/**
 * What somebody would try who means no good, each with the answer it must get. The numbers name the attacks; more of
 * them are in attacks-on-access.test.ts and attacks-on-the-process.test.ts.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { explain } from "../../src/explain/explain.ts";
import { createApp } from "../../src/server/app.ts";
import type { FeedbackEntry, FeedbackStore } from "../../src/server/feedback/entry.ts";
import { openSqlite } from "../../src/server/feedback/sqlite-store.ts";
import type { BatchItem } from "../../src/server/schemas.ts";
import { startServer } from "../../src/server/serve.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import type { TypedApp } from "../../src/server/surroundings.ts";
import { writeModel } from "../../src/model-file/disk.ts";
import { identifier, models, modelsWith, predicting } from "./models.ts";
import { converse, exchange, type RawAnswer } from "./raw-socket.ts";

const settings = {
  ...defaultSettings,
  logLevel: "silent",
  requestTimeout: 2000,
  rateLimit: 0,
  metricsPort: "off",
} as const;
const limit = settings.textLimit;
const predict = "/v1/predict";
const dialogue = "/predict_dialogue";
const secret = "zwetschgenknoedel";

let app: TypedApp;
let feedback: FeedbackStore;
let port: number;

beforeAll(async () => {
  feedback = await openSqlite(":memory:");
  app = await createApp(models, settings, { feedback });
  await app.listen({ host: "127.0.0.1", port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await app.close();
  await feedback.close();
});

/** A request, and what its answer must be. */
interface Row {
  readonly number: number;
  readonly name: string;
  readonly request: InjectOptions;
  readonly status: number;
  /** Of the failure. */
  readonly code?: string;
  readonly also?: (answer: LightMyRequestResponse) => void;
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

const post = (
  url: string,
  payload?: string | Buffer | object,
  headers: Record<string, string> = json,
): InjectOptions => ({ method: "POST", url, headers, ...(payload === undefined ? {} : { payload }) });

const inferBody = { inputs: [{ name: "text", shape: [1], datatype: "BYTES", data: ["ship"] }] };

const asksFor = (text: string): InjectOptions => post(predict, { text });

const refused = (code: string, status = 422): Pick<Row, "code" | "status"> => ({ code, status });

const rows: readonly Row[] = [
  { number: 1, name: "no text", request: post(dialogue, undefined, {}), ...refused("REQUEST_INVALID") },
  { number: 1, name: "no text on v1", request: post(predict, {}), ...refused("REQUEST_INVALID") },
  {
    number: 2,
    name: "empty text",
    request: post(`${dialogue}?text=`, undefined, {}),
    ...refused("TEXT_EMPTY"),
  },
  ...["", " \t\n", "\u200B\u200D\uFEFF", "\u0000\u0001", "\u202E\u2060"].map((text) => ({
    number: 3,
    name: `nothing to see: ${JSON.stringify(text)}`,
    request: asksFor(text),
    ...refused("TEXT_EMPTY"),
  })),
  {
    number: 4,
    name: "text twice",
    request: post(`${dialogue}?text=a&text=b`, undefined, {}),
    ...refused("REQUEST_INVALID"),
  },
  ...["text[]=a", "text[x]=a"].map((query) => ({
    number: 5,
    name: query,
    request: post(`${dialogue}?${query}`, undefined, {}),
    ...refused("REQUEST_INVALID"),
  })),
  {
    number: 7,
    name: "a character more than allowed",
    request: asksFor("a".repeat(limit + 1)),
    ...refused("TEXT_TOO_LONG"),
    also: (answer) => expect(answer.json()).toMatchObject({ limit, characters: limit + 1 }),
  },
  {
    number: 7,
    name: "as many characters as allowed, each two UTF-16 units",
    request: asksFor("😀".repeat(limit)),
    status: 200,
    also: (answer) => expect(answer.json().input).toEqual({ characters: limit, truncated: false }),
  },
  {
    number: 8,
    name: "1.1 MB",
    request: asksFor("a".repeat(1_100_000)),
    ...refused("BODY_TOO_LARGE", 413),
    also: (answer) => expect(answer.json().limit).toBe(settings.bodyLimit),
  },
  ...["%E0%A4", "%ZZ", "%", "%C3%28"].map((text) => ({
    number: 11,
    name: `?text=${text}`,
    request: { method: "POST" as const, url: `${dialogue}?text=${text}` },
    ...refused("REQUEST_MALFORMED", 400),
  })),
  {
    number: 11,
    name: "%ZZ in the path",
    request: { method: "GET", url: "/%ZZ" },
    ...refused("REQUEST_MALFORMED", 400),
  },
  {
    number: 11,
    name: "%ZZ in a form",
    request: post(dialogue, "text=%ZZ", form),
    ...refused("REQUEST_MALFORMED", 400),
  },
  { number: 12, name: "%00", request: post(`${dialogue}?text=ship%00sail`, undefined, {}), status: 200 },
  { number: 12, name: String.raw`\u0000`, request: asksFor("ship\u0000sail"), status: 200 },
  ...[Buffer.from([0xff]), Buffer.from([0xc0, 0x80]), Buffer.from([0xed, 0xa0, 0x80])].map((bytes) => ({
    number: 13,
    name: `the bytes ${bytes.toString("hex")}`,
    request: post(predict, Buffer.concat([Buffer.from('{"text":"'), bytes, Buffer.from('"}')])),
    ...refused("REQUEST_MALFORMED", 400),
  })),
  {
    number: 14,
    name: "half a surrogate pair",
    request: post(predict, String.raw`{"text":"ship \ud800 sail","explain":true}`),
    status: 200,
    also: (answer) => expect(answer.body.isWellFormed()).toBe(true),
  },
  { number: 15, name: "byte order mark", request: post(predict, '\uFEFF{"text":"ship"}'), status: 200 },
  ...[
    ["combining marks", `e${"\u0301".repeat(10_000)}`],
    ["right-to-left override", "ship \u202E sail \u202C"],
    ["emoji joined by ZWJ", "👩‍👩‍👧‍👦".repeat(1000)],
  ].map(([name, text]) => ({ number: 16, name: name!, request: asksFor(text!), status: 200 })),
  ...["a".repeat(10_000), `${"a".repeat(50_000)}!`, "'".repeat(50_000), "don't".repeat(10_000)].map(
    (text) => ({
      number: 18,
      name: `one word of ${text.length} characters`,
      request: asksFor(text),
      status: 200,
    }),
  ),
  {
    number: 19,
    name: "a script as text",
    request: post(predict, { text: "<script>alert(1)</script> ship", explain: true }),
    status: 200,
    also: (answer) => {
      expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    },
  },
  ...['{"__proto__":{"text":"a"}}', '{"text":"ship","__proto__":{"admin":true}}'].map((body) => ({
    number: 20,
    name: body,
    request: post(predict, body),
    ...refused("REQUEST_MALFORMED", 400),
  })),
  {
    number: 21,
    name: "constructor.prototype",
    request: post(predict, '{"text":"ship","constructor":{"prototype":{"admin":true}}}'),
    ...refused("REQUEST_MALFORMED", 400),
    also: () => expect((Object.create({}) as { admin?: boolean }).admin).toBeUndefined(),
  },
  {
    number: 23,
    name: "an extra field",
    request: post(predict, { text: "ship", [secret]: 1 }),
    ...refused("REQUEST_INVALID"),
    also: (answer) => expect(answer.json().detail).toContain("text, top_k, explain, truncate"),
  },
  {
    number: 23,
    name: "an extra field in a form",
    request: post(dialogue, "text=ship&more=1", form),
    ...refused("REQUEST_INVALID"),
  },
  ...(
    [
      [24, { text: 5 }],
      [25, { text: ["a"] }],
      [26, { text: null }],
      [27, { text: "ship", top_k: "3" }],
      [28, { text: "ship", top_k: 0 }],
      [28, { text: "ship", top_k: -1 }],
      [28, { text: "ship", top_k: 1e9 }],
      [28, { text: "ship", top_k: 1.5 }],
      [28, { text: "ship", explain: "yes" }],
    ] as const
  ).map(([number, body]) => ({
    number,
    name: JSON.stringify(body),
    request: post(predict, body),
    ...refused("REQUEST_INVALID"),
  })),
  {
    number: 28,
    name: "top_k 1e999",
    request: post(predict, '{"text":"ship","top_k":1e999}'),
    ...refused("REQUEST_INVALID"),
  },
  {
    number: 28,
    name: "top_k NaN is no JSON",
    request: post(predict, '{"text":"ship","top_k":NaN}'),
    ...refused("REQUEST_MALFORMED", 400),
  },
  {
    number: 29,
    name: "a key twice: the last one counts",
    request: post(predict, '{"text":"","text":"ship","top_k":2,"top_k":1}'),
    status: 200,
    also: (answer) => expect(answer.json().ranking).toHaveLength(1),
  },
  ...[`${"[".repeat(50_000)}${"]".repeat(50_000)}`, `${'{"text":'.repeat(50_000)}1${"}".repeat(50_000)}`].map(
    (body) => ({
      number: 30,
      name: `nested 50,000 deep: ${body.slice(0, 8)}`,
      request: post(predict, body),
      ...refused("REQUEST_MALFORMED", 400),
    }),
  ),
  ...['{"text":"shi', "{", "ship", '{"text":"ship"}x'].map((body) => ({
    number: 31,
    name: `broken JSON: ${body}`,
    request: post(predict, body),
    ...refused("REQUEST_MALFORMED", 400),
  })),
  { number: 32, name: "an empty body", request: post(predict, ""), ...refused("REQUEST_MALFORMED", 400) },
  {
    number: 32,
    name: "no body and no type",
    request: post(predict, undefined, {}),
    ...refused("REQUEST_MALFORMED", 400),
  },
  {
    number: 32,
    name: "an empty JSON body where the address has the text",
    request: post(`${dialogue}?text=ship`, "", json),
    status: 200,
  },
  ...["application/xml", "text/plain", "application/octet-stream", "image/png", "nonsense", "*/*"].map(
    (type) => ({
      number: type === "text/plain" ? 37 : 33,
      name: `a body of type ${type}`,
      request: post(predict, '{"text":"ship"}', { "content-type": type }),
      ...refused("MEDIA_TYPE_UNSUPPORTED", 415),
    }),
  ),
  {
    number: 33,
    name: "a form on v1",
    request: post(predict, "text=ship", form),
    ...refused("MEDIA_TYPE_UNSUPPORTED", 415),
  },
  {
    number: 34,
    name: "application/json, tab, a",
    request: post(predict, '{"text":5}', { "content-type": "application/json\ta" }),
    ...refused("MEDIA_TYPE_UNSUPPORTED", 415),
  },
  ...[
    "application/json;",
    " application/json ;",
    "APPLICATION/JSON; charset=UTF-8",
    'application/json; charset="utf-8"',
  ].map((type) => ({
    number: 34,
    name: `"${type}" is validated`,
    request: post(predict, '{"text":5}', { "content-type": type }),
    ...refused("REQUEST_INVALID"),
  })),
  ...["utf-16", "iso-8859-1", "utf-7", ""].map((charset) => ({
    number: 35,
    name: `charset=${charset}`,
    request: post(predict, '{"text":"ship"}', { "content-type": `application/json; charset=${charset}` }),
    ...refused("MEDIA_TYPE_UNSUPPORTED", 415),
  })),
  ...["gzip", "br", "deflate", "identity, gzip", "x"].map((coding) => ({
    number: 36,
    name: `Content-Encoding: ${coding}`,
    request: post(predict, '{"text":"ship"}', { ...json, "content-encoding": coding }),
    ...refused("ENCODING_UNSUPPORTED", 415),
    also: (answer: LightMyRequestResponse) => expect(answer.headers["accept-encoding"]).toBe("identity"),
  })),
  ...[predict, dialogue].map((url) => ({
    number: 38,
    name: `multipart to ${url}`,
    request: post(
      url,
      '--x\r\nContent-Disposition: form-data; name="f"; filename="../../x"\r\n\r\nPK\u0003\u0004\r\n--x--\r\n',
      { "content-type": "multipart/form-data; boundary=x" },
    ),
    ...refused("MEDIA_TYPE_UNSUPPORTED", 415),
  })),
  ...(["GET", "PUT", "DELETE", "PATCH", "TRACE", "HEAD"] as const).flatMap((method) =>
    [predict, dialogue, "/v1/explain"].map((url) => ({
      number: 39,
      name: `${method} ${url}`,
      request: { method: method as "GET", url },
      status: 405,
      ...(method === "HEAD" ? {} : { code: "METHOD_NOT_ALLOWED" }),
      also: (answer: LightMyRequestResponse) => expect(answer.headers["allow"]).toBe("POST"),
    })),
  ),
  {
    number: 39,
    name: "PUT of a body that nobody reads",
    request: { method: "PUT", url: predict, payload: "<x/>", headers: { "content-type": "application/xml" } },
    ...refused("METHOD_NOT_ALLOWED", 405),
  },
  {
    number: 39,
    name: "POST on a GET route",
    request: post("/v1/info", {}),
    ...refused("METHOD_NOT_ALLOWED", 405),
    also: (answer) => expect(answer.headers["allow"]).toBe("GET, HEAD"),
  },
  {
    number: 39,
    name: "nothing there, with a body of a strange type",
    request: post("/v1/nothing", "<x/>", { "content-type": "application/xml" }),
    ...refused("ROUTE_NOT_FOUND", 404),
  },
  ...["https://evil.example", "null"].map((origin) => ({
    number: 41,
    name: `preflight from ${origin}`,
    request: {
      method: "OPTIONS" as const,
      url: predict,
      headers: { origin, "access-control-request-method": "POST" },
    },
    status: 405,
    code: "METHOD_NOT_ALLOWED",
    also: (answer: LightMyRequestResponse) =>
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]),
  })),
  ...["a b", "x".repeat(10_000), "é", "<script>", "a;b"].map((id) => ({
    number: 45,
    name: `X-Request-Id: ${id.slice(0, 12)}`,
    request: { method: "GET" as const, url: "/livez", headers: { "x-request-id": id } },
    status: 200,
    also: (answer: LightMyRequestResponse) => expect(answer.headers["x-request-id"]).toMatch(/^[\w-]{36}$/),
  })),
  {
    number: 45,
    name: "a harmless X-Request-Id is kept",
    request: { method: "GET", url: "/livez", headers: { "x-request-id": "trace-42_a" } },
    status: 200,
    also: (answer) => expect(answer.headers["x-request-id"]).toBe("trace-42_a"),
  },
  ...[
    "/apidocs/static/../../etc/passwd",
    "/apidocs/static/..%2f..%2fetc/passwd",
    "/apidocs/static/%2e%2e/%2e%2e/package.json",
    "/apidocs/static/..%5c..%5cpackage.json",
    "/assets/../../../package.json",
    "/assets/..%2f..%2fpackage.json",
    "/assets/%00",
  ].map((url) => ({
    number: 50,
    name: url,
    request: { method: "GET" as const, url },
    status: 404,
    code: "ROUTE_NOT_FOUND",
  })),
  {
    number: 51,
    name: "another description for the docs",
    request: {
      method: "GET",
      url: "/apidocs?url=https://evil.example/spec.json&configUrl=https://evil.example",
    },
    status: 200,
    also: (answer) => expect(answer.body).not.toContain("evil"),
  },
  ...["..%2f..%2fetc", "x".repeat(200), "%00", "__proto__", "naive-bayes%2fversions"].map((name) => ({
    number: 52,
    name: `a model called ${name.slice(0, 30)}`,
    request: post(`/v2/models/${name}/infer`, inferBody),
    status: 404,
    also: (answer: LightMyRequestResponse) => expect(Object.keys(answer.json() as object)).toEqual(["error"]),
  })),
  ...["../../etc/passwd", "https://evil.example/x.model", "1.0.0"].map((version) => ({
    number: 53,
    name: `activate ${version}`,
    request: post(`/v1/models/${encodeURIComponent(version)}/activate`, {}),
    ...refused("ROUTE_NOT_FOUND", 404),
  })),
  {
    number: 53,
    name: "a model named by a path",
    request: post(predict, { text: "ship", model: "../../etc/passwd" }),
    ...refused("MODEL_NOT_FOUND", 404),
    also: (answer) => expect(answer.body).not.toContain("passwd"),
  },
  ...[0, 33].map((count) => ({
    number: 59,
    name: `a batch of ${count}`,
    request: post("/v1/predict/batch", { texts: Array.from({ length: count }, () => "ship") }),
    ...refused(count === 0 ? "REQUEST_INVALID" : "BATCH_TOO_LARGE"),
  })),
  {
    number: 60,
    name: "a batch of good and bad texts",
    request: post("/v1/predict/batch", { texts: ["ship", "", "a".repeat(limit + 1), "jam"] }),
    status: 200,
    also: (answer) =>
      expect(
        answer
          .json()
          .predictions.map(
            ({ prediction, problem }: BatchItem) => problem?.code ?? prediction?.input.characters,
          ),
      ).toEqual([4, "TEXT_EMPTY", "TEXT_TOO_LONG", 3]),
  },
  {
    number: 75,
    name: "feedback on a prediction that nobody made",
    request: post("/v1/feedback", { prediction_id: "x".repeat(54), author: "Ann" }),
    ...refused("PREDICTION_UNKNOWN", 404),
  },
  {
    number: 75,
    name: "feedback with a signature of zeros",
    request: post("/v1/feedback", {
      prediction_id: Buffer.alloc(40).toString("base64url"),
      author: "Ann",
    }),
    ...refused("PREDICTION_UNKNOWN", 404),
  },
  {
    number: 75,
    name: "feedback with a note of 1 MB",
    request: post("/v1/feedback", {
      prediction_id: "x".repeat(54),
      author: "Ann",
      note: "a".repeat(1_000_000),
    }),
    ...refused("BODY_TOO_LARGE", 413),
  },
];

describe("through the app", () => {
  test.each(rows)("$number $name", async ({ request, status, code, also }) => {
    const answer = await app.inject(request);
    expect(answer.statusCode, answer.body.slice(0, 500)).toBe(status);
    if (code !== undefined && request.method !== ("HEAD" as string)) {
      expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
      const problem = answer.json();
      expect(problem).toMatchObject({ code, status, request_id: answer.headers["x-request-id"] });
      for (const member of ["type", "title", "detail", "instance", "remedy"]) {
        expect(problem[member], member).toMatch(/./u);
      }
      // Nothing of what was sent, and nothing of the program's insides.
      expect(answer.body).not.toContain(secret);
      expect(answer.body).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/u);
    }
    also?.(answer);
  });

  test("17 composed and decomposed letters have the same author", async () => {
    const composed = "café Ångström señor ship";
    const answers = await Promise.all(
      [composed.normalize("NFC"), composed.normalize("NFD")].map((text) => app.inject(asksFor(text))),
    );
    const [one, other] = answers.map((answer) => answer.json().ranking);
    expect(one).toEqual(other);
  });

  test("22 authors with dangerous names are names like any other", async () => {
    const names = ["__proto__", "toString", "constructor", "<img src=x onerror=alert(1)>"];
    const ranking = names.map((author, index) => ({ author, probability: (4 - index) / 10, score: -index }));
    const prediction = { author: names[0]!, probability: 0.4, unknown: false, ranking, warnings: [] };
    const strange = await createApp(
      modelsWith({ authors: names, ...predicting(() => prediction) }),
      settings,
    );
    const answer = (await strange.inject(asksFor("ship"))).json();
    expect(answer.author).toBe("__proto__");
    expect(answer.ranking.map((ranked: { author: string }) => ranked.author)).toEqual(names);
    ranking.unshift(ranking.pop()!);
    const sentence = (await strange.inject(post(`${dialogue}?text=ship`, undefined, {}))).body;
    expect(sentence).toBe(
      "This dialogue is more likely to have come from &lt;img src=x onerror=alert(1)&gt;.",
    );
    await strange.close();
  });

  test("75 the same feedback twice is kept once", async () => {
    const { id } = (await app.inject(asksFor("ship and sail"))).json();
    const send = (author: string): Promise<LightMyRequestResponse> =>
      app.inject(post("/v1/feedback", { prediction_id: id, author }));
    expect((await send("Ann")).statusCode).toBe(202);
    const again = await send("Bob");
    expect([again.statusCode, again.json().code]).toEqual([409, "FEEDBACK_TWICE"]);
    const kept: FeedbackEntry[] = [];
    for await (const entry of feedback.entries()) kept.push(entry);
    expect(kept.filter((entry) => entry.prediction_id === id)).toMatchObject([
      { author: "Ann", model: "naive-bayes", text: null },
    ]);
  });

  test("76 figures say no more than four places", async () => {
    const answer = (
      await app.inject(asksFor("The pilot wrote two shillings into the book, my dear."))
    ).json();
    for (const { probability, score } of answer.ranking as { probability: number; score: number }[]) {
      expect(String(probability)).toMatch(/^[01](?:\.\d{1,4})?$/u);
      expect(String(score)).toMatch(/^-?\d+(?:\.\d{1,4})?$/u);
    }
  });

  test("77 an explanation says nothing but what the text says", async () => {
    const text = "The pilot ate jam with a spoon at noon.";
    const answer = await app.inject(post("/v1/explain", { text, limit: 10_000 }));
    const { evidence } = answer.json() as { evidence: { feature: string; spans: [number, number][] }[] };
    expect(evidence).toHaveLength(explain(identifier, text).evidence.length);
    for (const { feature, spans } of evidence) {
      expect(spans.length).toBeGreaterThan(0);
      for (const [start, end] of spans) expect(text.slice(start, end).toLowerCase()).toBe(feature);
    }
  });

  test("79 a failure inside tells the sender nothing, and the log everything but the text", async () => {
    const lines: string[] = [];
    const failing = await createApp(
      modelsWith({
        predict: () => {
          throw new Error("the inside is broken");
        },
      }),
      { ...settings, logLevel: "warn" },
      { log: { write: (line) => lines.push(line) } },
    );
    for (const request of [asksFor(secret), post(`${dialogue}?text=${secret}`, undefined, {})]) {
      const answer = await failing.inject(request);
      expect(answer.statusCode).toBe(500);
      expect(answer.json()).toMatchObject({ code: "INTERNAL", status: 500 });
      expect(answer.body).not.toContain("broken");
      const entry = JSON.parse(lines.pop()!) as { reqId: string; err: { stack: string } };
      expect(entry.reqId).toBe(answer.headers["x-request-id"]);
      expect(entry.err.stack).toContain("the inside is broken");
      expect(JSON.stringify(entry)).not.toContain(secret);
    }
    await failing.close();
  });
});

const isProblem = (answer: RawAnswer, status: number, code: string): void => {
  expect(answer.status, answer.text.slice(0, 300)).toBe(status);
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(answer.body)).toMatchObject({ code, status });
  expect(answer.headers.get("connection")).toBe("close");
};

describe("over a socket", () => {
  const get = "GET /livez HTTP/1.1\r\n";
  const host = "Host: localhost\r\n";
  const closing = "Connection: close\r\n";

  test("6 17 KB in the address: the answer names the route that takes them", async () => {
    const answer = await exchange(
      port,
      `POST ${dialogue}?text=${"a".repeat(17_000)} HTTP/1.1\r\n${host}\r\n`,
    );
    isProblem(answer, 431, "HEADERS_TOO_LARGE");
    expect(answer.body).toContain("POST /v1/predict");
  });

  test("9 a stream without an end is stopped at the limit", async () => {
    const chunk = Buffer.alloc(65_536, "a");
    const frame = Buffer.concat([
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from("\r\n"),
    ]);
    let sent = 0;
    const answer = await converse(port, (socket) => {
      socket.write(
        `POST ${predict} HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      const more = (): void => {
        while (!socket.destroyed && sent < 2 ** 31) {
          sent += frame.length;
          if (!socket.write(frame)) {
            socket.once("drain", more);
            return;
          }
        }
      };
      more();
    });
    isProblem(answer, 413, "BODY_TOO_LARGE");
    expect(sent).toBeLessThan(64 * settings.bodyLimit);
  });

  test("10 a body shorter than it says is not waited for", async () => {
    const answer = await exchange(
      port,
      `POST ${predict} HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"text":`,
    );
    isProblem(answer, 408, "REQUEST_TIMEOUT");
  });

  test.each([
    ["40", "a method that does not exist", `BOGUS / HTTP/1.1\r\n${host}\r\n`],
    [
      "42",
      "Content-Length and Transfer-Encoding",
      `POST ${predict} HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      "42",
      "two Content-Lengths",
      `POST ${predict} HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`,
    ],
    [
      "42",
      "two Transfer-Encodings",
      `POST ${predict} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    ],
    ["43", "bare line feeds", "GET /livez HTTP/1.1\nHost: localhost\n\n"],
    ["44", "no Host", `${get}${closing}\r\n`],
    ["44", "two Hosts", `${get}${host}Host: evil.example\r\n${closing}\r\n`],
    ["45", "a line break in a header", `${get}${host}X-Request-Id: a\rb\r\n\r\n`],
    [
      "11",
      "bytes that are not percent-encoded",
      Buffer.from(`POST ${dialogue}?text=\u00E9 HTTP/1.1\r\n${host}${closing}\r\n`, "latin1"),
    ],
  ])("%s %s", async (_number, _name, bytes) => {
    isProblem(await exchange(port, bytes), 400, "REQUEST_MALFORMED");
  });

  test("46 a header of 20 KB", async () => {
    const answer = await exchange(port, `${get}${host}X-Long: ${"a".repeat(20_000)}\r\n\r\n`);
    isProblem(answer, 431, "HEADERS_TOO_LARGE");
  });

  test.each([
    ["an absolute address", "GET http://evil.example/openapi.json HTTP/1.1\r\nHost: evil.example\r\n"],
    ["another Host", "GET /docs HTTP/1.1\r\nHost: evil.example\r\n"],
    [
      "another Host at the page",
      "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n",
    ],
  ])("47 %s has no effect on links", async (_name, head) => {
    const answer = await exchange(port, `${head}${closing}\r\n`);
    expect([200, 302]).toContain(answer.status);
    expect(answer.text).not.toContain("evil");
  });

  test("49 a connection is cut after so many requests", async () => {
    const one = `${get}${host}\r\n`;
    const answer = await exchange(port, one.repeat(settings.requestsPerConnection + 100));
    const answered = answer.text.match(/HTTP\/1\.1 200/gu) ?? [];
    expect(answered).toHaveLength(settings.requestsPerConnection);
  });
});

describe("68 a model file that cannot be trusted is never served", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "penprint-"));
    await writeModel(join(folder, "good"), identifier);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const free = { ...settings, port: 0 };

  test.each([
    ["missing", null, "FILE_NOT_FOUND"],
    ["empty", () => Buffer.alloc(0), "MODEL_"],
    ["something else", () => Buffer.from("#!/bin/sh\necho this is no model at all\n"), "MODEL_"],
    ["cut short", (good: Buffer) => good.subarray(0, good.length - 10), "MODEL_TRUNCATED"],
    [
      "changed by a bit",
      (good: Buffer) => {
        const changed = Buffer.from(good);
        changed[changed.length - 9]! ^= 1;
        return changed;
      },
      "MODEL_CORRUPT",
    ],
  ])("%s", async (name, bytes, code) => {
    const file = join(folder, name);
    const { readFile } = await import("node:fs/promises");
    if (bytes !== null) await writeFile(file, bytes(await readFile(join(folder, "good"))));
    await expect(startServer(file, free, { signals: false })).rejects.toMatchObject({
      code: expect.stringContaining(code),
    });
  });
});
