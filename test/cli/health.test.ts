import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, test, vi } from "vitest";

import { listen } from "../../src/server/serve.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import { models } from "../server/models.ts";
import { penprint, penprintJson } from "./run.ts";

afterEach(() => vi.unstubAllEnvs());

describe("penprint health", () => {
  test("a service that is ready, by flag and by environment", async () => {
    const settings = { ...defaultSettings, port: 0, metricsPort: "off", logLevel: "silent" } as const;
    await using running = await served(settings);
    expect(await penprint("health", "--port", running.port)).toEqual({
      code: 0,
      stdout: "Ready.\n",
      stderr: "",
    });
    vi.stubEnv("PORT", running.port);
    vi.stubEnv("HOST", "0.0.0.0");
    expect(await penprintJson("health")).toEqual({
      status: "ok",
      url: `http://127.0.0.1:${running.port}/readyz`,
    });
  });

  test("a service that answers, but is not ready", async () => {
    await using server = await answering((_, response) => response.writeHead(503).end());
    const run = await penprint("health", "--port", server.port);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("error SERVICE_UNHEALTHY:");
    expect(run.stderr).toContain("it answers 503");
  });

  test("nobody there, and nobody who answers", async () => {
    let { port } = await answering(() => undefined).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    expect((await penprint("health", "--port", port)).stderr).toContain("ECONNREFUSED");
    await using silent = await answering(() => undefined);
    ({ port } = silent);
    expect((await penprint("health", "--port", port)).stderr).toContain("no answer within 2.5 s");
  });
});

async function served(settings: typeof defaultSettings): Promise<AsyncDisposable & { port: string }> {
  const running = await listen(models, settings, { signals: false });
  return { port: new URL(running.url).port, [Symbol.asyncDispose]: () => running.close() };
}

async function answering(
  listener: Parameters<typeof createServer>[1] & {},
): Promise<AsyncDisposable & { port: string }> {
  const server: Server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: String((server.address() as AddressInfo).port),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
