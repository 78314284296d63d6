/** Measures: programs in processes of their own, one after the other, and loops in this one. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

/** What several runs came to. */
export interface Measured {
  readonly name: string;
  /** Wall-clock time of each run, in the order of the runs, in seconds. */
  readonly seconds: readonly number[];
  /** Processor time of each run, all threads together, in seconds; empty where it is not known. */
  readonly processor: readonly number[];
  /** The largest peak of memory of all runs, in MB; null where it is not known. */
  readonly peak: number | null;
  /** How many bytes each run worked through. */
  readonly bytes?: number;
}

/** One program to be run. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly bytes?: number;
  /** How many runs; as many as the others where it does not say. */
  readonly runs?: number;
}

const timer = "/usr/bin/time";

/**
 * Runs programs in turn, round after round, so that whatever else the machine does hits them alike.
 *
 * @throws Error when one of them fails
 */
export function runInTurn(programs: readonly Program[], rounds: number): Measured[] {
  const timed = existsSync(timer);
  const all = programs.map(() => ({ seconds: [] as number[], processor: [] as number[], peak: 0 }));
  for (let round = 0; round < rounds; round++) {
    programs.forEach((program, place) => {
      if (round >= (program.runs ?? rounds)) return;
      const run = runOnce(program, timed);
      const own = all[place]!;
      own.seconds.push(run.seconds);
      if (run.processor !== null) own.processor.push(run.processor);
      own.peak = Math.max(own.peak, run.peak ?? 0);
    });
  }
  return programs.map(({ name, bytes }, place) => ({
    name,
    seconds: all[place]!.seconds,
    processor: all[place]!.processor,
    peak: all[place]!.peak === 0 ? null : all[place]!.peak,
    ...(bytes === undefined ? {} : { bytes }),
  }));
}

function runOnce(
  { name, command, args, env }: Program,
  timed: boolean,
): { seconds: number; processor: number | null; peak: number | null } {
  const report = join(tmpdir(), `penprint-bench-${process.pid}.time`);
  const [program, ...rest] = timed
    ? [timer, "-o", report, "-f", "%e %U %S %M", command, ...args]
    : [command, ...args];
  const begun = performance.now();
  const { status, error, stderr } = spawnSync(program!, rest, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1e8,
  });
  const seconds = (performance.now() - begun) / 1000;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${name} failed (${status}):\n${stderr.toString().slice(-2000)}`);
  if (!timed) return { seconds, processor: null, peak: null };
  const [, user, system, peak] = readFileSync(report, "utf8").trim().split(/\s+/u).map(Number);
  rmSync(report);
  return { seconds, processor: user! + system!, peak: peak! / 1e3 };
}

/**
 * Runs a loop in this process several times.
 *
 * @param run is given the number of the run; returns whatever must not be computed in vain
 */
export function runHere(
  name: string,
  runs: number,
  run: (round: number) => unknown,
  bytes?: number,
): Measured {
  const seconds: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < runs; round++) {
    const before = process.cpuUsage();
    const begun = performance.now();
    const result = run(round);
    seconds.push((performance.now() - begun) / 1000);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1e6);
    if (result === undefined) throw new Error(`${name} has no result`);
  }
  return { name, seconds, processor, peak: null, ...(bytes === undefined ? {} : { bytes }) };
}

/** The middle one of some numbers; of an even number of them, the mean of the middle two. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Least and most. */
export function range(numbers: readonly number[]): readonly [number, number] {
  return [Math.min(...numbers), Math.max(...numbers)];
}

/**
 * How many times as long one takes as another: the median over the rounds in which both ran, one after the other.
 */
export function ratio(slow: Measured, fast: Measured): number {
  const rounds = Math.min(slow.seconds.length, fast.seconds.length);
  return median(Array.from({ length: rounds }, (_, round) => slow.seconds[round]! / fast.seconds[round]!));
}
