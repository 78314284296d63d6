/**
 * Takes the pictures of the page that are in docs/: the demo's model on a service of its own, in Chromium.
 *
 *     npm run build && node scripts/screenshots.ts          those in docs/
 *     npm run build && node scripts/screenshots.ts FOLDER   every state at both widths in both themes
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Browser, Page } from "playwright-core";

import { startServer } from "../src/server/serve.ts";
import { defaultSettings } from "../src/server/settings.ts";
import { chromiumPath, launch } from "../test/web/browser.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const widths = { phone: 390, desk: 1280 } as const;

interface Shot {
  readonly width: keyof typeof widths;
  readonly theme: "light" | "dark";
  readonly state: (page: Page) => Promise<void>;
  /** How much of the page, in CSS pixels from the top; all of it, if not given. */
  readonly height?: number;
}

const answer = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "A solemn message" }).click();
  await page.locator("#reading span").first().waitFor();
};
const figure = async (page: Page): Promise<void> => {
  await page.getByRole("switch").check();
  await page.getByText("This browser answers.").waitFor();
  await answer(page);
  await page.locator("#reading .for", { hasText: /^faithfully$/u }).hover();
  await page.locator("#figure").waitFor();
};
const states: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  rest: async () => undefined,
  answer,
  figure,
  async short(page) {
    await page.fill("#text", "The pilot.");
    await page.getByText("Too short to tell").waitFor();
  },
  async nobody(page) {
    await page.fill("#text", "Zzyzx qwrtp ".repeat(30));
    await page.getByText("None of these").waitFor();
  },
  async lost(page) {
    await answer(page);
    await page.context().setOffline(true);
    await page.fill("#text", "Who wrote this?");
    await page.getByText("The service does not answer.").waitFor();
  },
  async link(page) {
    await answer(page);
    await page.getByLabel("with the text in it").check();
    await page.getByRole("button", { name: "Copy a link" }).click();
    await page.locator("#share-words").waitFor();
  },
};

const kept: Readonly<Record<string, Shot>> = {
  "page-light": { width: "desk", theme: "light", state: figure, height: 1570 },
  "page-dark-phone": { width: "phone", theme: "dark", state: figure, height: 2300 },
};

const [folder] = process.argv.slice(2);
const shots: Readonly<Record<string, Shot>> =
  folder === undefined
    ? kept
    : Object.fromEntries(
        Object.entries(states).flatMap(([name, state]) =>
          (["phone", "desk"] as const).flatMap((width) =>
            (["light", "dark"] as const).map((theme) => [
              `${name}-${width}-${theme}`,
              { width, theme, state },
            ]),
          ),
        ),
      );

if (chromiumPath === null) throw new Error("There is no Chromium; set PENPRINT_CHROMIUM to its path.");
const target = folder ?? join(root, "docs", "page");
mkdirSync(target, { recursive: true });
const server = await startServer(demoModel(), {
  ...defaultSettings,
  port: 0,
  metricsPort: "off",
  shareModel: true,
});
const browser = await launch(chromiumPath);
try {
  for (const [name, shot] of Object.entries(shots)) {
    const picture = await take(browser, shot);
    writeFileSync(join(target, `${name}.webp`), picture);
    console.log(`${name}.webp  ${(picture.length / 1000).toFixed(0)} kB`);
  }
} finally {
  await browser.close();
  await server.close();
}

/** The demo's model, learned if need be. */
function demoModel(): string {
  const file = join(root, ".cache", "presidents.safetensors");
  if (!existsSync(file)) {
    execFileSync(process.execPath, [join(root, "dist/cli/penprint.js"), "demo", "--no-serve", "--out", file]);
  }
  return file;
}

async function take(browser: Browser, { width, theme, state, height }: Shot): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: { width: widths[width], height: width === "phone" ? 844 : 800 },
    colorScheme: theme,
    reducedMotion: "reduce",
    deviceScaleFactor: width === "phone" ? 1.5 : 1.25,
  });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.locator("#open:enabled").waitFor();
  await state(page);
  await page.mouse.move(0, 0, { steps: 1 }).catch(() => undefined);
  if (state === figure) await page.locator("#reading .for", { hasText: /^faithfully$/u }).hover();
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const devtools = await context.newCDPSession(page);
  const { data } = await devtools.send("Page.captureScreenshot", {
    format: "webp",
    quality: 82,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width: widths[width], height: height ?? whole, scale: 1 },
  });
  await context.close();
  return Buffer.from(data, "base64");
}
