/** POST /predict_dialogue: the one route of the Flask demo, answering as it did. */
import { PenprintError } from "../../errors.ts";
import { jsonOrForm } from "../bodies.ts";
import { escaped } from "../../report/html.ts";
import { chooseModel, readText } from "../reading-texts.ts";
import { fails, textFailures } from "../responses.ts";
import { DialogueBody, DialogueQuery } from "../schemas/compatible.ts";
import type { AddRoutes } from "../surroundings.ts";

/** Adds it. */
export const addDialogueRoute: AddRoutes = (app, surroundings) => {
  app.route({
    method: "POST",
    url: "/predict_dialogue",
    config: { scope: "predict", reads: jsonOrForm, bodyOptional: true, fields: ["text"] },
    schema: {
      operationId: "predict_dialogue",
      tags: ["Demo"],
      summary: "Who is speaking?",
      description:
        "For clients of the demo that this project began with: one sentence, as HTML, that always names somebody. The text comes in the address, as JSON or as a form; the address is the strongest. Failures are problems (RFC 9457) as everywhere. New clients want POST /v1/predict.",
      querystring: DialogueQuery,
      body: {
        content: {
          "application/json": { schema: DialogueBody },
          "application/x-www-form-urlencoded": { schema: DialogueBody },
        },
      },
      response: {
        200: {
          description: "Who it most likely is.",
          content: {
            "text/html": {
              schema: {
                type: "string",
                examples: ["This dialogue is more likely to have come from Abraham Lincoln."],
              },
            },
          },
        },
        ...fails(...textFailures, 431),
      },
    },
    handler: async (request, reply) => {
      const body = request.body as { readonly text?: string } | null | undefined;
      const text = request.query.text ?? body?.text;
      if (text === undefined) {
        throw new PenprintError("REQUEST_INVALID", { pointer: "/text", problem: "is missing" });
      }
      const model = chooseModel(request, reply, surroundings);
      const { prediction } = await readText(text, false, model, reply, surroundings);
      reply.type("text/html; charset=utf-8");
      return `This dialogue is more likely to have come from ${escaped(prediction.ranking[0]!.author)}.`;
    },
  });
};
