import { expect, it } from "vitest";

import { NONE, PairTable } from "../../src/features/pair-table.ts";
import { SingleNodes } from "../../src/features/single-nodes.ts";
import { ROOT } from "../../src/features/vocabulary.ts";

it("tokens as nodes are what a table of pairs makes of them in the order of their numbers", () => {
  const nodes = new SingleNodes();
  expect([nodes.size, nodes.pairs.length, nodes.find(ROOT, 0)]).toEqual([0, 0, NONE]);
  expect([nodes.add(ROOT, 3), nodes.add(ROOT, 1), nodes.size]).toEqual([3, 1, 4]);
  const table = new PairTable();
  for (let token = 0; token < 4; token++) table.add(ROOT, token);
  expect(nodes.pairs).toEqual(table.pairs);
  for (let node = 0; node < 4; node++) {
    expect([nodes.first(), nodes.second(node), nodes.find(ROOT, node)]).toEqual([ROOT, node, node]);
  }
  expect([nodes.find(ROOT, 4), nodes.find(0, 1)]).toEqual([NONE, NONE]);
});
