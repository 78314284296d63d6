import { expect, it } from "vitest";
import { modelName } from "../../src/model-file/model-name.ts";

it.each([
  ["model.safetensors", "model"],
  ["models/two people.safetensors", "two people"],
  ["C:\\models\\letters.SafeTensors", "letters"],
  ["voices v1.2", "voices v1.2"],
  ["/srv/plays.model", "plays.model"],
])("calls the model in %s %s", (file, name) => {
  expect(modelName(file)).toBe(name);
});
