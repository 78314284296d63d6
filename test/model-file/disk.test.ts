import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CorpusFingerprint } from "../../src/corpus/corpus-fingerprint.ts";
import { readModel, writeModel } from "../../src/model-file/disk.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { recipes } from "../../src/recipe.ts";
import { sample, texts } from "./sample.ts";

const identifier = sample();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "penprint-disk-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function emptyFolder(): Promise<string> {
  return mkdtemp(join(folder, "case-"));
}

describe("writing", () => {
  it("writes what is read again, and nothing beside it", async () => {
    const within = await emptyFolder();
    const file = join(within, "model.safetensors");
    const size = await writeModel(file, identifier);
    expect(new Uint8Array(await readFile(file))).toEqual(encodeModel(identifier));
    expect(size).toBe((await readFile(file)).length);
    const read = await readModel(file);
    for (const text of texts) expect(read.predict(text)).toEqual(identifier.predict(text));
    expect(await readdir(within)).toEqual(["model.safetensors"]);
  });

  it("replaces the file before it as a whole", async () => {
    const within = await emptyFolder();
    const file = join(within, "model.safetensors");
    await writeModel(file, identifier);
    await writeModel(file, sample(recipes.get("naive-bayes")!));
    expect((await readModel(file)).recipe.name).toBe("naive-bayes");
    expect(await readdir(within)).toEqual(["model.safetensors"]);
  });

  it("lets several writers of one file each have their way", async () => {
    const within = await emptyFolder();
    const file = join(within, "model.safetensors");
    const identifiers = [...recipes.values()].map((recipe) => sample(recipe));
    await Promise.all(identifiers.map((each) => writeModel(file, each)));
    expect([...recipes.keys()]).toContain((await readModel(file)).recipe.name);
    expect(await readdir(within)).toEqual(["model.safetensors"]);
  });

  it("reads files of many pieces as it reads small ones", async () => {
    const within = await emptyFolder();
    const file = join(within, "model.safetensors");
    const large = identifier.describe({ evaluation: "x".repeat(5_000_000) });
    await writeModel(file, large);
    const read = await readModel(file);
    expect(read.card).toEqual({ ...large.card, name: "model" });
    for (const text of texts) expect(read.predict(text)).toEqual(identifier.predict(text));
    const bytes = await readFile(file);
    for (const place of [200, 2_200_000, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1;
      await writeFile(file, changed);
      await expect(readModel(file)).rejects.toMatchObject({
        code: expect.stringMatching(/^MODEL_/u) as string,
      });
    }
    await writeFile(file, bytes.subarray(0, -1));
    await expect(readModel(file)).rejects.toMatchObject({ code: "MODEL_TRUNCATED" });
  });

  it("takes names in any script", async () => {
    const file = join(await emptyFolder(), "Ποιος το έγραψε; 誰.safetensors");
    await writeModel(file, identifier);
    expect((await readModel(file)).authors).toEqual(identifier.authors);
  });
});

describe("writing that fails", () => {
  it("names a folder that is not there", async () => {
    const file = join(await emptyFolder(), "missing", "model.safetensors");
    await expect(writeModel(file, identifier)).rejects.toMatchObject({
      code: "FILE_UNWRITABLE",
      facts: { file, reason: "its folder does not exist" },
    });
  });

  it("leaves a folder of that name and nothing else", async () => {
    const within = await emptyFolder();
    const file = join(within, "model.safetensors");
    await mkdir(file);
    await writeFile(join(file, "inside"), "kept");
    await expect(writeModel(file, identifier)).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
    expect(await readdir(within)).toEqual(["model.safetensors"]);
    expect(await readFile(join(file, "inside"), "utf8")).toBe("kept");
  });

  // The superuser may write anywhere.
  it.skipIf(process.getuid?.() === 0)("leaves the file before it in a folder that is closed", async () => {
    const within = await emptyFolder();
    const file = join(within, "model.safetensors");
    await writeFile(file, "before");
    await chmod(within, 0o500);
    await expect(writeModel(file, identifier)).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
    await chmod(within, 0o700);
    expect(await readdir(within)).toEqual(["model.safetensors"]);
    expect(await readFile(file, "utf8")).toBe("before");
  });

  it.skipIf(process.platform !== "linux")("leaves the file before it when there is no room", async () => {
    const within = await emptyFolder();
    const file = join(within, "model.safetensors");
    await writeModel(file, identifier);
    const before = createHash("sha256").update(await readFile(file)).digest("hex");
    // The shell's limit is in blocks of 512 or 1024 bytes; the signal has to be ignored for the error to show.
    const script = `
      import { readModel, writeModel } from ${JSON.stringify(new URL("../../src/model-file/disk.ts", import.meta.url).href)};
      const file = ${JSON.stringify(file)};
      const identifier = await readModel(file);
      await writeModel(file, identifier).catch((error) => console.log(error.code, error.facts.reason));
    `;
    const { stdout, stderr } = spawnSync(
      "sh",
      ["-c", 'trap "" XFSZ; ulimit -f 1; exec "$0" --input-type=module -e "$1"', process.execPath, script],
      { encoding: "utf8", env: { PATH: process.env["PATH"] } },
    );
    expect(stdout.trim(), stderr).toBe("FILE_UNWRITABLE EFBIG");
    expect(await readdir(within)).toEqual(["model.safetensors"]);
    expect(createHash("sha256").update(await readFile(file)).digest("hex")).toBe(before);
  }); // prettier-ignore
});

describe("reading that fails", () => {
  it("names a file that is not there", async () => {
    const file = join(await emptyFolder(), "model.safetensors");
    await expect(readModel(file)).rejects.toMatchObject({ code: "FILE_NOT_FOUND", facts: { file } });
  });

  it("names a folder", async () => {
    const within = await emptyFolder();
    await expect(readModel(within)).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      facts: { file: within, reason: "it is a folder" },
    });
  });

  it("names a link that leads to itself", async () => {
    const file = join(await emptyFolder(), "model.safetensors");
    await symlink(file, file);
    await expect(readModel(file)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it("names an empty file", async () => {
    const file = join(await emptyFolder(), "model.safetensors");
    await writeFile(file, "");
    await expect(readModel(file)).rejects.toMatchObject({ code: "MODEL_FOREIGN", facts: { file } });
  });
});

describe("Python", () => {
  const python = process.env["PENPRINT_PYTHON"] ?? "python3";
  const missing = spawnSync(python, ["-c", "import numpy, safetensors"]).status !== 0;
  const required = process.env["CI"] === "true";
  if (missing && !required)
    console.log("skipped: Python's safetensors is not here (pip install numpy safetensors)");

  it.skipIf(missing && !required)("opens a model and verifies it as docs/model-file.md says", async () => {
    const folder = await emptyFolder();
    const file = join(folder, "model.safetensors");
    await writeModel(file, identifier);
    const corpus = join(folder, "corpus.jsonl");
    const documents = [
      { author: "Zoë", text: "Grüße…", work: "Briefe" },
      { author: "漱石", text: "静か\n" },
    ];
    const fingerprint = new CorpusFingerprint();
    for (const { author, work = "", text } of documents) fingerprint.addText(author, work, text);
    await writeFile(corpus, documents.map((each) => JSON.stringify(each)).join("\n"));
    const docs = await readFile(new URL("../../docs/model-file.md", import.meta.url), "utf8");
    const blocks = [...docs.matchAll(/```python\n(.*?)```/gs)].map((match) => match[1]!);
    expect(blocks).toHaveLength(3);
    const script = blocks
      .join("\n")
      .replaceAll('"model.safetensors"', JSON.stringify(file))
      .replaceAll('"corpus.jsonl"', JSON.stringify(corpus));
    const { stdout, stderr, status } = spawnSync(python, ["-c", script], { encoding: "utf8" });
    expect(status, stderr).toBe(0);
    // The first token in byte order, with its counts by author.
    expect(stdout).toBe(`${fingerprint.hex}\n! {'constructor': 1}\n`);
  });
});
