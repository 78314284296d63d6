/** Attacks on who may ask and how much. The numbers are those of attacks.test.ts. */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { createApp } from "../../src/server/app.ts";
import { type Key, makeKey, readKeys, type Scope } from "../../src/server/keys.ts";
import { clientOf, isNetwork } from "../../src/server/networks.ts";
import { defaultSettings, type Settings } from "../../src/server/settings.ts";
import type { TypedApp } from "../../src/server/surroundings.ts";
import { models } from "./models.ts";

const quiet: Settings = { ...defaultSettings, logLevel: "silent" };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "penprint-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface From {
  readonly address?: string;
  readonly headers?: Record<string, string>;
  readonly url?: string;
  readonly body?: object;
}

async function ask(
  app: TypedApp,
  { address = "192.0.2.1", headers = {}, url = "/v1/predict", body = { text: "ship" } }: From = {},
): Promise<LightMyRequestResponse> {
  return app.inject({ method: "POST", url, payload: body, headers, remoteAddress: address });
}

describe("limits", () => {
  let app: TypedApp;
  beforeEach(async () => {
    app = await createApp(models, { ...quiet, rateLimit: 60, trustedProxies: ["10.0.0.0/8"] });
    return () => app.close();
  });

  const left = (answer: LightMyRequestResponse): string =>
    /r=(?<left>\d+)/u.exec(String(answer.headers["ratelimit"]))!.groups!["left"]!;

  test("57 the request after the last one is told when to come back", async () => {
    for (let count = 1; count <= 60; count++) {
      const answer = await ask(app);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers["ratelimit-policy"]).toBe('"default";q=60;w=60');
      expect(answer.headers["ratelimit"]).toMatch(new RegExp(`^"default";r=${60 - count};t=\\d+$`, "u"));
    }
    const refused = await ask(app);
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: "RATE_LIMITED", limit: 60, window: 60 });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(left(refused)).toBe("0");
    // Others are not concerned, and neither are those who ask whether it is alive.
    expect((await ask(app, { address: "192.0.2.2" })).statusCode).toBe(200);
    expect((await app.inject({ url: "/readyz", remoteAddress: "192.0.2.1" })).statusCode).toBe(200);
  });

  test("54 X-Forwarded-For from nobody in particular changes nothing", async () => {
    for (const [count, forwarded] of ["198.51.100.1", "198.51.100.2", "10.0.0.1"].entries()) {
      const answer = await ask(app, { headers: { "x-forwarded-for": forwarded } });
      expect(left(answer)).toBe(String(59 - count));
    }
  });

  test("55 X-Forwarded-For from a proxy that is trusted names the client", async () => {
    const through = (forwarded: string): Promise<LightMyRequestResponse> =>
      ask(app, { address: "10.1.2.3", headers: { "x-forwarded-for": forwarded } });
    expect(left(await through("198.51.100.1"))).toBe("59");
    expect(left(await through("198.51.100.2"))).toBe("59");
    // What the client itself had put there stands before what the proxy has seen.
    expect(left(await through("203.0.113.9, 198.51.100.1"))).toBe("58");
  });

  test("56 whoever has a network of addresses is one client", async () => {
    for (const [count, host] of ["1", "2", "ffff:0:1"].entries()) {
      const answer = await ask(app, { address: `2001:db8:1:2::${host}` });
      expect(left(answer)).toBe(String(59 - count));
    }
    expect(left(await ask(app, { address: "2001:db8:1:3::1" }))).toBe("59");
  });

  test("58 a batch of 32 costs 32, and one that costs too much is not begun", async () => {
    const texts = Array.from({ length: 32 }, () => "ship");
    const batch = (): Promise<LightMyRequestResponse> =>
      ask(app, { url: "/v1/predict/batch", body: { texts } });
    expect(left(await batch())).toBe("28");
    expect((await batch()).statusCode).toBe(429);
    expect(left(await ask(app))).toBe("26");
    const others = [
      ["/predict", { inputs: ["ship", "sail"] }],
      ["/invocations", { instances: ["ship", "sail"] }],
      [
        "/v2/models/naive-bayes/infer",
        { inputs: [{ name: "text", shape: [2], datatype: "BYTES", data: ["ship", "sail"] }] },
      ],
    ] as const;
    for (const [index, [url, body]] of others.entries()) {
      expect(left(await ask(app, { url, body }))).toBe(String(24 - 2 * index));
    }
  });

  test("73 a clock that jumps changes nothing", async () => {
    await ask(app);
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      vi.setSystemTime(new Date("1999-01-01"));
      expect(left(await ask(app))).toBe("58");
      vi.setSystemTime(new Date("2099-01-01"));
      expect(left(await ask(app))).toBe("57");
    } finally {
      vi.useRealTimers();
    }
  });

  test("76 whoever asks without end learns no more than the limit allows", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const answer = await ask(app, { body: { text: `word${index}` } });
        return answer.statusCode;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  });

  test("a window that is over is forgotten", async () => {
    const short = await createApp(models, { ...quiet, rateLimit: 1, rateWindow: 1 });
    expect((await ask(short)).statusCode).toBe(200);
    expect((await ask(short)).statusCode).toBe(429);
    await new Promise((done) => setTimeout(done, 1100));
    expect((await ask(short)).statusCode).toBe(200);
    await short.close();
  });
});

