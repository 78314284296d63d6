import { defineConfig } from "vitest/config";

/** What `npm run test:deploy` runs: the package, the image and the manifests, with npm, Docker and Python. */
export default defineConfig({
  test: {
    include: ["test/deploy/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 900_000,
    // Builds would only take the processors from each other, and start times would be measured under load.
    fileParallelism: false,
  },
});
