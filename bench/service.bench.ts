/**
 * The service: how much of a bare server's speed is left, beside the Flask demo, at rest, at saturation, over time.
 *
 *     npm run bench -- service         a few minutes
 *     npm run bench -- soak            a million requests
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { readSampleCorpus } from "../src/cli/sample-corpus.ts";
import { passages } from "../src/corpus/passages.ts";
import { cache } from "./generate.ts";
import { childrenOf, haveLoad, load, type Loaded, resident } from "./load.ts";
import { median, range } from "./measure.ts";
import { node, python } from "./peers.ts";
import { number, type Report } from "./report.ts";
import { freePort } from "../test/free-port.ts";

const program = new URL("../dist/cli/penprint.js", import.meta.url).pathname;
const peer = new URL("peers/flask_demo.py", import.meta.url).pathname;

/** 500 characters, of the kind that the demo's model knows. */
const text =
  "We have kept the peace at home and abroad, and we owe it to those who come after us to leave the public debt smaller than we found it. "
    .repeat(4)
    .slice(0, 500);
const body = JSON.stringify({ text });

const started: ChildProcess[] = [];

/** All but the million requests. */
export async function service(report: Report): Promise<void> {
  if (!haveLoad()) throw new Error("autocannon is not there: npm ci in bench/peers");
  const rounds = report.quick ? 1 : 5;
  const seconds = report.quick ? 1 : 3;
  const model = demoModel();
  try {
    await againstBare(report, model, rounds, seconds);
    await atARate(report, model, report.quick ? 2 : 20);
    await atSaturation(report, model, report.quick ? 2 : 10);
    await toReady(report, model, report.quick ? 2 : 11);
    await againstFlask(report, rounds, seconds);
  } finally {
    endAll();
  }
}

/** Memory over a million requests. */
export async function soak(report: Report): Promise<void> {
  if (!haveLoad()) throw new Error("autocannon is not there: npm ci in bench/peers");
  const all = report.quick ? 20_000 : 1_000_000;
  const { url, child } = await serve([demoModel()]);
  try {
    await wait(2000);
    const pid = child.pid!;
    report.value("Memory at rest", resident(pid), "MB");
    const ask = (amount: number): Promise<Loaded> =>
      load({ url: `${url}/v1/predict`, body, amount, pids: [pid] });
    // Code is compiled and buffers are made in the first part.
    await ask(all / 20);
    await wait(2000);
    const warm = resident(pid);
    report.value(`Memory after ${all / 20} requests`, warm, "MB");
    for (let part = 1; part <= 4; part++) {
      await ask((all * 0.95) / 4);
      report.note(`after part ${part} of 4: ${number(resident(pid))} MB`);
    }
    await wait(2000);
    report.value(`Memory after ${all} requests`, resident(pid), "MB");
    report.value("Growth from one to the other", resident(pid) - warm, "MB");
  } finally {
    endAll();
  }
}

