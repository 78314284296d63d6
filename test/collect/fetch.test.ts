import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";

import { describe, expect, it } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import { privateKind } from "../../src/collect/fetch/addresses.ts";
import type { Resolve } from "../../src/collect/fetch/addresses.ts";
import { Fetcher, retryAfter } from "../../src/collect/fetch/fetcher.ts";
import type { FetcherOptions } from "../../src/collect/fetch/fetcher.ts";
import { decodePage } from "../../src/collect/charset.ts";
import { folder, serve } from "./site.ts";

const settings = { seconds_between_requests: 0.001, timeout_seconds: 1, tries: 2, maximum_bytes: 100_000 };

const fetcherFor = (cache: string, options: Partial<FetcherOptions> = {}): Fetcher =>
  new Fetcher({ cache, version: "1.2.3", allowPrivate: true, backoffMilliseconds: 5, settings, ...options });

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return "fetched";
  } catch (error) {
    return error instanceof PenprintError ? `${error.code}: ${error.message}` : `not ours: ${String(error)}`;
  }
};

describe("a site that behaves", () => {
  it("is told who asks, and asked once", async () => {
    let agent = "";
    await using site = await serve({
      "/a": (request, response) => {
        agent = request.headers["user-agent"] ?? "";
        response.end("hello");
      },
    });
    await using here = await folder();
    const fetcher = fetcherFor(here.path, { settings: { ...settings, contact: "ann@example.org" } });
    const { entry, body } = await fetcher.page(`${site.origin}/a`);
    expect(String(body)).toBe("hello");
    expect(entry.sha256).toBe(createHash("sha256").update("hello").digest("hex"));
    expect(agent).toBe("penprint/1.2.3 (collects texts for research; ann@example.org)");
    await fetcher.page(`${site.origin}/a`);
    await fetcherFor(here.path, { offline: true }).page(`${site.origin}/a`);
    expect(site.asked).toEqual(["/robots.txt", "/a"]);
    fetcher.close();
  });

  const packings: [string, (bytes: string) => Buffer][] = [
    ["gzip", (bytes) => gzipSync(bytes)],
    ["br", (bytes) => brotliCompressSync(bytes)],
    ["deflate", (bytes) => deflateSync(bytes)],
  ];
  for (const [name, pack] of packings) {
    it(`may pack with ${name}`, async () => {
      await using site = await serve({
        "/a": (_, response) => response.writeHead(200, { "content-encoding": name }).end(pack("hello")),
      });
      await using here = await folder();
      expect(String((await fetcherFor(here.path).page(`${site.origin}/a`)).body)).toBe("hello");
    });
  }

  it("is asked for changes only, by ETag and Last-Modified", async () => {
    const seen: (string | undefined)[] = [];
    await using site = await serve({
      "/a": (request, response) => {
        seen.push(request.headers["if-none-match"], request.headers["if-modified-since"]);
        if (request.headers["if-none-match"] === '"1"') response.writeHead(304).end();
        else
          response
            .writeHead(200, { etag: '"1"', "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT" })
            .end("hello");
      },
    });
    await using here = await folder();
    const first = await fetcherFor(here.path, { now: () => new Date("2024-01-02") }).page(`${site.origin}/a`);
    const second = await fetcherFor(here.path, { refresh: true, now: () => new Date("2024-03-02") }).page(
      `${site.origin}/a`,
    );
    expect(seen).toEqual([undefined, undefined, '"1"', "Mon, 01 Jan 2024 00:00:00 GMT"]);
    expect(second.entry).toEqual({ ...first.entry, checked: "2024-03-02T00:00:00.000Z" });
    expect(String(second.body)).toBe("hello");
    // Old pages are asked for again without being told to.
    await fetcherFor(here.path, { now: () => new Date("2024-05-02") }).page(`${site.origin}/a`);
    expect(site.asked.filter((path) => path === "/a")).toHaveLength(3);
  });

  it("is asked at the pace that is set, or at its own when that is slower", async () => {
    const times: number[] = [];
    const note = (_: unknown, response: ServerResponse): void => {
      times.push(performance.now());
      response.end("x");
    };
    await using site = await serve({
      "/robots.txt": "User-agent: *\nCrawl-delay: 0.2",
      "/a": note,
      "/b": note,
      "/c": note,
    });
    await using here = await folder();
    const fetcher = fetcherFor(here.path);
    await Promise.all(["/a", "/b", "/c"].map((path) => fetcher.page(site.origin + path)));
    expect(times[2]! - times[0]!).toBeGreaterThan(390);
  });
});

