import { afterAll, expect, test } from "vitest";

import { problemWarnings } from "../../src/cli/verify-problems.ts";
import { createRandom } from "../../src/random.ts";
import { Folder } from "../corpus/folder.ts";
import { inventedCorpus, textBy } from "../verify/invented-authors.ts";
import { jsonLines } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const random = createRandom(7);
const problem = (id: string, known: number, questioned: number): object => ({
  id,
  known: [textBy(known, 400, random)],
  questioned: textBy(questioned, 400, random),
  same: known === questioned,
});
const folder = new Folder({
  "others.jsonl": jsonLines(inventedCorpus(12, 4, 300)),
  "known/one.txt": textBy(100, 400, random),
  "known/two.txt": textBy(100, 400, random),
  "same.txt": textBy(100, 400, random),
  "other.txt": textBy(200, 400, random),
  "several.jsonl": jsonLines(inventedCorpus(2, 1, 50)),
  "problems.jsonl": [problem("a", 300, 300), problem("b", 301, 302), problem("c", 303, 303), problem("d", 304, 305)]
    .map((row) => `${JSON.stringify(row)}\n`)
    .join(""),
  "cyrillic.txt": "вчера днём мы пошли гулять вдоль реки и говорили о погоде ".repeat(30),
  "broken.jsonl": '{"known": ["a"], "questioned": "b"}\n',
  "empty.txt": " \n",
}); // prettier-ignore
afterAll(() => folder[Symbol.dispose]());
const others = folder.at("others.jsonl");

test("a verdict, what it is worth, and what it was measured by", async () => {
  const run = await penprint("verify", folder.at("known"), folder.at("same.txt"), "--impostors", others);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(
    /^Most likely by the same author\.\n\n {2}Probability +\d\d\.\d % {3}of the same author/u,
  );
  expect(run.stdout).toMatch(/Likelihood ratio +(≥ )?\d\S* {3}(weak|moderate) support for the same author/u);
  expect(run.stdout).toMatch(/characters +\S+ % +[+−]0\.\d{4} +[+−]0\.\d{4} +[+−]0\.\d{4}\n/u);
  expect(run.stdout).toMatch(
    /Measured on 180 trials among 12 impostors, on texts as long as these: AUC [01]\.\d{3}/u,
  );
});

test("the same as JSON", async () => {
  const texts = [folder.at("known/one.txt"), folder.at("known/two.txt"), folder.at("other.txt")];
  const answer = await penprintJson("verify", ...texts, "--impostors", others);
  expect(answer).toMatchObject({
    verdict: "different authors",
    likelihood_ratio: { supports: "different authors" },
    known: { texts: 2, words: 800 },
    questioned: { texts: 1, words: 400 },
    impostors: { authors: 12 },
  });
  expect(answer["probability"]).toBeLessThan(0.5);
});

test("labelled problems, and how well they were solved", async () => {
  const problems = ["verify", "--problems", folder.at("problems.jsonl"), "--impostors", others];
  const run = await penprint(...problems);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^Right in \d+\.\d % of \d verdicts? on 4 problems\.\n/u);
  expect(run.stdout).toMatch(/AUC +1\.000/u);
  expect(run.stdout).toContain(
    "Careful: In 4 problems there are too few impostors to show how others write.\n",
  );
  const answer = await penprintJson(...problems);
  expect(answer).toMatchObject({ count: 4, same_author: 2, auc: 1, equal_error_rate: 0 });
  expect(answer["problems"]).toMatchObject([{ id: "a", same: true }, { id: "b", same: false }, {}, {}]);
});

test("texts that cannot be compared get no verdict", async () => {
  const run = await penprint("verify", folder.at("known"), folder.at("cyrillic.txt"), "--impostors", others);
  expect(run.stdout).toMatch(/^No verdict: these texts cannot be compared\.\n\n {2}Rounds won/u);
});

test("problems with several texts of the corpus count once", () => {
  const problems = [
    { warnings: ["shared_text", "shared_text"] },
    { warnings: ["shared_text", "short_known"] },
  ];
  expect(problemWarnings(problems).map(({ message }) => message)).toEqual([
    "In 2 problems a text is also in the impostors' corpus, whose author was left out of it.",
    "In 1 problem the known texts are so short that they hardly show how their author writes.",
  ]);
});

test.each([
  ["no texts", [], 2, "give the known texts and, last, the questioned one"],
  ["one text", ["same.txt"], 2, "give the known texts and, last, the questioned one"],
  ["texts and problems", ["same.txt", "other.txt", "--problems", "problems.jsonl"], 2, "not both"],
  ["no impostors", ["known", "same.txt"], 1, "IMPOSTORS_MISSING"],
  ["two impostors", ["known", "same.txt", "--impostors", "several.jsonl"], 1, "IMPOSTORS_TOO_FEW"],
  ["known texts by two", ["several.jsonl", "same.txt"], 1, "KNOWN_AUTHORS_SEVERAL"],
  ["an empty questioned text", ["known", "empty.txt"], 1, "TEXT_EMPTY"],
  ["a problem without truth", ["--problems", "broken.jsonl"], 1, '"same" must be true or false'],
])("refuses %s", async (_, args, code, message) => {
  const run = await penprint("verify", ...args.map((arg) => (arg.startsWith("--") ? arg : folder.at(arg))));
  expect(run).toMatchObject({ code, stdout: "" });
  expect(run.stderr).toContain(message);
});
