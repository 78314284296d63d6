/** GET /v1/model-file: the model itself, for browsers that answer without sending texts. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

import type { FastifyReply } from "fastify";

import { PenprintError } from "../../errors.ts";
import type { Predicts } from "../models.ts";
import { chooseModel } from "../reading-texts.ts";
import { fails } from "../responses.ts";
import { ModelQuery } from "../schemas/service.ts";
import type { AddRoutes } from "../surroundings.ts";

/** Larger files are sent as they are: packing them would take seconds, and memory for good. */
const mostPacked = 64 << 20;

const pack = promisify(gzip);

/** Adds it. */
export const addModelFileRoute: AddRoutes = (app, surroundings) => {
  /** Made for whoever asks first. */
  const packed = new WeakMap<Predicts, Promise<Buffer>>();
  const packedFile = (model: Predicts): Promise<Buffer> => {
    const made = packed.get(model) ?? pack(model.file());
    packed.set(model, made);
    return made;
  };
  app.route({
    method: "GET",
    url: "/v1/model-file",
    config: { scope: "predict", fields: ["model"] },
    schema: {
      operationId: "model_file",
      tags: ["Identify"],
      summary: "The model file",
      description:
        "The file that docs/model-file.md describes. Where the service was not started with --share-model true it answers 404, MODEL_PRIVATE.",
      querystring: ModelQuery,
      response: {
        200: {
          description: "Its bytes.",
          content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
        },
        304: { description: "The client has it already.", type: "null" },
        ...fails(400, 404, 422, 500),
      },
    },
    handler: async (request, typed) => {
      // Bytes are not what schemas are about.
      const reply = typed as FastifyReply;
      if (!surroundings.settings.shareModel) throw new PenprintError("MODEL_PRIVATE", {});
      const model = chooseModel(request, reply, surroundings, request.query.model);
      const gzipped =
        /\bgzip\b/iu.test(request.headers["accept-encoding"] ?? "") && model.file().length <= mostPacked;
      const etag = `"${versionOf(model)}${gzipped ? "-gzip" : ""}"`;
      reply.headers({
        // Kept by the client alone, who asks each time whether there is another one.
        "cache-control": "private, no-cache",
        "content-disposition": `attachment; filename="${fileNameOf(model)}"`,
        etag,
        vary: "accept-encoding",
      });
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
      if (gzipped) reply.header("content-encoding", "gzip");
      const bytes = gzipped ? await packedFile(model) : model.file();
      return reply
        .type("application/octet-stream")
        .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    },
  });
};

/** A model that has no file has no version either. */
function versionOf(model: Predicts): string {
  if (model.version !== "memory") return model.version;
  return createHash("sha256").update(model.file()).digest("hex").slice(0, 12);
}

/** Headers take no other letters. */
function fileNameOf({ name }: Predicts): string {
  return `${/^[\w.-]+$/u.test(name) ? name : "model"}.safetensors`;
}
