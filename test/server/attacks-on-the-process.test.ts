/** Attacks on the running program. The numbers are those of attacks.test.ts. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { readModel, writeModel } from "../../src/model-file/disk.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { openSqlite } from "../../src/server/feedback/sqlite-store.ts";
import { startServer } from "../../src/server/serve.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { documents, identifier } from "./models.ts";
import { type ServingProgram, serveProgram, spawnServe, type Start } from "./program.ts";

const once24 = process.env["PENPRINT_QUICK"] === "1";

let folder: string;
let model: string;
let slowModel: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "penprint-"));
  model = join(folder, "model.safetensors");
  slowModel = join(folder, "slow.safetensors");
  await writeModel(model, identifier);
  const characters = trainIdentifier(documents, recipeNamed("naive-bayes-characters"));
  await writeModel(slowModel, characters.describe({ name: "slow" }));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

const serve = (args: readonly string[], start: Start = {}): Promise<ServingProgram> =>
  serveProgram(args, start, started);

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Asks over a connection of `agent`'s. */
function ask(url: string, body: object | null, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: body === null ? "GET" : "POST",
        headers: body === null ? {} : { "content-type": "application/json" },
        ...(agent === undefined ? {} : { agent }),
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }));
        answer.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body === null ? undefined : JSON.stringify(body));
  });
}

const predict = (url: string, text = "The pilot wrote it into the book.", agent?: Agent): Promise<Answer> =>
  ask(`${url}/v1/predict`, { text }, agent);

const open = (port: number): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", () => resolve(socket));
  });

describe.skipIf(once24)("connections", () => {
  test("48 500 senders of a byte a second are sent away, and others are answered meanwhile", async () => {
    const { url, port } = await serve([model, "--header-timeout", "2000", "--request-timeout", "3000"]);
    const sockets = await Promise.all(Array.from({ length: 500 }, () => open(port)));
    const closed = Promise.all(
      sockets.map((socket) => new Promise<void>((resolve) => socket.once("close", () => resolve()))),
    );
    const head = "POST /v1/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    let place = 0;
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write(head[place % head.length]!);
      place++;
    }, 1000);
    for (let round = 0; round < 3; round++) {
      expect((await ask(`${url}/livez`, null)).status).toBe(200);
      await wait(300);
    }
    await closed;
    clearInterval(drip);
    expect((await predict(url)).status).toBe(200);
  });

  test("10,000 connections are held, more are closed, and those that are held are answered", async () => {
    const { url, port } = await serve([model, "--connection-limit", "10000"]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await ask(`${url}/livez`, null, agent)).status).toBe(200);
    const sockets: Socket[] = [];
    for (let hundred = 0; hundred < 101; hundred++) {
      sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => open(port)))));
    }
    await expect.poll(() => sockets.filter((socket) => socket.closed).length).toBeGreaterThanOrEqual(100);
    expect(sockets.filter((socket) => !socket.closed).length).toBeGreaterThan(9800);
    expect((await ask(`${url}/livez`, null, agent)).status).toBe(200);
    expect((await predict(url, "ship", agent)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    agent.destroy();
    await expect.poll(async () => (await predict(url)).status).toBe(200);
  });
});

describe("too much at once", () => {
  test("66 200 of the longest texts: some are refused, none is forgotten, /livez answers", async () => {
    const { url } = await serve([slowModel, "--threads", "1"]);
    const text = "The ships lay at anchor until the tide turned. ".repeat(2127);
    const all = Promise.all(Array.from({ length: 200 }, () => predict(url, text.slice(0, 100_000))));
    expect((await ask(`${url}/livez`, null)).status).toBe(200);
    const answers = await all;
    const refused = answers.filter(({ status }) => status === 503);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
    for (const { headers, body } of refused) {
      expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(1);
      expect(["OVERLOADED", "DEADLINE_EXCEEDED"]).toContain((JSON.parse(body) as { code: string }).code);
    }
    expect((await predict(url)).status).toBe(200);
  });

  test("67 a thread killed in the middle: 503 for its request, 200 for the next, ready again", async () => {
    const settings = {
      ...defaultSettings,
      port: 0,
      metricsPort: "off",
      logLevel: "silent",
      inlineTime: 0,
      threads: 1,
      textLimit: 10_000_000,
      bodyLimit: 20_000_000,
    } as const;
    const threads: Worker[] = [];
    const note = (thread: Worker): unknown => threads.push(thread);
    process.on("worker", note);
    const server = await startServer(slowModel, settings, { signals: false });
    try {
      expect((await predict(server.url)).status).toBe(200);
      const running = predict(server.url, "The ships lay at anchor. ".repeat(360_000));
      await wait(300);
      await threads.at(-1)!.terminate();
      const lost = await running;
      expect([lost.status, JSON.parse(lost.body).code]).toEqual([503, "WORKER_LOST"]);
      expect(lost.headers["retry-after"]).toBe("1");
      expect((await predict(server.url)).status).toBe(200);
      expect((await ask(`${server.url}/readyz`, null)).status).toBe(200);
    } finally {
      process.removeListener("worker", note);
      await server.close();
    }
  });

  test("a text that takes too long is given up", async () => {
    const { url } = await serve([
      slowModel,
      "--predict-timeout=300",
      "--text-limit=10000000",
      "--body-limit=20000000",
    ]);
    const late = await predict(url, "The ships lay at anchor. ".repeat(390_000));
    expect([late.status, JSON.parse(late.body).code]).toEqual([503, "DEADLINE_EXCEEDED"]);
    // Its thread starts again; on a busy machine not within the time a text is given.
    await expect.poll(async () => (await predict(url)).status, { timeout: 10_000 }).toBe(200);
    expect((await ask(`${url}/readyz`, null)).status).toBe(200);
  });

  test.skipIf(once24)("74 memory does not grow with requests", async () => {
    const { url, child } = await serve([model]);
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const resident = async (): Promise<number> => {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "VmRSS: 0 kB");
      return Number(/VmRSS:\s+(?<kilobytes>\d+)/u.exec(status)!.groups!["kilobytes"]) / 1024;
    };
    const load = async (requests: number): Promise<void> => {
      let left = requests;
      const one = async (): Promise<void> => {
        while (left-- > 0) expect((await predict(url, `The pilot ${left}`, agent)).status).toBe(200);
      };
      await Promise.all(Array.from({ length: 16 }, one));
    };
    await load(6000);
    const before = await resident();
    await load(6000);
    expect((await resident()) - before).toBeLessThan(40);
    agent.destroy();
  });
});

