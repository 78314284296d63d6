/** `penprint serve`: the model over HTTP. */
import { addJsonOption } from "./options.ts";
import type { Define } from "./program.ts";
import { addServiceOptions, serve, type ServiceOptions } from "./service.ts";

/** Defines the command. */
export const defineServe: Define = (command, surroundings) => {
  command
    .description(
      "Answers over HTTP: a page with a form at /, API docs at /apidocs, JSON at /v1/predict and /v1/explain.",
    )
    .argument("<model>", "a model file");
  addJsonOption(addServiceOptions(command));
  command.addHelpText("after", "\nExample:\n  $ penprint serve presidents.safetensors --port 9000");
  command.action((model: string, options: ServiceOptions) => serve(model, options, surroundings));
};
