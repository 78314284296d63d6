import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createApp } from "../../src/server/app.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import type { TypedApp } from "../../src/server/surroundings.ts";
import { identifier, models } from "./models.ts";

const text = "The pilot didn't move the ship, my dear, and the board wrote two shillings into the report.";
const other = "Oh, you should have seen the jam, my dear!";

let app: TypedApp;
beforeAll(async () => {
  app = await createApp(models, { ...defaultSettings, logLevel: "silent", rateLimit: 0, batchLimit: 4 });
});
afterAll(() => app.close());

const post = (url: string, payload: object): Promise<LightMyRequestResponse> =>
  app.inject({ method: "POST", url, payload });
const places = (value: number): number => Number(value.toFixed(4));

const [first, second] = [text, other].map((each) => identifier.predict(each)) as [
  ReturnType<typeof identifier.predict>,
  ReturnType<typeof identifier.predict>,
];

describe("POST /predict, as Hugging Face has it", () => {
  const labels = ({ ranking }: typeof first, count: number): { label: string; score: number }[] =>
    ranking.slice(0, count).map(({ author, probability }) => ({ label: author, score: places(probability) }));

  test("a list of labels for one text, a list of lists for several", async () => {
    expect((await post("/predict", { inputs: text })).json()).toEqual(labels(first, 3));
    expect((await post("/predict", { inputs: [text, other], parameters: { top_k: 1 } })).json()).toEqual([
      labels(first, 1),
      labels(second, 1),
    ]);
  });

  test("bare scores on request", async () => {
    const answer = await post("/predict", { inputs: text, parameters: { function_to_apply: "none" } });
    expect(answer.json()[0].score).toBe(places(first.ranking[0]!.score));
  });

  test.each([
    [{}, 422, "REQUEST_INVALID"],
    [{ inputs: [] }, 422, "REQUEST_INVALID"],
    [{ inputs: 5 }, 422, "REQUEST_INVALID"],
    [{ inputs: ["ship", ""] }, 422, "TEXT_EMPTY"],
    [{ inputs: Array.from({ length: 5 }, () => "ship") }, 422, "BATCH_TOO_LARGE"],
    [{ inputs: "ship", parameters: { return_all_scores: true } }, 422, "REQUEST_INVALID"],
  ])("%j is refused", async (body, status, code) => {
    const answer = await post("/predict", body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});

describe("POST /invocations, as MLflow and SageMaker have it", () => {
  test.each(["inputs", "instances"])("texts as %s", async (name) => {
    expect((await post("/invocations", { [name]: [text, other] })).json()).toEqual({
      predictions: [first, second].map(({ author, probability, unknown }) => ({
        author,
        probability: places(probability),
        unknown,
      })),
    });
  });

  test("neither or both are refused", async () => {
    for (const body of [{}, { inputs: ["a"], instances: ["b"] }, { dataframe_split: {} }]) {
      expect((await post("/invocations", body)).statusCode).toBe(422);
    }
  });

  test("/ping is well as long as /readyz is", async () => {
    expect((await app.inject("/ping")).statusCode).toBe(200);
    expect((await app.inject("/version")).json()).toEqual({ version: expect.stringMatching(/^\d/u) });
  });
});

describe("the Open Inference Protocol", () => {
  const model = "/v2/models/naive-bayes";
  const inputs = [{ name: "text", shape: [2], datatype: "BYTES", data: [text, other] }];

  test("tells of the server, its health and its models", async () => {
    expect((await app.inject("/v2")).json()).toMatchObject({ name: "penprint" });
    expect((await app.inject("/v2/health/live")).json()).toEqual({ live: true });
    expect((await app.inject("/v2/health/ready")).json()).toEqual({ ready: true, live: true });
    const described = (await app.inject(model)).json();
    expect(described).toMatchObject({ name: "naive-bayes", versions: ["memory"] });
    expect((await app.inject(`${model}/versions/memory`)).json()).toEqual(described);
    expect((await app.inject(`${model}/ready`)).json()).toEqual({ name: "naive-bayes", ready: true });
  });

  test.each([model, `${model}/versions/memory`])("%s/infer names who most likely wrote each", async (url) => {
    const answer = (await post(`${url}/infer`, { id: "42", inputs })).json();
    expect(answer).toEqual({
      model_name: "naive-bayes",
      model_version: "memory",
      id: "42",
      outputs: [
        { name: "label", shape: [2], datatype: "BYTES", data: [first.author, second.author] },
        {
          name: "score",
          shape: [2],
          datatype: "FP32",
          data: [places(first.probability), places(second.probability)],
        },
      ],
    });
  });

  test("gives the outputs that are asked for, and a name for nobody", async () => {
    const unseen = [{ name: "text", shape: [1, 1], datatype: "BYTES", data: ["Ξένος ἐγώ"] }];
    const answer = await post(`${model}/infer`, { inputs: unseen, outputs: [{ name: "label" }] });
    expect(answer.json().outputs).toEqual([
      { name: "label", shape: [1], datatype: "BYTES", data: ["(unknown)"] },
    ]);
  });

  test.each([
    [`${model}/infer`, {}, 422],
    [`${model}/infer`, { inputs: [{ ...inputs[0], name: "image" }] }, 422],
    [`${model}/infer`, { inputs: [{ ...inputs[0], shape: [3] }] }, 422],
    [`${model}/infer`, { inputs: [{ ...inputs[0], datatype: "FP32" }] }, 422],
    ["/v2/models/none/infer", { inputs }, 404],
    [`${model}/versions/1/infer`, { inputs }, 404],
    ["/v2/nothing", { inputs }, 404],
  ])("%s refuses in its own shape", async (url, body, status) => {
    const answer = await post(url, body);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.json()).toEqual({ error: expect.stringMatching(/^[A-Z`]/u) });
  });

  test("refuses wrong methods and broken bodies in its own shape", async () => {
    const wrong = await app.inject(`${model}/infer`);
    expect([wrong.statusCode, wrong.headers["allow"]]).toEqual([405, "POST"]);
    expect(wrong.json()).toEqual({ error: expect.any(String) });
    const headers = { "content-type": "application/json" };
    const broken = await app.inject({ method: "POST", url: `${model}/infer`, headers, payload: "{" });
    expect([broken.statusCode, Object.keys(broken.json() as object)]).toEqual([400, ["error"]]);
  });
});
