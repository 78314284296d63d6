/** What Prometheus may know. Labels have few values: never a text, a path as it was sent, or the name of a request. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

import type { Models, Predicts } from "./models.ts";
import { type Tally, TalliedHistogram } from "./tally.ts";

/** What a prediction comes to, for its metrics. */
export interface Predicted {
  readonly model: Predicts;
  /** Whom it named; null for nobody. */
  readonly author: string | null;
  readonly characters: number;
  /** Milliseconds of computing. */
  readonly compute: number;
}

/** Answers of one kind. */
interface Answered {
  readonly labels: Readonly<Record<"route" | "method" | "status", string>>;
  readonly durations: Tally;
  /** How many of them the counter has been told of. */
  told: number;
}

/** Predictions of one model. */
interface ByModel {
  readonly inference: Tally;
  /** By whom they named, since the counter was told. */
  readonly named: Map<string, number>;
}

/** Counters and histograms of one process. */
export class Metrics {
  readonly registry: Registry = new Registry();
  readonly #durations: TalliedHistogram<"route" | "method" | "status">;
  readonly #inference: TalliedHistogram<"model">;
  readonly #characters: Tally;
  readonly #rejections: Counter<"reason">;
  readonly #reloads: Counter<"model" | "result">;
  readonly #answered: Answered[] = [];
  // By the configuration of a route, of which each route and method has its own, and by status.
  readonly #byRoute = new WeakMap<object, Map<number, Answered>>();
  // Where there is no route: by method and status.
  readonly #elsewhere = new Map<string, Map<number, Answered>>();
  readonly #byModel = new Map<string, ByModel>();

  /** @param models what is served, for the figures that are asked when they are wanted */
  constructor(models: Models) {
    const registers = [this.registry];
    const requests: Counter<"route" | "method" | "status"> = new Counter({
      name: "http_requests_total",
      help: "Requests answered.",
      labelNames: ["route", "method", "status"],
      registers,
      collect: () => {
        for (const each of this.#answered) {
          const { count } = each.durations;
          requests.inc(each.labels, count - each.told);
          each.told = count;
        }
      },
    });
    this.#durations = new TalliedHistogram({
      name: "http_request_duration_seconds",
      help: "From a request's headers to the end of its answer.",
      labelNames: ["route", "method", "status"],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10],
      registers,
    });
    const predictions: Counter<"model" | "label"> = new Counter({
      name: "author_predictions_total",
      help: "Predictions, by whom they named; (unknown) for nobody.",
      labelNames: ["model", "label"],
      registers,
      collect: () => {
        for (const [model, { named }] of this.#byModel) {
          for (const [label, count] of named) predictions.inc({ model, label }, count);
          named.clear();
        }
      },
    });
    this.#inference = new TalliedHistogram({
      name: "author_inference_duration_seconds",
      help: "Reading a text and comparing authors.",
      labelNames: ["model"],
      buckets: [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
      registers,
    });
    this.#characters = new TalliedHistogram<never>({
      name: "author_input_characters",
      help: "Lengths of texts, in Unicode code points.",
      buckets: [30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000],
      registers,
    }).tally({});
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
    let model = this.#byModel.get(name);
    if (model === undefined) {
      model = { inference: this.#inference.tally({ model: name }), named: new Map() };
      this.#byModel.set(name, model);
    }
    const label = author ?? "(unknown)";
    model.named.set(label, (model.named.get(label) ?? 0) + 1);
    model.inference.observe(compute / 1000);
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
      this.#answersOf(request, reply.statusCode).durations.observe(reply.elapsedTime / 1000);
      done();
    });
  }

  #answersOf(request: FastifyRequest, status: number): Answered {
    const { config, url = "(none)" } = request.routeOptions;
    const method = request.is404 && !known.has(request.method) ? "(other)" : request.method;
    let byStatus = request.is404 ? this.#elsewhere.get(method) : this.#byRoute.get(config);
    if (byStatus === undefined) {
      byStatus = new Map();
      if (request.is404) this.#elsewhere.set(method, byStatus);
      else this.#byRoute.set(config, byStatus);
    }
    let answered = byStatus.get(status);
    if (answered === undefined) {
      const labels = { route: url, method, status: String(status) };
      answered = { labels, durations: this.#durations.tally(labels), told: 0 };
      byStatus.set(status, answered);
      this.#answered.push(answered);
    }
    return answered;
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
