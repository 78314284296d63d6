/** What people do on the page besides writing: files, links, keys; and what may happen under their hands. */
import { hash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { Key } from "../../src/server/keys.ts";
import { asServed, inThread, type Models, type Predicts } from "../../src/server/models.ts";
import { browserRequired, chromiumPath } from "./browser.ts";
import { harbourText, hostileName, identifier, sentences, Visitor } from "./visitor.ts";

const there = chromiumPath !== null || browserRequired;

describe.skipIf(!there)("a visit", () => {
  let visitor: Visitor;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    visitor = await Visitor.arrive();
    folder = await mkdtemp(join(tmpdir(), "penprint-page-"));
  });
  afterAll(async () => {
    await visitor?.end();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    page = await visitor.open();
    await page.locator("#open:enabled").waitFor();
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.faults).toEqual([]);
    expect(visitor.strangers).toEqual([]);
  });

  /** Lets a file fall onto the page. */
  const drop = (files: readonly (readonly [name: string, text: string])[]): Promise<void> =>
    page.evaluate((files) => {
      const dataTransfer = new DataTransfer();
      for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
      for (const type of ["dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, files);

  test("takes a file that is dropped", async () => {
    await drop([["log.txt", harbourText]]);
    await visitor.answered();
    expect(await page.inputValue("#text")).toBe(harbourText);
    expect(await visitor.verdict()).toContain("Harbour Master");
  });

  test("opens a file that is chosen, also of UTF-16", async () => {
    const file = join(folder, "log.txt");
    await writeFile(file, `\uFEFF${harbourText}`, "utf16le");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open a file" }).click();
    await (await chooser).setFiles(file);
    await visitor.answered();
    expect(await page.inputValue("#text")).toBe(harbourText);
  });

  test("refuses what is no text, or too much, and keeps what is there", async () => {
    await page.fill("#text", harbourText);
    const alert = page.locator("#file-problem");
    await drop([["picture.png", "\u0089PNG\0\0"]]);
    await alert.getByText("picture.png is no plain text in UTF-8.").waitFor();
    await drop([["long.txt", "x".repeat(5_000_001)]]);
    await alert.getByText("long.txt has 5.0").waitFor();
    await drop([
      ["a.txt", "a"],
      ["b.txt", "b"],
    ]);
    await alert.getByText("Drop one text at a time.").waitFor();
    expect(await page.inputValue("#text")).toBe(harbourText);
    await drop([["log.txt", harbourText.toUpperCase()]]);
    await expect.poll(() => alert.isHidden()).toBe(true);
  });

  test("says what of a megabyte is read", async () => {
    await page.locator("#text").evaluate(
      (box, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      },
      `${harbourText} `.repeat(5100).slice(0, 1_000_000),
    );
    await visitor.answered();
    expect((await page.innerText("#warnings")).replaceAll("\u00A0", " ")).toContain(
      "Only the first 100,000 characters were read; the text has 1,000,000.",
    );
    expect(visitor.requests.every(({ body }) => body.length < 500_000)).toBe(true);
  });

  test("colours on while one scrolls", async () => {
    await page.fill("#text", `${harbourText} `.repeat(200));
    await visitor.answered();
    const words = page.locator("#reading span");
    const before = await words.count();
    await page.locator("#reading").evaluate((place) => (place.scrollTop = place.scrollHeight));
    await expect.poll(() => words.count()).toBeGreaterThan(before);
    for (let step = 0; step < 10; step++) {
      await page.locator("#reading").evaluate((place) => (place.scrollTop = place.scrollHeight));
      await page.waitForTimeout(20);
    }
    await expect.poll(() => page.locator("#read-on").isHidden()).toBe(true);
    expect(await page.innerText("#reading")).toBe(`${harbourText} `.repeat(200));
  });

  test("makes a link without the text, and with it only when asked", async () => {
    await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.fill("#text", harbourText);
    await visitor.answered();
    await page.getByLabel("rather than").selectOption("The Treasurer");
    await expect.poll(() => page.innerText("#sum-words")).toContain("The Treasurer");
    const copied = async (): Promise<string> => {
      await page.getByRole("button", { name: "Copy a link" }).click();
      await page.getByText("Copied.").waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const bare = new URL(await copied());
    expect([...new URLSearchParams(bare.hash.slice(1)).keys()]).toEqual(["for", "against"]);
    await page.getByLabel("with the text in it").check();
    const whole = await copied();
    // What stands behind the # goes to no server.
    expect(new URL(whole).search).toBe("");
    visitor.requests = [];
    await page.goto("about:blank");
    await page.goto(whole);
    await visitor.answered();
    expect(await page.inputValue("#text")).toBe(harbourText);
    expect(await page.inputValue("#against")).toBe("The Treasurer");
    expect(page.url()).not.toContain("#");
    expect(
      visitor.requests.filter(({ url }) => url.href.includes("text=")).map(({ url }) => url.hash),
    ).toEqual(visitor.requests.filter(({ url }) => url.hash !== "").map(({ url }) => url.hash));
  });

  test("takes no harm from links that others make", async () => {
    for (const hash of [
      "#text=%%%&for=Nobody",
      `#for=${encodeURIComponent(hostileName)}&against=constructor&text=AAAA`,
      "#against=__proto__",
    ]) {
      await page.goto("about:blank");
      await page.goto(`${visitor.server.url}/${hash}`);
      await page.fill("#text", harbourText);
      await visitor.answered();
      expect(await page.inputValue("#author")).toBe("Harbour Master");
    }
  });

  test("shows the link where the clipboard is out of reach", async () => {
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.reload();
    await page.fill("#text", harbourText);
    await visitor.answered();
    await page.getByRole("button", { name: "Copy a link" }).click();
    expect(await page.getByLabel("The link").inputValue()).toContain("#for=Harbour+Master");
  });

  test("reads a script without spaces letter by letter, right through the keyboard", async () => {
    await page.fill("#text", `${sentences.find(([author]) => author === "川辺")![1]}`.repeat(2));
    await visitor.answered();
    expect(await visitor.verdict()).toContain("川辺");
    await page.locator("#reading").focus();
    await page.keyboard.press("End");
    expect(await page.locator("#figure").isVisible()).toBe(true);
  });

  test("leads from page to page without a pointer", async () => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("text");
    expect(await page.getByRole("link", { name: "Identify" }).getAttribute("aria-current")).toBe("page");
  });
});

describe.skipIf(!there)("a service with keys", () => {
  const key = "pp_a-key-for-tests";
  const kept: Key = {
    name: "ann",
    scopes: new Set(["predict"]),
    hash: Buffer.from(hash("sha256", key), "hex"),
  };

  test("is given the key once, which is kept for the tab", async () => {
    const visitor = await Visitor.arrive(undefined, { shareModel: true }, { keys: [kept] });
    try {
      const page = await visitor.open();
      const dialog = page.getByRole("dialog", { name: "The service wants a key" });
      await dialog.getByLabel("API key").fill("wrong");
      await page.keyboard.press("Enter");
      const again = page.getByRole("dialog", { name: "The service does not know this key" });
      await again.getByLabel("API key").fill(key);
      await again.getByRole("button", { name: "Use it" }).click();
      await page.fill("#text", harbourText);
      await visitor.answered();
      await page.getByRole("switch").check();
      await page.getByText("This browser answers.").waitFor();
      await page.reload();
      await page.getByText("This browser answers.").waitFor();
      expect(await page.evaluate(() => [Object.values(sessionStorage), Object.keys(localStorage)])).toEqual([
        [key],
        ["penprint-in-browser"],
      ]);
      expect(visitor.requests.every(({ url }) => !url.href.includes(key))).toBe(true);
      visitor.forgive("401");
      expect(visitor.faults).toEqual([]);
    } finally {
      await visitor.end();
    }
  });

  test("says so when no key is given", async () => {
    const visitor = await Visitor.arrive(undefined, {}, { keys: [kept] });
    try {
      const page = await visitor.open();
      await page.getByRole("button", { name: "Not now" }).click();
      await page.getByRole("alert").getByText("This address wants a key that it knows.").waitFor();
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByLabel("API key").fill(key);
      await page.keyboard.press("Enter");
      await page.fill("#text", harbourText);
      await visitor.answered();
    } finally {
      await visitor.end();
    }
  });
});

describe.skipIf(!there)("a model that is replaced under the page", () => {
  /** What is served until it is replaced, and then. */
  class Replaced implements Models {
    #now = this.#listed({ ...asServed(identifier), version: "first" });
    readonly healthy = true;
    readonly waiting = 0;

    #listed(model: Predicts): Models {
      return {
        ...inThread(identifier),
        choose: () => model,
        list: [{ model, share: 1, since: new Date(), problem: null }],
      };
    }

    replace(): void {
      const { parts } = identifier;
      // Somebody has taken another name.
      const authors = parts.authors.map((name) => (name === "The Treasurer" ? "The Bursar" : name));
      const corpus = {
        ...parts.card.corpus,
        authors: parts.card.corpus.authors.map((facts, place) => ({ ...facts, author: authors[place]! })),
      };
      const Identifier = identifier.constructor as new (parts: typeof identifier.parts) => typeof identifier;
      const other = new Identifier({ ...parts, authors, card: { ...parts.card, corpus } });
      this.#now = this.#listed({ ...asServed(other), version: "second" });
    }

    choose(name: string | undefined, id: string): Predicts {
      return this.#now.choose(name, id);
    }

    get list(): Models["list"] {
      return this.#now.list;
    }
  }

  test.each([false, true])(
    "is noticed, and its authors are taken over (in the browser: %s)",
    async (inBrowser) => {
      const models = new Replaced();
      const visitor = await Visitor.arrive(models, { shareModel: true });
      try {
        const page = await visitor.open();
        if (inBrowser) {
          await page.getByRole("switch").check();
          await page.getByText("This browser answers.").waitFor();
        }
        await page.fill("#text", harbourText);
        await visitor.answered();
        await page.getByLabel("rather than").selectOption("The Treasurer");
        await expect.poll(() => page.innerText("#sum-words")).toContain("The Treasurer");
        models.replace();
        if (inBrowser) await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
        else await page.fill("#text", `${harbourText} Again.`);
        await page
          .getByText("The model has been replaced: from here on three-voices, version second")
          .waitFor();
        await expect.poll(() => page.innerText("#strongest")).not.toContain("The Treasurer");
        await page.getByLabel("rather than").selectOption("The Bursar");
        await expect.poll(() => page.innerText("#sum-words")).toContain("The Bursar");
        expect(visitor.faults).toEqual([]);
      } finally {
        await visitor.end();
      }
    },
  );
});
