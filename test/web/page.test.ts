/** The page as a person meets it: the real one, on the real service, in a real browser. */
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { browserRequired, chromiumPath } from "./browser.ts";
import { harbourText, hostileName, sentences, Visitor } from "./visitor.ts";

if (chromiumPath === null) {
  console.warn("No Chromium was found: the page is not tried. Set PENPRINT_CHROMIUM to its path.");
}

describe.skipIf(chromiumPath === null && !browserRequired)("the page", () => {
  let visitor: Visitor;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    visitor = await Visitor.arrive();
  });

  afterAll(() => visitor?.end());

  beforeEach(() => open());

  afterEach(async () => {
    await visitor.leave();
    expect(visitor.faults, "what the browser complained of").toEqual([]);
    expect(visitor.strangers).toEqual([]);
  });

  async function open(options: BrowserContextOptions = {}): Promise<void> {
    page = await visitor.open(options);
    ({ context } = visitor);
  }

  const verdict = (): Promise<string> => visitor.verdict();
  const answered = (): Promise<void> => visitor.answered();
  /** Tints of the text, word by word. */
  const colours = (): Promise<string[]> =>
    page
      .locator("#reading span")
      .evaluateAll((words) => words.map((word) => `${word.textContent} ${word.className}`));

  test("names the author of a text while one types", async () => {
    await page.getByLabel("The text", { exact: true }).pressSequentially(harbourText);
    await expect.poll(() => page.innerText("#extent")).toBe("40\u00A0words");
    await expect.poll(verdict).toMatch(/^Most likely Harbour Master, (?:> )?\d+ %$/u);
    const first = page.locator("#ranking li").first();
    expect(await first.innerText()).toMatch(/^Harbour Master\s/u);
    await expect.poll(() => page.innerText("#announcement")).toContain("Most likely Harbour Master");
  });

  test("shows the first authors, and all when asked", async () => {
    await page.fill("#text", harbourText);
    await answered();
    expect(await page.locator("#ranking li").count()).toBe(8);
    await page.getByRole("button", { name: "Show all 14" }).click();
    expect(await page.locator("#ranking li").count()).toBe(14);
    expect(await page.locator("#ranking li").allInnerTexts()).toContainEqual(
      expect.stringContaining(hostileName),
    );
  });

  test("colours the text anew for another pair of authors", async () => {
    await page.fill("#text", harbourText);
    await answered();
    expect(await page.innerText("#reading")).toBe(harbourText);
    const before = await colours();
    await page.getByLabel("rather than").selectOption("The Treasurer");
    await expect.poll(() => page.innerText("#sum-words")).toContain("The Treasurer");
    expect(await colours()).not.toEqual(before);
    expect(await page.innerText("#reading")).toBe(harbourText);
    // Who chooses the name that stands opposite wants the two the other way round.
    await page.getByLabel("What speaks for").selectOption("The Treasurer");
    await expect.poll(() => page.locator("#against").inputValue()).toBe("Harbour Master");
    expect(await page.innerText("#strongest")).toMatch(
      /Strongest for The Treasurer[^]*Strongest for Harbour Master/u,
    );
  });

  test("shows a sum that adds up", async () => {
    await page.fill("#text", harbourText);
    await answered();
    const terms = await page.locator("#sum .term").evaluateAll((all) =>
      all.map((term) => {
        const sign = term.querySelector(".sign")?.textContent === "\u2212" ? -1 : 1;
        return sign * Number(term.querySelector(".number")?.textContent?.replace("\u2212", "-"));
      }),
    );
    const sum = terms.pop()!;
    expect(sum).toBeGreaterThan(0);
    expect(terms.reduce((total, term) => total + term, 0)).toBeCloseTo(sum, 6);
  });

  test("gives a word's figure to pointer and keyboard, and takes it away with Escape", async () => {
    await page.fill("#text", harbourText);
    await answered();
    const figure = page.locator("#figure");
    await page.locator("#reading span", { hasText: /^pilot$/u }).hover();
    expect(await figure.innerText()).toMatch(
      /^pilot \+\d\.\d\d\s+speaks for Harbour Master: .+ times as likely/u,
    );
    await page.keyboard.press("Escape");
    expect(await figure.isHidden()).toBe(true);
    await page.locator("#reading").focus();
    await page.keyboard.press("ArrowRight");
    const first = await figure.innerText();
    await page.keyboard.press("ArrowRight");
    expect(await figure.innerText()).not.toBe(first);
    await page.keyboard.press("Home");
    expect(await figure.innerText()).toBe(first);
  });

  test("gives a word's figure to a finger, and takes it away when it taps beside", async () => {
    await open({ hasTouch: true, viewport: { width: 390, height: 800 } });
    await page.fill("#text", harbourText);
    await answered();
    await page.locator("#reading span", { hasText: /^pilot$/u }).tap();
    expect(await page.locator("#figure").innerText()).toMatch(/^pilot \+/u);
    await page.locator("#why").tap();
    expect(await page.locator("#figure").isHidden()).toBe(true);
  });

  test("can be used with the keyboard alone", async () => {
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.id || (document.activeElement?.textContent ?? ""));
    const reached: string[] = [];
    await page.locator("#text").focus();
    await page.keyboard.insertText(harbourText);
    await answered();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press("Tab");
      reached.push(await focused());
    }
    expect(reached).toEqual(
      expect.arrayContaining(["A plain speech", "show-all", "author", "against", "reading"]),
    );
  });

  test.each<[string, string, string]>([
    ["too short", "The pilot.", "Too short to tell"],
    ["in words that nobody used", "Zzyzx qwrtp ".repeat(30), "None of these"],
  ])("says so of a text that is %s", async (_what, text, expected) => {
    await page.fill("#text", text);
    await expect.poll(verdict).toBe(expected);
    expect(await page.locator("#ranking li").count()).toBe(8);
    expect(await page.locator("#warnings li").count()).toBeGreaterThan(0);
  });

  test("takes back its answer when the text is gone", async () => {
    await page.fill("#text", harbourText);
    await answered();
    await page.fill("#text", " \n");
    await expect.poll(verdict).toBe("Nobody yet");
    expect(await page.locator("#evidence").isHidden()).toBe(true);
    expect(await page.locator("#ranking").isHidden()).toBe(true);
  });

  test("starts from examples", async () => {
    await page.getByRole("button", { name: "A plain speech" }).click();
    await answered();
    expect(await page.inputValue("#text")).toContain("My fellow Americans");
  });

  test("keeps HTML in a text and in a name as the text it is", async () => {
    const hostile = `<img src=x onerror="document.title='taken'"><script>alert(1)</script> ${sentences.at(-1)![1]} ${harbourText}`;
    await page.fill("#text", hostile);
    await answered();
    expect(await page.innerText("#reading")).toBe(hostile);
    await page.getByLabel("rather than").selectOption(hostileName);
    await expect.poll(() => page.innerText("#strongest")).toContain(`Strongest for ${hostileName}`);
    await page.locator("#reading span").first().hover();
    await page.getByText("What it learned from").click();
    expect(await page.innerText("#card")).toContain(hostileName);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.title()).toBe("Who wrote this? · penprint");
  });

  test("reads right-to-left texts from the right, and walks through them that way", async () => {
    await page.fill("#text", `${sentences.find(([author]) => author === "כותבת")![1]} `.repeat(2));
    await answered();
    expect(await page.locator("#reading").evaluate((place) => getComputedStyle(place).direction)).toBe("rtl");
    expect(await verdict()).toContain("כותבת");
    const words = page.locator("#reading span");
    await page.locator("#reading").focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await words.nth(1).getAttribute("class")).toContain("current");
  });

  test("colours a long text piece by piece, and says how much of it was read", async () => {
    const long = `${harbourText} `.repeat(Math.ceil(110_000 / harbourText.length));
    await page.fill("#text", long);
    await answered();
    expect(await page.innerText("#warnings")).toMatch(
      /Only the first 100,000\u00A0characters were read; the text has 110,\d{3}\./u,
    );
    expect(await page.innerText("#reading-rest")).toMatch(/of 100,000 are shown here/u);
    const before = await page.locator("#reading span").count();
    await page.getByRole("button", { name: "Colour the next 8,000" }).click();
    expect(await page.locator("#reading span").count()).toBeGreaterThan(before);
  });

  test("shows the model's card with its score beside the baseline", async () => {
    const card = (await page.innerText("#card")).replaceAll("\u00A0", " ");
    for (const words of [
      "three-voices",
      "naive-bayes",
      "75 % right",
      "61 % to 87 %",
      "Aunt Rosa would be right for 25 %",
    ]) {
      expect(card).toContain(words);
    }
  });

  test("says that the service is gone, keeps the text, and goes on when it is back", async () => {
    await page.fill("#text", harbourText);
    await answered();
    await context.setOffline(true);
    await page.locator("#text").press("End");
    await page.keyboard.insertText(" Again.");
    await page.getByRole("alert").getByText("The service does not answer.").waitFor();
    expect(await page.locator("#evidence").isHidden()).toBe(true);
    await context.setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await answered();
    expect(await page.locator("#problem").isHidden()).toBe(true);
    expect(await page.inputValue("#text")).toContain("Again.");
    // That the connection failed is what was wanted here.
    visitor.forgive("ERR_INTERNET_DISCONNECTED");
  });

  test("answers its form without JavaScript", async () => {
    await open({ javaScriptEnabled: false });
    await page.fill("#text", harbourText);
    await page.getByRole("button", { name: "Who wrote it?" }).click();
    expect(await page.innerText("body")).toBe(
      "This dialogue is more likely to have come from Harbour Master.",
    );
  });

  test.each([
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("fits %i px, %s", async (width, colorScheme) => {
    await open({ viewport: { width, height: 800 }, colorScheme });
    await page.fill("#text", `${harbourText} ${"W".repeat(300)}`);
    await answered();
    await page.getByText("What it learned from").click();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = paper.match(/\d+/u) ?? [];
    expect(Number(red) > 128).toBe(colorScheme === "light");
  });

  test("links to the API docs, where a request can be tried", async () => {
    await page.getByRole("link", { name: "API docs" }).click();
    const predict = page.locator("#operations-Identify-predict");
    await predict.getByRole("button").first().click();
    await predict.getByRole("button", { name: "Try it out" }).click();
    await predict.getByRole("button", { name: "Execute" }).click();
    const status = predict.locator(".live-responses-table .response-col_status").last();
    await expect.poll(() => status.innerText()).toMatch(/^200/u);
  });
});
