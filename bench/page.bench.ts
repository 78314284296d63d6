/**
 * The page in Chromium, with the demo's model: how long a keystroke takes until its colours are there, what the page
 * weighs, how soon it can be used, whether long texts make it stutter, and what Lighthouse says.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Browser, Page } from "playwright-core";

import { readSampleCorpus } from "../src/cli/sample-corpus.ts";
import { chromiumPath, launch } from "../test/web/browser.ts";
import { cache } from "./generate.ts";
import { node } from "./peers.ts";
import type { Report } from "./report.ts";

const program = fileURLToPath(new URL("../dist/cli/penprint.js", import.meta.url));
/** The version that the figures of docs/page.md were made with. */
const lighthouseVersion = "13.5.0";

/** Measures the page. */
export async function page(report: Report): Promise<void> {
  if (chromiumPath === null) {
    report.note("Chromium is not here: the page is not measured");
    return;
  }
  const model = join(cache, "presidents.safetensors");
  if (!existsSync(model)) spawnSync(node, [program, "demo", "--no-serve", "--out", model]);
  const server = spawn(
    node,
    [
      program,
      "serve",
      model,
      "--share-model",
      "true",
      "--port",
      "0",
      "--metrics-port",
      "off",
      "--rate-limit",
      "0",
      "--json",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const browser = await launch(chromiumPath);
  try {
    const [said] = (await once(server.stdout, "data")) as [Buffer];
    const { url } = JSON.parse(said.toString()) as { url: string };
    const speech = (await readSampleCorpus()).map(({ text }) => text).join("\n");
    await firstView(report, browser, url);
    await keystrokes(report, browser, url, speech);
    for (const inBrowser of [true, false]) await longTexts(report, browser, { url, speech, inBrowser });
    await lighthouse(report, url);
  } finally {
    await browser.close();
    server.kill();
  }
}

const rounds = ({ quick }: Report): number => (quick ? 3 : 21);
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const largest = (values: readonly number[]): number => Math.max(0, ...values);

/** A page that nobody has visited before, until it can be used. */
async function arrive(browser: Browser, url: string, inBrowser = false): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const notes = { usable: 0, tasks: [] as number[] };
    Object.assign(globalThis, { notes });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) notes.tasks.push(duration);
    }).observe({ type: "longtask" });
    // Usable: examples are offered when all else listens.
    new MutationObserver((_records, observer) => {
      if (document.querySelector("#examples button:enabled") === null) return;
      observer.disconnect();
      requestAnimationFrame(() => (notes.usable = performance.now()));
    }).observe(document, { childList: true, subtree: true, attributes: true });
  });
  await page.goto(url);
  await page.waitForFunction(() => (globalThis as never as Notes).notes.usable > 0);
  if (inBrowser) {
    await page.getByRole("switch").check();
    await page.getByText("This browser answers.").waitFor();
  }
  return page;
}

interface Notes {
  notes: { usable: number; tasks: number[] };
}

async function firstView(report: Report, browser: Browser, url: string): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds(report); round++) {
    const page = await arrive(browser, url);
    times.push(await page.evaluate(() => (globalThis as never as Notes).notes.usable));
    await page.context().close();
  }
  report.value("First view to usable, median", median(times), "ms");
  report.value("First view to usable, slowest", largest(times), "ms");

  const context = await browser.newContext();
  const visited = await context.newPage();
  const weights = new Map<string, number>();
  const network = await context.newCDPSession(visited);
  await network.send("Network.enable");
  const addresses = new Map<string, string>();
  network.on("Network.responseReceived", ({ requestId, response }) => addresses.set(requestId, response.url));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    weights.set(addresses.get(requestId) ?? requestId, encodedDataLength);
  });
  await visited.goto(url);
  await visited.locator("#examples button:enabled").first().waitFor();
  const sum = (): number => [...weights.values()].reduce((total, weight) => total + weight, 0) / 1000;
  report.value("Page, as it comes over the wire", sum(), "kB");
  // What a thread of the page loads is not told to the page's own network.
  const files = await visited.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name),
  );
  report.note(files.map((file) => new URL(file).pathname).join(", "));
  const script = files.find((file) => /\/assets\/index-.*\.js$/u.test(file))!;
  const [thread] = /identifier-thread-[\w-]+\.js/u.exec(await (await fetch(script)).text())!;
  const packed = await fetch(new URL(thread, script), { headers: { "accept-encoding": "br" } });
  report.value(
    "… and the identifier, when it answers in the browser",
    Number(packed.headers.get("content-length")) / 1000,
    "kB",
  );
  await context.close();
}

