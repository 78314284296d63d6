import { getHeapSpaceStatistics } from "node:v8";

import { expect, test, vi } from "vitest";

import { boundYoungGeneration } from "../../src/server/young-generation.ts";

const flags = vi.hoisted(() => vi.fn<(flags: string) => void>());
const space = vi.hoisted(() => ({ size: 0 }));
vi.mock("node:v8", () => ({
  setFlagsFromString: flags,
  getHeapSpaceStatistics: () => [{ space_name: "new_space", space_size: space.size }],
}));

test("the young generation stops growing at 16 MB a half, may grow again when it has shrunk, and is left as it was", () => {
  vi.useFakeTimers();
  const end = boundYoungGeneration();
  const after = (megabytes: number): string[] => {
    space.size = megabytes * 2 ** 20;
    vi.advanceTimersByTime(1000);
    return flags.mock.calls.splice(0).map(([flag]) => flag);
  };
  expect(getHeapSpaceStatistics()).toHaveLength(1);
  expect(after(16)).toEqual([]);
  expect(after(32)).toEqual(["--semi-space-growth-factor=1"]);
  expect(after(32)).toEqual([]);
  expect(after(2)).toEqual(["--semi-space-growth-factor=2"]);
  after(32);
  end();
  expect(flags.mock.lastCall).toEqual(["--semi-space-growth-factor=2"]);
  expect(after(32)).toEqual(["--semi-space-growth-factor=2"]);
  vi.useRealTimers();
});
