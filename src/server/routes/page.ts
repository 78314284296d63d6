/** GET /: the page for people, and for programs what there is. */
import { modelName } from "../answers.ts";
import type { AddRoutes } from "../surroundings.ts";

/** Adds it. */
export const addPageRoutes: AddRoutes = (app, { models }) => {
  app.get("/", { schema: { hide: true } }, async () => modelName(models.current));
};
