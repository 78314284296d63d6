/** GET /: the page for people, and for programs what there is. Other pages are beside it, what belongs to them below /assets/. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { PenprintError } from "../../errors.ts";
import { modelName } from "../answers.ts";
import type { PageFile } from "../page-files.ts";
import { fails } from "../responses.ts";
import { pagePolicy } from "../safe-headers.ts";
import { ServiceResponse } from "../schemas/service.ts";
import type { AddRoutes } from "../surroundings.ts";
import { version } from "../version.ts";

/** Adds all. */
export const addPageRoutes: AddRoutes = (app, { models, settings, pageFiles: { pages, assets } }) => {
  const index = pages.get("index");
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
      if (index !== undefined && !wantsJson(request.headers.accept)) {
        return send(index, request, reply, "no-cache");
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

  for (const [name, page] of pages) {
    if (page === index || (name === "train" && !settings.allowTraining)) continue;
    app.get(`/${name}`, { schema: { hide: true } }, (request, reply) =>
      send(page, request, reply, "no-cache"),
    );
  }

  app.get<{ Params: { "*": string } }>("/assets/*", { schema: { hide: true } }, (request, reply) => {
    const file = assets.get(request.params["*"]);
    if (file === undefined) throw new PenprintError("ROUTE_NOT_FOUND", {});
    return send(file, request, reply, "public, max-age=31536000, immutable");
  });
};

/** Whether a client would rather have JSON than a page: it names it, and no page. */
function wantsJson(accept = ""): boolean {
  return /\bapplication\/(?:json|\*)/iu.test(accept) && !/\btext\/(?:html|\*)/iu.test(accept);
}

/**
 * Sends a file in the best coding that the browser takes.
 *
 * @param keep how long it may be kept: pages are asked for each time, what has its hash in its name never again
 */
function send(file: PageFile, request: FastifyRequest, reply: FastifyReply, keep: string): FastifyReply {
  const coding = file.codingFor(request.headers["accept-encoding"]);
  const etag = file.etag(coding);
  // Scripts have it too: one that runs in a thread of its own has no other policy.
  reply.headers({ "cache-control": keep, "content-security-policy": pagePolicy, etag });
  reply.header(
    "vary",
    reply.hasHeader("vary") ? `${String(reply.getHeader("vary"))}, accept-encoding` : "accept-encoding",
  );
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  if (coding !== "identity") reply.header("content-encoding", coding);
  return reply.type(file.type).send(file.bytes(coding));
}
