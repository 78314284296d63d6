/** The identifier in the page: the same answers as the service's, and no text on the way to it. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { explain } from "../../src/index.ts";
import type { Explanation, Prediction } from "../../src/web/answerer.ts";
import { browserRequired, chromiumPath } from "./browser.ts";
import { harbourText, identifier, sentences, Visitor } from "./visitor.ts";

describe.skipIf(chromiumPath === null && !browserRequired)("answering in the browser", () => {
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    visitor = await Visitor.arrive(undefined, { shareModel: true });
  });
  afterAll(() => visitor?.end());
  beforeEach(async () => {
    page = await visitor.open();
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.faults).toEqual([]);
    expect(visitor.strangers).toEqual([]);
  });

  const turnOn = async (): Promise<void> => {
    await page.getByRole("switch", { name: "Answer in this browser" }).check();
    await page.getByText("This browser answers.").waitFor();
  };
  /** Where requests went that might carry a text. */
  const sent = (): string[] =>
    visitor.requests
      .filter(({ url, body }) => body !== "" || url.search.length + url.hash.length > 60)
      .map(({ url }) => url.pathname);

  test("says plainly who answers", async () => {
    const { host } = new URL(visitor.server.url);
    await page
      .getByText(`The service at ${host} answers: the text is sent to it, read and forgotten.`)
      .waitFor();
    await page.fill("#text", harbourText);
    await visitor.answered();
    expect(sent()).toEqual(["/v1/predict", "/v1/explain"]);
    await turnOn();
    await page.getByText("The text stays here: nothing of it is sent.").waitFor();
    await page.getByRole("switch").uncheck();
    await page.getByText(`The service at ${host} answers`).waitFor();
  });

  test("sends no request that carries the text, fetches the model once, and shows the same", async () => {
    await page.fill("#text", harbourText);
    await visitor.answered();
    const looks = async (): Promise<string[]> => [
      await page.innerText("#verdict"),
      await page.innerText("#ranking"),
      await page.innerText("#sum"),
      await page.innerText("#strongest"),
      await page.innerHTML("#reading"),
    ];
    const before = await looks();
    await page.fill("#text", "");
    visitor.requests = [];
    await turnOn();
    await page.locator("#text").pressSequentially(harbourText.slice(0, 40));
    await page.fill("#text", harbourText);
    await visitor.answered();
    await expect.poll(looks).toEqual(before);
    await page.getByLabel("rather than").selectOption("The Treasurer");
    await expect.poll(() => page.innerText("#sum-words")).toContain("The Treasurer");
    await page.getByRole("button", { name: "Shop talk" }).click();
    await expect.poll(() => page.innerText("#reading")).toContain("thruster");
    await page.getByRole("button", { name: "Copy a link" }).click();
    expect(sent()).toEqual([]);
    const paths = visitor.requests.map(({ url }) => url.pathname);
    expect(paths.filter((path) => path === "/v1/model-file")).toHaveLength(1);
    expect(
      paths.filter((path) => !/^\/(?:v1\/model-file|assets\/identifier-thread-.*\.js)$/u.test(path)),
    ).toEqual([]);
  });

  test("answers what the server answers, to twelve digits", async () => {
    // Listens to what the thread says, before anything is rounded.
    await page.addInitScript(() => {
      const heard: unknown[] = [];
      Object.assign(globalThis, { heard });
      globalThis.Worker = class extends Worker {
        constructor(...args: ConstructorParameters<typeof Worker>) {
          super(...args);
          this.addEventListener("message", ({ data }) => heard.push(data.value));
        }
      };
    });
    await page.reload();
    await turnOn();
    const texts = [
      harbourText,
      ...sentences.slice(0, 8).map(([, text]) => text),
      "Zzyzx qwrtp!",
      "a\0b 🜁 ﬁn",
    ];
    for (const text of texts) {
      await page.evaluate(() => Object.assign(globalThis, { heard: (globalThis as never)["heard"] }));
      await page.fill("#text", "");
      await page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard.splice(0));
      await page.fill("#text", text);
      const expected = identifier.predict(text);
      const answers = expected.unknown ? 1 : 2;
      const heard = (): Promise<unknown[]> =>
        page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard);
      await expect.poll(async () => (await heard()).length).toBe(answers);
      const [prediction, explanation] = (await heard()) as [Prediction, Explanation?];
      expect(prediction.warnings).toEqual(expected.warnings);
      expect(prediction.unknown).toBe(expected.unknown);
      expect(prediction.ranking.map(({ author }) => author)).toEqual(
        expected.ranking.map(({ author }) => author),
      );
      for (const [place, { probability, score }] of expected.ranking.entries()) {
        expect(Math.abs(prediction.ranking[place]!.probability - probability)).toBeLessThan(1e-12);
        expect(Math.abs(prediction.ranking[place]!.score - score)).toBeLessThan(1e-12);
      }
      if (explanation === undefined) continue;
      const { author, against } = explanation;
      const { evidence, ...rest } = explain(identifier, text, { author, against });
      expect(explanation).toMatchObject({ base: rest.base, divisor: rest.divisor });
      expect(Math.abs(explanation.log_odds - rest.log_odds)).toBeLessThan(1e-12);
      const places = ({ feature, count, spans }: (typeof evidence)[number]): unknown => ({
        feature,
        count,
        spans,
      });
      expect(explanation.evidence.map((piece) => places(piece as (typeof evidence)[number]))).toEqual(
        evidence.map(places),
      );
      for (const [place, { log_odds }] of evidence.entries()) {
        expect(Math.abs(explanation.evidence[place]!.log_odds - log_odds)).toBeLessThan(1e-12);
      }
      const response = await fetch(`${visitor.server.url}/v1/explain`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text, author, against, limit: 1000 }),
      });
      const served = (await response.json()) as Explanation;
      expect(Math.abs(served.log_odds - explanation.log_odds)).toBeLessThan(1e-12);
    }
  });

  test("goes on without the service", async () => {
    await turnOn();
    await visitor.context.setOffline(true);
    await page.fill("#text", harbourText);
    await visitor.answered();
    expect(await visitor.verdict()).toContain("Most likely Harbour Master");
    await page.getByLabel("rather than").selectOption("The Treasurer");
    await expect.poll(() => page.innerText("#sum-words")).toContain("The Treasurer");
    expect(await page.locator("#problem").isHidden()).toBe(true);
  });

  test("stays chosen over a reload: nothing is sent before anybody can say so", async () => {
    await turnOn();
    await page.fill("#text", harbourText);
    await visitor.answered();
    visitor.requests = [];
    await page.reload();
    await page.getByText("This browser answers.").waitFor();
    await page.fill("#text", harbourText);
    await visitor.answered();
    expect(sent()).toEqual([]);
  });

  test("says so when the model cannot be fetched, and sends nothing instead", async () => {
    await visitor.context.route("**/v1/model-file*", (route) => route.abort());
    await page.getByRole("switch").check();
    await page.fill("#text", harbourText);
    await page.getByRole("alert").getByText("The model could not be fetched from the service.").waitFor();
    expect(sent()).toEqual([]);
    await visitor.context.unroute("**/v1/model-file*");
    await page.getByRole("button", { name: "Try again" }).click();
    await visitor.answered();
    expect(sent()).toEqual([]);
    visitor.forgive("ERR_FAILED");
  });

  test("lets nothing be compiled from text or bytes: the policy forbids it, and nothing asks", async () => {
    await turnOn();
    await page.fill("#text", `${harbourText} `.repeat(400));
    await visitor.answered();
    const policy = (await page.request.get(visitor.server.url)).headers()["content-security-policy"];
    expect(policy).not.toContain("unsafe");
    const [thread] = page.workers();
    const refused = await thread!.evaluate(() => {
      try {
        return String(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).toBe("CompileError");
    visitor.forgive("WebAssembly");
  });
});

describe.skipIf(chromiumPath === null && !browserRequired)("where models are not handed out", () => {
  test("the switch is not offered, and whoever chose it before is not overruled", async () => {
    const visitor = await Visitor.arrive();
    try {
      const page = await visitor.open();
      await page.getByText("The service at").waitFor();
      expect(await page.getByRole("switch").count()).toBe(0);
      await page.evaluate(() => localStorage.setItem("penprint-in-browser", "yes"));
      visitor.requests = [];
      await page.reload();
      await page.fill("#text", harbourText);
      await page.getByRole("alert").getByText("This service does not hand out its models.").waitFor();
      expect(visitor.requests.filter(({ body }) => body !== "")).toEqual([]);
      await page.getByRole("switch").uncheck();
      await visitor.answered();
    } finally {
      await visitor.end();
    }
  });
});
