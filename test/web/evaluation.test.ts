import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scoreOf } from "../../src/web/evaluation.ts";

const evaluation = {
  documents: 100,
  accuracy: 0.54,
  accuracy_interval: [0.44, 0.64],
  baselines: { majority: { accuracy: 0.2, author: "Ann" } },
  warnings: [{ code: "x", message: "Few documents." }, "no warning at all"],
};

describe("scoreOf", () => {
  test("finds the figures of the card", () => {
    expect(scoreOf(evaluation)).toEqual({
      documents: 100,
      accuracy: 0.54,
      interval: [0.44, 0.64],
      majority: { accuracy: 0.2, author: "Ann" },
      warnings: ["Few documents."],
    });
  });

  test.each(Object.keys(evaluation).filter((name) => name !== "warnings"))(
    "shows nothing without %s",
    (name) => {
      expect(scoreOf({ ...evaluation, [name]: null })).toBeNull();
    },
  );

  test("takes any JSON whatever", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => scoreOf(value) === null));
  });
});
