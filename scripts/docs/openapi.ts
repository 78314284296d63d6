/** docs/openapi.json, as the service itself gives it at /openapi.json. */
import { trainIdentifier } from "../../src/trainer.ts";
import { recipeNamed } from "../../src/recipe.ts";

/** The description, as the service gives it with any model. */
export async function openApiDocument(): Promise<string> {
  const { createApp } = await import("../../src/server/app.ts");
  const { inThread } = await import("../../src/server/models.ts");
  const { defaultSettings } = await import("../../src/server/settings.ts");
  const identifier = trainIdentifier(
    [
      { author: "A", text: "one" },
      { author: "B", text: "two" },
    ],
    recipeNamed("naive-bayes"),
  );
  const app = await createApp(inThread(identifier), defaultSettings);
  try {
    const answer = await app.inject("/openapi.json");
    return `${JSON.stringify(JSON.parse(answer.body), null, 2)}\n`;
  } finally {
    await app.close();
  }
}
