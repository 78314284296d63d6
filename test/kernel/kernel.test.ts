import { readFileSync } from "node:fs";

import { afterEach, describe, expect, it, vi } from "vitest";

import { compileKernel } from "../../scripts/kernel.ts";
import { Kernel } from "../../src/kernel/kernel.ts";
import { createRandom } from "../../src/random.ts";
import { pageOf } from "../../src/text/characters.ts";

describe("the kernel", () => {
  it("is what its source is compiled to", async () => {
    const kept = readFileSync(new URL("../../src/kernel/kernel-bytes.ts", import.meta.url), "utf8");
    expect(await compileKernel()).toBe(kept);
  });

  it("has instances with memories of their own", () => {
    const [left, right] = [Kernel.start(pageOf)!, Kernel.start(pageOf)!];
    const [here, there] = [left.run.allocate(64), right.run.allocate(64)];
    left.bytes[here] = 1;
    right.bytes[there] = 2;
    expect([here, left.bytes[here], right.bytes[there]]).toEqual([there, 1, 2]);
  });

  it("hands out zeros, again and again, and what was asked for stays where it is", () => {
    const kernel = Kernel.start(pageOf)!;
    const { run } = kernel;
    const sizes = [1, 64, 65, 100_000, 5_000_000, 100_000, 64];
    const blocks = sizes.map((size, place) => {
      const block = run.allocate(size);
      expect(kernel.bytes.subarray(block, block + size).every((byte) => byte === 0)).toBe(true);
      kernel.bytes.fill(place + 1, block, block + size);
      return block;
    });
    blocks.forEach((block, place) => {
      const bytes = kernel.bytes.subarray(block, block + sizes[place]!);
      expect(bytes.every((byte) => byte === place + 1)).toBe(true);
    });
    const taken = run.used();
    blocks.forEach((block, place) => run.free(block, sizes[place]!));
    expect(run.used()).toBe(0);
    sizes.forEach((size) => {
      const block = run.allocate(size);
      expect(kernel.bytes.subarray(block, block + size).every((byte) => byte === 0)).toBe(true);
    });
    expect(run.used()).toBe(taken);
  });

  it("divides what was given back, puts it together again, and never hands anything out twice", () => {
    const kernel = Kernel.start(pageOf)!;
    const { run } = kernel;
    const random = createRandom(3);
    const held: { block: number; size: number; mark: number }[] = [];
    for (let round = 0; round < 3000; round++) {
      const { length } = held;
      if (length > 0 && random.next() < (length < 60 ? 0.3 : 0.6)) {
        const [{ block, size, mark }] = held.splice(random.below(length), 1) as [(typeof held)[number]];
        const bytes = kernel.bytes.subarray(block, block + size);
        expect(bytes.every((byte) => byte === mark)).toBe(true);
        run.free(block, size);
      } else {
        const size = Math.ceil(2 ** (random.next() * 17));
        const block = run.allocate(size);
        const bytes = kernel.bytes.subarray(block, block + size);
        expect(bytes.every((byte) => byte === 0)).toBe(true);
        bytes.fill((round % 255) + 1);
        held.push({ block, size, mark: (round % 255) + 1 });
      }
    }
    for (const { block, size } of held) run.free(block, size);
    expect(run.used()).toBe(0);
  });

  it("makes a large block of what small ones have left, and small ones of it", () => {
    const kernel = Kernel.start(pageOf)!;
    const { run } = kernel;
    const large = run.allocate(1 << 20);
    run.free(large, 1 << 20);
    const before = kernel.bytes.length;
    const small = Array.from({ length: 128 }, () => run.allocate(1 << 13));
    expect(kernel.bytes.length).toBe(before);
    for (const block of small) run.free(block, 1 << 13);
    expect(run.allocate(1 << 20)).toBe(large);
  });

  it("shows memory that has grown, and no longer what it was before", () => {
    const kernel = Kernel.start(pageOf)!;
    const block = kernel.run.allocate(64);
    kernel.bytes[block] = 7;
    const before = kernel.bytes;
    const numbers = kernel.numbers;
    kernel.run.allocate(50_000_000);
    expect([before.length, numbers.length]).toEqual([0, 0]);
    expect([kernel.bytes[block], kernel.numbers[block / 4]]).toEqual([7, 7]);
  });
});

describe("where there can be no kernel", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ["there is no WebAssembly", undefined],
    [
      "the page forbids it",
      {
        Module: function () {
          throw new Error("refused to compile");
        },
      },
    ],
    [
      "there are too many memories already",
      {
        Module: WebAssembly.Module,
        Instance: function () {
          throw new RangeError("out of memory");
        },
      },
    ],
  ])("texts are read and counted in TypeScript: %s", async (_, stub) => {
    vi.stubGlobal("WebAssembly", stub);
    vi.resetModules();
    const { Kernel } = await import("../../src/kernel/kernel.ts");
    expect(Kernel.start(pageOf)).toBeNull();
    const { Reading } = await import("../../src/text/reading.ts");
    const reading = new Reading(0).readText("We don't know.");
    expect([reading.words, reading.tokens(true).length, reading.kernelForm(true)]).toEqual([3, 5, null]);
    const { ExactCounter } = await import("../../src/features/view-counter.ts");
    const { plainWords } = await import("../small-recipes.ts");
    const counter = new ExactCounter(plainWords, false, 1, { from: 0, full: 2 ** 30 });
    counter.add(0, 0, reading);
    expect(counter.finish(Uint32Array.of(0)).counts.nFeatures).toBe(5);
  });
});
