import { access } from "node:fs/promises";
import { createServer, request as forward, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

import { createApp } from "../../src/server/app.ts";
import { listen, type RunningServer } from "../../src/server/serve.ts";
import type { TypedApp } from "../../src/server/surroundings.ts";
import { identifier, models } from "./models.ts";
import { quiet } from "./quiet.ts";

interface Media {
  readonly example?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly example?: unknown }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, Media> };
  readonly responses: Record<string, { readonly description: string }>;
}
interface Description {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
}

let app: TypedApp;
let description: Description;
beforeAll(async () => {
  app = await createApp(models, quiet);
  description = (await app.inject("/openapi.json")).json();
});
afterAll(() => app.close());

const operations = (): [path: string, method: string, operation: Operation][] =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      path,
      method,
      operation,
    ]),
  );

describe("the description", () => {
  test("is the same at all its addresses", async () => {
    expect((await app.inject("/apispec_1.json")).json()).toEqual(description);
    expect(parse((await app.inject("/openapi.yaml")).body)).toEqual(description);
    expect(description.openapi).toBe("3.1.0");
  });

  test("names every address for programs, and says what each answers", () => {
    expect(
      operations()
        .map(([path, method]) => `${method} ${path}`)
        .sort(),
    ).toEqual(
      [
        "get /",
        "get /healthz",
        "get /livez",
        "get /ping",
        "get /readyz",
        "get /v1/card",
        "get /v1/info",
        "get /v1/model-file",
        "get /v1/models",
        "get /v1/models/{model}",
        "get /v2",
        "get /v2/health/live",
        "get /v2/health/ready",
        "get /v2/models/{model}",
        "get /v2/models/{model}/ready",
        "get /v2/models/{model}/versions/{version}",
        "get /v2/models/{model}/versions/{version}/ready",
        "get /version",
        "post /invocations",
        "post /predict",
        "post /predict_dialogue",
        "post /v1/explain",
        "post /v1/feedback",
        "post /v1/predict",
        "post /v1/predict/batch",
        "post /v2/models/{model}/infer",
        "post /v2/models/{model}/versions/{version}/infer",
      ].sort(),
    );
    for (const [path, , { operationId, responses }] of operations()) {
      expect(operationId, path).toMatch(/^\w+$/u);
      for (const { description: words } of Object.values(responses))
        expect(words, path).not.toMatch(/^Default/u);
    }
  });

  test("refers only to what it has", () => {
    const text = JSON.stringify(description);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/gu)) {
      expect(text).toContain(`"${name}":{`);
    }
    expect(text).toContain('"#/components/schemas/Problem"');
  });

  test("its examples work as they are", async () => {
    let tried = 0;
    for (const [path, method, { operationId, parameters = [], requestBody }] of operations()) {
      const given = parameters.filter(({ example }) => example !== undefined);
      const query = given
        .filter((parameter) => parameter.in === "query")
        .map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`)
        .join("&");
      const address = given
        .filter((parameter) => parameter.in === "path")
        .reduce(
          (url, { name, example }) => url.replace(`{${name}}`, encodeURIComponent(String(example))),
          path,
        );
      const bodies: (readonly [string | null, unknown])[] =
        requestBody === undefined
          ? [[null, undefined]]
          : Object.entries(requestBody.content).map(([type, { example }]) => [type, example] as const);
      for (const [type, example] of bodies) {
        const payload =
          type === null
            ? {}
            : {
                headers: { "content-type": type },
                payload: type.endsWith("json")
                  ? JSON.stringify(example)
                  : new URLSearchParams(example as Record<string, string>).toString(),
              };
        const url = query === "" || type !== null ? address : `${address}?${query}`;
        const answer = await app.inject({ method: method as "GET", url, ...payload });
        // Models are not handed out here; feedback needs a prediction of this very service, and a place to be kept.
        const expected = operationId === "feedback" || operationId === "model_file" ? 404 : 200;
        expect(answer.statusCode, `${method} ${path} ${answer.body}`).toBe(expected);
        tried++;
      }
    }
    expect(tried).toBe(operations().length + 1);
  });
});

const found = await chromiumPath();
if (found === null) {
  console.warn(
    "No Chromium was found (PENPRINT_CHROMIUM names one): the API docs are not tried in a browser.",
  );
}

test.runIf(found === null && process.env["CI"] === "true")("Chromium is there", () => {
  throw new Error("CI needs a Chromium.");
});

describe.skipIf(found === null)("the API docs in a browser", { timeout: 180_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let proxy: Server;
  beforeAll(async () => {
    server = await listen(models, quiet, { signals: false });
    proxy = await prefixProxy("/pen", server.url);
    browser = await chromium.launch({
      executablePath: found!,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(async () => {
    await browser.close();
    proxy.closeAllConnections();
    proxy.close();
    await server.close();
  });

  const sentence = new RegExp(
    `This dialogue is more likely to have come from (${identifier.authors.join("|")})\\.`,
    "u",
  );
  const all: [operation: string, body: RegExp][] = [
    ["predict", /"probability": 0\.\d/u],
    ["predict_dialogue", sentence],
    ["explain", /"log_odds"/u],
    ["info", /"authors"/u],
    ["readyz", /"ok"/u],
  ];
  const addresses: [string, () => string, typeof all][] = [
    ["/apidocs", () => `${server.url}/apidocs`, all],
    ["/apidocs/", () => `${server.url}/apidocs/`, all.slice(0, 1)],
    [
      "/pen/apidocs behind a proxy",
      () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/pen/apidocs`,
      all.slice(0, 1),
    ],
  ];

  test.each(addresses)(
    "%s: “Try it out” answers, with nothing from anywhere else",
    async (_name, address, expected) => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const hosts = new Set<string>();
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        if (/^https?:/u.test(request.url())) hosts.add(new URL(request.url()).host);
      });
      await page.goto(address());

      const tryOut = async (operation: string): Promise<{ status: string; body: string }> => {
        const block = page.locator(`[id$="-${operation}"]`);
        await block.locator(".opblock-summary-control").click();
        await block.getByRole("button", { name: "Try it out" }).click();
        await block.getByRole("button", { name: "Execute" }).click();
        const row = block.locator(".live-responses-table tbody tr").first();
        await row.waitFor();
        return {
          status: (await row.locator(".response-col_status").first().innerText()).trim(),
          body: await row.locator(".response-col_description").innerText(),
        };
      };

      for (const [operation, body] of expected) {
        const answer = await tryOut(operation);
        expect(answer.status, operation).toMatch(/^200/u);
        expect(answer.body, operation).toMatch(body);
      }
      expect(complaints).toEqual([]);
      expect([...hosts]).toEqual([new URL(address()).host]);
      await page.close();
    },
  );
});

/** `PENPRINT_CHROMIUM`, or where systems put it; null when there is none. */
async function chromiumPath(): Promise<string | null> {
  const usual = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  const named = process.env["PENPRINT_CHROMIUM"];
  for (const path of named === undefined ? usual : [named]) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return null;
}

/** A proxy that takes requests below `prefix` and passes them on without it. */
async function prefixProxy(prefix: string, target: string): Promise<Server> {
  const proxy = createServer((incoming, outgoing) => {
    if (!incoming.url!.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const { method = "GET", headers } = incoming;
    const passed = forward(target + incoming.url!.slice(prefix.length), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  return proxy;
}
