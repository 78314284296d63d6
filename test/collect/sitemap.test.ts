import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import { Fetcher } from "../../src/collect/fetch/fetcher.ts";
import { sitemapAddresses } from "../../src/collect/sitemap.ts";
import { folder, serve } from "./site.ts";

const index = (...urls: string[]): string =>
  `<sitemapindex>${urls.map((url) => `<sitemap><loc>${url}</loc></sitemap>`).join("")}</sitemapindex>`;
const list = (...urls: string[]): string =>
  `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join("")}</urlset>`;

async function read(
  pages: Parameters<typeof serve>[0],
  { limit = Infinity, fits = () => true }: { limit?: number; fits?: (url: string) => boolean } = {},
): Promise<{ urls: string[]; warnings: string[]; asked: string[] }> {
  await using here = await folder();
  await using site = await serve(pages);
  const settings = { seconds_between_requests: 0.0001, tries: 1, maximum_bytes: 50_000_000 };
  const fetcher = new Fetcher({ cache: here.path, version: "0.0.0", allowPrivate: true, settings });
  const warnings: string[] = [];
  const warned = { warn: (code: string, message: string) => void warnings.push(`${code}: ${message}`) };
  try {
    const urls = await sitemapAddresses(`${site.origin}/s`, fits, limit, fetcher, warned);
    const short = (text: string): string => text.replaceAll(site.origin, "");
    return { urls: urls.map(short), warnings: warnings.map(short), asked: site.asked };
  } finally {
    fetcher.close();
  }
}

describe("a sitemap", () => {
  it("gives addresses of web pages only, each once", async () => {
    const { urls } = await read({
      "/s": list(
        "/a",
        "file:///etc/passwd",
        "javascript:x",
        "ftp://example.org/",
        "/b",
        "/a",
        "http://u:p@example.org/",
        "http://[",
      ),
    });
    expect(urls).toEqual(["/a", "/b"]);
  });

  it("is read no further than is wanted", async () => {
    const { urls, asked, warnings } = await read(
      { "/s": index("/1", "/2", "/3"), "/1": list("/a", "/x"), "/2": list("/b", "/c"), "/3": list("/d") },
      { limit: 2, fits: (url) => !url.endsWith("/x") },
    );
    expect({ urls, warnings }).toEqual({ urls: ["/a", "/b"], warnings: [] });
    expect(asked).not.toContain("/3");
  });

  it("that names itself, or others without end, comes to an end", async () => {
    expect(
      (await read({ "/s": index("/s", "/t"), "/t": index("/s", "/t", "/u"), "/u": list("/a") })).urls,
    ).toEqual(["/a"]);
    let made = 0;
    const deeper = (_: unknown, response: { end(text: string): unknown }): void =>
      void response.end(index(...Array.from({ length: 40 }, () => `/n?${++made}`)));
    const { urls, warnings, asked } = await read({ "/s": deeper, "/n": deeper });
    expect(urls).toEqual([]);
    expect(warnings).toEqual(["sitemap_cut: /s names more than 1000 sitemaps; the others were not read."]);
    // robots.txt is the one more.
    expect(asked).toHaveLength(1001);
  });

  it("with millions of addresses is cut, and that is said", async () => {
    const many = Array.from({ length: 150_000 }, (_, at) => `http://example.org/${at}`).join("\n");
    const { urls, warnings } = await read({ "/s": many });
    expect(urls).toHaveLength(100_000);
    expect(warnings).toEqual(["sitemap_cut: /s names more than 100000 pages; the others were not taken."]);
  });

  const packed: [string, Buffer, string][] = [
    ["a bomb", gzipSync(Buffer.alloc(60 * 1024 * 1024)), "it has more than 52428800 bytes unpacked"],
    ["broken", gzipSync("hello").fill(7, 12), "its gzip data is broken"],
  ];
  for (const [name, bytes, problem] of packed) {
    it(`that is ${name} is refused`, async () => {
      const error: unknown = await read({ "/s": bytes }).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(PenprintError);
      expect(error).toMatchObject({ code: "COLLECT_PARSE_FAILED", facts: { problem } });
    });
  }
});