describe("models", () => {
  const broken: [string, (good: Buffer) => Buffer][] = [
    ["cut short", (good) => good.subarray(0, good.length - 10)],
    [
      "changed by a bit",
      (good) => Buffer.from(good.map((byte, at) => (at === good.length - 9 ? byte ^ 1 : byte))),
    ],
    ["of something else", () => Buffer.from("#!/bin/sh\necho no model\n")],
  ];

  test.each(broken)("68 a file %s: it never serves, and says why in one line", async (_name, change) => {
    const file = join(folder, "broken.safetensors");
    await writeFile(file, change(await readFile(model)));
    const child = spawnServe([file]);
    started.push(child);
    let [out, error] = ["", ""];
    child.stdout!.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr!.on("data", (chunk: Buffer) => (error += chunk.toString()));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(out).toBe("");
    expect(JSON.parse(error)).toMatchObject({ code: expect.stringMatching(/^MODEL_/u) });
  });

  test("69 a bad file in the place of a good one: the old model stays, and says so; a good one is taken", async () => {
    const file = join(folder, "changing.safetensors");
    await copyFile(model, file);
    const { url, child, said } = await serve([file, "--watch-interval", "0", "--log-level", "info"]);
    const version = async (): Promise<string> => JSON.parse((await predict(url)).body).model.version;
    const first = await version();
    await writeFile(file, (await readFile(model)).subarray(0, 1000));
    child.kill("SIGHUP");
    await expect.poll(said).toContain("the old one stays");
    expect(await version()).toBe(first);
    const { models } = JSON.parse((await ask(`${url}/v1/models`, null)).body);
    expect(models).toMatchObject([
      { name: "changing", version: first, problem: expect.stringMatching(/./u) },
    ]);
    expect((await ask(`${url}/readyz`, null)).status).toBe(200);

    const other = (await readModel(slowModel)).describe({ name: "another" });
    await writeModel(file, other);
    child.kill("SIGHUP");
    await expect.poll(version).not.toBe(first);
    // Its place keeps its name, so that clients find it.
    expect(JSON.parse((await predict(url)).body).model).toMatchObject({
      name: "changing",
      recipe: "naive-bayes-characters",
    });
    expect(said()).toContain("model taken");
  });

  test("a file that changes is read again, while requests are answered", async () => {
    const file = join(folder, "watched.safetensors");
    await copyFile(model, file);
    const { url } = await serve([file, "--watch-interval", "50"]);
    const versions = new Set<string>();
    const end = new AbortController();
    const load = (async (): Promise<void> => {
      while (!end.signal.aborted) {
        const { status, body } = await predict(url);
        expect(status).toBe(200);
        versions.add(JSON.parse(body).model.version);
      }
    })();
    await wait(200);
    await writeModel(file, await readModel(slowModel));
    await expect.poll(() => versions.size, { timeout: 20_000 }).toBe(2);
    end.abort();
    await load;
  });

  test("several models: one is named, or they are drawn by their weights", async () => {
    const { url } = await serve([model, slowModel, "--weights", "3,1"]);
    const named = await ask(`${url}/v1/predict`, { text: "ship", model: "slow" });
    expect(JSON.parse(named.body).model.name).toBe("slow");
    expect((await ask(`${url}/v1/predict`, { text: "ship", model: "none" })).status).toBe(404);
    const names = await Promise.all(
      Array.from({ length: 200 }, async () => JSON.parse((await predict(url, "ship")).body).model.name),
    );
    const share = names.filter((name) => name === "slow").length / names.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.45);
    const { models } = JSON.parse((await ask(`${url}/v1/models`, null)).body);
    expect(models.map(({ share }: { share: number }) => share)).toEqual([0.75, 0.25]);
  });
});

