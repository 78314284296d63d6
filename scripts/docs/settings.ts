/** docs/settings.md, from the service's table of settings. */
import { type Setting, settingNames, settingsTable } from "../../src/server/settings.ts";

/** One row a setting. */
export function settingsDocument(): string {
  const rows = settingNames.map((name) => {
    const { flag, environment, unit, help, allowed, ...row }: Setting<unknown> = settingsTable[name];
    const variables = environment.map((variable) => `\`${variable}\``).join(", ");
    const byDefault = String(row.default) === "" ? "" : `\`${String(row.default)}\``;
    return `| ${flag === null ? "" : `\`${flag}\``} | ${variables} | ${byDefault} | ${unit} | ${help} | ${allowed} |`;
  });
  return `# Settings of the service

For \`penprint serve\` and \`penprint demo\`. A flag is stronger than the environment; of several variables the first one counts. A variable that begins with \`PENPRINT_\` and means nothing is refused, so that a misspelt one is found.

| flag | environment | default | unit | what it does | must be |
|---|---|---|---|---|---|
${rows.join("\n")}

This page is written by \`npm run docs\` from src/server/settings.ts.
`;
}
