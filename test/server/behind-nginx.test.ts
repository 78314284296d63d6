/** Behind nginx, below a prefix: addresses, clients and the API docs as they are from outside. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { listen, type RunningServer } from "../../src/server/serve.ts";
import { defaultSettings } from "../../src/server/settings.ts";
import { chromiumPath, launch } from "../web/browser.ts";
import { models } from "./models.ts";
import { freePort } from "../free-port.ts";

const nginx = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx"].find((path) =>
  existsSync(path),
);
const wanted = process.env["PENPRINT_QUICK"] !== "1";
if (nginx === undefined && wanted) {
  console.warn("nginx is not here (apt install nginx-light): the service is not tried behind it.");
}

test.runIf(nginx === undefined && wanted && process.env["CI"] === "true")("nginx is there", () => {
  throw new Error("CI needs nginx.");
});

describe.skipIf(nginx === undefined || !wanted)("behind nginx", { timeout: 120_000 }, () => {
  let folder: string;
  let proxy: ChildProcess;
  let server: RunningServer;
  let outside: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "penprint-nginx-"));
    const settings = {
      ...defaultSettings,
      port: 0,
      metricsPort: "off",
      logLevel: "silent",
      rateLimit: 100,
      trustedProxies: ["127.0.0.0/8"],
    } as const;
    server = await listen(models, settings, { signals: false });
    const port = await freePort();
    const file = join(folder, "nginx.conf");
    // As docs/service.md has it.
    await writeFile(
      file,
      `pid ${folder}/pid; error_log ${folder}/error.log; daemon off; worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f;
  uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  client_max_body_size 1m;
  upstream penprint { server ${new URL(server.url).host}; keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    location /authors/ {
      proxy_pass http://penprint/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}
`,
    );
    proxy = spawn(nginx!, ["-c", file, "-p", folder], { stdio: "ignore" });
    outside = `http://127.0.0.1:${port}/authors`;
    await vi.waitFor(async () => expect((await fetch(`${outside}/readyz`)).status).toBe(200), 20_000);
  });
  afterAll(async () => {
    const gone = new Promise((resolve) => proxy.once("exit", resolve));
    proxy.kill("SIGTERM");
    await gone;
    await server.close();
    await rm(folder, { recursive: true });
  });

  const predict = (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${outside}/v1/predict`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: '{"text":"ship"}',
    });

  test("addresses lead where they should", async () => {
    expect((await predict()).status).toBe(200);
    const { links } = (await (
      await fetch(`${outside}/`, { headers: { accept: "application/json" } })
    ).json()) as { links: Record<string, string> };
    for (const link of Object.values(links)) {
      expect((await fetch(new URL(link, `${outside}/`))).status, link).not.toBe(404);
    }
    const docs = await fetch(`${outside}/docs`);
    expect([docs.status, docs.url]).toEqual([200, `${outside}/apidocs`]);
  });

  test("the client is whoever the proxy has seen, not whom the client says it is", async () => {
    const left = async (headers: Record<string, string>): Promise<number> =>
      Number(/r=(?<left>\d+)/u.exec((await predict(headers)).headers.get("ratelimit")!)!.groups!["left"]);
    const first = await left({});
    expect(await left({ "x-forwarded-for": "198.51.100.7" })).toBe(first - 1);
    expect(await left({ "x-forwarded-for": "198.51.100.8" })).toBe(first - 2);
  });

  test.skipIf(chromiumPath === null)("“Try it out” answers in a browser", async () => {
    const browser: Browser = await launch(chromiumPath!);
    try {
      const page = await browser.newPage();
      await page.goto(`${outside}/apidocs`);
      const block = page.locator('[id$="-predict"]').first();
      await block.locator(".opblock-summary-control").click();
      await block.getByRole("button", { name: "Try it out" }).click();
      await block.getByRole("button", { name: "Execute" }).click();
      const row = block.locator(".live-responses-table tbody tr").first();
      await row.waitFor();
      expect(await row.innerText()).toMatch(/^200/u);
      expect(await row.innerText()).toContain('"probability"');
      await page.goto(`${outside}/`);
      await page.fill(
        "#text",
        "The pilot wrote two shillings into the book of the harbour, and the ships lay at anchor.",
      );
      await page.locator("#reading span").first().waitFor();
    } finally {
      await browser.close();
    }
  });
});
