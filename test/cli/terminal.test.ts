/** What changes when somebody looks. */
import { stripVTControlCharacters } from "node:util";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { Interruption } from "../../src/cli/interruption.ts";
import { Output } from "../../src/cli/output.ts";
import { Progress } from "../../src/cli/progress.ts";
import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint } from "./run.ts";

const folder = new Folder({ "letters.jsonl": jsonLines(letters) });
const model = folder.at("letters.safetensors");
beforeAll(() => penprint("train", folder.at("letters.jsonl"), "--out", model));
afterAll(() => folder[Symbol.dispose]());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Makes a stream a terminal for one test. */
function terminal(stream: NodeJS.WriteStream | NodeJS.ReadStream, facts: object = {}): void {
  const before = Object.getOwnPropertyDescriptors(stream);
  const changed = { isTTY: true, ...facts };
  for (const [name, value] of Object.entries(changed)) {
    Object.defineProperty(stream, name, { value, configurable: true, writable: true });
  }
  restore.push(() => {
    for (const name of Object.keys(changed)) {
      const old = before[name as keyof typeof before];
      if (old === undefined) Reflect.deleteProperty(stream, name);
      else Object.defineProperty(stream, name, old);
    }
  });
}

const restore: (() => void)[] = [];
afterEach(() => {
  for (const undo of restore.splice(0)) undo();
});

const exits: unknown[] = [];
beforeEach(() => {
  exits.length = 0;
});

/** Lets the program end without ending the tests. */
function catchExit(): void {
  vi.spyOn(process, "exit").mockImplementation((code) => {
    exits.push(code);
    return undefined as never;
  });
}

function catchWrites(stream: NodeJS.WriteStream): string[] {
  const written: string[] = [];
  vi.spyOn(stream, "write").mockImplementation((part) => {
    written.push(String(part));
    return true;
  });
  return written;
}

describe("colours", () => {
  beforeEach(() => {
    vi.stubEnv("NO_COLOR", undefined);
    vi.stubEnv("FORCE_COLOR", "1");
    terminal(process.stdout, { columns: 56 });
  });

  test("the verdict is bold, the first author green, doubts have a yellow head and are not broken inside words", async () => {
    const { stdout } = await penprint("predict", model, "My dear friend");
    expect(stdout.startsWith("\u{1b}[1mMost likely Ann")).toBe(true);
    expect(stdout).toContain("\u{1b}[32m  Ann");
    expect(stdout).toContain(
      "\u{1b}[33mCareful:\u{1b}[39m The text has 3 words; under 25 a verdict is\nlittle more than a guess.\n",
    );
  });

  test("explain shows the text with what speaks for the one in green and for the other in red", async () => {
    const { stdout } = await penprint(
      "explain",
      model,
      "My dear friend,\nthe boiler was tested",
      "--author",
      "Ann",
      "--against",
      "Bob",
    );
    const text = stdout.split("\n")[2]!;
    expect(text).toContain("\u{1b}[32mfriend");
    expect(text).toContain("\u{1b}[31mboiler");
    expect(stripVTControlCharacters(text)).toBe("My dear friend, the boiler was tested");
    expect((await penprint("explain", model, "My dear friend. ".repeat(200))).stdout).toContain(" …\n");
  });
});

describe("progress", () => {
  test("is a bar on a terminal, after a moment, and goes away", async () => {
    terminal(process.stderr, { columns: 80 });
    const now = vi.spyOn(performance, "now").mockReturnValue(0);
    const written = catchWrites(process.stderr);
    using output = new Output({ json: false });
    {
      using progress = new Progress(output, "Learning", 100);
      progress.reach(10);
      expect(written).toEqual([]);
      now.mockReturnValue(1000);
      progress.advance(10);
      await vi.waitFor(() => expect(written.join("")).toContain("Learning"));
      now.mockRestore();
      expect(written.join("")).toContain(" 20 %");
      progress.reach(500);
      await vi.waitFor(() => expect(written.join("")).toContain(" 100 %"));
    }
    const length = written.length;
    await new Promise((done) => setTimeout(done, 150));
    expect(written).toHaveLength(length);
  });

  test("work that ends while the bar is being fetched shows none", async () => {
    terminal(process.stderr);
    const now = vi.spyOn(performance, "now").mockReturnValue(0);
    const written = catchWrites(process.stderr);
    using output = new Output({ json: false });
    {
      using progress = new Progress(output, "Learning", 100);
      now.mockReturnValue(1000);
      progress.reach(10);
    }
    await import("cli-progress");
    await new Promise((done) => setTimeout(done, 50));
    expect(written).toEqual([]);
  });

  test("a failure takes the bar away before it is told", () => {
    catchWrites(process.stderr);
    using output = new Output({ json: false });
    const done: string[] = [];
    output.beforeFailure = () => done.push("gone");
    output.failure(new Error("unforeseen"));
    expect(done).toEqual(["gone"]);
  });
});

