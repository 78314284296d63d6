/** A report as one reads it: in a browser, from a file, without a network. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { evaluate } from "../../src/evaluate/evaluate.ts";
import { type Document, recipeNamed, trainIdentifier } from "../../src/index.ts";
import { confusionPicture } from "../../src/report/confusion-picture.ts";
import { reportPage } from "../../src/report/report.ts";
import { Folder } from "../corpus/folder.ts";
import { violations } from "../web/accessibility.ts";
import { browserRequired, chromiumPath, launch } from "../web/browser.ts";
import { documents, hostile, reported } from "./example.ts";

if (chromiumPath === null) {
  console.warn("No Chromium was found: reports are not looked at. Set PENPRINT_CHROMIUM to its path.");
}

describe.skipIf(chromiumPath === null && !browserRequired)("a report in a browser", () => {
  const folder = new Folder();
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    if (chromiumPath === null) throw new Error("There is no Chromium; set PENPRINT_CHROMIUM to its path.");
    address = `file://${folder.write("report.html", reportPage(await reported()))}`;
    browser = await launch(chromiumPath);
  });
  afterAll(async () => {
    await browser?.close();
    folder[Symbol.dispose]();
  });

  async function shown(
    width: number,
    colorScheme: "light" | "dark",
    look: (page: Page) => Promise<void>,
    bypassCSP = false,
  ): Promise<void> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP });
    const faults: string[] = [];
    context.on("console", (message) => faults.push(message.text()));
    context.on("weberror", (error) => faults.push(String(error.error())));
    context.on("request", (request) => {
      if (!request.url().startsWith("file:")) faults.push(request.url());
    });
    const page = await context.newPage();
    page.on("dialog", (dialog) => faults.push(dialog.message()));
    await page.goto(address);
    await look(page);
    expect(faults).toEqual([]);
    await context.close();
  }

  test.each([
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("%d pixels wide, %s: nobody is shut out, and nothing sticks out", async (width, scheme) => {
    await shown(
      width,
      scheme,
      async (page) => {
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      },
      true,
    );
  });

  test("names in capitals stand beside their axis whole", async () => {
    // Without the longest name, which makes room for all others.
    const shouted = documents.filter(({ author }) => author !== hostile).map(shouting);
    const evaluation = await evaluate(trainIdentifier(shouted, recipeNamed("naive-bayes")), shouted);
    const { drawings } = confusionPicture(evaluation);
    const path = folder.write("capitals.html", `<!doctype html><body>${drawings[0]!.svg}`);
    const page = await browser.newPage();
    await page.goto(`file://${path}`);
    const cut = await page.locator("svg text").evaluateAll((texts) =>
      texts.flatMap((text) => {
        const own = text.getBoundingClientRect();
        const whole = text.closest("svg")!.getBoundingClientRect();
        return own.left < whole.left || own.top < whole.top ? [text.textContent] : [];
      }),
    );
    expect(await page.locator("svg").textContent()).toContain("AUNT ROSA");
    expect(cut).toEqual([]);
    await page.close();
  });

  test("the matrix is put in another order with the keyboard, without a script", async () => {
    await shown(1280, "light", async (page) => {
      expect(await page.innerText("h1")).toBe(hostile);
      await page.getByLabel("by name", { exact: true }).focus();
      await page.keyboard.press("ArrowRight");
      expect(await page.getByLabel("by errors", { exact: true }).isChecked()).toBe(true);
      const drawings = page.locator(".choice .drawing");
      expect(await drawings.evaluateAll((all) => all.map((each) => getComputedStyle(each).display))).toEqual([
        "none",
        "block",
        "none",
      ]);
    });
  });

  test("files are saved from it", async () => {
    await shown(1280, "light", async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator('a[download="confusion.csv"]').click(),
      ]);
      expect(download.suggestedFilename()).toBe("confusion.csv");
    });
  });
});

function shouting({ author, ...rest }: Document): Document {
  return { author: author.toUpperCase(), ...rest };
}
