/** All commands of the program, and what becomes of their failures. */
import { readFileSync } from "node:fs";

import { Command, CommanderError } from "commander";

import { Interruption } from "./interruption.ts";
import { Output } from "./output.ts";

/** What a command is given besides its own arguments. */
export interface Surroundings {
  readonly output: Output;
  readonly interruption: Interruption;
}

/** Adds arguments, options, help and action to an empty command. */
export type Define = (command: Command, surroundings: Surroundings) => void;

interface Entry {
  readonly summary: string;
  /** Loads the command's own file, and with it only what that command needs. */
  readonly load: () => Promise<Define>;
}

/** The commands in the order in which one would meet them. */
const commands: ReadonlyMap<string, Entry> = new Map([
  [
    "demo",
    {
      summary: "learn presidents from their speeches, show how well it went, and serve it",
      load: async () => (await import("./demo.ts")).defineDemo,
    },
  ],
  [
    "collect",
    {
      summary: "fetch texts from the web into a clean corpus, by a recipe",
      load: async () => (await import("./collect.ts")).defineCollect,
    },
  ],
  [
    "train",
    {
      summary: "learn authors from documents and write a model file",
      load: async () => (await import("./train.ts")).defineTrain,
    },
  ],
  [
    "predict",
    { summary: "tell who wrote a text", load: async () => (await import("./predict.ts")).definePredict },
  ],
  [
    "explain",
    {
      summary: "show which pieces of a text speak for whom",
      load: async () => (await import("./explain.ts")).defineExplain,
    },
  ],
  [
    "verify",
    {
      summary: "tell whether two texts are by the same author",
      load: async () => (await import("./verify.ts")).defineVerify,
    },
  ],
  [
    "evaluate",
    {
      summary: "measure a model on documents it has not seen",
      load: async () => (await import("./evaluate.ts")).defineEvaluate,
    },
  ],
  [
    "cross-validate",
    {
      summary: "measure a recipe when there is only one corpus",
      load: async () => (await import("./cross-validate.ts")).defineCrossValidate,
    },
  ],
  [
    "compare",
    {
      summary: "measure all recipes on a corpus, side by side",
      load: async () => (await import("./compare.ts")).defineCompare,
    },
  ],
  [
    "inspect",
    {
      summary: "show what a model file holds",
      load: async () => (await import("./inspect.ts")).defineInspect,
    },
  ],
  [
    "count",
    {
      summary: "count a part of a corpus, to be merged with others",
      load: async () => (await import("./count.ts")).defineCount,
    },
  ],
  [
    "merge",
    {
      summary: "add up counts of parts into a model file",
      load: async () => (await import("./merge.ts")).defineMerge,
    },
  ],
  [
    "serve",
    {
      summary: "answer over HTTP, with a page and API docs",
      load: async () => (await import("./serve.ts")).defineServe,
    },
  ],
  [
    "key",
    {
      summary: "make an API key for the service",
      load: async () => (await import("./key.ts")).defineKey,
    },
  ],
  [
    "feedback",
    {
      summary: "turn the feedback that a service has kept into a corpus",
      load: async () => (await import("./feedback.ts")).defineFeedback,
    },
  ],
  [
    "health",
    {
      summary: "ask a service on this machine whether it is ready",
      load: async () => (await import("./health.ts")).defineHealth,
    },
  ],
]);

/**
 * Builds the program.
 *
 * @param wanted the command to load; the others are only named. Without it all are loaded
 */
export async function createProgram(surroundings: Surroundings, wanted?: string): Promise<Command> {
  const program = new Command("penprint")
    .description(
      "Who wrote this? penprint learns how authors write and tells who most likely wrote a new text.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .showHelpAfterError(false)
    .addHelpText("after", "\nStart with:\n  $ penprint demo");
  for (const [name, { summary, load }] of commands) {
    // Made by the program, so that they inherit how failures leave.
    const command = program.command(name).summary(summary).helpOption("-h, --help", "print this help");
    if (wanted === undefined || wanted === name) (await load())(command, surroundings);
  }
  return program;
}

/**
 * Runs the program.
 *
 * @param args without `node` and the program's own path
 * @returns the exit code: 0 done, 1 a failure, 2 wrong usage
 */
export async function runProgram(args: readonly string[]): Promise<number> {
  const output = new Output({ json: args.includes("--json") });
  const interruption = new Interruption(output);
  // What is thrown where nobody waits for it ends the program as any failure does, not with the line it was thrown in.
  const uncaught = (error: unknown): never => process.exit(output.failure(error));
  process.on("uncaughtException", uncaught);
  const [first = "", second = ""] = args.filter((arg) => !arg.startsWith("-"));
  const named = first === "help" ? second : first;
  try {
    const program = await createProgram({ output, interruption }, named);
    if (args.length === 0) {
      program.outputHelp();
    } else {
      await program.parseAsync(args, { from: "user" });
    }
    await output.flush();
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) return output.failure(error);
    if (error.exitCode === 0) {
      // A help that was asked for; whoever reads it may stop before its end.
      await output.flush();
      return 0;
    }
    output.note(`See: penprint ${commands.has(named) ? `${named} ` : ""}--help`);
    return 2;
  } finally {
    process.removeListener("uncaughtException", uncaught);
    interruption.end();
    output[Symbol.dispose]();
  }
}

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
