/** The model's page as a person meets it. */
import { readFile } from "node:fs/promises";

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { recipeNamed, trainIdentifier } from "../../src/index.ts";
import { inThread } from "../../src/server/models.ts";
import { listen, type RunningServer } from "../../src/server/serve.ts";
import { documents, hostile, reported } from "../report/example.ts";
import { violations } from "./accessibility.ts";
import { browserRequired, chromiumPath, launch } from "./browser.ts";
import { quiet } from "../server/quiet.ts";

if (chromiumPath === null) {
  console.warn("No Chromium was found: the model's page is not tried. Set PENPRINT_CHROMIUM to its path.");
}

describe.skipIf(chromiumPath === null && !browserRequired)("the model's page", () => {
  let measured: RunningServer;
  let bare: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  let faults: string[];

  beforeAll(async () => {
    if (chromiumPath === null) throw new Error("There is no Chromium; set PENPRINT_CHROMIUM to its path.");
    const { evaluation, overview } = JSON.parse(JSON.stringify(await reported())) as Record<string, never>;
    const identifier = trainIdentifier(documents, recipeNamed("naive-bayes"));

    const described = identifier.describe({ name: hostile, evaluation: evaluation!, overview: overview! });
    measured = await listen(inThread(described), quiet, { signals: false });
    bare = await listen(inThread(identifier), quiet, { signals: false });
    browser = await launch(chromiumPath);
  });
  afterAll(async () => {
    await browser?.close();
    await measured?.close();
    await bare?.close();
  });
  afterEach(async () => {
    await context.close();
    expect(faults, "what the browser complained of").toEqual([]);
  });

  async function open(
    server: RunningServer,
    width = 1280,
    colorScheme: "light" | "dark" = "light",
    bypassCSP = false,
  ): Promise<Page> {
    context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP });
    faults = [];
    context.on("weberror", (error) => faults.push(String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    context.on("request", (request) => {
      const { origin } = new URL(request.url());
      if (origin !== server.url && origin !== "null" && !request.url().startsWith("blob:"))
        faults.push(request.url());
    });
    const page = await context.newPage();
    page.on("dialog", (dialog) => faults.push(dialog.message()));
    await page.goto(`${server.url}/model`);
    await page.locator("#recipe-body dt").first().waitFor();
    return page;
  }

  test.each([
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("%d pixels wide, %s: nobody is shut out, and nothing sticks out", async (width, scheme) => {
    const page = await open(measured, width, scheme, true);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });

  test("shows all that is known, names as names", async () => {
    const page = await open(measured);
    expect(await page.innerText("h1")).toBe(hostile);
    expect(await page.locator(".exhibit-picture h2").allInnerTexts()).toEqual([
      "Who was taken for whom",
      "Whether probabilities mean what they say",
      "How much text it takes",
      "How well each author is found",
      "A map of the works",
      "Words that tell of each author",
    ]);
    expect(await page.locator(".panel h3").allInnerTexts()).toEqual([hostile, "Aunt Rosa", "Harbour Master"]);
    expect(await page.innerText("#card")).toMatch(/\d+\s%\sright/u);
  });

  test("names a work when one points at it, or goes to it with the keyboard", async () => {
    const page = await open(measured);
    const map = page.locator(".exhibit-picture", { hasText: "A map of the works" });
    await map.locator("circle").nth(1).hover();
    await expect.poll(() => map.locator(".pointed").innerText()).toBe("Harbour Master: Work 1 (92 words)");
    await map.locator(".drawing").focus();
    await page.keyboard.press("ArrowRight");
    expect(await map.locator(".pointed").innerText()).toBe("Harbour Master: Work 2 (94 words)");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await map.locator(".pointed").innerText()).toBe("Harbour Master: Work 0 (90 words)");
  });

  test("puts the matrix in another order", async () => {
    const page = await open(measured);
    const matrix = page.locator(".exhibit-picture", { hasText: "Who was taken for whom" });
    const before = await matrix.locator("svg").innerHTML();
    await page.getByLabel("by name", { exact: true }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByLabel("by errors", { exact: true }).isChecked()).toBe(true);
    expect(await matrix.locator("svg").count()).toBe(1);
    expect(await matrix.locator("svg").innerHTML()).not.toBe(before);
  });

  test("saves pictures and numbers", async () => {
    const page = await open(measured);
    const save = async (name: string): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(`a[download="${name}"]`).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
      return readFile(await download.path(), "utf8");
    };
    expect(await save("map.csv")).toMatch(/^author,work,words,x,y\r\n/u);
    expect(await save("map.svg")).toMatch(/^<svg .*<\/svg>$/su);
  });

  test("says plainly that nobody has measured a model, and how to", async () => {
    const page = await open(bare);
    expect(await page.innerText("#card")).toContain("Not measured");
    expect(await page.innerText("#gallery")).toContain("penprint train CORPUS --evaluate");
    expect(await page.innerText("#recipe")).toContain("not known: it was not read from files");
  });
});
