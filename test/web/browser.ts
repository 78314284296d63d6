/** The browser that the page is tried in. */
import { accessSync, constants } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const named = process.env["PENPRINT_CHROMIUM"];

/** Where a Chromium is: where PENPRINT_CHROMIUM says, or in one of the usual places; null when there is none. */
export const chromiumPath: string | null =
  (named === undefined ? usualPlaces : [named]).find(isExecutable) ?? null;

/** Whether a missing browser is a failure: where changes are checked there has to be one. */
export const browserRequired = process.env["CI"] === "true";

/** Starts it; it talks to nobody of its own accord. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
