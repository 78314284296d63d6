/** Somebody who visits the pages: a service of their own, a browser, and a note of all that it asked and complained of. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

import {
  type Document,
  type Identifier,
  type JsonValue,
  recipeNamed,
  trainIdentifier,
} from "../../src/index.ts";
import { inThread, type Models } from "../../src/server/models.ts";
import { listen, type RunningServer } from "../../src/server/serve.ts";
import { defaultSettings, type Settings } from "../../src/server/settings.ts";
import { chromiumPath, launch } from "./browser.ts";

/** The name of an author that a page must not take for HTML. */
export const hostileName = "<img src=x onerror=alert(1)>";

/** What the authors of the model wrote. */
export const sentences: readonly (readonly [author: string, text: string])[] = [
  [
    "Harbour Master",
    "The ships lay at anchor until the tide turned, and the pilot would not move before the fog had lifted.",
  ],
  [
    "Harbour Master",
    "No vessel shall leave the harbour after dusk without a lantern at the bow; the pilot writes it in the book.",
  ],
  [
    "Aunt Rosa",
    "Oh, you should have seen the kitchen! I told him, don't touch the jam, and he ate it with a spoon, my dear!",
  ],
  [
    "Aunt Rosa",
    "Well, I won't say who it was, but somebody didn't shut the gate, and the goat's in my roses again!",
  ],
  [
    "The Treasurer",
    "Revenue exceeded expenditure; the board recommends that the surplus be set aside against the debt.",
  ],
  [
    "The Treasurer",
    "Expenditure on repairs was lower than the estimate approved by the board; the balance is carried forward.",
  ],
  ["כותבת", "בוקר אחד ירד גשם על העיר והרחובות היו ריקים. הלכתי לאט ליד הים וחשבתי על הבית הישן."],
  ["川辺", "朝の川は静かで、舟が一艘だけ浮かんでいた。私は橋の上に立って、水の音を聞いていた。"],
  ...Array.from(
    { length: 8 },
    (_, place) => [`Clerk ${place}`, `Received and filed, page ${place}.`] as const,
  ),
  [hostileName, "Script and image, tag and attribute, nothing but code from the first sign to the last."],
];

const evaluation: JsonValue = {
  documents: 48,
  accuracy: 0.75,
  accuracy_interval: [0.61, 0.87],
  baselines: { majority: { accuracy: 0.25, author: "Aunt Rosa" } },
  warnings: [],
};

/** What the harbour master might have written. */
export const harbourText =
  "The pilot waited for the tide, and the ships lay at anchor in the fog. At dusk he wrote every vessel into the book, lit the lantern at the bow and left the harbour before anybody else had seen it.";

/** A model of these authors. */
export const identifier: Identifier = trainIdentifier(
  sentences.map(([author, text]): Document => ({ author, text })),
  recipeNamed("naive-bayes", { priors: "uniform" }),
).describe({ name: "three-voices", evaluation });

/** A visitor. */
export class Visitor {
  readonly server: RunningServer;
  readonly #browser: Browser;
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  /** All that was asked since the page was opened, of whomever. */
  requests: { readonly url: URL; readonly body: string }[] = [];
  /** All that the browser complained of since then. */
  faults: string[] = [];

  private constructor(server: RunningServer, browser: Browser) {
    this.server = server;
    this.#browser = browser;
  }

  /** Starts a service and a browser. */
  static async arrive(
    models: Models = inThread(identifier),
    changes: Partial<Settings> = {},
    company: Parameters<typeof listen>[2] = {},
  ): Promise<Visitor> {
    if (chromiumPath === null) throw new Error("There is no Chromium; set PENPRINT_CHROMIUM to its path.");
    const settings = { ...defaultSettings, port: 0, metricsPort: "off", rateLimit: 0, ...changes } as const;
    const server = await listen(models, settings, { signals: false, ...company });
    return new Visitor(server, await launch(chromiumPath));
  }

  /** The page as it is now. */
  get page(): Page {
    return this.#page!;
  }

  /** What it is open in. */
  get context(): BrowserContext {
    return this.#context!;
  }

  /** Opens a page in a browser that knows nothing of earlier visits. */
  async open(options: BrowserContextOptions = {}, path = ""): Promise<Page> {
    await this.#context?.close();
    this.#context = await this.#browser.newContext({ reducedMotion: "reduce", ...options });
    this.requests = [];
    this.faults = [];
    this.context.on("request", (request) => {
      this.requests.push({ url: new URL(request.url()), body: request.postData() ?? "" });
    });
    this.context.on("weberror", (error) => this.faults.push(String(error.error())));
    this.context.on("console", (message) => {
      if (message.type() === "error") this.faults.push(message.text());
    });
    this.#page = await this.#context.newPage();
    await this.#page.goto(`${this.server.url}/${path}`);
    return this.#page;
  }

  /** What was asked of anybody but the service. */
  get strangers(): string[] {
    return this.requests
      .map(({ url }) => url)
      .filter(({ origin }) => origin !== this.server.url && origin !== "null")
      .map(String);
  }

  /** Takes out complaints that a test has provoked. */
  forgive(words: string): void {
    this.faults = this.faults.filter((fault) => !fault.includes(words));
  }

  /** Closes what is open. */
  async leave(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  /** Ends browser and service. */
  async end(): Promise<void> {
    await this.#browser.close();
    await this.server.close();
  }

  /** The verdict, with plain spaces. */
  verdict = async (): Promise<string> => (await this.page.innerText("#verdict")).replaceAll("\u00A0", " ");

  /** Until the text is coloured. */
  answered = (): Promise<void> => this.page.locator("#reading span").first().waitFor();
}