describe("clients", () => {
  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["1::2:3", "1:0:0:0::/64"],
  ])("%s is %s", (address, client) => expect(clientOf(address)).toBe(client));

  test.each([
    ["10.0.0.0/8", true],
    ["::1/128", true],
    ["10.0.0.0", false],
    ["10.0.0.0/33", false],
    ["::/129", false],
    ["loopback", false],
  ])("%s is a network: %s", (text, expected) => expect(isNetwork(text)).toBe(expected));
});

describe("keys", () => {
  const keysFor = async (...all: [string, Scope[]][]): Promise<{ keys: readonly Key[]; texts: string[] }> => {
    const made = all.map(([name, scopes]) => makeKey(name, scopes));
    const file = join(folder, "keys.txt");
    await writeFile(file, `# those who may ask\n\n${made.map(({ line }) => line).join("\n")}\n`);
    return { keys: await readKeys(file), texts: made.map(({ key }) => key) };
  };

  let app: TypedApp;
  let user: string;
  let admin: string;
  const lines: string[] = [];
  beforeAll(async () => {
    const { keys, texts } = await keysFor(["ann", ["predict"]], ["root", ["predict", "feedback", "admin"]]);
    [user, admin] = texts as [string, string];
    const log = { write: (line: string) => void lines.push(line) };
    app = await createApp(models, { ...quiet, logLevel: "trace" }, { keys, log });
  });
  afterAll(() => app.close());

  const bearer = (key: string): From => ({ headers: { authorization: `Bearer ${key}` } });

  test("a key that is known opens what it may", async () => {
    expect((await ask(app, bearer(user))).statusCode).toBe(200);
    expect((await ask(app, { headers: { authorization: `bearer   ${user} ` } })).statusCode).toBe(200);
    expect((await app.inject("/livez")).statusCode).toBe(200);
    expect((await app.inject("/openapi.json")).json().paths["/v1/predict"].post.security).toEqual([
      { key: [] },
    ]);
  });

  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const jwt = (claims: object): string => `${base64({ alg: "none", typ: "JWT" })}.${base64(claims)}.`;
  test.each([
    [61, "none", {}],
    [61, "an empty one", { authorization: "Bearer " }],
    [61, "a short one", { authorization: "Bearer x" }],
    [61, "a wrong one", { authorization: `Bearer pp_${"A".repeat(43)}` }],
    [61, "its hash", { authorization: `Bearer ${createHash("sha256").update("x").digest("hex")}` }],
    [61, "another scheme", { authorization: "Basic YW5uOnBhc3N3b3Jk" }],
    [64, "a JWT without a signature", { authorization: `Bearer ${jwt({ sub: "ann", scope: "admin" })}` }],
    [64, "a JWT for others", { authorization: `Bearer ${jwt({ aud: "others" })}` }],
    [64, "a JWT that is over", { authorization: `Bearer ${jwt({ exp: 1 })}` }],
    [64, "1 MB", { authorization: `Bearer ${"A".repeat(1_000_000)}` }],
  ] as [number, string, Record<string, string>][])("%i a key that is %s", async (_number, _name, headers) => {
    const answer = await ask(app, { headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="penprint"');
    expect(answer.json()).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("62 a key in the address is none", async () => {
    const answer = await app.inject({
      method: "POST",
      url: `/predict_dialogue?text=ship&key=${user}&authorization=Bearer%20${user}`,
    });
    expect(answer.statusCode).toBe(401);
  });

  test("63 a key opens no more than its scopes", async () => {
    const metrics = await app.inject({ url: "/metrics", headers: bearer(user).headers! });
    expect(metrics.statusCode).toBe(403);
    expect(metrics.json()).toMatchObject({ code: "FORBIDDEN", scope: "admin" });
    const feedback = await ask(app, { ...bearer(user), url: "/v1/feedback", body: {} });
    expect(feedback.statusCode).toBe(403);
    const allowed = await app.inject({ url: "/metrics", headers: bearer(admin).headers! });
    expect(allowed.statusCode).toBe(200);
    expect(allowed.body).toContain("http_requests_total");
  });

  test("65 no key is in a log, an answer or a metric", async () => {
    const answers = [
      await ask(app, { headers: { authorization: `Bearer ${user}x` } }),
      await ask(app, { ...bearer(user), body: {} }),
      await app.inject({ url: "/metrics", headers: bearer(admin).headers! }),
    ];
    expect(lines.length).toBeGreaterThan(10);
    for (const text of [...lines, ...answers.map(({ body }) => body)]) {
      expect(text).not.toContain(user.slice(3));
      expect(text).not.toContain(admin.slice(3));
    }
  });

  test("guessing is counted against the address, and nobody else's key", async () => {
    const { keys, texts } = await keysFor(["ann", ["predict"]]);
    const strict = await createApp(models, { ...quiet, rateLimit: 3 }, { keys });
    const statuses: number[] = [];
    for (let guess = 0; guess < 5; guess++) statuses.push((await ask(strict, bearer("x"))).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await ask(strict, bearer(texts[0]!))).statusCode).toBe(200);
    await strict.close();
  });

  test.each([
    ["nothing", "# no key\n", 0, "it holds no key"],
    ["no scopes", `ann  sha256:${"0".repeat(64)}`, 1, "the scopes are"],
    ["a scope that is not known", `\nann root sha256:${"0".repeat(64)}`, 2, "the scopes are"],
    ["the key itself", "ann predict pp_abc", 1, "the hash is not"],
    ["a name twice", `a predict sha256:${"0".repeat(64)}\na predict sha256:${"0".repeat(64)}`, 2, "two keys"],
    ["a strange name", `a/b predict sha256:${"0".repeat(64)}`, 1, "letters, digits"],
  ])("a file with %s is refused", async (_name, text, line, problem) => {
    const file = join(folder, "bad.txt");
    await writeFile(file, text);
    await expect(readKeys(file)).rejects.toMatchObject({
      code: "KEYS_INVALID",
      facts: { line, problem: expect.stringContaining(problem) },
    });
  });

  test("a file that is not there is refused", async () => {
    await expect(readKeys(join(folder, "nothing"))).rejects.toMatchObject({ code: "KEYS_INVALID" });
  });
});

describe("pages of other origins", () => {
  const from = (origin: string): Record<string, string> => ({
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
  });

  test("41 those that are listed may ask, others may not", async () => {
    const app = await createApp(models, { ...quiet, corsOrigins: ["https://example.org"] });
    const preflight = (origin: string): Promise<LightMyRequestResponse> =>
      app.inject({ method: "OPTIONS", url: "/v1/predict", headers: from(origin) });
    const listed = await preflight("https://example.org");
    expect(listed.statusCode).toBe(204);
    expect(listed.headers).toMatchObject({
      "access-control-allow-origin": "https://example.org",
      "access-control-allow-methods": "POST",
      vary: "origin",
    });
    for (const origin of ["https://evil.example", "null", "https://example.org.evil.example"]) {
      const refused = await preflight(origin);
      expect(refused.statusCode, origin).toBe(405);
      expect(refused.headers["access-control-allow-origin"]).toBeUndefined();
    }
    const answer = await ask(app, { headers: { origin: "https://example.org" } });
    expect(answer.headers["access-control-allow-origin"]).toBe("https://example.org");
    expect(answer.headers["access-control-expose-headers"]).toContain("RateLimit");
    await app.close();
  });

  test("41 all of them, if that is wanted", async () => {
    const app = await createApp(models, { ...quiet, corsOrigins: ["*"] });
    const answer = await ask(app, { headers: { origin: "null" } });
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    const nowhere = await app.inject({ method: "OPTIONS", url: "/no", headers: from("https://a.example") });
    expect(nowhere.statusCode).toBe(404);
    await app.close();
  });
});
