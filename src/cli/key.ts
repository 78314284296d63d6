/** `penprint key`: an API key for the service. */
import { InvalidArgumentError, Option } from "commander";

import { isKeyName, isScope, makeKey, type Scope, scopes } from "../server/keys.ts";
import { addJsonOption } from "./options.ts";
import type { Define } from "./program.ts";

/** Defines the command. */
export const defineKey: Define = (command, { output }) => {
  command
    .description(
      "Makes an API key for `penprint serve --keys FILE`. The key is shown once, on standard error, and kept nowhere; on standard output is the line with its hash that lets it in.",
    )
    .argument("<name>", "whose key it is: letters, digits and . _ @ -", (name) => {
      if (isKeyName(name)) return name;
      throw new InvalidArgumentError("It may have letters, digits and . _ @ - only.");
    })
    .addOption(
      new Option("--scopes <list>", `what it opens, with commas between: ${scopes.join(", ")}`)
        .default(["predict", "feedback"], "predict,feedback")
        .argParser((text) => {
          const wanted = text.split(",");
          if (wanted.every(isScope)) return wanted;
          throw new InvalidArgumentError(`The scopes are ${scopes.join(", ")}.`);
        }),
    );
  addJsonOption(command);
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint key ann >> keys.txt\n  $ penprint serve presidents.safetensors --keys keys.txt",
  );
  command.action((name: string, options: { readonly scopes: readonly Scope[] }) => {
    const { key, line } = makeKey(name, options.scopes);
    if (output.json) {
      output.object({ name, key, line });
      return;
    }
    output.note(`The key of ${name}, which is shown this once:\n\n  ${key}\n`);
    output.line(line);
  });
};
