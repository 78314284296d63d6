import { describe, expect, it } from "vitest";
import { complementNaiveBayes } from "../../src/model/complement-naive-bayes.ts";
import { matrixOf, rowOf } from "./dense.ts";

//   Anna    tea tea milk
//   Ben     milk sugar
//   Cora    sugar sugar sugar tea
//
//            tea milk sugar
const anna = [2, 1, 0];
const ben = [0, 1, 1];
const cora = [1, 0, 3];
const counts = matrixOf([anna, ben, cora]);

// What all the others have of each word, with 1 added, of their 6, 7 and 5 words, with 3 added.
const others = [
  [(1 + 1) / (6 + 3), (1 + 1) / (6 + 3), (4 + 1) / (6 + 3)],
  [(3 + 1) / (7 + 3), (1 + 1) / (7 + 3), (3 + 1) / (7 + 3)],
  [(2 + 1) / (5 + 3), (2 + 1) / (5 + 3), (1 + 1) / (5 + 3)],
];

describe("complement Naive Bayes", () => {
  it("scores an author by how badly the others fit", () => {
    const classifier = complementNaiveBayes(counts, { smoothing: 1, normalize: false });
    const scores = classifier.scores(rowOf([2, 0, 1]));
    others.forEach(([tea, milk, sugar], author) => {
      expect(scores[author]).toBeCloseTo(-2 * Math.log(tea!) - Math.log(sugar!), 14);
      expect(classifier.contribution(1, 1, author)).toBeCloseTo(-Math.log(milk!), 14);
    });
    // Tea is the word that the others than Anna have least of.
    expect(scores[0]!).toBeGreaterThan(scores[1]!);
    expect(scores[0]!).toBeGreaterThan(scores[2]!);
  });

  it("normalises weights by the sum of their magnitudes", () => {
    const classifier = complementNaiveBayes(counts, { smoothing: 1, normalize: true });
    const scores = classifier.scores(rowOf([2, 0, 1]));
    others.forEach((shares, author) => {
      const [tea, milk, sugar] = shares.map((share) => Math.log(share)) as [number, number, number];
      expect(scores[author]).toBeCloseTo((2 * tea + sugar) / (tea + milk + sugar), 14);
      const all = [0, 1, 2].map((feature) => classifier.contribution(feature, 1, author));
      expect(all.reduce((sum, share) => sum + share)).toBeCloseTo(1, 14);
    });
  });

  it("has no priors: an empty text scores 0", () => {
    for (const normalize of [false, true]) {
      const classifier = complementNaiveBayes(counts, { smoothing: 1, normalize });
      expect([...classifier.scores(rowOf([0, 0, 0]))].map(Math.abs)).toEqual([0, 0, 0]);
      expect(classifier.base(1)).toBe(0);
    }
  });
});
