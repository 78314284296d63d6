/** The page on which one trains, as a person meets it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { decodeModel } from "../../src/model-file/decode.ts";
import { writeModel } from "../../src/model-file/disk.ts";
import { type RunningServer, startServer } from "../../src/server/serve.ts";
import { Folder } from "../corpus/folder.ts";
import { documents, hostile } from "../report/example.ts";
import { identifier } from "../server/models.ts";
import { violations } from "./accessibility.ts";
import { browserRequired, chromiumPath, launch } from "./browser.ts";
import { quiet } from "../server/quiet.ts";

if (chromiumPath === null) {
  console.warn(
    "No Chromium was found: the page to train on is not tried. Set PENPRINT_CHROMIUM to its path.",
  );
}

describe.skipIf(chromiumPath === null && !browserRequired)("the page to train on", () => {
  const corpora = new Folder({
    "voices.jsonl": documents.map((document) => JSON.stringify(document)).join("\n"),
    "letters/Ann/one.txt": "The sea, the sea, and a ship.",
    "letters/Ann/two.txt": "A ship lay in the harbour.",
    "letters/Bob/one.txt": "Jam and bread, and more jam.",
    "letters/cover.png": "no text",
    "broken.csv": "a,b\n1,2\n",
  });
  let place: string;
  let server: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  let faults: string[];

  beforeAll(async () => {
    if (chromiumPath === null) throw new Error("There is no Chromium; set PENPRINT_CHROMIUM to its path.");
    place = await mkdtemp(join(tmpdir(), "penprint-"));
    await writeModel(join(place, "first.safetensors"), identifier.describe({ name: "first" }));
    const settings = {
      ...quiet,
      allowTraining: true,
    } as const;
    server = await startServer(join(place, "first.safetensors"), settings, { signals: false });
    browser = await launch(chromiumPath);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    corpora[Symbol.dispose]();
    if (place !== undefined) await rm(place, { recursive: true });
  });
  beforeEach(() => fetch(`${server.url}/v1/training`, { method: "DELETE" }));
  afterEach(async () => {
    await context.close();
    expect(faults, "what the browser complained of").toEqual([]);
  });

  async function open(
    width = 1280,
    colorScheme: "light" | "dark" = "light",
    bypassCSP = false,
  ): Promise<Page> {
    context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      bypassCSP,
      reducedMotion: "reduce",
    });
    faults = [];
    context.on("weberror", (error) => faults.push(String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    const page = await context.newPage();
    page.on("dialog", (dialog) => faults.push(dialog.message()));
    await page.goto(`${server.url}/train`);
    await page.locator("#drop").waitFor();
    return page;
  }

  const trained = async (page: Page): Promise<void> => {
    await page.setInputFiles("#files", corpora.at("voices.jsonl"));
    await page.locator("#read").waitFor();
    await page.getByLabel("Naive Bayes").check();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#result").waitFor();
  };

  test.each([
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("%d pixels wide, %s: nobody is shut out at any step", async (width, scheme) => {
    const page = await open(width, scheme, true);
    expect(await violations(page)).toEqual([]);
    await trained(page);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });

  test("from a dropped file to a model that answers and can be kept", async () => {
    const page = await open();
    await trained(page);
    expect(await page.innerText("#read-body")).toMatch(/18\sdocuments by 3\sauthors/u);
    expect(await page.locator("#read-body tbody th").allInnerTexts()).toContain(hostile);
    expect(await page.innerText("#result-body")).toMatch(/\d+\s%\sright/u);
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the model" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("voices.safetensors");
    expect(decodeModel(await readFile(await saved.path()), "voices").card.name).toBe("voices");
    await page.getByRole("button", { name: "Use it here" }).click();
    await page.getByRole("link", { name: "Ask it who wrote a text" }).click();
    await page.getByLabel("The text", { exact: true }).fill(documents[0]!.text);
    await expect.poll(() => page.innerText("#verdict")).toContain("Harbour Master");
  });

  test("a folder is sent as an archive; what is no text is passed over, and that is said", async () => {
    const page = await open();
    await page.setInputFiles("#folder", corpora.at("letters"));
    await page.locator("#read").waitFor();
    const said = await page.innerText("#read-body");
    expect(said).toMatch(/3\sdocuments by 2\sauthors/u);
    expect(said).toMatch(/1\sfile of other kinds was passed over/u);
    await page.getByRole("button", { name: "Other texts" }).click();
    await page.locator("#drop").waitFor();
  });

  test("what is dropped is read, and training is stopped when one likes", async () => {
    const page = await open();
    const lines = Array.from({ length: 40 }, (_, place) =>
      documents.map((document) => JSON.stringify({ ...document, work: `${document.work} ${place}` })),
    );
    const dropped = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "many voices.jsonl"));
      return transfer;
    }, lines.flat().join("\n"));
    await page.dispatchEvent("#drop", "dragover", { dataTransfer: dropped });
    await page.dispatchEvent("#drop", "drop", { dataTransfer: dropped });
    await page.locator("#read").waitFor();
    expect(await page.innerText("#read-body")).toMatch(/720\sdocuments by 3\sauthors/u);
    await page.getByLabel("Ensemble").check();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#work").waitFor();
    expect(await page.innerText("#work-title")).toBe("Training many voices");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator("#drop").waitFor();
    const { phase } = (await (await fetch(`${server.url}/v1/training`)).json()) as { phase: string };
    expect(phase).toBe("empty");
  });

  test("what is wrong with a corpus, and what to do about it", async () => {
    const page = await open();
    await page.setInputFiles("#files", corpora.at("broken.csv"));
    await page.locator("#problem").waitFor();
    expect(await page.innerText("#problem")).toContain('there is no "author"');
    expect(await page.locator("#drop").isVisible()).toBe(true);
  });

  test("is linked from the other pages, where there is one", async () => {
    const page = await open();
    await page.goto(server.url);
    await page.getByRole("link", { name: "Train" }).click();
    await page.locator("#drop").waitFor();
  });
});