describe("a site that misbehaves", () => {
  const flood = (response: ServerResponse): void => {
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(65536)));
    };
    response.on("drain", more);
    more();
  };
  // Packing it takes longer than the fetcher waits.
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  const rows: { name: string; answer: (response: ServerResponse) => unknown; code: string; tries: number }[] =
    [
      {
        name: "never answers",
        answer: () => undefined,
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: no whole answer within 1 seconds.",
        tries: 2,
      },
      {
        name: "drips for ever",
        answer(response) {
          const timer = setInterval(() => response.write("x"), 50);
          response.on("close", () => clearInterval(timer));
        },
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: no whole answer within 1 seconds.",
        tries: 2,
      },
      {
        name: "floods",
        answer: flood,
        code: "COLLECT_PAGE_TOO_LARGE: URL has more than 100000 bytes.",
        tries: 1,
      },
      {
        name: "announces 2 GB",
        answer: (response) => response.writeHead(200, { "content-length": String(2 ** 31) }).write("x"),
        code: "COLLECT_PAGE_TOO_LARGE: URL has more than 100000 bytes.",
        tries: 1,
      },
      {
        name: "packs 200 MB into a few bytes",
        answer: (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
        code: "COLLECT_PAGE_TOO_LARGE: URL has more than 100000 bytes.",
        tries: 1,
      },
      {
        name: "announces more than it sends",
        answer(response) {
          response.writeHead(200, { "content-length": "100" });
          response.write("short", () => response.destroy());
        },
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: the connection broke off before the end.",
        tries: 2,
      },
      {
        name: "sends broken gzip",
        answer: (response) =>
          response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("hello").fill(7, 12)),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: its gzip data is broken.",
        tries: 2,
      },
      {
        name: "sends half of its gzip",
        answer: (response) =>
          response
            .writeHead(200, { "content-encoding": "gzip" })
            .end(gzipSync("hello".repeat(99)).subarray(0, 20)),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: its gzip data is broken.",
        tries: 2,
      },
      {
        name: "sends no gzip",
        answer: (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("hello"),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: its gzip data is broken.",
        tries: 2,
      },
      {
        name: "packs as nobody asked",
        answer: (response) => response.writeHead(200, { "content-encoding": "xz" }).end("hello"),
        code: 'COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: it is packed as "xz", which was not asked for.',
        tries: 2,
      },
      {
        name: "redirects to itself",
        answer: (response) => response.writeHead(302, { location: "/a" }).end(),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 1 try: its redirects go in a circle.",
        tries: 1,
      },
      {
        name: "redirects to a file",
        answer: (response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
        code: "COLLECT_ADDRESS_INVALID: URL cannot be fetched: it redirects to file:///etc/passwd, and file: is not fetched.",
        tries: 1,
      },
      {
        name: "redirects nowhere",
        answer: (response) => response.writeHead(302, { location: "http://[" }).end(),
        code: 'COLLECT_FETCH_FAILED: URL was not fetched after 1 try: it redirects to "http://[".',
        tries: 1,
      },
      {
        name: "is not there",
        answer: (response) => response.writeHead(404).end(),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 1 try: the answer was 404.",
        tries: 1,
      },
      {
        name: "is overloaded",
        answer: (response) => response.writeHead(503).end(),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: the answer was 503.",
        tries: 2,
      },
      {
        name: "asks to wait an hour",
        answer: (response) => response.writeHead(429, { "retry-after": "3600" }).end(),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 1 try: the answer was 429, and the site asks to wait 3600 seconds.",
        tries: 1,
      },
      {
        name: "hangs up",
        answer: (response) => response.destroy(),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: the connection broke off.",
        tries: 2,
      },
      {
        name: "speaks no HTTP",
        answer: (response) => response.socket?.end("hello\r\n\r\n"),
        code: "COLLECT_FETCH_FAILED: URL was not fetched after 2 tries: the answer is no HTTP.",
        tries: 2,
      },
    ];
  for (const { name, answer, code, tries } of rows) {
    it(name, async () => {
      await using site = await serve({ "/a": (_, response) => void answer(response) });
      await using here = await folder();
      const url = `${site.origin}/a`;
      const fetcher = fetcherFor(here.path);
      expect((await codeOf(fetcher.page(url))).replaceAll(url, "URL")).toBe(code);
      expect(site.asked.filter((path) => path === "/a")).toHaveLength(tries);
      expect(await codeOf(fetcherFor(here.path, { offline: true }).page(url))).toMatch(/^COLLECT_NOT_CACHED/);
      fetcher.close();
    });
  }

  it("is forgiven when it recovers, and waited for as it asks", async () => {
    const times: number[] = [];
    await using site = await serve({
      "/a": (_, response) => {
        times.push(performance.now());
        if (times.length === 1) response.writeHead(503, { "retry-after": "1" }).end();
        else response.end("hello");
      },
    });
    await using here = await folder();
    expect(String((await fetcherFor(here.path).page(`${site.origin}/a`)).body)).toBe("hello");
    expect(times[1]! - times[0]!).toBeGreaterThan(950);
    expect(retryAfter("Mon, 01 Jan 2024 00:00:10 GMT", new Date("2024-01-01T00:00:00Z"))).toBe(10);
    expect(retryAfter("soon", new Date())).toBe(0);
  });

  it("redirects too often", async () => {
    await using site = await serve(
      Object.fromEntries(
        Array.from({ length: 20 }, (_, hop) => [
          `/${hop}`,
          (_request: unknown, response: ServerResponse) =>
            response.writeHead(301, { location: `/${hop + 1}` }).end(),
        ]),
      ),
    );
    await using here = await folder();
    expect(await codeOf(fetcherFor(here.path).page(`${site.origin}/0`))).toContain("more than 10 times");
  });

  it("is left at once when somebody presses Ctrl-C", async () => {
    const stop = new AbortController();
    await using site = await serve({ "/a": () => stop.abort() });
    await using here = await folder();
    expect(await codeOf(fetcherFor(here.path, { signal: stop.signal }).page(`${site.origin}/a`))).toMatch(
      /^INTERRUPTED/,
    );
  });
});

