import { Registry } from "prom-client";
import { expect, test } from "vitest";

import { TalliedHistogram } from "../../src/server/tally.ts";

test("a histogram counts as the library's own does, for each set of labels", async () => {
  const registry = new Registry();
  const histogram = new TalliedHistogram({
    name: "took_seconds",
    help: "What it took.",
    labelNames: ["model"],
    buckets: [0.1, 1],
    registers: [registry],
  });
  const [a, b] = [histogram.tally({ model: "a" }), histogram.tally({ model: "b" })];
  for (const value of [0.05, 0.1, 0.5, 3]) a.observe(value);
  b.observe(1.5);
  expect(a.count).toBe(4);
  // A value at a bound belongs below it; each bucket holds those before it.
  expect(await registry.metrics()).toBe(`# HELP took_seconds What it took.
# TYPE took_seconds histogram
took_seconds_bucket{model="a",le="0.1"} 2
took_seconds_bucket{model="a",le="1"} 3
took_seconds_bucket{model="a",le="+Inf"} 4
took_seconds_sum{model="a"} 3.65
took_seconds_count{model="a"} 4
took_seconds_bucket{model="b",le="0.1"} 0
took_seconds_bucket{model="b",le="1"} 0
took_seconds_bucket{model="b",le="+Inf"} 1
took_seconds_sum{model="b"} 1.5
took_seconds_count{model="b"} 1
`);
});
