import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { vi } from "vitest";

import { runProgram } from "../../src/cli/program.ts";

/** What a run of the program left. */
export interface Run {
  /** The exit code, or the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program within this process. */
export async function penprint(...args: string[]): Promise<Run> {
  const stdout = caught(process.stdout);
  const stderr = caught(process.stderr);
  try {
    const code = await runProgram(args);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.restore();
    stderr.restore();
  }
}

/** Runs the program and reads its one line of JSON. */
export async function penprintJson(...args: string[]): Promise<Record<string, unknown>> {
  const run = await penprint(...args, "--json");
  if (run.code !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Record<string, unknown>;
}

/** Starts the program as a process of its own, from its source: Node may warn that it reads TypeScript. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NO_COLOR: "1", NODE_NO_WARNINGS: "1", ...env },
  });
}

/** Runs the program as a process of its own. */
export async function penprintProcess(
  args: readonly string[],
  { input = "", env = {} }: { input?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  const child = start(args, env);
  child.stdin.on("error", () => undefined).end(input);
  return ended(child);
}

/** Waits for a process. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Run> {
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code: code ?? signal ?? "", stdout, stderr };
}

/** The program's file. */
export const program = fileURLToPath(new URL("../../src/cli/penprint.ts", import.meta.url));

function caught(stream: NodeJS.WriteStream): { text(): string; restore(): void } {
  let text = "";
  const spy = vi.spyOn(stream, "write").mockImplementation((part, ...rest) => {
    text += String(part);
    const done = rest.find((argument) => typeof argument === "function");
    done?.();
    return true;
  });
  return { text: () => text, restore: () => spy.mockRestore() };
}
