import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { folder, run } from "../site.ts";

describe("chats, from export to corpus", () => {
  it("keep a name that their author wrote, and a face at the start", async () => {
    await using here = await folder();
    const chat = "1/1/24, 10:00 - Ann: Ann: she is late\n1/1/24, 10:01 - Ann: :) well";
    await writeFile(join(here.path, "chat.txt"), chat);
    const yaml = "name: t\nauthors:\n  Ann:\nsources:\n  - files: chat.txt\n    parser: whatsapp\n";
    expect((await run(yaml, here.path)).documents.map(({ text }) => text)).toEqual([
      "Ann: she is late",
      ":) well",
    ]);
  });
  it("take Slack's names from users.json beside the channels", async () => {
    await using here = await folder();
    await mkdir(join(here.path, "in", "general"), { recursive: true });
    const users = [{ id: "U1", name: "ann", profile: { real_name: "Ann Archer" } }];
    const messages = [{ type: "message", user: "U1", ts: "1704103200.1", text: "Hi there" }];
    await writeFile(join(here.path, "in", "users.json"), JSON.stringify(users));
    await writeFile(join(here.path, "in", "general", "2024-01-01.json"), JSON.stringify(messages));
    const yaml = "name: t\nauthors:\n  Ann Archer:\nsources:\n  - files: in\n    parser: slack\n";
    expect((await run(yaml, here.path)).documents).toMatchObject([
      { author: "Ann Archer", text: "Hi there" },
    ]);
  });
});
