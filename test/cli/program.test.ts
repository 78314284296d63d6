import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { penprint } from "./run.ts";

const commands = [
  "demo",
  "collect",
  "train",
  "predict",
  "explain",
  "evaluate",
  "cross-validate",
  "compare",
  "inspect",
  "serve",
  "key",
  "feedback",
];

describe("help", () => {
  test("without arguments, with --help, and as a command", async () => {
    const bare = await penprint();
    expect(bare).toMatchObject({ code: 0, stderr: "" });
    for (const command of commands) expect(bare.stdout).toMatch(new RegExp(`^  ${command} `, "mu"));
    expect(await penprint("--help")).toEqual(bare);
    expect(await penprint("help")).toEqual(bare);
  });

  test.each(commands)("%s shows an example", async (command) => {
    const help = await penprint(command, "--help");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toMatch(new RegExp(`^Usage: penprint ${command} `, "u"));
    expect(help.stdout).toMatch(new RegExp(`\\nExamples?:\\n  \\$ penprint ${command}`, "u"));
    expect(await penprint("help", command)).toEqual(help);
  });

  test("the version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(await penprint("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("wrong usage ends with 2 and says where help is", () => {
  test.each([
    [["tell"], "unknown command 'tell'", "penprint --help"],
    [["trian"], "Did you mean train?", "penprint --help"],
    [["--nonsense"], "unknown option '--nonsense'", "penprint --help"],
    [["train"], "missing required argument 'corpus'", "penprint train --help"],
    [["train", "a.jsonl", "--recpie", "x"], "Did you mean --recipe?", "penprint train --help"],
    [["train", "a.jsonl", "--smoothing", "little"], "It is no number.", "penprint train --help"],
    [["train", "a.jsonl", "--smoothing", ""], "It is no number.", "penprint train --help"],
    [["train", "a.jsonl", "--min-documents", "1.5"], "It is no whole number.", "penprint train --help"],
    [["train", "a.jsonl", "--ngrams", "one"], "Write it as in 1-2.", "penprint train --help"],
    [["train", "a.jsonl", "--calibration", "magic"], "none, temperature", "penprint train --help"],
    [["predict"], "missing required argument 'model'", "penprint predict --help"],
    [["inspect", "a", "b"], "too many arguments", "penprint inspect --help"],
  ])("%j", async (args, message, help) => {
    const run = await penprint(...args);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain(`See: ${help}`);
  });
});