describe("the end", () => {
  test("70 SIGTERM under load: every request is answered, then exit code 0", async () => {
    const { url, child, ended } = await serve([model, "--drain-time", "700"]);
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    let answered = 0;
    const one = async (): Promise<void> => {
      for (;;) {
        const { status, headers } = await predict(url, "The ship lay at anchor.", agent);
        expect(status).toBe(200);
        answered++;
        if (headers.connection === "close") return;
      }
    };
    const load = Promise.all(Array.from({ length: 20 }, one));
    await expect.poll(() => answered).toBeGreaterThan(100);
    child.kill("SIGTERM");
    await load;
    expect(await ended).toEqual([0, null]);
    agent.destroy();
  });

  test("71 SIGTERM while it starts ends it", async () => {
    const child = spawnServe([model]);
    started.push(child);
    await wait(100);
    child.kill("SIGTERM");
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect([0, null]).toContain(code);
    expect([null, "SIGTERM"]).toContain(signal);
  });

  test("72 it serves where nothing can be written", async () => {
    const nowhere = "/dev/null/nowhere";
    const { url } = await serve([model], {
      cwd: "/proc",
      env: { HOME: nowhere, TMPDIR: nowhere, NODE_COMPILE_CACHE: nowhere },
    });
    expect((await predict(url)).status).toBe(200);
  });

  test("72 feedback that cannot be written is refused at the start, in one line", async () => {
    const child = spawnServe([model, "--feedback", "/dev/null/nowhere/feedback.sqlite"]);
    started.push(child);
    let error = "";
    child.stderr!.on("data", (chunk: Buffer) => (error += chunk.toString()));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(JSON.parse(error)).toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  test("what was acknowledged is there after kill -9", async () => {
    const file = join(folder, "killed.sqlite");
    const { url, child, ended } = await serve([model, "--feedback", file, "--workers", "2"]);
    const acknowledged: string[] = [];
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const one = async (): Promise<void> => {
      for (;;) {
        const { id } = JSON.parse((await predict(url, "ship", agent)).body) as { id: string };
        const { status } = await ask(`${url}/v1/feedback`, { prediction_id: id, author: "Ann" }, agent);
        if (status === 202) acknowledged.push(id);
      }
    };
    const load = Promise.allSettled(Array.from({ length: 16 }, one));
    await expect.poll(() => acknowledged.length).toBeGreaterThan(200);
    child.kill("SIGKILL");
    await ended;
    await load;
    agent.destroy();
    const store = await openSqlite(file);
    const kept = new Set<string>();
    for await (const entry of store.entries()) kept.add(entry.prediction_id);
    await store.close();
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });
});

test("what is thrown where nobody waits for it ends the program in a few lines, with exit code 1", async () => {
  const thrower = join(folder, "thrower.mjs");
  const condition = 'process.listenerCount("uncaughtException") > 0';
  await writeFile(thrower, `setInterval(() => { if (${condition}) throw new TypeError("surprise"); }, 20);`);
  const child = spawnServe([model], { env: { NODE_OPTIONS: `--import ${thrower}` } });
  started.push(child);
  let error = "";
  child.stderr!.on("data", (chunk: Buffer) => (error += chunk.toString()));
  expect(await once(child, "close")).toEqual([1, null]);
  const [first = "", ...stack] = error.split("\n");
  expect(JSON.parse(first)).toMatchObject({ code: "INTERNAL", remedy: expect.stringMatching(/report/iu) });
  expect(stack[0]).toBe("TypeError: surprise");
});

describe("several processes", () => {
  test("answer on one port, are replaced when they die, count together, and end together", async () => {
    const { url, metrics, child, ended } = await serve([model, "--workers", "2", "--metrics-port", "0"]);
    for (let count = 0; count < 10; count++) expect((await predict(url)).status).toBe(200);
    const text = (await ask(metrics!, null)).body;
    const counted = /^author_predictions_total\{.*\} (?<count>\d+)$/mu.exec(text)!.groups!["count"];
    expect(Number(counted)).toBe(10);

    const children = async (): Promise<number[]> => {
      const text = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").catch(() => "");
      return text.trim().split(/\s+/u).map(Number);
    };
    const [first, second] = await children();
    if (first !== undefined && first > 0) {
      process.kill(first, "SIGKILL");
      await expect.poll(async () => (await children()).length).toBe(1);
      expect((await predict(url)).status).toBe(200);
      await expect.poll(async () => (await children()).length).toBe(2);
      expect(await children()).toContain(second);
    }
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  test("that cannot start say why, once", async () => {
    const child = spawnServe([join(folder, "nothing"), "--workers", "2"]);
    started.push(child);
    let error = "";
    child.stderr!.on("data", (chunk: Buffer) => (error += chunk.toString()));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(JSON.parse(error)).toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});
