import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { readText } from "../../src/corpus/text-file.ts";
import { Folder } from "./folder.ts";

test("a text is read whole, and its bytes are handed on", async () => {
  using folder = new Folder({ "a.anything": "\u{feff}Größe\r\n" });
  const hash = createHash("sha256");
  expect(await readText(folder.at("a.anything"), (chunk) => hash.update(chunk))).toBe("Größe\r\n");
  expect(hash.digest("hex")).toBe(createHash("sha256").update("\u{feff}Größe\r\n").digest("hex"));
});

test("an empty file is an empty text", async () => {
  using folder = new Folder({ "a.txt": "" });
  expect(await readText(folder.at("a.txt"))).toBe("");
});

test("a text above the limit is refused", async () => {
  using folder = new Folder({ "a.txt": "12345678" });
  expect(await readText(folder.at("a.txt"), undefined, 8)).toBe("12345678");
  const facts = { file: folder.at("a.txt"), line: 0, limit: 7 };
  await expect(readText(folder.at("a.txt"), undefined, 7)).rejects.toMatchObject({
    code: "LINE_TOO_LONG",
    facts,
  });
});

test("a folder is no text", async () => {
  using folder = new Folder();
  const facts = { file: folder.path, reason: "it is a folder" };
  await expect(readText(folder.path)).rejects.toMatchObject({ code: "FILE_UNREADABLE", facts });
});