/** From the event of a key until the new colours have been laid out. */
async function keystrokes(report: Report, browser: Browser, url: string, speech: string): Promise<void> {
  const page = await arrive(browser, url, true);
  await page.fill("#text", speech.slice(0, 2000));
  await page.locator("#reading span").first().waitFor();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { times });
    let pressed = 0;
    document.addEventListener("keydown", ({ timeStamp }) => (pressed = timeStamp), true);
    new MutationObserver(() => {
      // Asks for the place of the last word, so that all of it is laid out.
      document.querySelector("#reading")?.lastElementChild?.getBoundingClientRect();
      if (pressed > 0) times.push(performance.now() - pressed);
      pressed = 0;
    }).observe(document.querySelector("#reading")!, { childList: true });
  });
  await page.locator("#text").focus();
  const times = async (): Promise<number[]> =>
    page.evaluate(() => (globalThis as never as { times: number[] }).times);
  const all = rounds(report) * 5;
  for (let round = 1; round <= all; round++) {
    await page.keyboard.press(round % 6 === 0 ? "Space" : "e");
    await page.waitForFunction((n) => (globalThis as never as { times: number[] }).times.length >= n, round, {
      polling: 20,
    });
  }
  // Code is compiled in the first ones.
  const warm = (await times()).slice(10);
  report.value("Keystroke to colours, 2,000 characters in the browser, median", median(warm), "ms");
  report.value(
    "Keystroke to colours, 19 of 20 at most",
    warm.toSorted((a, b) => a - b)[Math.floor(warm.length * 0.95)]!,
    "ms",
  );
  await page.context().close();
}

/** Whether a long text holds up whoever writes on: tasks of more than 50 ms. */
async function longTexts(
  report: Report,
  browser: Browser,
  { url, speech, inBrowser }: { readonly url: string; readonly speech: string; readonly inBrowser: boolean },
): Promise<void> {
  const where = inBrowser ? "in the browser" : "by the service";
  for (const length of [100_000, 1_000_000]) {
    const page = await arrive(browser, url, inBrowser);
    await page.evaluate(() => (globalThis as never as Notes).notes.tasks.splice(0));
    await page.evaluate(
      (text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        document.querySelector("textarea")!.dispatchEvent(paste);
      },
      speech.slice(0, length),
    );
    await page.locator("#reading span").first().waitFor();
    await page.waitForTimeout(300);
    const tasks = await page.evaluate(() => (globalThis as never as Notes).notes.tasks);
    report.value(`Longest task, ${length} characters, ${where} (0: none over 50 ms)`, largest(tasks), "ms");
    await page.context().close();
  }
}

/** Lighthouse's marks for a desktop and for a phone, out of 100. */
async function lighthouse(report: Report, url: string): Promise<void> {
  const folder = join(cache, "lighthouse");
  const bin = join(folder, "node_modules", "lighthouse", "cli", "index.js");
  if (!existsSync(bin)) {
    const args = [
      "install",
      "--prefix",
      folder,
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      `lighthouse@${lighthouseVersion}`,
    ];
    spawnSync("npm", args, { stdio: "inherit" });
  }
  if (!existsSync(bin)) {
    report.note("Lighthouse cannot be had: it was not asked");
    return;
  }
  for (const form of ["desktop", "mobile"]) {
    const file = join(cache, `lighthouse-${form}.json`);
    spawnSync(
      node,
      [
        bin,
        url,
        "--quiet",
        "--no-enable-error-reporting",
        "--only-categories=performance,accessibility,best-practices",
        ...(form === "desktop" ? ["--preset=desktop"] : []),
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        "--output=json",
        `--output-path=${file}`,
      ],
      { env: { ...process.env, CHROME_PATH: chromiumPath! }, stdio: "inherit" },
    );
    const { categories, audits } = JSON.parse(await readFile(file, "utf8")) as {
      categories: Record<
        string,
        { title: string; score: number; auditRefs: { id: string; weight: number }[] }
      >;
      audits: Record<string, { title: string; score: number | null }>;
    };
    for (const { title, score, auditRefs } of Object.values(categories)) {
      report.value(`Lighthouse, ${form}: ${title}`, score * 100, "of 100");
      for (const { id, weight } of auditRefs) {
        const audit = audits[id]!;
        if (weight > 0 && audit.score !== null && audit.score < 1)
          report.note(`${id}: ${audit.score} (${audit.title})`);
      }
    }
  }
}