describe("redirects", () => {
  it("are followed, and the page says where it came from", async () => {
    await using site = await serve({
      "/a": (_, response) => response.writeHead(302, { location: "b?x=1" }).end(),
      "/b": "hello",
    });
    await using here = await folder();
    const { entry } = await fetcherFor(here.path).page(`${site.origin}/a`);
    expect(entry).toMatchObject({ url: `${site.origin}/a`, final_url: `${site.origin}/b?x=1` });
  });
});

describe("one's own network", () => {
  const kinds: [string, string | null][] = [
    ["127.0.0.1", "loopback"],
    ["127.255.0.3", "loopback"],
    ["::1", "loopback"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["172.32.0.1", null],
    ["192.168.1.1", "private"],
    ["fd00::1", "private"],
    ["169.254.169.254", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["0.0.0.0", "the network itself"],
    ["::", "the network itself"],
    ["100.64.0.1", "shared by a provider's customers"],
    ["224.0.0.1", "multicast"],
    ["ff02::1", "multicast"],
    ["255.255.255.255", "reserved"],
    ["198.18.0.1", "reserved"],
    ["2001:db8::1", "reserved"],
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:a9fe:a9fe", "link-local"],
    ["::7f00:1", "loopback"],
    ["64:ff9b::a00:1", "private"],
    ["64:ff9b::808:808", null],
    ["2002:7f00:1::", "loopback"],
    ["::ffff:0:127.0.0.1", "loopback"],
    ["64:ff9b:1::7f00:1", "reserved"],
    ["2001::1", "reserved"],
    ["4000::1", "reserved"],
    ["fec0::1", "private"],
    ["8.8.8.8", null],
    ["2606:4700::1111", null],
  ];
  for (const [address, kind] of kinds) {
    it(`${address} is ${kind ?? "public"}`, () => expect(privateKind(address)).toBe(kind));
  }

  const refused = async (url: string, options: Partial<FetcherOptions> = {}): Promise<string> => {
    await using here = await folder();
    const fetcher = fetcherFor(here.path, { allowPrivate: false, ...options });
    const code = await codeOf(fetcher.page(url));
    fetcher.close();
    return code;
  };

  for (const host of [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "0x7f.1",
    "2130706433",
    "0177.0.0.1",
    "127.1",
    "127.0.0.1.",
    "①②⑦.0.0.1",
    "[::ffff:7f00:1]",
  ]) {
    it(`is not reached as ${host}`, async () => {
      await using site = await serve({ "/a": "secret" });
      expect(await refused(`http://${host}:${site.port}/a`)).toMatch(/^COLLECT_ADDRESS_REFUSED: .*loopback/);
      expect(site.asked).toEqual([]);
    });
  }

  it("is not reached through a name that leads there, not even among public addresses", async () => {
    await using site = await serve({ "/a": "secret" });
    const resolve: Resolve = (_, callback) =>
      callback(null, [
        { address: "8.8.8.8", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]);
    expect(await refused(`http://public.example:${site.port}/a`, { resolve })).toMatch(
      /^COLLECT_ADDRESS_REFUSED/,
    );
    expect(site.asked).toEqual([]);
  });

  it("is not reached by a name that changes its mind: what is checked is what is connected to", async () => {
    await using site = await serve({ "/robots.txt": "", "/a": "secret" });
    let asked = 0;
    const resolve: Resolve = (_, callback) =>
      callback(null, [{ address: ++asked === 1 ? "127.0.0.1" : "8.8.8.8", family: 4 }]);
    expect(await refused(`http://rebinding.example:${site.port}/a`, { resolve })).toMatch(
      /^COLLECT_ADDRESS_REFUSED/,
    );
    expect(asked).toBe(1);
  });

  it("is no robots ban when its host is not there: that is said, once for all its pages", async () => {
    await using here = await folder();
    await using site = await serve({
      "/a": (_, response) => response.writeHead(302, { location: "http://gone.example/b" }).end(),
    });
    let asked = 0;
    const resolve: Resolve = (host, callback) => {
      if (host !== "gone.example") return callback(null, [{ address: "127.0.0.1", family: 4 }]);
      asked++;
      callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []);
    };
    const fetcher = fetcherFor(here.path, { resolve, allowPrivate: true });
    const told =
      /^COLLECT_FETCH_FAILED: http:\/\/gone\.example\/\w was not fetched after 1 try: there is no such host\.$/;
    expect(await codeOf(fetcher.page("http://gone.example/a"))).toMatch(told);
    expect(await codeOf(fetcher.page("http://gone.example/b"))).toMatch(told);
    expect(asked).toBe(1);
    expect(await codeOf(fetcher.page(`${site.origin}/a`))).toMatch(
      /\/a was not fetched after 1 try: it redirects to http:\/\/gone\.example\/b: there is no such host/,
    );
  });

  it("is not reached by redirect", async () => {
    await using here = await folder();
    await using site = await serve({
      "/a": (_, response) =>
        response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
    });
    const fetcher = fetcherFor(here.path, { allowPrivate: [new URL(site.origin).host] });
    expect(await codeOf(fetcher.page(`${site.origin}/a`))).toBe(
      `COLLECT_ADDRESS_REFUSED: ${site.origin}/a redirects to http://169.254.169.254/latest/meta-data/, which leads to ` +
        "169.254.169.254, which is link-local; a recipe may not read one's own network.",
    );
  });

  it("is not reached by robots.txt's redirects", async () => {
    await using here = await folder();
    await using site = await serve({
      "/robots.txt": (_, response) => response.writeHead(302, { location: "http://10.0.0.1/x" }).end(),
    });
    const fetcher = fetcherFor(here.path, { allowPrivate: [new URL(site.origin).host] });
    expect(await codeOf(fetcher.page(`${site.origin}/a`))).toMatch(/^COLLECT_ADDRESS_REFUSED: .*10\.0\.0\.1/);
  });

  describe("in the cache", () => {
    it("is for runs that may reach it only, on line and off", async () => {
      await using here = await folder();
      await using site = await serve({
        "/a": "secret",
        "/away": (_, response) => response.writeHead(302, { location: "/a" }).end(),
      });
      const host = new URL(site.origin).host;
      for (const path of ["/a", "/away"]) {
        const url = site.origin + path;
        expect(String((await fetcherFor(here.path).page(url)).body)).toBe("secret");
        for (const offline of [false, true]) {
          const stranger = fetcherFor(here.path, { allowPrivate: false, offline });
          expect(await codeOf(stranger.page(url))).toMatch(
            /^COLLECT_ADDRESS_REFUSED: .*127\.0\.0\.1.*loopback/,
          );
          expect(await codeOf(fetcherFor(here.path, { offline }).page(url))).toBe("fetched");
          expect(await codeOf(fetcherFor(here.path, { allowPrivate: [host], offline }).page(url))).toBe(
            "fetched",
          );
        }
      }
    });

    it("is known by the address that was connected to, whatever name led there", async () => {
      await using here = await folder();
      await using site = await serve({ "/a": "secret" });
      const resolve: Resolve = (_, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]);
      const url = `http://public.example:${site.port}/a`;
      expect(await codeOf(fetcherFor(here.path, { resolve }).page(url))).toBe("fetched");
      const stranger = fetcherFor(here.path, { allowPrivate: false, offline: true });
      expect(await codeOf(stranger.page(url))).toMatch(
        /^COLLECT_ADDRESS_REFUSED: http:\/\/public\.example.*127/,
      );
    });

    it("is asked for again when nothing says where it came from", async () => {
      await using here = await folder();
      await using site = await serve({ "/a": "secret" });
      const url = `${site.origin}/a`;
      const { entry } = await fetcherFor(here.path).page(url);
      const { private: _, ...old } = entry;
      const name = createHash("sha256").update(url).digest("hex");
      await writeFile(join(here.path, "pages", name.slice(0, 2), `${name}.json`), JSON.stringify(old));
      expect(await codeOf(fetcherFor(here.path, { offline: true }).page(url))).toMatch(/^COLLECT_NOT_CACHED/);
    });
  });
});

describe("robots.txt", () => {
  it("holds for what is in the cache too, as it was last fetched", async () => {
    await using here = await folder();
    let rules = "";
    await using site = await serve({
      "/robots.txt": (_, response) => void response.end(rules),
      "/a": "hello",
      "/b": "hello",
    });
    const [a, b] = [`${site.origin}/a`, `${site.origin}/b`];
    const day = (date: number, more: Partial<FetcherOptions> = {}): Fetcher =>
      fetcherFor(here.path, { now: () => new Date(`2024-01-0${date}T00:00:00Z`), ...more });
    expect(await codeOf(day(1).page(a))).toBe("fetched");
    rules = "User-agent: *\nDisallow: /a";
    // The cache does not know yet that the site has changed its mind, and nothing is fetched.
    expect(await codeOf(day(3).page(a))).toBe("fetched");
    expect(site.asked).toEqual(["/robots.txt", "/a"]);
    expect(await codeOf(day(3).page(b))).toBe("fetched");
    for (const offline of [false, true]) {
      expect(await codeOf(day(3, { offline }).page(a))).toMatch(/^COLLECT_ROBOTS_FORBIDDEN/);
      expect(await codeOf(day(3, { offline }).page(b))).toBe("fetched");
    }
    expect(await codeOf(day(3, { refresh: true }).page(a))).toMatch(/^COLLECT_ROBOTS_FORBIDDEN/);
    expect(site.asked).toEqual(["/robots.txt", "/a", "/robots.txt", "/b"]);
  });

  it("is asked of the site that a redirect leads to, and the page that redirected is told", async () => {
    await using here = await folder();
    await using there = await serve({ "/robots.txt": "User-agent: *\nDisallow: /", "/x": "hello" });
    await using site = await serve({
      "/a": (_, response) => response.writeHead(302, { location: `${there.origin}/x` }).end(),
    });
    expect(await codeOf(fetcherFor(here.path).page(`${site.origin}/a`))).toBe(
      `COLLECT_ROBOTS_FORBIDDEN: ${site.origin}/a redirects to ${there.origin}/x, which may not be fetched: ` +
        `the site's robots.txt forbids it (${there.origin}/robots.txt).`,
    );
    expect(there.asked).toEqual(["/robots.txt"]);
  });

  it("is read as far as 500 KiB go, however long it is", async () => {
    await using here = await folder();
    const long = `User-agent: *\nDisallow: /no\n${"# padding\n".repeat(200_000)}Disallow: /a`;
    await using site = await serve({ "/robots.txt": long, "/a": "hello", "/no": "hello" });
    const fetcher = fetcherFor(here.path);
    expect(await codeOf(fetcher.page(`${site.origin}/a`))).toBe("fetched");
    expect(await codeOf(fetcher.page(`${site.origin}/no`))).toMatch(/^COLLECT_ROBOTS_FORBIDDEN/);
  });
});

describe("an address", () => {
  const rows: [string, string][] = [
    ["file:///etc/passwd", "file: is not fetched"],
    ["ftp://example.org/a", "ftp: is not fetched"],
    ["data:text/html,hello", "data: is not fetched"],
    ["javascript:alert(1)", "javascript: is not fetched"],
    ["http://ann:secret@example.org/", "it holds a user name or a password"],
    ["https://ann@example.org/", "it holds a user name or a password"],
    ["http://example.org:25/", "port 25 is no web server's"],
    ["http://example.org:6667/", "port 6667 is no web server's"],
  ];
  for (const [url, problem] of rows) {
    it(`such as ${url} is never fetched`, async () => {
      await using here = await folder();
      const redirected = `COLLECT_ADDRESS_INVALID: ${url} cannot be fetched: ${problem}.`;
      expect(await codeOf(fetcherFor(here.path).page(url))).toBe(redirected);
      await using site = await serve({
        "/a": (_, response) => response.writeHead(302, { location: url }).end(),
      });
      expect(await codeOf(fetcherFor(here.path).page(`${site.origin}/a`))).toBe(
        `COLLECT_ADDRESS_INVALID: ${site.origin}/a cannot be fetched: it redirects to ${url}, and ${problem}.`,
      );
    });
  }
});

describe("what is known of a page", () => {
  it("is told to nobody but the host that said it; cookies are kept by none", async () => {
    const told: [string, string | undefined, string | undefined, string | undefined][] = [];
    const note = (place: string, headers: Readonly<Record<string, string | string[] | undefined>>): void => {
      told.push([
        place,
        ...["if-none-match", "cookie", "authorization"].map((name) => headers[name]?.toString()),
      ] as never);
    };
    await using there = await serve({
      "/x": (request, response) => {
        note("there", request.headers);
        response.writeHead(200, { etag: '"1"' }).end("hello");
      },
    });
    await using site = await serve({
      "/a": (request, response) => {
        note("here", request.headers);
        response.writeHead(302, { location: `${there.origin}/x`, "set-cookie": "id=1" }).end();
      },
    });
    await using here = await folder();
    const fetcher = fetcherFor(here.path, { refresh: true });
    await fetcher.page(`${site.origin}/a`);
    await fetcher.page(`${site.origin}/a`);
    expect(told).toEqual([
      ["here", undefined, undefined, undefined],
      ["there", undefined, undefined, undefined],
      ["here", undefined, undefined, undefined],
      ["there", '"1"', undefined, undefined],
    ]);
  });
});

it("a cache that cannot be written is told as such", async () => {
  await using here = await folder();
  await using site = await serve({ "/a": "hello" });
  await writeFile(join(here.path, "file"), "");
  expect(await codeOf(fetcherFor(join(here.path, "file")).page(`${site.origin}/a`))).toMatch(
    /^FILE_UNWRITABLE/,
  );
});

describe("charsets", () => {
  const latin = (text: string): Buffer => Buffer.from(text, "latin1");
  const rows: {
    name: string;
    bytes: Uint8Array;
    header?: string;
    text: string;
    charset: string;
    wrong?: string;
  }[] = [
    {
      name: "the header's",
      bytes: latin("Gr\xfc\xdfe"),
      header: "text/html; charset=ISO-8859-1",
      text: "Grüße",
      charset: "windows-1252",
    },
    {
      name: "the meta element's",
      bytes: latin('<meta charset="windows-1251">\xcf\xf0'),
      text: '<meta charset="windows-1251">Пр',
      charset: "windows-1251",
    },
    {
      name: "the old meta element's",
      bytes: latin('<meta http-equiv=x content="text/html; charset=koi8-r">\xf0'),
      text: '<meta http-equiv=x content="text/html; charset=koi8-r">П',
      charset: "koi8-r",
    },
    {
      name: "the XML declaration's",
      bytes: latin('<?xml version="1.0" encoding="iso-8859-2"?>\xb1'),
      text: '<?xml version="1.0" encoding="iso-8859-2"?>ą',
      charset: "iso-8859-2",
    },
    {
      name: "a byte order mark's",
      bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("é", "utf16le")]),
      header: "text/html; charset=utf-8",
      text: "é",
      charset: "utf-16le",
    },
    { name: "UTF-8 where nothing is said", bytes: Buffer.from("é"), text: "é", charset: "utf-8" },
    {
      name: "windows-1252 where UTF-8 is not",
      bytes: latin("caf\xe9"),
      text: "café",
      charset: "windows-1252",
    },
    {
      name: "not the header's where the bytes contradict it",
      bytes: latin("caf\xe9"),
      header: "text/html; charset=utf-8",
      text: "café",
      charset: "windows-1252",
      wrong: "utf-8",
    },
    {
      name: "not one that does not exist",
      bytes: Buffer.from("é"),
      header: "text/html; charset=klingon",
      text: "é",
      charset: "utf-8",
      wrong: "klingon",
    },
    {
      name: "not UTF-16 in a page that can be read as ASCII",
      bytes: Buffer.from('<meta charset="utf-16">é'),
      text: '<meta charset="utf-16">é',
      charset: "utf-8",
    },
    {
      name: "Shift JIS",
      bytes: Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
      header: "text/html; charset=Shift_JIS",
      text: "日本",
      charset: "shift_jis",
    },
  ];
  for (const { name, bytes, header, text, charset, wrong } of rows) {
    it(name, () =>
      expect(decodePage(bytes, header)).toEqual({ text, charset, ...(wrong === undefined ? {} : { wrong }) }),
    );
  }
});
