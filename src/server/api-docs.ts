/** /openapi.json from the routes' schemas, and the Swagger UI over it. */
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { fails, failsAsInference } from "./responses.ts";
import { pagePolicy } from "./safe-headers.ts";
import type { TypedApp } from "./surroundings.ts";
import { version } from "./version.ts";

/**
 * Begins to collect schemas; has to come before the routes.
 *
 * @param keysWanted whether this service asks for keys; otherwise they are described as what may be asked for
 */
export async function collectApi(app: TypedApp, keysWanted: boolean): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "penprint",
        version,
        summary: "Who wrote this?",
        description:
          "Tells which of the authors it knows most likely wrote a text, how sure it is, and why. Failures are problems as RFC 9457 has them, each with a code that never changes its meaning and a remedy. Of a field that comes twice in a JSON body, the last one counts.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      components: {
        securitySchemes: {
          key: {
            type: "http",
            scheme: "bearer",
            description: "An API key, where the service asks for one; `penprint key` makes them.",
          },
        },
      },
      tags: [
        { name: "Identify", description: "Texts in, authors out." },
        { name: "Train", description: "Only where the service was started with --allow-training true." },
        { name: "Compatible", description: "As other servers have it, for their clients." },
        { name: "Demo", description: "As the Flask demo had it." },
        { name: "Operate", description: "For load balancers and orchestrators." },
      ],
    },
    transform: ({ schema, url, route }) => {
      if (route.config?.scope === undefined || schema === undefined) return { schema: schema ?? {}, url };
      const failure = url.startsWith("/v2") ? failsAsInference(401, 403, 429) : fails(401, 403, 429);
      const response = { ...(schema.response as Record<number, unknown>), ...failure };
      const security = keysWanted ? [{ key: [] }] : [{}, { key: [] }];
      return { schema: { ...schema, response, security }, url };
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `def-${index}`),
    },
    transformObject: (document) => {
      if (!("openapiObject" in document)) return document.swaggerObject;
      const { paths = {} } = document.openapiObject;
      // The generator takes every body for required.
      const body = paths["/predict_dialogue"]?.post?.requestBody;
      if (body !== undefined && "content" in body) body.required = false;
      // Relative to the description's own address, so that it holds behind a proxy that adds a prefix.
      return { ...document.openapiObject, servers: [{ url: "./" }] };
    },
  });
}

/** Adds the addresses where clients look for the description, and the page on which it can be tried. */
export async function addApiDocs(app: TypedApp): Promise<void> {
  const hidden = { schema: { hide: true } };
  app.get("/openapi.json", hidden, async () => app.swagger());
  app.get("/apispec_1.json", hidden, async () => app.swagger());
  app.get("/openapi.yaml", hidden, async (_request, reply) => {
    reply.type("application/yaml; charset=utf-8");
    return app.swagger({ yaml: true });
  });
  // Relative, so that it holds behind a proxy that adds a prefix.
  app.get("/docs", hidden, async (_request, reply) => reply.redirect("apidocs", 302));

  await app.register(swaggerUi, {
    routePrefix: "/apidocs",
    indexPrefix: ".",
    staticCSP: pagePolicy,
    uiConfig: {
      layout: "BaseLayout",
      docExpansion: "list",
      displayRequestDuration: true,
      tryItOutEnabled: false,
    },
    theme: { title: "penprint · API" },
    // The page stands one level below the addresses that it tries.
    transformSpecification: (document) => ({ ...document, servers: [{ url: "../" }] }),
    transformSpecificationClone: false,
  });
}
