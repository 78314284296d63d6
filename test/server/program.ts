/** The program itself, serving a model in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A program that has begun to serve. */
export interface ServingProgram {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
  /** Where /metrics is; null when it is not. */
  readonly metrics: string | null;
  /** What it has said so far. */
  readonly said: () => string;
  /** Settled when it has ended. */
  readonly ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

const program = fileURLToPath(new URL("../../src/cli/penprint.ts", import.meta.url));

/** How a process is started besides its arguments. */
export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts `penprint serve` without waiting for it. */
export function spawnServe(args: readonly string[], { env = {}, cwd }: Start = {}): ChildProcess {
  const defaults = ["--port", "0", "--metrics-port", "off", "--rate-limit", "0", "--json"];
  return spawn(process.execPath, [program, "serve", ...defaults, ...args], {
    env: { PATH: process.env["PATH"], NODE_NO_WARNINGS: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
}

/**
 * Starts `penprint serve` and waits until it serves.
 *
 * @param started is given the process as soon as there is one, for whoever ends those that hang
 * @throws when it ends before that
 */
export async function serveProgram(
  args: readonly string[],
  start: Start,
  started: ChildProcess[],
): Promise<ServingProgram> {
  const child = spawnServe(args, start);
  started.push(child);
  let said = "";
  const ended = once(child, "exit") as ServingProgram["ended"];
  child.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const addresses = new Promise<{ url: string; metrics: string | null }>((resolve, reject) => {
    child.stdout!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const line = /^\{"url":.*\}$/mu.exec(said)?.[0];
      if (line !== undefined) resolve(JSON.parse(line) as { url: string; metrics: string | null });
    });
    void ended.then(() => reject(new Error(`It ended before it served:\n${said}`)));
  });
  const { url, metrics } = await addresses;
  return { child, url, metrics, port: Number(new URL(url).port), said: () => said, ended };
}
