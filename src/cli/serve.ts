/** `penprint serve`: the model over HTTP. */
import { addJsonOption } from "./options.ts";
import type { Define } from "./program.ts";
import { addServiceOptions, serve, type ServiceOptions } from "./service.ts";

/** Defines the command. */
export const defineServe: Define = (command, surroundings) => {
  command
    .description(
      "Answers over HTTP: a page with a form at /, API docs at /apidocs, JSON at /v1/predict and more. docs/service.md has it all.",
    )
    .argument("<model...>", "model files; of several, requests name one or the first one answers");
  addJsonOption(addServiceOptions(command));
  command.addHelpText("after", "\nExample:\n  $ penprint serve presidents.safetensors --port 9000");
  command.action((models: [string, ...string[]], options: ServiceOptions) =>
    serve(models, options, surroundings),
  );
};
