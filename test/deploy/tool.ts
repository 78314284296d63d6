/** Programs that the checks of packages, images and manifests need, and what happens where they are missing. */
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

import { expect, test } from "vitest";

/** The repository's folder. */
export const root = new URL("../..", import.meta.url).pathname;

/** Whether a missing tool is a failure: where changes are checked there has to be one. */
const required = process.env["CI"] === "true";

/**
 * Asks whether a tool is there, by a command that only succeeds where it is. Says so in one line where it is not, and
 * fails where changes are checked.
 */
export function present(name: string, [command, ...args]: readonly [string, ...string[]]): boolean {
  const found = spawnSync(command, args, { stdio: "ignore" }).status === 0;
  if (found) return true;
  if (required)
    test(`${name} is there`, () => expect.fail(`${[command, ...args].join(" ")} does not succeed`));
  else console.log(`skipped: ${name} is not here`);
  return false;
}

/** What a command printed. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Printed> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout = "", stderr = "", message } = error as Error & Partial<Printed>;
    return { code: typeof code === "number" ? code : 1, stdout, stderr: stderr === "" ? message : stderr };
  }
}

/** Runs a command that has to succeed. @returns what it printed on standard output, without white space around it */
export async function succeeds(
  command: string,
  args: readonly string[],
  options: Parameters<typeof run>[2] = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout.trim();
}
