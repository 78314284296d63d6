/** docs/cli.md, from the help of every command. */
import type { Command } from "commander";

import { Interruption } from "../../src/cli/interruption.ts";
import { Output } from "../../src/cli/output.ts";
import { createProgram } from "../../src/cli/program.ts";

/** The program's own help, then that of each command. */
export async function commandLineDocument(): Promise<string> {
  const output = new Output({ json: false });
  const program = await createProgram({ output, interruption: new Interruption(output) });
  const sections = program.commands
    .filter((command) => command.name() !== "help")
    .map((command) => `## penprint ${command.name()}\n\n${block(help(command))}`);
  return `# Command line

Results go to standard output, everything else to standard error: progress, and only if that is a terminal, and failures. Exit codes: 0 done, 1 a failure (see [errors.md](errors.md)), 2 wrong usage, 130 stopped with Ctrl-C.

${block(help(program))}

${sections.join("\n\n")}

This page is written by \`npm run docs\` from the program itself.
`;
}

function help(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trim();
}

const block = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;
