import { describe, expect, it } from "vitest";

import { parseRobots } from "../../src/collect/fetch/robots.ts";
import { Fetcher } from "../../src/collect/fetch/fetcher.ts";
import { folder, serve } from "./site.ts";

const rules = (text: string): ((path: string) => boolean) => {
  const robots = parseRobots("https://example.com/robots.txt", text);
  return (path) => robots.allows(`https://example.com${path}`);
};

describe("robots.txt, by the examples of RFC 9309", () => {
  const simple = (agent: string): string =>
    `User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot`.replace(agent, "penprint");

  const rows: [string, string, boolean][] = [
    ["nobody", "/picture.gif", false],
    ["nobody", "/picture.gif?x", true],
    ["nobody", "/example/page.html", false],
    ["nobody", "/publications/page", true],
    ["foobot", "/", false],
    ["foobot", "/picture.gif", false],
    ["foobot", "/example/page.html", true],
    ["foobot", "/example/allowed.gif", true],
    ["barbot", "/example/page.html", false],
    ["barbot", "/example/", true],
    ["bazbot", "/example/page.html", false],
    ["bazbot", "/picture.gif", true],
    ["quxbot", "/example/page.html", true],
    ["quxbot", "/picture.gif", true],
  ];
  for (const [agent, path, allowed] of rows) {
    it(`as ${agent}: ${path} is ${allowed ? "allowed" : "forbidden"}`, () => {
      expect(rules(simple(agent))(path)).toBe(allowed);
    });
  }

  it("takes the longest match (5.2)", () => {
    const allows = rules(
      "User-Agent: penprint\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif",
    );
    expect(allows("/example/page/")).toBe(true);
    expect(allows("/example/page/disallowed.gif")).toBe(false);
  });
  it("prefers to allow where two rules match alike (2.2.2)", () => {
    expect(rules("User-Agent: *\nDisallow: /a\nAllow: /a")("/a")).toBe(true);
  });
  it("joins the groups of an agent (2.2.1)", () => {
    const allows = rules(
      "User-agent: penprint\nDisallow: /a\n\nUser-agent: other\nDisallow: /b\n\nUser-agent: PENPRINT\nDisallow: /c",
    );
    expect(["/a", "/b", "/c"].map(allows)).toEqual([false, true, false]);
  });
  it("compares paths as they are encoded (2.2.2)", () => {
    const allows = rules("User-agent: *\nDisallow: /foo/bar/ツ\nDisallow: /a%3Cd");
    expect(allows("/foo/bar/%E3%83%84")).toBe(false);
    expect(allows("/a%3Cd")).toBe(false);
  });
  it("knows wildcards, ends and comments (2.2.3)", () => {
    const allows = rules("User-agent: * # all\nDisallow: /*.php$ # scripts\nDisallow: /this/*/exactly");
    expect(["/a.php", "/a.phpx", "/this/is/exactly/it", "/this"].map(allows)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
  it("always lets robots.txt itself be read", () => {
    expect(rules("User-agent: *\nDisallow: /")("/robots.txt")).toBe(true);
  });
  it("is not slowed down by traps, which forbid at least what they did", () => {
    const allows = rules(
      `User-agent: *\n${`Disallow: /${"*a".repeat(200)}$\n`.repeat(1000)}Allow: /${"*b".repeat(200)}`,
    );
    expect(allows(`/${"a".repeat(2000)}c`)).toBe(false);
    expect(allows("/b")).toBe(true);
  });
});

describe("a site's robots.txt", () => {
  const attempt = async (
    answer: (response: {
      writeHead: (status: number, headers?: Record<string, string>) => { end: (body?: string) => void };
      destroy: () => void;
    }) => void,
  ): Promise<{ code: string; asked: string[] }> => {
    await using site = await serve({
      "/robots.txt": (_, response) => answer(response),
      "/r": "User-agent: *\nDisallow: /",
      "/a": "hello",
    });
    await using here = await folder();
    const fetcher = new Fetcher({
      cache: here.path,
      version: "0",
      allowPrivate: true,
      backoffMilliseconds: 1,
      settings: { seconds_between_requests: 0.001, tries: 2, timeout_seconds: 2 },
    });
    let code = "fetched";
    await fetcher.page(`${site.origin}/a`).catch((error: { code: string }) => (code = error.code));
    fetcher.close();
    return { code, asked: site.asked };
  };
  it("forbids", async () => {
    const { code, asked } = await attempt((response) =>
      response.writeHead(200).end("User-agent: penprint\nDisallow: /a"),
    );
    expect(code).toBe("COLLECT_ROBOTS_FORBIDDEN");
    expect(asked).toEqual(["/robots.txt"]);
  });
  it("that is not there allows everything", async () => {
    expect((await attempt((response) => response.writeHead(403).end())).code).toBe("fetched");
  });
  it("that cannot be had forbids everything", async () => {
    expect((await attempt((response) => response.writeHead(500).end())).code).toBe(
      "COLLECT_ROBOTS_FORBIDDEN",
    );
    expect((await attempt((response) => response.destroy())).code).toBe("COLLECT_ROBOTS_FORBIDDEN");
  });
  it("may be elsewhere", async () => {
    expect((await attempt((response) => response.writeHead(301, { location: "/r" }).end())).code).toBe(
      "COLLECT_ROBOTS_FORBIDDEN",
    );
  });
});
