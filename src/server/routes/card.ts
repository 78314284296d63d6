/** GET /v1/card: all that is known of a model, in numbers and pictures. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

import type { FastifyReply } from "fastify";

import { corpusOf, modelName } from "../answers.ts";
import type { Predicts } from "../models.ts";
import { drawnOf } from "../pictures.ts";
import { chooseModel } from "../reading-texts.ts";
import { fails } from "../responses.ts";
import { CardResponse } from "../schemas/card.ts";
import { ModelQuery } from "../schemas/service.ts";
import type { AddRoutes } from "../surroundings.ts";

const pack = promisify(gzip);

interface PackedCard {
  readonly plain: Buffer;
  readonly packed: Buffer;
  readonly etag: string;
}

/** Adds it. */
export const addCardRoute: AddRoutes = (app, surroundings) => {
  /** Made for whoever asks first, once a model. */
  const cards = new WeakMap<Predicts, Promise<PackedCard>>();
  const cardOf = (model: Predicts): Promise<PackedCard> => {
    const made = cards.get(model) ?? packedCard(model);
    cards.set(model, made);
    // The next one who asks tries again.
    made.catch(() => cards.delete(model));
    return made;
  };
  app.route({
    method: "GET",
    url: "/v1/card",
    config: { scope: "predict", fields: ["model"] },
    schema: {
      operationId: "card",
      tags: ["Identify"],
      summary: "The model's card, with pictures",
      description:
        "What it learned from, how good it is, and, where the model was made by `train --evaluate` or `demo`, pictures of it.",
      querystring: ModelQuery,
      response: {
        200: { description: "The card.", content: { "application/json": { schema: CardResponse } } },
        304: { description: "The client has it already.", type: "null" },
        ...fails(400, 404, 422, 500),
      },
    },
    handler: async (request, typed) => {
      // Bytes are not what schemas are about.
      const reply = typed as FastifyReply;
      const model = chooseModel(request, reply, surroundings, request.query.model);
      const { plain, packed, etag: version } = await cardOf(model);
      const gzipped = /\bgzip\b/iu.test(request.headers["accept-encoding"] ?? "");
      const etag = `"${version}${gzipped ? "-gzip" : ""}"`;
      reply.headers({ "cache-control": "private, no-cache", etag, vary: "accept-encoding" });
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
      if (gzipped) reply.header("content-encoding", "gzip");
      return reply.type("application/json; charset=utf-8").send(gzipped ? packed : plain);
    },
  });
};

async function packedCard(model: Predicts): Promise<PackedCard> {
  const { evaluation, overview = null } = model.card;
  const card: CardResponse = {
    model: modelName(model),
    recipe: model.recipe,
    ...corpusOf(model),
    evaluation,
    overview,
    pictures: (await drawnOf(model.card)).map((picture) => ({
      ...picture,
      drawings: [...picture.drawings],
    })),
  };
  const plain = Buffer.from(JSON.stringify(card));
  const etag = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
  return { plain, packed: await pack(plain), etag };
}
