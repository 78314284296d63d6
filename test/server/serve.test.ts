import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { writeModel } from "../../src/model-file/disk.ts";
import { listen, startServer } from "../../src/server/serve.ts";
import { identifier, models } from "./models.ts";
import { quiet } from "./quiet.ts";

const inProcess = { signals: false };

let folder: string;
let model: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "penprint-"));
  model = join(folder, "model.safetensors");
  await writeModel(model, identifier);
});
afterAll(() => rm(folder, { recursive: true }));

describe("in this process", () => {
  test("reads a model file and answers until it is closed", async () => {
    const server = await startServer(model, quiet, inProcess);
    const { status } = await fetch(`${server.url}/readyz`);
    expect(status).toBe(200);
    await server.close();
    await server.closed;
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow();
  });

  test("a port that is taken is a failure with a name", async () => {
    const first = await listen(models, quiet, inProcess);
    const port = Number(new URL(first.url).port);
    await expect(listen(models, { ...quiet, port }, inProcess)).rejects.toMatchObject({
      code: "PORT_UNAVAILABLE",
      facts: { host: "127.0.0.1", port, reason: "another program listens there" },
    });
    await first.close();
  });

  test("two services beside each other have their figures on ports of their own, unless one was chosen", async () => {
    const automatic = { ...quiet, metricsPort: "auto" } as const;
    const servers = [await listen(models, automatic, inProcess), await listen(models, automatic, inProcess)];
    const [first, second] = servers.map(({ metricsUrl }) => metricsUrl);
    expect(first).not.toBe(second);
    for (const url of [first, second]) {
      expect(await (await fetch(`${url}/metrics`)).text()).toContain("author_model_info");
    }
    const metricsPort = Number(new URL(second!).port);
    await expect(listen(models, { ...quiet, metricsPort }, inProcess)).rejects.toMatchObject({
      code: "PORT_UNAVAILABLE",
      facts: { port: metricsPort, flag: "--metrics-port" },
    });
    await Promise.all(servers.map((server) => server.close()));
  });

  test("an address of another machine is a failure with a name", async () => {
    await expect(listen(models, { ...quiet, host: "192.0.2.1" }, inProcess)).rejects.toMatchObject({
      code: "PORT_UNAVAILABLE",
    });
  });

  test("a request that never ends does not keep it from closing", async () => {
    const server = await listen(models, { ...quiet, shutdownTimeout: 200 }, inProcess);
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(
      "POST /v1/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    );
    await once(socket, "ready");
    await fetch(`${server.url}/livez`);
    const gone = once(socket, "close");
    await server.close();
    await gone;
  });
});

describe("as a process", () => {
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill("SIGKILL");
  });

  async function serve(
    environment: Record<string, string> = {},
  ): Promise<{ url: string; output: () => string }> {
    child = spawn(process.execPath, [fileURLToPath(new URL("served.ts", import.meta.url)), model], {
      env: { PATH: process.env["PATH"], PORT: "0", PENPRINT_METRICS_PORT: "off", ...environment },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    child.stdout!.on("data", (chunk: Buffer) => (output += chunk.toString()));
    while (!output.includes("\n")) await once(child.stdout!, "data");
    return { url: output.split("\n")[0]!, output: () => output };
  }

  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s: not ready any more, still answering, then gone with exit code 0",
    async (signal) => {
      const { url, output } = await serve({ PENPRINT_DRAIN_TIME: "1500" });
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const exit = once(child!, "exit");
      child!.kill(signal);
      let ready = await fetch(`${url}/readyz`);
      // The signal takes its time to arrive.
      while (ready.status === 200) ready = await fetch(`${url}/readyz`);
      expect(ready.status).toBe(503);
      expect(ready.headers.get("retry-after")).toBe("1");
      expect(await ready.json()).toMatchObject({ code: "NOT_READY" });
      const answer = await fetch(`${url}/v1/predict`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"text":"ship"}',
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("connection")).toBe("close");
      expect(await exit).toEqual([0, null]);
      expect(output()).toContain("closed");
    },
  );

  test("told to stop under load, no request is lost", async () => {
    const { url } = await serve({ PENPRINT_RATE_LIMIT: "0" });
    const exit = once(child!, "exit");
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async (_, client) => {
        for (let request = 0; ; request++) {
          // Nobody stops asking by himself; the signal comes when the first one has asked a hundred times.
          if (client === 0 && request === 100) child!.kill("SIGTERM");
          try {
            const answer = await fetch(`${url}/v1/predict`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: '{"text":"ship"}',
            });
            await answer.arrayBuffer();
            if (answer.status !== 200) return `status ${answer.status}`;
          } catch (error) {
            // Refused: nothing was sent.
            return (error as { cause?: NodeJS.ErrnoException }).cause?.code;
          }
        }
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set(["ECONNREFUSED"]));
    expect(await exit).toEqual([0, null]);
  });

  test("a second signal ends it at once", async () => {
    const { url } = await serve({ PENPRINT_DRAIN_TIME: "3600000" });
    const exit = once(child!, "exit");
    child!.kill("SIGTERM");
    while ((await fetch(`${url}/readyz`)).status === 200);
    child!.kill("SIGINT");
    expect(await exit).toEqual([null, "SIGINT"]);
  });
});