describe("Ctrl-C", () => {
  test("stops at once, but not while something is being written", async () => {
    catchExit();
    const written = catchWrites(process.stderr);
    using output = new Output({ json: true });
    const before = process.listeners("SIGINT");
    const interruption = new Interruption(output);
    interruption.begin();
    const press = process.listeners("SIGINT").find((listener) => !before.includes(listener));
    await interruption.whileWriting(async () => press!("SIGINT"));
    expect(exits).toEqual([]);
    press!("SIGINT");
    expect(exits).toEqual([130]);
    expect(JSON.parse(written.join(""))).toMatchObject({ code: "INTERRUPTED" });
    interruption.end();
    expect(process.listeners("SIGINT")).toEqual(before);
  });
});

describe("broken streams", () => {
  test.each([
    ["EPIPE", 0, ""],
    ["ENOSPC", 1, "standard output cannot be written: no room is left"],
    ["EIO", 1, "standard output cannot be written: EIO"],
  ])("standard output with %s ends with %s", (code, exit, message) => {
    catchExit();
    const written = catchWrites(process.stderr);
    using _ = new Output({ json: false });
    process.stdout.emit("error", Object.assign(new Error(code), { code }));
    expect(exits[0]).toBe(exit);
    if (message !== "") expect(written.join("")).toContain(message);
  });

  test("standard error that nobody reads ends with 1", () => {
    catchExit();
    using _ = new Output({ json: false });
    process.stderr.emit("error", new Error("EIO"));
    expect(exits).toEqual([1]);
  });

  test("many lines wait for a slow reader", async () => {
    using output = new Output({ json: false });
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(false);
    const waiting = output.lines(["a", "b"]);
    process.stdout.emit("drain");
    await waiting;
    await output.lines([]);
    expect(write.mock.calls).toEqual([["a\nb\n"]]);
  });
});

test("an error that nobody foresaw is told with its stack", () => {
  const written = catchWrites(process.stderr);
  using output = new Output({ json: false });
  expect(output.failure(new TypeError("unforeseen"))).toBe(1);
  expect(written.join("")).toContain("INTERNAL");
  expect(written.join("")).toContain("TypeError: unforeseen");
});

test("without a text and with somebody at the keyboard, predict says what it waits for", async () => {
  terminal(process.stdin);
  const run = await penprint("predict", model);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("give a text, --file, or something on standard input");
});

test("serve within this process: addresses as JSON and for people, and a clean end", async () => {
  for (const json of [["--json"], []]) {
    const before = process.listeners("SIGTERM");
    const run = penprint("serve", model, "--port", "0", ...json);
    const stop = await vi.waitFor(
      () => {
        const added = process.listeners("SIGTERM").filter((listener) => !before.includes(listener));
        expect(added).toHaveLength(1);
        return added[0]!;
      },
      { timeout: 30_000 },
    );
    await new Promise((done) => setTimeout(done, 50));
    stop("SIGTERM");
    const { code, stdout } = await run;
    expect(code).toBe(0);
    if (json.length > 0)
      expect(JSON.parse(stdout)).toMatchObject({
        docs: expect.stringMatching(/^http:\/\/127.0.0.1:\d+\/apidocs$/u),
      });
    else expect(stdout).toMatch(/Page +http:\/\/127\.0\.0\.1:\d+\/\n/u);
  }
});
