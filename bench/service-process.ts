/**
 * A process for the benchmark of the service: the service itself on one port; on another the same service with a model
 * that always says the same; on a third a bare Fastify route that reads the same JSON and answers with as many bytes.
 */
import fastify from "fastify";

import { readModel } from "../src/model-file/disk.ts";
import { asServed, onlyModel } from "../src/server/models.ts";
import { listen, startServer } from "../src/server/serve.ts";
import { defaultSettings } from "../src/server/settings.ts";

const [model = "", size = "0"] = process.argv.slice(2);
const settings = { ...defaultSettings, port: 0, metricsPort: "off", rateLimit: 0 } as const;
const { url } = await startServer(model, settings, { signals: false });
const served = asServed(await readModel(model));
const value = await served.predict({ text: "Who wrote this?", characters: 15, truncated: false });
const always = { ...served, predict: () => value };
const { url: constantUrl } = await listen(onlyModel(always), settings, { signals: false });
const bare = fastify();
const constant = JSON.stringify({ constant: "x".repeat(Math.max(0, Number(size) - 15)) });
const schema = {
  body: {
    type: "object",
    properties: { text: { type: "string" } },
    required: ["text"],
    additionalProperties: false,
  },
};
bare.post("/constant", { schema }, (_request, reply) => {
  reply.type("application/json; charset=utf-8").send(constant);
});
const other = await bare.listen({ host: "127.0.0.1", port: 0 });
console.log(JSON.stringify({ service: url, constant: constantUrl, bare: `${other}/constant` }));
