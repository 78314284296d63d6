import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "csv-parse/sync";

import { authorPicture, mapPicture } from "../../src/report/author-pictures.ts";
import { confusionPicture } from "../../src/report/confusion-picture.ts";
import { csvOf, fileNameOf, type Picture } from "../../src/report/picture.ts";
import { picturesOf } from "../../src/report/pictures.ts";
import type { Reported } from "../../src/report/report.ts";
import { hostile, reported } from "./example.ts";

let result: Reported;
let pictures: ReadonlyMap<string, Picture>;
beforeAll(async () => {
  result = await reported();
  pictures = new Map(picturesOf(result).map((picture) => [picture.name, picture]));
});

const rowsOf = (name: string): Record<string, string>[] =>
  parse(pictures.get(name)!.csv, { columns: true }) as Record<string, string>[];
const titles = (svg: string): string[] =>
  [...parseHTML(svg).document.querySelectorAll("title")].map(({ textContent }) => textContent);

describe("pictures", () => {
  test("there is one of everything that is known", () => {
    expect([...pictures.keys()]).toEqual(["confusion", "reliability", "length", "authors", "map", "keyness"]);
    expect(picturesOf({ evaluation: null, overview: null })).toEqual([]);
    expect(picturesOf({ evaluation: null, overview: result.overview }).map(({ name }) => name)).toEqual([
      "map",
      "keyness",
    ]);
    const { accuracy_by_length: _, ...short } = result.evaluation;
    expect(picturesOf({ evaluation: short, overview: null }).map(({ name }) => name)).not.toContain("length");
  });

  test("names in them are text, and nothing in them is run or fetched", () => {
    for (const { drawings } of pictures.values()) {
      for (const { svg, name } of drawings) {
        const { document } = parseHTML(svg);
        const { firstElementChild: root } = document;
        expect(root!.getAttribute("xmlns")).toBe("http://www.w3.org/2000/svg");
        expect(root!.getAttribute("role")).toBe("img");
        expect(root!.getAttribute("aria-label")).not.toBe("");
        expect(document.querySelectorAll("script, img, style, image, a, foreignObject").length, name).toBe(0);
        const attributes = [...document.querySelectorAll("*")].flatMap(({ attributes }) => [...attributes]);
        expect(attributes.map((each) => each.name).filter((own) => /^on|^style$|href/u.test(own))).toEqual(
          [],
        );
        expect(attributes.map(({ value }) => value).filter((value) => value.includes("url("))).toEqual([]);
        // In an attribute XML takes no `<`.
        expect(svg).not.toMatch(/="[^"]*<[^"]*"/u);
        // An entity that XML does not know would break the file.
        expect(svg.replaceAll(/&(?:amp|lt|gt|quot|#\d+|#x[\da-f]+);/giu, "")).not.toContain("&");
      }
    }
  });

  test("the numbers of a picture are those of the result", () => {
    const { evaluation, overview } = result;
    expect(
      rowsOf("confusion").map(({ author, ...counts }) => [author, Object.values(counts).map(Number)]),
    ).toEqual(evaluation.confusion_labels.map((label, place) => [label, evaluation.confusion_matrix[place]]));
    expect(
      rowsOf("authors").map(({ author, precision, recall, f1, support }) => ({
        author,
        precision: Number(precision),
        recall: Number(recall),
        f1: Number(f1),
        support: Number(support),
      })),
    ).toEqual(evaluation.per_author);
    expect(rowsOf("reliability").map(({ accuracy }) => Number(accuracy))).toEqual(
      evaluation.reliability_curve.map(({ accuracy }) => accuracy),
    );
    expect(rowsOf("length").map((row) => [Number(row["words"]), Number(row["interval_high"])])).toEqual(
      evaluation.accuracy_by_length!.map(({ words, accuracy_interval }) => [words, accuracy_interval[1]]),
    );
    expect(rowsOf("map").map(({ author, work, x }) => [author, work, Number(x)])).toEqual(
      overview!.map!.works.map(({ author, work, x }) => [author, work, x]),
    );
    expect(rowsOf("keyness")).toHaveLength(overview!.keyness.flatMap(({ words }) => words).length);
  });

  test("every work has a dot that names it, every author a panel", () => {
    const dots = titles(pictures.get("map")!.drawings[0]!.svg);
    expect(dots).toHaveLength(9);
    expect(dots).toContain(`${hostile}: ${hostile}0 (72 words)`);
    expect(pictures.get("keyness")!.drawings.map(({ label }) => label)).toEqual([
      hostile,
      "Aunt Rosa",
      "Harbour Master",
    ]);
  });
});

test("one odd work does not press all others on the map into a corner", () => {
  const works = Array.from({ length: 9 }, (_, place) => ({
    author: "Ann",
    work: String(place),
    words: 5,
    x: place < 8 ? place : 1000,
    y: place,
  }));
  const { drawings, description, csv } = mapPicture({
    works,
    explained: [0.5, 0.1],
    words: 500,
    left_out: 0,
  });
  const across = [...parseHTML(drawings[0]!.svg).document.querySelectorAll("circle")].map((dot) =>
    Number(dot.getAttribute("cx")),
  );
  // The quartiles are 2 and 6: 22 is the farthest that is drawn in its place.
  expect((across[7]! - across[0]!) / (across[8]! - across[0]!)).toBeCloseTo(7 / 22, 4);
  expect(description).toContain("1 that lies farther out stands at the edge.");
  expect(csv).toContain("1000");
});

test("what no XML may hold is no part of a picture", () => {
  const name = "Ann\u0001\uFFFE\uD800";
  const { drawings } = authorPicture({
    per_author: [{ author: name, precision: 1, recall: 1, f1: 1, support: 1 }],
  });
  expect(drawings[0]!.svg).toContain("Ann\uFFFD\uFFFD\uFFFD: recall");
});

describe("a confusion matrix", () => {
  const labels = ["Ann", "Bob", "unknown", "unknown"];
  const confusion = {
    confusion_labels: labels,
    confusion_matrix: [
      [3, 1, 0, 0],
      [0, 4, 0, 2],
      [0, 0, 5, 0],
      [0, 0, 0, 1],
    ],
  };

  test("says of each cell how many of how many texts it is", () => {
    const { drawings } = confusionPicture(confusion);
    expect(drawings.map(({ label }) => label)).toEqual(["by name", "by errors", "by likeness"]);
    for (const { svg } of drawings) {
      expect(titles(svg).sort()).toEqual([
        "1 of 1 by unknown (100.0\u00A0%): right",
        "1 of 4 by Ann (25.0\u00A0%): taken for Bob",
        "2 of 6 by Bob (33.3\u00A0%): taken for unknown",
        "3 of 4 by Ann (75.0\u00A0%): right",
        "4 of 6 by Bob (66.7\u00A0%): right",
        "5 of 5 by unknown (100.0\u00A0%): right",
      ]);
    }
  });

  test("of more authors than can be read, those with the most mistakes are drawn and all are in the file", () => {
    const many = 80;
    const confusion_matrix = Array.from({ length: many }, (_, truth) =>
      Array.from({ length: many }, (_, verdict) =>
        truth === verdict ? 9 : truth === 77 && verdict === 78 ? 4 : 0,
      ),
    );
    const picture = confusionPicture({
      confusion_labels: Array.from({ length: many }, (_, place) => `Author ${place}`),
      confusion_matrix,
    });
    expect(picture.description).toContain("The 60 authors with the most mistakes are shown");
    expect(titles(picture.drawings[0]!.svg)).toContain(
      "4 of 13 by Author 77 (30.8\u00A0%): taken for Author 78",
    );
    expect(picture.csv.split("\r\n")).toHaveLength(many + 2);
  });

  test("authors without a text are no row of the picture of authors, and one of its file", () => {
    const score = { precision: 0.5, recall: 0.25, f1: 1 / 3, support: 4 };
    const { drawings, csv } = authorPicture({
      per_author: [
        { author: "Ann", ...score },
        { author: "Bob", ...score, support: 0 },
      ],
    });
    expect(titles(drawings[0]!.svg)).toEqual([
      "Ann: recall 25.0\u00A0% of 4 texts, precision 50.0\u00A0%",
      "Ann: recall 25.0\u00A0% of 4 texts, precision 50.0\u00A0%",
    ]);
    expect(csv).toContain("Bob,0.5,0.25,0.3333333333333333,0\r\n");
  });
});

describe("files", () => {
  test.each([
    ["plain", "Ann", "Ann"],
    ["commas and quotes", 'Ann, "the" elder', '"Ann, ""the"" elder"'],
    ["lines", "a\nb\rc", '"a\nb\rc"'],
    ["space at the ends", " Ann", '" Ann"'],
  ])("CSV: %s", (_, field, written) => {
    expect(csvOf(["name", "n"], [[field, null]])).toBe(`name,n\r\n${written},\r\n`);
    expect(parse(csvOf(["name", "n"], [[field, 1]]))).toEqual([
      ["name", "n"],
      [field, "1"],
    ]);
  });

  test.each([
    ["Émile Zola", "001-emile-zola"],
    ["../../etc/passwd", "001-etc-passwd"],
    ["魯迅", "001"],
    ["a".repeat(90), `001-${"a".repeat(40)}`],
  ])("the name of a file for %s", (name, expected) => {
    expect(fileNameOf(name, 0)).toBe(expected);
  });
});
