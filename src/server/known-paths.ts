/** Which methods each address answers, so that a wrong method is told from a wrong address. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { PenprintError } from "../errors.ts";
import { pathOf } from "./problems.ts";

/** Collects the routes of a service as they are added. */
export class KnownPaths {
  readonly #routes: { readonly pattern: RegExp; readonly method: string }[] = [];

  /** Begins to listen; routes added before are not known. */
  constructor(app: FastifyInstance) {
    app.addHook("onRoute", ({ url, method }) => {
      const pattern = patternOf(url);
      for (const each of [method].flat()) this.#routes.push({ pattern, method: each });
    });
  }

  /** The methods that `path` answers, in alphabetical order; none for an address that is not known. */
  methodsAt(path: string): string[] {
    const methods = this.#routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }

  /** Why a request found nobody to answer it. */
  refusal({ url, method }: FastifyRequest): PenprintError {
    const allowed = this.methodsAt(pathOf(url));
    return allowed.length === 0 || allowed.includes(method)
      ? new PenprintError("ROUTE_NOT_FOUND", {})
      : new PenprintError("METHOD_NOT_ALLOWED", { allowed });
  }
}

/** `/v2/models/:name/infer` matches one step in the place of `:name`, `*` matches all the rest. */
function patternOf(url: string): RegExp {
  const escaped = url.replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:[^/]+/gu, "[^/]+").replaceAll("*", ".*")}$`, "u");
}
