#!/usr/bin/env node
/** The program `penprint`. Looks at Node's version before anything that an older one could not even read. */
import module from "node:module";

const needed = "22.13";
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

async function exitCode(): Promise<number> {
  if (major < 22 || (major === 22 && minor < 13)) {
    const { PenprintError } = await import("../errors.ts");
    const error = new PenprintError("NODE_TOO_OLD", { version: process.versions.node, needed });
    process.stderr.write(`error ${error.code}: ${error.message}\n  → ${error.remedy}\n`);
    return 1;
  }
  // What was compiled is kept for the next run; where it cannot be kept, everything works as before.
  module.enableCompileCache();
  const { runProgram } = await import("./program.ts");
  return runProgram(process.argv.slice(2));
}

async function main(): Promise<void> {
  process.exitCode = await exitCode();
}

// Not awaited up here: what is built of this is a CommonJS module, which starts in less time than others do.
void main();
