/** What `npm run build` makes: the program, its threads and its page, and the library, as they are published. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import { afterAll, describe, expect, it } from "vitest";

import { jsonLines, letters } from "./cli/letters.ts";
import { Folder } from "./corpus/folder.ts";

const program = fileURLToPath(new URL("../dist/cli/penprint.js", import.meta.url));
const library = fileURLToPath(new URL("../dist/index.js", import.meta.url));
const built = existsSync(program);
if (!built && process.env["CI"] === undefined) console.log("dist/ is not there: what is built is not tested");

const folder = new Folder({ "letters.jsonl": jsonLines(letters), "letter.txt": "My dear friend" });
afterAll(() => folder[Symbol.dispose]());

const penprint = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });

describe.runIf(built || process.env["CI"] !== undefined)("what was built", () => {
  it("learns on threads, predicts and explains", () => {
    const model = folder.at("letters.safetensors");
    const trained = penprint("train", folder.at("letters.jsonl"), "--out", model, "--threads", "2", "--json");
    expect([trained.status, trained.stderr]).toEqual([0, ""]);
    expect(JSON.parse(trained.stdout)).toMatchObject({ documents: 24 });
    const predicted = penprint("predict", model, "--file", folder.at("letter.txt"), "--json");
    expect(JSON.parse(predicted.stdout)).toMatchObject({ author: "Ann" });
    const other = folder.at("linear.safetensors");
    const linear = penprint(
      "train",
      folder.at("letters.jsonl"),
      "--out",
      other,
      "--threads",
      "2",
      "--recipe",
      "linear",
    );
    expect([linear.status, linear.stderr]).toEqual([0, ""]);
    expect(penprint("explain", model, "My dear friend").stdout).toContain("Ann rather than Bob");
  });

  it("tells each command's help, and ends with 2 on wrong usage", () => {
    const { stdout } = penprint("--help");
    const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gmu)].map(([, name]) => name!);
    expect(commands).toContain("collect");
    for (const command of commands.filter((name) => name !== "help" && !name.startsWith("-"))) {
      expect(penprint(command, "--help")).toMatchObject({ status: 0, stderr: "" });
    }
    expect(penprint("predict").status).toBe(2);
  });

  it("serves its page and its documentation", async () => {
    const model = folder.at("letters.safetensors");
    const server = spawn(process.execPath, [program, "serve", model, "--port", "0"]);
    try {
      let said = "";
      const address = await new Promise<string>((resolve, reject) => {
        const hear = (chunk: Buffer): void => {
          said += chunk.toString();
          const [found] = /http:\/\/[\w.[\]:]+:\d+/u.exec(said) ?? [];
          if (found !== undefined) resolve(found);
        };
        server.stdout.on("data", hear);
        server.stderr.on("data", hear);
        server.once("exit", () => reject(new Error(said)));
      });
      const body = JSON.stringify({ text: "My dear friend" });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${address}/v1/predict`, { method: "POST", headers, body });
      expect(await answer.json()).toMatchObject({ author: "Ann" });
      const page = await (await fetch(`${address}/`)).text();
      const [, script] = /src="\.(\/assets\/index-[^"]+\.js)"/u.exec(page) ?? [];
      for (const path of [script!, "/apidocs", "/readyz"])
        expect((await fetch(`${address}${path}`)).status).toBe(200);
    } finally {
      server.kill();
      await once(server, "exit");
    }
  });

  it("is a library", async () => {
    const { recipeNamed, trainIdentifier } = (await import(
      pathToFileURL(library).href
    )) as typeof import("../src/index.ts");
    expect(trainIdentifier(letters, recipeNamed("naive-bayes")).predict("My dear friend").author).toBe("Ann");
  });
});
