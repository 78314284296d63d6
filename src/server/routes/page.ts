/** GET /: the page for people, and for programs what there is. Its files are below /assets/. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { PenprintError } from "../../errors.ts";
import { modelName } from "../answers.ts";
import type { PageFile } from "../page-files.ts";
import { fails } from "../responses.ts";
import { pagePolicy } from "../safe-headers.ts";
import { ServiceResponse } from "../schemas/service.ts";
import type { AddRoutes } from "../surroundings.ts";
import { version } from "../version.ts";

/** Adds both. */
export const addPageRoutes: AddRoutes = (app, { models, pageFiles: { index, assets } }) => {
  app.route({
    method: "GET",
    url: "/",
    schema: {
      operationId: "home",
      tags: ["Operate"],
      summary: "The page, or what there is",
      description: "HTML for browsers; with `Accept: application/json` the addresses of everything else.",
      response: {
        200: {
          description: "What there is.",
          content: {
            "application/json": { schema: ServiceResponse },
            "text/html": { schema: { type: "string", description: "The page." } },
          },
        },
        ...fails(500),
      },
    },
    handler: async (request, reply) => {
      reply.header("vary", "accept");
      if (index !== null && !wantsJson(request.headers.accept)) {
        reply.header("content-security-policy", pagePolicy);
        return send(index, request, reply);
      }
      return {
        name: "penprint",
        version,
        model: modelName(models.list[0]!.model),
        // Relative, so that they hold behind a proxy that adds a prefix.
        links: {
          docs: "apidocs",
          openapi: "openapi.json",
          info: "v1/info",
          models: "v1/models",
          predict: "v1/predict",
          batch: "v1/predict/batch",
          explain: "v1/explain",
          feedback: "v1/feedback",
        },
      };
    },
  });

  app.get<{ Params: { "*": string } }>("/assets/*", { schema: { hide: true } }, (request, reply) => {
    const file = assets.get(request.params["*"]);
    if (file === undefined) throw new PenprintError("ROUTE_NOT_FOUND", {});
    return send(file, request, reply);
  });
};

/** Whether a client would rather have JSON than a page: it names it, and no page. */
function wantsJson(accept = ""): boolean {
  return /\bapplication\/(?:json|\*)/iu.test(accept) && !/\btext\/(?:html|\*)/iu.test(accept);
}

/** Browsers keep files, and ask each time whether they have changed. */
function send({ type, bytes, etag }: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ "cache-control": "no-cache", etag });
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  return reply.type(type).send(bytes);
}
