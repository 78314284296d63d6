import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { languageOf, scriptOf } from "../../src/collect/language.ts";
import { nameFields } from "../../src/collect/name-template.ts";
import { NearDuplicates } from "../../src/collect/near-duplicates.ts";
import { starPattern } from "../../src/collect/pages.ts";
import { passagesOf } from "../../src/collect/passages.ts";
import { Slugs } from "../../src/collect/slugs.ts";
import { Speakers, looksLikeName, plainName, shownName } from "../../src/collect/speakers.ts";
import { TextTable } from "../../src/collect/text-table.ts";

describe("scripts and languages", () => {
  const rows: [string, string, string | undefined][] = [
    [
      "The harbour was quiet that morning, and the boats lay on the mud as if somebody had forgotten them there.",
      "Latin",
      "en",
    ],
    [
      "Der Hafen war an jenem Morgen still, und die Boote lagen im Schlick, als hätte sie jemand dort vergessen.",
      "Latin",
      "de",
    ],
    [
      "В то утро гавань была тиха, и лодки лежали в иле, как будто кто-то забыл их там, уходя завтракать домой.",
      "Cyrillic",
      "ru",
    ],
    ["Το λιμάνι ήταν ήσυχο.", "Greek", "el"],
    ["東京港湾局は静寂。", "Han", "ja"],
    ["みなとはしずか", "Hiragana", "ja"],
    ["항구는 조용했다.", "Hangul", "ko"],
    [
      "كان الميناء هادئا في ذلك الصباح وكانت القوارب ترقد على الطين كما لو أن أحدا نسيها هناك",
      "Arabic",
      "ar",
    ],
    ["Hi.", "Latin", undefined],
    ["“¿Él?”", "Latin", undefined],
    ["10:30", "none", undefined],
    ["𐎀𐎁𐎂", "other", undefined],
  ];
  for (const [text, script, language] of rows) {
    it(`${script}, ${language ?? "not to be told"}: ${text.slice(0, 20)}`, () => {
      expect(scriptOf(text)).toBe(script);
      expect(languageOf(text, script)).toBe(language);
    });
  }
  it("are believed when they are declared", () => {
    expect(languageOf("Hi.", "Latin", "en_GB")).toBe("en-GB");
    expect(languageOf("Hi.", "Latin", "no language")).toBeUndefined();
  });
});

describe("near duplicates", () => {
  const triples = (text: string): Set<string> => {
    const words = text.split(" ");
    return new Set(words.slice(2).map((_, at) => words.slice(at, at + 3).join(" ")));
  };
  const jaccard = (a: Set<string>, b: Set<string>): number => {
    const both = [...a].filter((triple) => b.has(triple)).length;
    return both / (a.size + b.size - both);
  };
  it("are those whose word triples mostly agree, as counting them says", () => {
    const word = fc.integer({ min: 0, max: 5000 }).map((number) => `w${number}`);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 60, maxLength: 120 }),
        fc.integer({ min: 0, max: 40 }),
        (words, changes) => {
          const other = words.map((original, at) => (at < changes ? `x${at}` : original));
          const [one, two] = [words.join(" "), other.join(" ")];
          const exact = jaccard(triples(one), triples(two));
          const near = new NearDuplicates(0.7);
          near.add(one, 0, 0);
          near.add(two, 1, 0);
          const pair = near.pairs().own.get(1);
          // 64 hashes estimate the index with a standard deviation of at most 0.0625.
          if (exact > 0.95) expect(pair).toBeDefined();
          if (exact < 0.4) expect(pair).toBeUndefined();
          if (pair !== undefined) expect(Math.abs(pair.similarity - exact)).toBeLessThan(0.35);
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });
  it("name the first of many that are alike", () => {
    const near = new NearDuplicates(0.8);
    const text = Array.from({ length: 100 }, (_, number) => `w${number}`).join(" ");
    for (let copy = 0; copy < 500; copy++) near.add(`${text} ${copy}`, copy, 0);
    const { own, others } = near.pairs();
    expect([...own.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 499 }, (_, at) => at + 1));
    expect([...own.values()].every(({ like }) => like === 0)).toBe(true);
    expect(others.size).toBe(0);
  });
  it("are told apart by their authors, on both sides", () => {
    const near = new NearDuplicates(0.8);
    const text = Array.from({ length: 100 }, (_, number) => `w${number}`).join(" ");
    for (const [number, author] of [0, 1, 1, 0].entries()) near.add(`${text} ${number}`, number, author);
    const like = (pairs: ReadonlyMap<number, { like: number }>): [number, number][] =>
      [...pairs].map(([number, other]): [number, number] => [number, other.like]).sort(([a], [b]) => a - b);
    const { own, others } = near.pairs();
    expect(like(own)).toEqual([
      [2, 1],
      [3, 0],
    ]);
    expect(like(others)).toEqual([
      [0, 1],
      [1, 0],
      [2, 0],
      [3, 1],
    ]);
  });
});

