/** What axe finds wrong with the page, in all of its states, at both widths and in both themes: nothing. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { violations } from "./accessibility.ts";
import { browserRequired, chromiumPath } from "./browser.ts";
import { harbourText, Visitor } from "./visitor.ts";

describe.skipIf(chromiumPath === null && !browserRequired)("axe", () => {
  let visitor: Visitor;

  beforeAll(async () => {
    visitor = await Visitor.arrive(undefined, { shareModel: true });
  });
  afterAll(() => visitor?.end());

  test.each([
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("has nothing to say at %i px, %s", async (width, colorScheme) => {
    const page = await visitor.open({ viewport: { width, height: 800 }, colorScheme });
    await page.locator("#card").waitFor();
    expect(await violations(page), "at rest").toEqual([]);
    await page.getByRole("switch").check();
    await page.fill("#text", harbourText);
    await visitor.answered();
    await page.locator("#reading span.for").first().hover();
    await page.getByRole("button", { name: "Copy a link" }).click();
    await page.locator("#share-words").waitFor();
    await page.getByText("What it learned from").click();
    await page.locator("#reading span.for").first().hover();
    expect(await violations(page), "with an answer").toEqual([]);
    await page.fill("#text", "The pilot.");
    await page.getByText("Too short to tell").waitFor();
    expect(await violations(page), "in doubt").toEqual([]);
    await page.getByRole("switch").uncheck();
    await visitor.context.setOffline(true);
    await page.fill("#text", `${harbourText} Again.`);
    await page.getByRole("alert").first().waitFor();
    expect(await violations(page), "without the service").toEqual([]);
    visitor.forgive("ERR_INTERNET_DISCONNECTED");
    expect(visitor.faults).toEqual([]);
  });
});
