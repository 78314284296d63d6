/** What every group of routes is given. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Access } from "./access.ts";
import type { FeedbackStore } from "./feedback/entry.ts";
import type { PredictionIds } from "./feedback/prediction-ids.ts";
import type { Metrics } from "./metrics.ts";
import type { Models } from "./models.ts";
import type { PageFiles } from "./page-files.ts";
import type { Readiness } from "./readiness.ts";
import type { Settings } from "./settings.ts";

/** A service whose handlers get their types from the schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The service's own state and what it serves. */
export interface Surroundings {
  readonly models: Models;
  readonly settings: Settings;
  readonly readiness: Readiness;
  readonly pageFiles: PageFiles;
  readonly access: Access;
  readonly metrics: Metrics;
  readonly ids: PredictionIds;
  /** Null where no feedback is taken. */
  readonly feedback: FeedbackStore | null;
}

/** Adds some routes. */
export type AddRoutes = (app: TypedApp, surroundings: Surroundings) => void;
