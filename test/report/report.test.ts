import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, test } from "vitest";

import { type Reported, reportFiles, reportPage } from "../../src/report/report.ts";
import { hostile, reported } from "./example.ts";

let result: Reported;
let page: Document;
beforeAll(async () => {
  result = await reported();
  page = parseHTML(reportPage(result)).document as unknown as Document;
});

const textOf = (selector: string): string =>
  page.querySelector(selector)!.textContent!.replaceAll(/\s+/gu, " ").trim();

describe("a report", () => {
  test("says the figures, beside the baselines, as the result has them", () => {
    const { evaluation } = result;
    const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
    expect(textOf(".summary")).toContain(
      `${percent(evaluation.accuracy)} right of 18 texts by 3 authors (95 % interval ${percent(evaluation.accuracy_interval[0])} to ${percent(evaluation.accuracy_interval[1])})`,
    );
    const rows = Array.from(page.querySelectorAll("tbody tr"), (row) =>
      Array.from(row.children, (cell) => cell.textContent!.replaceAll(/\s+/gu, " ")).slice(0, 4),
    );
    const { majority, random } = evaluation.baselines;
    expect(rows).toContainEqual(
      ["Log-loss", evaluation.log_loss, majority.log_loss, random.log_loss].map((cell) =>
        typeof cell === "number" ? cell.toFixed(3) : cell,
      ),
    );
    expect(rows).toContainEqual([
      "Accuracy",
      percent(evaluation.accuracy),
      percent(majority.accuracy),
      percent(random.accuracy),
    ]);
    expect(textOf(".warnings")).toContain(evaluation.warnings[0]!.message.slice(0, 40));
  });

  test("says how it was found: splits, recipe, seed, fingerprints, version", () => {
    const text = page.body.textContent!.replaceAll(/\s+/gu, " ");
    expect(text).toContain("The model was trained on 17 documents");
    expect(text).toContain("Recipe naive-bayes: multinomial naive bayes on word n-grams of length 1.");
    expect(text).toContain(result.corpora.tested);
    expect(text).toContain("Made by penprint 1.2.3.");
  });

  test("of a cross-validation, the folds and what was chosen in them", () => {
    const folds = [
      { documents: 9, accuracy: 1 },
      { documents: 9, accuracy: 1 },
    ];
    const chosen = ["ensemble", "naive-bayes"];
    const evaluation = { ...result.evaluation, folds, grouped_by: "work" as const, chosen };
    const crossed = reportPage({
      ...result,
      evaluation,
      recipe: null,
      corpora: { trained: null, tested: "cd".repeat(32) },
    });
    expect(crossed).toContain("2-fold cross-validation on 18 documents by 3 authors");
    expect(crossed).toContain("All documents of a work were kept in one fold.");
    expect(crossed).toContain("(chosen: ensemble, naive-bayes)");
  });

  test("needs nothing else: no script, nothing from elsewhere", () => {
    expect(page.querySelectorAll("script, link, img, iframe, object, embed, form").length).toBe(0);
    const addresses = Array.from(page.querySelectorAll("[href], [src]"), (element) =>
      (element.getAttribute("href") ?? element.getAttribute("src"))!.slice(0, 5),
    );
    expect(addresses.length).toBeGreaterThan(10);
    expect(new Set(addresses)).toEqual(new Set(["data:"]));
    expect(page.querySelector("style")!.textContent).not.toMatch(/url\(|@import/u);
    expect(page.querySelector("h1")!.textContent).toBe(hostile);
  });

  test("holds each picture and its numbers as files, the same that are written beside it", () => {
    const files = new Map(reportFiles(result).map(({ name, text }) => [name, text]));
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        "report.html",
        "confusion-by-errors.svg",
        "confusion.csv",
        "map.svg",
        "map.csv",
      ]),
    );
    for (const link of page.querySelectorAll("a[download]")) {
      const [, encoded = ""] = link.getAttribute("href")!.split("base64,");
      expect(Buffer.from(encoded, "base64").toString("utf8")).toBe(files.get(link.getAttribute("download")!));
    }
    expect(files.get("report.html")).toBe(reportPage(result));
  });

  test("is the same every time", async () => {
    expect(reportPage(await reported())).toBe(reportPage(result));
  });
});
