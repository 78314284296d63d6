/** POST /v1/feedback: who it really was. */
import { PenprintError } from "../../errors.ts";
import type { FeedbackEntry } from "../feedback/entry.ts";
import type { NamedPrediction } from "../feedback/prediction-ids.ts";
import { fails } from "../responses.ts";
import { FeedbackRequest, FeedbackResponse } from "../schemas/feedback.ts";
import type { AddRoutes } from "../surroundings.ts";
import { readable } from "../../text/readable-text.ts";

/** How much may be sent where no text is taken, in bytes. */
const withoutText = 16_384;

/** Adds it. */
export const addFeedbackRoute: AddRoutes = (app, { models, settings, feedback, ids }) => {
  app.route({
    method: "POST",
    url: "/v1/feedback",
    bodyLimit: settings.feedbackTexts ? settings.bodyLimit : Math.min(withoutText, settings.bodyLimit),
    config: { scope: "feedback", fields: Object.keys(FeedbackRequest.properties) },
    schema: {
      operationId: "feedback",
      tags: ["Identify"],
      summary: "Who was it really?",
      description:
        "Keeps who wrote the text of a prediction. Once this has answered, it is on the disk. Where the service was started without a place for feedback it answers 404, FEEDBACK_OFF.",
      body: FeedbackRequest,
      response: {
        202: { ...FeedbackResponse, "x-response-description": "It is kept." },
        ...fails(400, 404, 408, 409, 413, 415, 422, 500, 503),
      },
    },
    handler: async (request, reply) => {
      if (feedback === null) throw new PenprintError("FEEDBACK_OFF", {});
      const { prediction_id, author, note, text } = request.body;
      const named = ids.read(prediction_id);
      if (named === null) throw new PenprintError("PREDICTION_UNKNOWN", {});
      if (text !== undefined) {
        if (!settings.feedbackTexts) throw new PenprintError("FEEDBACK_TEXT_REFUSED", {});
        readable(text, settings.textLimit);
        if (!named.isAbout(text)) throw new PenprintError("FEEDBACK_TEXT_DIFFERENT", {});
      }
      if (author.trim() === "") {
        throw new PenprintError("REQUEST_INVALID", { pointer: "/author", problem: "is only white space" });
      }
      const entry: FeedbackEntry = {
        prediction_id,
        received_at: new Date().toISOString(),
        ...modelOf(named),
        author: author.toWellFormed(),
        note: note?.toWellFormed() ?? null,
        text: text?.toWellFormed() ?? null,
      };
      if (!(await feedback.add(entry))) throw new PenprintError("FEEDBACK_TWICE", {});
      reply.code(202);
      return { prediction_id, text_kept: text !== undefined };
    },
  });

  /** What the model that made the prediction is called and said, if it is still being served. */
  function modelOf({
    version,
    author,
  }: NamedPrediction): Pick<FeedbackEntry, "model" | "model_version" | "predicted"> {
    const model = models.list.find((listed) => listed.model.version === version)?.model;
    const predicted = author === null ? null : (model?.authors[author] ?? null);
    return { model: model?.name ?? null, model_version: version, predicted };
  }
};
