import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/web/build-page.ts",
    exclude: ["test/deploy/**", "**/node_modules/**"],
    // Vitest leaves a core to whoever watches; most of the time nobody does.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Services of several tests run side by side, and there is only one port of that number.
    env: { PENPRINT_METRICS_PORT: "off" },
    expect: { poll: { timeout: 20_000 } },
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/web/**", "src/kernel/assembly/**"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
