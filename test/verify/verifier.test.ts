import { beforeAll, describe, expect, it } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import { areaUnderCurve } from "../../src/evaluate/verification.ts";
import { createRandom } from "../../src/random.ts";
import { Verifier } from "../../src/verify/verifier.ts";
import { inventedCorpus, textBy } from "./invented-authors.ts";

const impostors = inventedCorpus(12, 4, 300);
const random = createRandom(7);
const known = [textBy(100, 400, random), textBy(100, 400, random)];
const byTheSame = textBy(100, 400, random);
const byAnother = textBy(200, 400, random);
let verifier: Verifier;
beforeAll(() => {
  verifier = new Verifier(impostors, { rounds: 60 });
});

const codes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] =>
  warnings.map(({ code }) => code);

describe("a verifier", () => {
  it("knows an author again, and another as another", () => {
    const same = verifier.verify(known, byTheSame);
    const other = verifier.verify(known, byAnother);
    expect(same).toMatchObject({ verdict: "same author", likelihood_ratio: { supports: "same author" } });
    expect(other).toMatchObject({
      verdict: "different authors",
      likelihood_ratio: { supports: "different authors" },
    });
    expect(same.rounds_won).toBeGreaterThan(0.9);
    // Against invented impostors who differ little, a share of the rounds says less than what it is among others.
    expect(other.rounds_won).toBeLessThan(same.rounds_won);
    expect(same.rank_score).toBeGreaterThan(other.rank_score);
    expect(same.probability).toBeCloseTo(
      same.likelihood_ratio!.ratio / (1 + same.likelihood_ratio!.ratio),
      12,
    );
    expect(same.likelihood_ratio!.log10).toBeCloseTo(Math.log10(same.likelihood_ratio!.ratio), 12);
  });

  it("parts authors it has not met", () => {
    const problems = Array.from({ length: 16 }, (_, number) => {
      const same = number % 2 === 0;
      const { score } = verifier.verify(
        [textBy(300 + number, 800, random)],
        textBy(same ? 300 + number : 500 + number, 400, random),
      );
      return { score, same };
    });
    expect(areaUnderCurve(problems)).toBeGreaterThan(0.9);
  });

  it("gives the same answer again, whatever it was asked before, and in any order of the corpus's authors", () => {
    const fresh = new Verifier(impostors, { rounds: 60 });
    expect(fresh.verify(known, byTheSame)).toEqual(verifier.verify(known, byTheSame));
  });

  it("draws otherwise with another seed", () => {
    const other = new Verifier(impostors, { rounds: 60, seed: 1 }).verify(known, byTheSame);
    expect(other.score).not.toBe(verifier.verify(known, byTheSame).score);
    expect(other.verdict).toBe("same author");
  });

  it("reports differences that agree with its figures", () => {
    const { families, rounds_won, rank_score } = verifier.verify(known, byAnother);
    expect(families.map(({ family }) => family)).toEqual(["characters", "words"]);
    for (const { differences, rounds_won: won, difference_percentiles } of families) {
      expect(differences).toHaveLength(60);
      expect([...differences].sort((a, b) => a - b)).toEqual(differences);
      expect(won).toBe(differences.filter((value) => value > 0).length / 60);
      expect(differences).toEqual(expect.arrayContaining([...difference_percentiles]));
    }
    expect(rounds_won).toBeCloseTo((families[0]!.rounds_won + families[1]!.rounds_won) / 2, 12);
    expect(rank_score).toBeCloseTo((families[0]!.rank_score + families[1]!.rank_score) / 2, 12);
  });

  it("judges its trials by what others taught, within what they can show", () => {
    const { calibration, likelihood_ratio } = verifier.verify(known, byTheSame);
    expect(calibration).toMatchObject({ authors: 12, same_author_trials: 60, different_author_trials: 120 });
    expect(calibration!.auc).toBeGreaterThan(0.9);
    expect(calibration!.c_llr).toBeLessThan(0.6);
    expect(calibration!.c_llr_min).toBeLessThanOrEqual(calibration!.c_llr + 1e-12);
    // Twelve authors make 66 pairs.
    expect(likelihood_ratio!.ratio).toBeLessThanOrEqual(67 + 1e-9);
  });

  it("with cosine too", () => {
    const cosine = new Verifier(impostors, { rounds: 60, distance: "cosine" });
    expect(cosine.verify(known, byTheSame).score).toBeGreaterThan(cosine.verify(known, byAnother).score);
  });
});

