/** Headers that every answer has. */
import { requestIdHeader } from "./request-id.ts";

/** For pages: their own files, their own service, nothing from anywhere else, no script or style in the HTML. */
export const pagePolicy = policy([
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]);

/** For answers that are no pages, in case a browser takes one for a page. */
const dataPolicy = policy(["default-src 'none'", "frame-ancestors 'none'"]);

/** The headers of an answer to the request of that name. A route that needs another policy or may be cached says so itself. */
export function safeHeaders(requestId: string): Record<string, string> {
  return {
    [requestIdHeader]: requestId,
    "cache-control": "no-store",
    "content-security-policy": dataPolicy,
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

function policy(rules: readonly string[]): string {
  return rules.join("; ");
}
