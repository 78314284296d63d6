/** What Prometheus may know. Labels have few values: never a text, a path as it was sent, or the name of a request. */
import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

import type { Models, Predicts } from "./models.ts";

/** What a prediction comes to, for its metrics. */
export interface Predicted {
  readonly model: Predicts;
  /** Whom it named; null for nobody. */
  readonly author: string | null;
  readonly characters: number;
  /** Milliseconds of computing. */
  readonly compute: number;
}

type Child = { inc(value?: number): void };
type Observed = { observe(value: number): void };

/** Counters and histograms of one process. */
export class Metrics {
  readonly registry: Registry = new Registry();
  readonly #requests: Counter<"route" | "method" | "status">;
  readonly #durations: Histogram<"route" | "method" | "status">;
  readonly #predictions: Counter<"model" | "label">;
  readonly #inference: Histogram<"model">;
  readonly #characters: Histogram;
  readonly #rejections: Counter<"reason">;
  readonly #reloads: Counter<"model" | "result">;
  // Looking a child up by its labels costs more than counting.
  readonly #byRoute = new Map<string, { readonly count: Child; readonly duration: Observed }>();
  readonly #byLabel = new Map<string, Child>();
  readonly #byModel = new Map<string, Observed>();

  /** @param models what is served, for the figures that are asked when they are wanted */
  constructor(models: Models) {
    const registers = [this.registry];
    this.#requests = new Counter({
      name: "http_requests_total",
      help: "Requests answered.",
      labelNames: ["route", "method", "status"],
      registers,
    });
    this.#durations = new Histogram({
      name: "http_request_duration_seconds",
      help: "From a request's headers to the end of its answer.",
      labelNames: ["route", "method", "status"],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10],
      registers,
    });
    this.#predictions = new Counter({
      name: "author_predictions_total",
      help: "Predictions, by whom they named; (unknown) for nobody.",
      labelNames: ["model", "label"],
      registers,
    });
    this.#inference = new Histogram({
      name: "author_inference_duration_seconds",
      help: "Reading a text and comparing authors.",
      labelNames: ["model"],
      buckets: [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
      registers,
    });
    this.#characters = new Histogram({
      name: "author_input_characters",
      help: "Lengths of texts, in Unicode code points.",
      buckets: [30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000],
      registers,
    });
    this.#rejections = new Counter({
      name: "author_rejections_total",
      help: "Requests refused, by the code of the problem.",
      labelNames: ["reason"],
      registers,
    });
    this.#reloads = new Counter({
      name: "author_model_reloads_total",
      help: "Model files that were read again because they had changed.",
      labelNames: ["model", "result"],
      registers,
    });
    addGauges(models, registers);
    collectDefaultMetrics({ register: this.registry });
  }

  /** Notes a prediction. */
  predicted({ model: { name }, author, characters, compute }: Predicted): void {
    const label = author ?? "(unknown)";
    const key = `${name}\0${label}`;
    let count = this.#byLabel.get(key);
    if (count === undefined) this.#byLabel.set(key, (count = this.#predictions.labels(name, label)));
    count.inc();
    let inference = this.#byModel.get(name);
    if (inference === undefined) this.#byModel.set(name, (inference = this.#inference.labels(name)));
    inference.observe(compute / 1000);
    this.#characters.observe(characters);
  }

  /** Notes a refusal. */
  refused(code: string): void {
    this.#rejections.inc({ reason: code });
  }

  /** Notes that a model file was read again. */
  reloaded(model: string, result: "taken" | "refused"): void {
    this.#reloads.inc({ model, result });
  }

  /** Notes every answer of an app. */
  watch(app: FastifyInstance): void {
    app.addHook("onResponse", (request, reply, done) => {
      const { url: route = "(none)" } = request.routeOptions;
      const method = request.is404 && !known.has(request.method) ? "(other)" : request.method;
      const key = `${method} ${route} ${reply.statusCode}`;
      let children = this.#byRoute.get(key);
      if (children === undefined) {
        const labels = [route, method, String(reply.statusCode)] as const;
        children = { count: this.#requests.labels(...labels), duration: this.#durations.labels(...labels) };
        this.#byRoute.set(key, children);
      }
      children.count.inc();
      children.duration.observe(reply.elapsedTime / 1000);
      done();
    });
  }
}

const known = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]);

function addGauges(models: Models, registers: Registry[]): void {
  const depth: Gauge = new Gauge({
    name: "author_queue_depth",
    help: "Characters of texts that wait for a thread.",
    registers,
    collect: () => depth.set(models.waiting),
  });
  const info: Gauge<"model" | "version" | "recipe"> = new Gauge({
    name: "author_model_info",
    help: "The models being served; always 1.",
    aggregator: "max",
    labelNames: ["model", "version", "recipe"],
    registers,
    collect: () => {
      info.reset();
      for (const { model } of models.list) info.set(labelsOf(model), 1);
    },
  });
}

const labelsOf = ({ name, version, recipe }: Predicts): Record<"model" | "version" | "recipe", string> => ({
  model: name,
  version,
  recipe: recipe.name,
});
