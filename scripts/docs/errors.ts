/** docs/errors.md, from the catalogue. */
import { catalogue } from "../../src/errors.ts";

/** One row a code; the facts of a message are named in capitals. */
export function errorsDocument(): string {
  const rows = Object.entries(catalogue).map(([code, { message, remedy, status }]) => {
    const say = message as (facts: unknown) => string;
    return `| \`${code}\` | ${cell(say(facts))} | ${cell(remedy)} | ${status} |`;
  });
  return `# Errors

Every failure has a code, a message and a remedy, the same on the command line, over HTTP (as \`application/problem+json\`, RFC 9457) and on the page. A code never changes its meaning. Words in CAPITALS stand for what the message names.

On the command line a failure ends with exit code 1 (130 after Ctrl-C), wrong usage with 2; with \`--json\` it is an object \`{ "code", "message", "remedy" }\` on standard error.

| code | what happened | what to do | HTTP |
|---|---|---|---|
${rows.join("\n")}

This page is written by \`npm run docs\` from the catalogue in src/errors.ts.
`;
}

/** Any fact: its own name as a text, a number above 0 where one is needed, a list of one where one is needed. */
const facts: unknown = new Proxy(
  {},
  {
    get: (_, name) => {
      const shown = String(name)
        .replaceAll(/[A-Z]/gu, (letter) => ` ${letter}`)
        .toUpperCase();
      return Object.assign([shown], {
        [Symbol.toPrimitive]: (hint: string) => (hint === "number" ? 2 : shown),
      });
    },
  },
);

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
