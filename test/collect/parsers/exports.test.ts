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

describe("what somebody says or sends is a document of its own, unless the recipe joins it", () => {
  const rows = [
    {
      parser: "tei",
      name: "a play",
      text: "<TEI><text><body><sp><speaker>Ann</speaker><p>One (two).</p></sp><sp><speaker>Ann</speaker><p>Three.</p></sp></body></text></TEI>",
      lines: ["One (two).", "Three."],
    },
    {
      parser: "markdown",
      name: "a dialogue",
      settings: "    dialogue: true\n",
      text: "**Ann:** (rises) One. [door]\n\n**Bob:** Two.\n\n**Ann:** Three.\n",
      lines: ["One.", "Three."],
    },
    {
      parser: "json",
      name: "a list of posts",
      text: JSON.stringify(["One (two).", "Three."].map((text) => ({ author: "Ann", text }))),
      lines: ["One (two).", "Three."],
    },
    {
      parser: "mail",
      name: "a thread",
      text: ["Ann: one (two).", "Three."]
        .map(
          (text) =>
            `From - Mon Jan  1 10:00:00 2024\nFrom: Ann <ann@example.org>\nSubject: Pier\n\n${text}\n`,
        )
        .join("\n"),
      lines: ["Ann: one (two).", "Three."],
    },
  ];
  for (const { parser, name, text, lines, settings = "" } of rows) {
    it(name, async () => {
      await using here = await folder();
      await writeFile(join(here.path, "page"), text);
      const yaml = `name: t\nauthors:\n  Ann:\nsources:\n  - files: page\n    parser: ${parser}\n${settings}`;
      const textsOf = async (recipe: string): Promise<string[]> =>
        (await run(recipe, here.path)).documents.map((document) => document.text);
      expect(await textsOf(yaml)).toEqual(lines);
      expect(await textsOf(`${yaml}    unit: page\n`)).toEqual([lines.join("\n")]);
    });
  }
  it("but no paragraph of a Markdown file, in which brackets are the author's", async () => {
    await using here = await folder();
    await writeFile(join(here.path, "page.md"), "One (two).\n\nThree.\n");
    const yaml = "name: t\nsources:\n  - files: page.md\n    parser: markdown\n    author: Ann\n";
    expect((await run(yaml, here.path)).documents.map(({ text }) => text)).toEqual(["One (two).\nThree."]);
  });
});
