/**
 * Makes the inputs of the benchmarks, outside of the repository, from public-domain texts and made-up words: the same
 * seed gives the same bytes.
 *
 *     node bench/generate.ts            names the inputs
 *     node bench/generate.ts gigabyte   makes one of them and prints where it is
 */
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { readSampleCorpus } from "../src/cli/sample-corpus.ts";
import { createRandom, type Random } from "../src/random.ts";

/** Where inputs and everything else that the benchmarks make is kept. */
export const cache: string = process.env["PENPRINT_BENCH_CACHE"] ?? join(tmpdir(), "penprint-bench");

interface Line {
  readonly author: string;
  readonly text: string;
  readonly work?: string;
}

interface Input {
  readonly about: string;
  readonly lines: (random: Random) => AsyncGenerator<Line> | Generator<Line>;
  /** Where to stop, in bytes; without it, after the last line. */
  readonly bytes?: number;
}

const SEED = 20;

/** The inputs by name. */
export const inputs: ReadonlyMap<string, Input> = new Map<string, Input>([
  [
    "sotu",
    {
      about: "92 MB: State of the Union addresses in passages of 150 words, 43 authors, again and again",
      lines: sotu,
      bytes: 92e6,
    },
  ],
  ["sotu-quarter", { about: "the same, 23 MB", lines: sotu, bytes: 23e6 }],
  ["sotu-small", { about: "the same, 2 MB", lines: sotu, bytes: 2e6 }],
  ["plain", { about: "the same, 8 MB, with lower-case letters and spaces alone", lines: plain, bytes: 8e6 }],
  [
    "gigabyte",
    {
      about: "1 GB: passages put together anew, with ever new rare words, so that hardly two are alike",
      lines: varied,
      bytes: 1e9,
    },
  ],
  ["varied-64", { about: "the same, 64 MB", lines: varied, bytes: 64e6 }],
  ["varied-256", { about: "the same, 256 MB", lines: varied, bytes: 256e6 }],
  ...[50, 500, 5000].map((authors): [string, Input] => [
    `authors-${authors}`,
    {
      about: `${authors} authors with 20 documents of 100 words each, each author with words of its own`,
      lines: (random) => manyAuthors(random, authors),
    },
  ]),
  ["features", { about: "5 million different words by 10 authors", lines: manyFeatures }],
  [
    "cjk",
    { about: "20 MB of made-up Chinese: 3,000 characters, as frequent as in texts", lines: cjk, bytes: 20e6 },
  ],
]);

/**
 * An input's file, made if it is not there yet.
 *
 * @returns its path
 */
export async function input(name: string): Promise<string> {
  const wanted = inputs.get(name);
  if (wanted === undefined) throw new RangeError(`there is no input called ${name}`);
  const file = join(cache, `${name}-${SEED}.jsonl`);
  if ((await stat(file).catch(() => null)) !== null) return file;
  await mkdir(cache, { recursive: true });
  const part = `${file}.part`;
  try {
    await write(part, wanted);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
  return file;
}

async function write(file: string, { lines, bytes: most = Infinity }: Input): Promise<void> {
  const handle = await open(file, "w");
  let written = 0;
  let block: string[] = [];
  const flush = async (): Promise<void> => {
    await handle.write(block.join(""));
    block = [];
  };
  try {
    for await (const line of lines(createRandom(SEED))) {
      const text = `${JSON.stringify(line)}\n`;
      block.push(text);
      written += Buffer.byteLength(text);
      if (block.length === 2000) await flush();
      if (written >= most) break;
    }
    await flush();
  } finally {
    await handle.close();
  }
}

async function passagesOf(words: number): Promise<Line[]> {
  return (await readSampleCorpus()).flatMap(({ author, text, work }) => {
    const all = text.split(/\s+/u).filter((word) => word !== "");
    return Array.from({ length: Math.ceil(all.length / words) }, (_, piece) => ({
      author,
      text: all.slice(piece * words, (piece + 1) * words).join(" "),
      work,
    }));
  });
}

async function* sotu(): AsyncGenerator<Line> {
  const passages = await passagesOf(150);
  for (;;) yield* passages;
}

async function* plain(): AsyncGenerator<Line> {
  for (const line of await passagesOf(150)) {
    const text = line.text
      .toLowerCase()
      .replaceAll(/[^a-z]+/gu, " ")
      .trim();
    if (text !== "") yield { ...line, text };
  }
}

async function* varied(random: Random): AsyncGenerator<Line> {
  const passages = await passagesOf(150);
  const ofAuthor = Map.groupBy(passages, ({ author }) => author);
  let next = 1;
  for (;;) {
    for (const { author, text, work } of passages) {
      const own = ofAuthor.get(author)!;
      const other = own[random.below(own.length)]!.text.split(" ");
      const words = text.split(" ");
      const cut = random.below(words.length);
      const mixed = [...words.slice(0, cut), ...other.slice(cut)];
      // One word in fifty is a rare one, drawn from all so far and a new one: new ones never cease to come.
      for (let place = random.below(50); place < mixed.length; place += 1 + random.below(99)) {
        const fresh = random.below(4) === 0;
        mixed[place] = madeUp(fresh ? next++ : random.below(next));
      }
      yield {
        author,
        text: mixed.join(" "),
        ...(work === undefined ? {} : { work: `${work}.${next & 63}` }),
      };
    }
  }
}

async function* manyAuthors(random: Random, authors: number): AsyncGenerator<Line> {
  const passages = await passagesOf(100);
  for (let document = 0; document < 20; document++) {
    for (let author = 0; author < authors; author++) {
      const words = passages[random.below(passages.length)]!.text.split(" ");
      // Four of an author's twelve favourite words, and one in ten words by chance.
      for (let time = 0; time < 4; time++) {
        words[random.below(words.length)] = madeUp(author * 12 + random.below(12));
      }
      for (let time = 0; time < 10; time++) words[random.below(words.length)] = madeUp(random.below(50_000));
      yield { author: `author ${author}`, text: words.join(" "), work: `${author}-${document}` };
    }
  }
}

function* manyFeatures(): Generator<Line> {
  for (let document = 0; document < 50_000; document++) {
    const words = Array.from({ length: 100 }, (_, word) => madeUp(document * 100 + word));
    yield { author: `author ${document % 10}`, text: words.join(" ") };
  }
}

function* cjk(random: Random): Generator<Line> {
  for (let document = 0; ; document++) {
    const characters = Array.from({ length: 300 }, (_, place) => {
      if (place % 23 === 22) return "，。"[random.below(2)]!;
      // Squared, so that a few characters are far more frequent than most.
      const share = random.next();
      return String.fromCodePoint(0x4e00 + Math.floor(share * share * 3000) + (document % 7));
    });
    yield { author: `作者${document % 20}`, text: characters.join(""), work: `作品${document % 200}` };
  }
}

const SYLLABLES = 100;
const firsts = [..."bdfgklmnprstvwzh", "ch", "sh", "th", "st"];
const seconds = ["a", "e", "i", "o", "u"];

/** The made-up word with that number: syllables in place of digits. */
function madeUp(number: number): string {
  let word = "";
  for (let rest = number; rest > 0 || word.length < 4; rest = Math.floor(rest / SYLLABLES)) {
    const syllable = rest % SYLLABLES;
    word += firsts[Math.floor(syllable / seconds.length)]! + seconds[syllable % seconds.length]!;
  }
  return word;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name] = process.argv.slice(2);
  if (name === undefined)
    for (const [known, { about }] of inputs) console.log(`${known.padEnd(14)} ${about}`);
  else console.log(await input(name));
}
