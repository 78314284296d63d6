/** The README does what it says: its program prints what stands below it, its commands run. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const program = join(root, "src", "cli", "penprint.ts");

interface Block {
  readonly language: string;
  readonly text: string;
}

const blocks: readonly Block[] = Array.from(
  readme.matchAll(/^```(\w+)\n(.*?)^```$/gms),
  ([, language, text]) => ({
    language: language!,
    text: text!,
  }),
);

/** The commands of all shell blocks, continued lines joined, remarks cut. */
const commands = blocks
  .filter(({ language }) => language === "sh")
  .flatMap(({ text }) => text.replaceAll("\\\n", " ").split("\n"))
  .map((line) => line.replace(/\s+#.*$/u, "").trim())
  .filter((line) => line !== "");

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "penprint-readme-"));
  const ann = "Well, I can't say; perhaps it rained, perhaps it did not, and I didn't look.";
  const bob = "The report is complete. The figures are final, and the matter is closed.";
  const corpus = Array.from({ length: 20 }, (_, place) =>
    JSON.stringify({
      author: place % 2 === 0 ? "Ann" : "Bob",
      text: `${place % 2 === 0 ? ann : bob} That makes ${place}.`,
      work: `w${place >> 1}`,
    }),
  );
  symlinkSync(join(root, "recipes"), join(folder, "recipes"));
  writeFileSync(join(folder, "corpus.jsonl"), corpus.join("\n"));
  writeFileSync(join(folder, "test.jsonl"), corpus.slice(0, 4).join("\n").replaceAll("makes", "was"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the README", () => {
  it("has a program whose output stands below it", () => {
    const place = blocks.findIndex(({ language }) => language === "ts");
    const file = join(folder, "example.mts");
    const source = new URL("../src/index.ts", import.meta.url).href;
    writeFileSync(file, blocks[place]!.text.replace('from "penprint"', `from ${JSON.stringify(source)}`));
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    expect(stderr.replaceAll(/^.*(?:ExperimentalWarning|--trace-warnings).*$\n?/gm, "")).toBe("");
    expect(blocks[place + 1]!.language).toBe("text");
    expect(stdout).toBe(blocks[place + 1]!.text);
  });

  it("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    const named = commands.flatMap((line) =>
      Array.from(line.matchAll(/npm (start|test)\b/g), ([, name]) => name!),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(scripts).toHaveProperty(name);
  });

  it("has commands that run one after the other", async () => {
    const own = commands.filter((line) => line.startsWith("npx penprint "));
    expect(own.map((line) => line.split(" ")[2]).join(" ")).toBe(
      "train cross-validate evaluate predict explain serve collect train evaluate serve",
    );
    for (const line of own) {
      const words = Array.from(
        line.slice("npx penprint ".length).matchAll(/"([^"]*)"|(\S+)/g),
        (m) => m[1] ?? m[2]!,
      );
      if (words[0] === "serve")
        await serves(
          words,
          commands.find((other) => other.startsWith("curl "))!,
        );
      else {
        const { status, stderr } = spawnSync(process.execPath, [program, ...words], {
          cwd: folder,
          encoding: "utf8",
        });
        expect(status, `${line}\n${stderr}`).toBe(0);
      }
    }
  });

  it("links to files that there are", () => {
    const links = Array.from(readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g), ([, link]) => link!);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(join(root, link)), link).not.toThrow();
  });
});

/** Starts the service as the README says, asks it as the README says, and ends it. */
async function serves(words: readonly string[], curl: string): Promise<void> {
  const service = spawn(
    process.execPath,
    [program, ...words, "--port", "0", "--metrics-port", "off", "--json"],
    { cwd: folder },
  );
  const ended = new Promise<number | null>((resolve) => service.once("exit", resolve));
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let output = "";
      service.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        const found = /"url": ?"([^"]+)"/.exec(output)?.[1];
        if (found !== undefined) resolve(found);
      });
      service.once("exit", () => reject(new Error("the service ended")));
    });
    const body = /-d '([^']+)'/.exec(curl)![1]!;
    const path = /localhost:8000(\S+)/.exec(curl)![1]!;
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url + path, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    const { ranking, model } = (await answer.json()) as { ranking: unknown[]; model: { recipe: string } };
    // The body asks for the first three; a corpus of two authors has no third.
    expect([2, 3]).toContain(ranking.length);
    expect(model.recipe).toBe("naive-bayes");
  } finally {
    service.kill("SIGTERM");
  }
  expect(await ended).toBe(0);
}
