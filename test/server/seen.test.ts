/** What one can see of the service from outside: metrics, traces, timing. */
import { describe, expect, test } from "vitest";

import { createApp } from "../../src/server/app.ts";
import { listen } from "../../src/server/serve.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import { traceOf } from "../../src/server/trace.ts";
import { models } from "./models.ts";

const quiet = { ...defaultSettings, port: 0, logLevel: "silent", rateLimit: 2 } as const;

test("metrics have their names, and no label holds what was sent", async () => {
  const server = await listen(models, { ...quiet, metricsPort: 0 }, { signals: false });
  const secret = "zwetschgenknoedel";
  const post = (path: string, text: string): Promise<Response> =>
    fetch(server.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": secret },
      body: JSON.stringify({ text }),
    });
  await post("/v1/predict", "The pilot wrote it into the book.");
  await post("/v1/predict", "Ξένος ἐγώ");
  await post("/v1/predict", secret);
  await fetch(`${server.url}/${secret}?text=${secret}`, { method: "PROPFIND" });
  const answer = await fetch(`${server.metricsUrl}/metrics`);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=/u);
  const text = await answer.text();
  for (const line of [
    'http_requests_total{route="/v1/predict",method="POST",status="200"} 2',
    'http_requests_total{route="/v1/predict",method="POST",status="429"} 1',
    'author_predictions_total{model="naive-bayes",label="Harbour Master"} 1',
    'author_predictions_total{model="naive-bayes",label="(unknown)"} 1',
    'author_inference_duration_seconds_count{model="naive-bayes"} 2',
    "author_input_characters_count 2",
    'author_rejections_total{reason="RATE_LIMITED"} 1',
    "author_queue_depth 0",
    'author_model_info{model="naive-bayes",version="memory",recipe="naive-bayes"} 1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toMatch(/^process_resident_memory_bytes \d+/mu);
  expect(text).not.toContain(secret);
  // The main port has none unless there are keys.
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  expect((await fetch(`${server.metricsUrl}/v1/info`)).status).toBe(404);
  await server.close();
  await expect(fetch(`${server.metricsUrl}/metrics`)).rejects.toThrow();
});

describe("traces", () => {
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const given = `00-${trace}-b7ad6b7169203331-01`;

  test("go on: in the answer, and in every line of the log", async () => {
    const lines: string[] = [];
    const log = { write: (line: string) => void lines.push(line) };
    const app = await createApp(models, { ...quiet, logLevel: "info" }, { log });
    const answer = await app.inject({ url: "/livez", headers: { traceparent: given } });
    const [, id, span, flags] = String(answer.headers["traceparent"]).split("-");
    expect([id, flags]).toEqual([trace, "01"]);
    expect(span).toMatch(/^[0-9a-f]{16}$/u);
    expect(span).not.toBe("b7ad6b7169203331");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ trace_id: trace, span_id: span });
    const without = await app.inject({ url: "/livez", headers: { traceparent: "nonsense" } });
    expect(without.headers["traceparent"]).toBeUndefined();
    await app.close();
  });

  test.each([
    [given, true],
    [`cc-${trace}-b7ad6b7169203331-01-more`, true],
    [`00-${trace}-b7ad6b7169203331-01-more`, false],
    [`ff-${trace}-b7ad6b7169203331-01`, false],
    [`00-${"0".repeat(32)}-b7ad6b7169203331-01`, false],
    [`00-${trace}-${"0".repeat(16)}-01`, false],
    [given.toUpperCase(), false],
    ["", false],
  ])("%s is one: %s", (header, expected) => expect(traceOf(header) !== null).toBe(expected));
});

test("an answer says what it took, and which model gave it", async () => {
  const app = await createApp(models, quiet);
  const answer = await app.inject({ method: "POST", url: "/v1/predict", payload: { text: "ship" } });
  expect(answer.headers["server-timing"]).toMatch(/^queue;dur=0, predict;dur=[\d.]+, total;dur=[\d.]+$/u);
  expect(answer.headers["x-model-version"]).toBe("memory");
  await app.close();
});
