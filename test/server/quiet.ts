/** Settings of a service that is tried out: it says nothing, counts nobody's requests, and takes any port. */
import { defaultSettings } from "../../src/server/settings.ts";

/** To be spread, with what a test wants otherwise. */
export const quiet = {
  ...defaultSettings,
  port: 0,
  metricsPort: "off",
  rateLimit: 0,
  logLevel: "silent",
} as const;