describe("texts that were seen", () => {
  it("are known by their words, as a map would know them", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom("a", "b", "a  b", "a b", " a\nb "), fc.integer({ min: 0, max: 2 })),
        ),
        (documents) => {
          const table = new TextTable();
          const map = new Map<string, { first: number; author: number; shared: boolean }>();
          for (const [number, [text, author]] of documents.entries()) {
            const key = text.replace(/\s+/g, " ").trim();
            const known = map.get(key);
            const seen = table.add(text, number, author);
            expect(seen?.first).toBe(known?.first);
            if (known === undefined) map.set(key, { first: number, author, shared: false });
            else if (known.author !== author) known.shared = true;
          }
          for (const [key, known] of map) expect(table.get(key)).toEqual(known);
        },
      ),
    );
  });
  it("may be very many", () => {
    const table = new TextTable();
    for (let number = 0; number < 20_000; number++) expect(table.add(`text ${number}`, number, 0)).toBeNull();
    expect(table.get("text 12345")).toEqual({ first: 12345, author: 0, shared: false });
    expect(table.get("text 20000")).toBeNull();
  });
});

describe("names", () => {
  const plain: [string, string][] = [
    ["STEVE ROGERS:", "steve rogers"],
    [" Steve\u00A0 Rogers (V.O.) :", "steve rogers"],
    ["Dr. Who.", "dr. who"],
    ["Zoë", "zoë"],
    ["Zoe\u0308", "zoë"],
    ["斯塔克：", "斯塔克"],
  ];
  for (const [name, expected] of plain)
    it(JSON.stringify(name), () => expect(plainName(name)).toBe(expected));

  it("are found by any alias, and by the author's own name", () => {
    const speakers = new Speakers([
      ["Captain", ["Steve Rogers", "@steve"]],
      ["__proto__", []],
    ]);
    expect(
      ["STEVE ROGERS:", "captain", "@steve", "__PROTO__", "Tony", "toString"].map((name) =>
        speakers.authorOf([name]),
      ),
    ).toEqual(["Captain", "Captain", "Captain", "__proto__", undefined, undefined]);
    expect(speakers.authorOf(["U1", "Steve Rogers"])).toBe("Captain");
  });

  it("look like names, and sentences do not", () => {
    const yes = [
      "Ann",
      "ANN ARCHER",
      "Dr. Archer",
      "Guard #2",
      "Ann and Bob",
      "Leonardo da Vinci",
      "2nd Guard",
      "安",
    ];
    const no = ["I thought that", "note", "10", "", "One thing is very clear to all", "...", "See http"];
    expect(yes.filter((name) => !looksLikeName(name))).toEqual([]);
    expect(no.filter(looksLikeName)).toEqual([]);
  });
  it("are shown as they are written", () => expect(shownName("Ann  Archer (O.S.): ")).toBe("Ann Archer"));
});

describe("passages", () => {
  it("joined are the text, and none but the last is longer or shorter than asked", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,4}[\n ]{0,2}$/)),
        fc.integer({ min: 1, max: 9 }),
        (words, length) => {
          const text = words.join(" ");
          const passages = passagesOf(text, length);
          const split = (part: string): string[] => part.split(/\s+/).filter((word) => word !== "");
          expect(passages.flatMap(split)).toEqual(split(text));
          for (const passage of passages.slice(0, -1)) expect(split(passage)).toHaveLength(length);
          if (passages.length > 1) expect(split(passages.at(-1)!).length).toBeGreaterThanOrEqual(length / 2);
        },
      ),
    );
  });
});

describe("names of files", () => {
  const rows: [string, string, Record<string, string>][] = [
    ["{author}_{work}.txt", "in/Ann_The Pier.txt", { author: "Ann", work: "The Pier" }],
    ["{_}-{author}.txt", "https://example.org/1-ann_archer.txt?x=1", { author: "ann archer" }],
    ["{author}/{work}.txt", "a/b/Ann/The%20Pier.txt", { author: "Ann", work: "The Pier" }],
    ["{author}.txt", "Ann.md", {}],
    ["{author}.txt", "100%.txt", { author: "100%" }],
  ];
  for (const [template, url, fields] of rows) {
    it(`${template} of ${url}`, () => expect(Object.fromEntries(nameFields(template, url))).toEqual(fields));
  }
});

describe("ids", () => {
  it("start with a name for the page, never the same for two", () => {
    const slugs = new Slugs();
    const urls = [
      "https://example.org/wiki/Iron_Man",
      "https://example.org/x/iron-man.html?a",
      "iron-man-2",
      "https://example.org/",
      "港.txt",
      "https://example.org",
    ];
    const names = urls.map((url) => slugs.of(url));
    expect(names.slice(0, 2)).toEqual(["iron-man", "iron-man-2"]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("patterns of addresses", () => {
  it("know stars and nothing else", () => {
    expect(starPattern("https://example.org/film/*").test("https://example.org/film/a/b")).toBe(true);
    expect(starPattern("https://example.org/film.html").test("https://example.org/filmxhtml")).toBe(false);
    expect(starPattern("*(a|b)*").test("x(a|b)y")).toBe(true);
  });
});