async function againstBare(report: Report, model: string, rounds: number, seconds: number): Promise<void> {
  const sample = await serve([model]);
  const answer = await fetch(`${sample.url}/v1/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const size = (await answer.arrayBuffer()).byteLength;
  sample.child.kill();
  const child = spawn(node, [new URL("service-process.ts", import.meta.url).pathname, model, String(size)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  started.push(child);
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  const urls = JSON.parse(line.toString()) as { service: string; constant: string; bare: string };
  const pids = [child.pid!];
  const [ours, constant, bare]: [Loaded[], Loaded[], Loaded[]] = [[], [], []];
  for (let round = 0; round < rounds + 1; round++) {
    const one = await load({ url: `${urls.service}/v1/predict`, body, seconds, pids });
    const same = await load({ url: `${urls.constant}/v1/predict`, body, seconds, pids });
    const other = await load({ url: urls.bare, body, seconds, pids });
    // Code is compiled in the first one.
    if (round === 0) continue;
    ours.push(one);
    constant.push(same);
    bare.push(other);
  }
  shown(report, `/v1/predict (answers of ${size} bytes)`, ours);
  shown(report, "bare Fastify route, same process and size", bare);
  shown(report, "the same service, always the same verdict", constant);
  share(report, "/v1/predict against the same service with a constant verdict", ours, constant);
  share(report, "/v1/predict against the bare route", ours, bare);
  child.kill();
}

async function againstFlask(report: Report, rounds: number, seconds: number): Promise<void> {
  const { corpus, model } = await tinyModel();
  const flask = await serveFlask(report, corpus);
  const own = await serve([model, "--workers", "2"]);
  const path = `/predict_dialogue?text=${encodeURIComponent(text)}`;
  const ours: Loaded[] = [];
  const theirs: Loaded[] = [];
  const pids = childrenOf(own.child.pid!);
  for (let round = 0; round < rounds + 1; round++) {
    const one = await load({ url: own.url + path, body: "", seconds, pids });
    const other =
      flask === null
        ? null
        : await load({ url: flask.url + path, body: "", seconds, pids: childrenOf(flask.child.pid!) });
    if (round === 0) continue;
    ours.push(one);
    if (other !== null) theirs.push(other);
  }
  shown(report, "/predict_dialogue, tiny model, 2 processes", ours);
  if (flask === null) return;
  shown(report, "Flask under gunicorn, 2 processes", theirs);
  report.value("Times as many requests a second as Flask", ratioOf(ours, theirs, "perSecond"), "×");
  report.value(
    "Times as many for the same time of processors",
    1 / ratioOf(ours, theirs, "processorPerRequest"),
    "×",
  );
}

async function atARate(report: Report, model: string, seconds: number): Promise<void> {
  const { url, child } = await serve([model]);
  const ask = (rate: number, duration: number): Promise<Loaded> =>
    load({
      url: `${url}/v1/predict`,
      body,
      seconds: duration,
      rate,
      connections: 10,
      pids: [child.pid!],
    });
  await load({ url: `${url}/v1/predict`, body, amount: 5000, pids: [child.pid!] });
  const { p50, p99 } = await ask(200, seconds);
  report.value("At 200 requests a second, p50", p50, "ms");
  report.value("At 200 requests a second, p99", p99, "ms");
  child.kill();
}

async function atSaturation(report: Report, model: string, seconds: number): Promise<void> {
  const { url, child } = await serve([model]);
  const busy = load({ url: `${url}/v1/predict`, body, seconds, connections: 64, pids: [child.pid!] });
  const livez = await load({
    url: `${url}/livez`,
    body: null,
    seconds: seconds - 1,
    connections: 1,
    rate: 20,
    pids: [child.pid!],
  });
  report.value("/livez while 64 connections ask as fast as they can, p50", livez.p50, "ms");
  report.value("the same, p99", livez.p99, "ms");
  await busy;
  child.kill();
}

async function toReady(report: Report, model: string, runs: number): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const port = await freePort();
    const begun = performance.now();
    const child = spawn(node, [program, "serve", model, "--port", String(port), "--metrics-port", "off"], {
      stdio: "ignore",
    });
    started.push(child);
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
      if (answer?.status === 200) break;
      await wait(3);
    }
    // The first one fills the compile cache.
    if (run > 0) times.push(performance.now() - begun);
    child.kill();
    await once(child, "exit");
  }
  const [least, most] = range(times);
  report.value("From start to ready, median", median(times), "ms");
  report.note(`from start to ready: ${number(least)} to ${number(most)} ms in ${times.length} runs`);
}

function shown(report: Report, name: string, runs: readonly Loaded[]): void {
  const perSecond = runs.map((run) => run.perSecond);
  const [least, most] = range(perSecond);
  report.value(name, median(perSecond), "requests/s");
  report.note(
    `${name}: ${number(least)} to ${number(most)} requests/s in ${runs.length} rounds; ${number(median(runs.map((run) => run.processorPerRequest)))} µs of processor a request`,
  );
}

function share(report: Report, name: string, ours: readonly Loaded[], bare: readonly Loaded[]): void {
  report.value(`${name}, requests/s`, 100 * ratioOf(ours, bare, "perSecond"), "%");
  report.value(
    `${name}, for the same time of processor`,
    100 / ratioOf(ours, bare, "processorPerRequest"),
    "%",
  );
}

/** The median over the rounds, in which both ran one after the other. */
function ratioOf(
  one: readonly Loaded[],
  other: readonly Loaded[],
  of: "perSecond" | "processorPerRequest",
): number {
  return median(one.map((run, round) => run[of] / other[round]![of]));
}

/** The model of `penprint demo`. */
function demoModel(): string {
  const file = join(cache, "service", "presidents.safetensors");
  if (!existsSync(file)) run([program, "demo", "--no-serve", "--out", file]);
  return file;
}

/** Two authors and a few hundred short pieces, as the demo had. */
async function tinyModel(): Promise<{ corpus: string; model: string }> {
  const folder = join(cache, "service");
  mkdirSync(folder, { recursive: true });
  const [corpus, model] = [join(folder, "tiny.jsonl"), join(folder, "tiny.safetensors")];
  const authors = new Set(["Abraham Lincoln", "Calvin Coolidge"]);
  const lines = (await readSampleCorpus())
    .filter(({ author }) => authors.has(author))
    .flatMap((speech) => [...passages(speech, 20)].slice(0, 70))
    .map(({ author, text: piece }) => JSON.stringify({ author, text: piece }));
  writeFileSync(corpus, `${lines.join("\n")}\n`);
  run([program, "train", corpus, "--out", model, "--recipe", "naive-bayes"]);
  return { corpus, model };
}

interface Serving {
  readonly url: string;
  readonly child: ChildProcess;
}

async function serve(args: readonly string[]): Promise<Serving> {
  const port = await freePort();
  const flags = ["--port", String(port), "--metrics-port", "off", "--rate-limit", "0"];
  return answering(spawn(node, [program, "serve", ...args, ...flags], { stdio: "ignore" }), port);
}

/** Flask under gunicorn; null where there is none and none can be had. */
async function serveFlask(report: Report, corpus: string): Promise<Serving | null> {
  const environment = join(cache, "flask");
  const own = join(environment, "bin", "python");
  if (!existsSync(join(environment, "bin", "gunicorn"))) {
    spawnSync(python, ["-m", "venv", environment]);
    spawnSync(own, ["-m", "pip", "install", "-q", "flask", "flasgger", "gunicorn"]);
  }
  const gunicorn = join(environment, "bin", "gunicorn");
  if (!existsSync(gunicorn)) {
    report.note("Flask is not there (Python, PyPI) and was left out.");
    return null;
  }
  const model = join(cache, "service", "tiny.pickle");
  spawnSync(own, [peer, "train", corpus, model]);
  const port = await freePort();
  const args = ["--workers", "2", "--bind", `127.0.0.1:${port}`, "flask_demo:app"];
  const child = spawn(gunicorn, args, {
    cwd: new URL("peers/", import.meta.url).pathname,
    env: { ...process.env, DEMO_MODEL: model, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: "ignore",
  });
  const print = "import importlib.metadata as m; print(*[m.version(p) for p in ('flask', 'gunicorn')])";
  report.version("Flask, gunicorn", spawnSync(own, ["-c", print]).stdout.toString().trim());
  return answering(child, port, "/");
}

async function answering(child: ChildProcess, port: number, path = "/readyz"): Promise<Serving> {
  started.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 2000; attempt++) {
    if ((await fetch(url + path).catch(() => null))?.status === 200) return { url, child };
    if (child.exitCode !== null) break;
    await wait(20);
  }
  throw new Error(`nobody answers at ${url}`);
}

function endAll(): void {
  for (const child of started.splice(0)) child.kill("SIGTERM");
}

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync(node, args);
  if (status !== 0) throw new Error(stderr.toString());
}
