import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cleanRules, cleanText } from "../../src/collect/clean/clean.ts";
import { withoutDirections } from "../../src/collect/clean/directions.ts";
import { parsers } from "../../src/collect/parsers.ts";
import type { CleanSettings } from "../../src/collect/recipe-schema.ts";
import { Speakers } from "../../src/collect/speakers.ts";

const speakers = new Speakers([
  ["Ann", ["Ann Archer"]],
  ["Bob", []],
]);
const clean = (text: string, settings: CleanSettings = {}): string =>
  cleanText(text, cleanRules(parsers.get("transcript-html")!, settings), "Ann", speakers, () => undefined);

describe("stage directions", () => {
  const rows: [string, string][] = [
    ["[waves] Hi.", "Hi."],
    ["Hi. [waves]", "Hi."],
    ["Hi [waves] there.", "Hi there."],
    ["Hi [waves], there.", "Hi, there."],
    ["Hi[waves]there.", "Hithere."],
    ["[a] Hi [b] there [c]", "Hi there"],
    ["Go (slowly (very) [so]) on.", "Go on."],
    ["Go [slowly (very] on.", "Go on."],
    ["Hi. [waves", "Hi."],
    ["Hi. (waves [and goes", "Hi."],
    ["[waves", ""],
    ["1) First, 2) second.", "1) First, 2) second."],
    ["A smile :-] of mine", "A smile :-] of mine"],
    ["One [a\nTwo b] three", "One\nTwo b] three"],
    ["Hi. ((waves", "Hi."],
    ["Hi. [_waves_ (low) and goes", "Hi."],
    // Faces are no brackets.
    ["It rains :( and how.", "It rains :( and how."],
    ["It rains :-( (sighs) and how :'(", "It rains :-( and how :'("],
    ["It rains :(( [sighs] =( so", "It rains :(( =( so"],
    ["Good (: so", "Good (: so"],
    ["Hi (smiles :) and waves) you", "Hi you"],
    ["Hi (smiles :) you", "Hi you"],
    [":(low) Hi.", ": Hi."],
    // Intervals and pairs of numbers neither.
    ["From [0, 1) to (0,5; 2] and (a, b] it holds [nods].", "From [0, 1) to (0,5; 2] and (a, b] it holds."],
    ["At (3, 4) [points] there.", "At (3, 4) there."],
    // Nor is what is never closed and has no word behind it, or one right before it.
    ["a [ b (laughs) c", "a [ b c"],
    ["if x < (3 then [nods] y", "if x < (3 then y"],
    ["Write f(x and go.", "Write f(x and go."],
  ];
  for (const [text, left] of rows) {
    it(JSON.stringify(text), () => expect(withoutDirections(text, ["[]", "()"]).text.trim()).toBe(left));
  }
  it("may stand between equal signs", () => {
    expect(withoutDirections("Hi *waves* there ♪ la la ♪.", ["**", "♪♪"]).text).toBe("Hi there.");
  });
  it("leave nothing of themselves behind, and take nothing else, whatever the nesting", () => {
    const inner = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.stringMatching(/^[a-z ]{0,5}$/),
        fc.tuple(tie("node"), tie("node")).map(([a, b]) => `${String(a)}[${String(b)}]`),
        tie("node").map((a) => `(${String(a)})`),
      ),
    })).node;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[A-Z]{1,5}$/), inner), { minLength: 1 }), (parts) => {
        const text = parts.map(([word, direction]) => `${word} [${String(direction)}]`).join(" ");
        expect(withoutDirections(text, ["[]", "()"]).text.trim()).toBe(parts.map(([word]) => word).join(" "));
      }),
    );
  });
  it("are removed in a moment from a hundred thousand brackets", () => {
    expect(withoutDirections(`${"[a".repeat(100_000)}`, ["[]"]).text).toBe("");
    expect(withoutDirections("(".repeat(100_000), ["[]", "()"]).unclosed).toBe(0);
    expect(withoutDirections("[]".repeat(100_000), ["[]"]).removed).toBe(100_000);
    expect(withoutDirections("[a\n".repeat(100_000), ["[]"]).unclosed).toBe(100_000);
  });
});

describe("cleaning", () => {
  const rows: { name: string; text: string; settings?: CleanSettings; left: string }[] = [
    {
      name: "left-over entities",
      text: "A&amp;B&nbsp;C &#39;D&#x27; &hellip; &no; &",
      left: "A&B C 'D' … &no; &",
    },
    { name: "unusual spaces", text: "\u00A0A\u2003B\u202FC\u3000D \t E", left: "A B C D E" },
    {
      name: "soft hyphens and what nobody sees",
      text: "Wind\u00ADmill\u200B\uFEFF\u200E\u0000\u0007",
      left: "Windmill",
    },
    { name: "joiners, which stay", text: "👩\u200D🚀 می\u200Cخواهم", left: "👩\u200D🚀 می\u200Cخواهم" },
    { name: "a speaker's name that was left", text: "Ann Archer: Hi.", left: "Hi." },
    { name: "somebody else's name, which stays", text: "Bob: come here.", left: "Bob: come here." },
    { name: "a colon that was left", text: ": Hi.", left: "Hi." },
    { name: "a face, which stays", text: ":) Hi :-D", left: ":) Hi :-D" },
    { name: "other colons, which stay", text: "Listen: hi.", left: "Listen: hi." },
    {
      name: "quotes and dashes, which stay",
      text: "“So” – ‘he’ said—“go” - 'now' \"then\"…",
      left: "“So” – ‘he’ said—“go” - 'now' \"then\"…",
    },
    { name: "half a surrogate pair", text: "A\uD800B", left: "A\uFFFDB" },
    { name: "line ends", text: "A\r\nB\rC\n\n\n\nD", left: "A\nB\nC\n\nD" },
    {
      name: "brackets, which stay when told",
      text: "A [b] (c)",
      settings: { directions: [] },
      left: "A [b] (c)",
    },
    { name: "spaces, which stay when told", text: "A  B", settings: { spaces: false }, left: "A  B" },
    {
      name: "entities, which stay when told",
      text: "A&amp;B",
      settings: { entities: false },
      left: "A&amp;B",
    },
    {
      name: "names, which stay when told",
      text: "Ann: Hi.",
      settings: { speaker_names: false },
      left: "Ann: Hi.",
    },
    {
      name: "soft hyphens, which stay when told",
      text: "A\u00ADB",
      settings: { invisible: false },
      left: "A\u00ADB",
    },
  ];
  for (const { name, text, settings, left } of rows) it(name, () => expect(clean(text, settings)).toBe(left));

  it("of what is clean changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const once = clean(text, { speaker_names: false, entities: false });
        expect(clean(once, { speaker_names: false, entities: false })).toBe(once);
      }),
    );
  });
});
