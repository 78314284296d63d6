/**
 * The bodies of the service's own routes, for whoever speaks with it: the one source of validation, static types and
 * /openapi.json. What other programs' clients need is in schemas/compatible.ts.
 */
export type {
  BatchItem,
  BatchRequest,
  BatchResponse,
  ExplainRequest,
  ExplainResponse,
  PredictRequest,
  PredictResponse,
} from "./schemas/predict.ts";
export type { CardResponse } from "./schemas/card.ts";
export type { FeedbackRequest } from "./schemas/feedback.ts";
export type { InfoResponse, ModelsResponse } from "./schemas/service.ts";
export type { TrainingResponse, UsedResponse } from "./schemas/training.ts";
export type { Problem } from "./schemas/common.ts";
