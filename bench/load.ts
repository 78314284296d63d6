/** Requests, many of them, and what they cost whoever answers. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";

const folder = new URL("peers/", import.meta.url).pathname;
const autocannon = `${folder}node_modules/autocannon/autocannon.js`;

/** Whether the load generator is there; it is installed if it can be. */
export function haveLoad(): boolean {
  if (!existsSync(autocannon)) {
    spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
  }
  return existsSync(autocannon);
}

/** What is sent, how much of it and for how long. */
export interface Load {
  readonly url: string;
  /** Sent as JSON; a GET when null, a POST without a body when empty. */
  readonly body: string | null;
  readonly connections?: number;
  readonly seconds?: number;
  /** Instead of seconds. */
  readonly amount?: number;
  /** Requests a second; as many as possible when not given. */
  readonly rate?: number;
  /** Whoever answers: processes whose time is counted. */
  readonly pids: readonly number[];
}

/** What came of it. */
export interface Loaded {
  readonly requests: number;
  readonly perSecond: number;
  /** Of those who answer, in microseconds. */
  readonly processorPerRequest: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

/**
 * Sends requests and waits for them.
 *
 * @throws Error when one of them fails
 */
export async function load(what: Load): Promise<Loaded> {
  const { url, body, connections = 32, seconds = 5, amount, rate, pids } = what;
  const args = ["--json", "-c", String(connections), "-p", "1", "-m", body === null ? "GET" : "POST"];
  args.push(...(amount === undefined ? ["-d", String(seconds)] : ["-a", String(amount)]));
  if (rate !== undefined) args.push("-R", String(rate));
  if (body !== null && body !== "") args.push("-H", "content-type=application/json", "-b", body);
  const before = processorTime(pids);
  const run = spawn(process.execPath, [autocannon, ...args, url], { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  run.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(run, "close");
  const spent = processorTime(pids) - before;
  const result = JSON.parse(text) as {
    readonly "2xx": number;
    readonly non2xx: number;
    readonly errors: number;
    readonly duration: number;
    readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  };
  const requests = result["2xx"];
  if (result.non2xx + result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} + ${result.errors} failed`);
  return {
    requests,
    perSecond: requests / result.duration,
    processorPerRequest: (spent * 1e6) / requests,
    p50: result.latency.p50,
    p99: result.latency.p99,
    worst: result.latency.max,
  };
}

/** What processes have spent of the processors' time, in seconds; 0 where it is not known. */
export function processorTime(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return sum;
    const fields = readFileSync(file, "utf8")
      .replace(/^.*\) /su, "")
      .split(" ");
    // User and system time, in ticks of 10 ms.
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

/** The memory that a process has, in MB. */
export function resident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(?<kilobytes>\d+)/u.exec(status)!.groups!["kilobytes"]) / 1024;
}

/** The processes that a process has started. */
export function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return children === "" ? [] : children.split(/\s+/u).map(Number);
}