describe("what is doubtful", () => {
  it("short texts", () => {
    expect(codes(verifier.verify(["for all that"], "it was of no use"))).toEqual(
      expect.arrayContaining(["short_questioned", "short_known"]),
    );
  });

  it("few impostors", () => {
    expect(codes(verifier.verify(known, byTheSame))).toContain("few_impostors");
  });

  it("another script, and a text that shares nothing", () => {
    const cyrillic = "вчера днём мы пошли гулять вдоль реки и говорили о погоде ".repeat(30);
    expect(codes(verifier.verify(known, cyrillic))).toEqual(
      expect.arrayContaining(["script_differs", "impostors_script_differs", "nothing_common"]),
    );
  });

  it("another language", () => {
    const german =
      "Gestern gingen wir am Fluss entlang und sprachen über das Wetter, das uns allen nicht gefiel. ".repeat(
        20,
      );
    const english =
      "Yesterday we walked along the river and talked about the weather, which none of us liked at all. ".repeat(
        20,
      );
    const { warnings } = verifier.verify([english], german);
    expect(warnings).toContainEqual({
      code: "language_differs",
      message: "The questioned text is in German, the known texts are in English: they cannot be compared.",
    });
  });

  it("texts that cannot be compared: no verdict and no ratio, whatever the score", () => {
    const cyrillic = "вчера днём мы пошли гулять вдоль реки и говорили о погоде ".repeat(30);
    const nothing = { verdict: null, probability: null, likelihood_ratio: null };
    expect(verifier.verify(known, cyrillic)).toMatchObject(nothing);
    // Near to each other, and nearer than any impostor: by their letters.
    const alike = verifier.verify([cyrillic], cyrillic.slice(0, 800));
    expect(codes(alike)).toContain("impostors_script_differs");
    expect(alike).toMatchObject(nothing);
    expect(alike.calibration).not.toBeNull();
  });

  it("a questioned text that is among the known ones", () => {
    expect(codes(verifier.verify(known, `${known[1]!}\n`))).toContain("questioned_among_known");
    expect(codes(verifier.verify(known, byTheSame))).not.toContain("questioned_among_known");
  });

  it("an impostor whose text is in the case is none, and is named", () => {
    const [first] = impostors;
    const verification = verifier.verify([first!.text], byAnother);
    expect(codes(verification)).toContain("shared_text");
    expect(verification.impostors.authors).toBe(11);
    expect(verification.calibration!.authors).toBe(11);
  });

  it("authors with one work each allow no trials", () => {
    const single = new Verifier(inventedCorpus(8, 1, 900), { rounds: 60 });
    const verification = single.verify(known, byTheSame);
    expect(verification).toMatchObject({
      verdict: null,
      probability: null,
      likelihood_ratio: null,
      calibration: null,
    });
    expect(codes(verification)).toContain("not_calibrated");
    expect(verification.rounds_won).toBeGreaterThan(0.9);
  });
});

describe("refused", () => {
  it.each([
    ["too few impostors", "IMPOSTORS_TOO_FEW", () => new Verifier(inventedCorpus(4, 2, 50))],
    ["a distance unknown", "PARAMETER_INVALID", () => new Verifier(impostors, { distance: "delta" as "cosine" })],
    ["nine rounds", "PARAMETER_INVALID", () => new Verifier(impostors, { rounds: 9 })],
    ["no features", "PARAMETER_INVALID", () => new Verifier(impostors, { share: 0 })],
    ["no impostor near", "PARAMETER_INVALID", () => new Verifier(impostors, { nearest: 0 })],
    ["a seed below 0", "PARAMETER_INVALID", () => new Verifier(impostors, { seed: -1 })],
    ["no known text", "TEXT_EMPTY", () => verifier.verify([], "a text")],
    ["an empty known text", "TEXT_EMPTY", () => verifier.verify([" "], "a text")],
    ["an empty questioned text", "TEXT_EMPTY", () => verifier.verify(known, "\n")],
  ])("%s: %s", (_, code, action) => {
    expect(action).toThrow(expect.objectContaining({ code }));
    expect(action).toThrow(PenprintError);
  }); // prettier-ignore
});
