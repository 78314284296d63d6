import { describe, expect, it } from "vitest";

import { parse } from "./pieces.ts";

const paragraphs = Array.from(
  { length: 8 },
  (_, number) =>
    `Paragraph ${number} tells of the harbour, of its boats, and of the people who live there, in a way that is long enough to be taken for the text of a page, with commas, and with a full stop.`,
);

describe("article pages", () => {
  const html = `<!doctype html><html lang="en"><head><title>The Harbour</title><meta name="author" content="Ann Archer"></head><body>
<header><nav><ul>${"<li><a href=/x>Link of the menu</a></li>".repeat(20)}</ul></nav></header>
<main><article><h1>The Harbour</h1>${paragraphs.map((text) => `<p>${text}</p>`).join("")}<script>bad()</script></article></main>
<aside>${"<a href=/ad>Buy a boat</a> ".repeat(20)}</aside><footer>All rights reserved</footer></body></html>`;
  it("finds the main text, the by-line and the language", async () => {
    const { pieces } = await parse("article", html);
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.text).toBe(paragraphs.join("\n"));
    expect(pieces[0]).toMatchObject({ byline: "Ann Archer", language: "en", speakers: [] });
  });
  it("takes the element that it is told, without what is dropped", async () => {
    const { pieces } = await parse("article", html, { content: "article", drop: "h1, p:first-of-type" });
    expect(pieces[0]?.text).toBe(paragraphs.slice(1).join("\n"));
    expect(pieces[0]?.selector).toBe("article");
  });
  const bylines: { line: string; left: boolean; head?: string; byline?: string }[] = [
    { line: "By Ann Archer", left: false, byline: "Ann Archer" },
    { line: "Written by Ann Archer | 3 May 2024", left: false, byline: "Ann Archer" },
    { line: "Von Ann Archer", left: false, byline: "Ann Archer" },
    {
      line: "Ann Archer · May 3, 2024 · 5 min read",
      left: false,
      head: '<meta name="author" content="Ann Archer">',
      byline: "Ann Archer",
    },
    {
      line: "Ann Archer",
      left: false,
      head: '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":[{"name":"Ann Archer"}]}]}</script>',
      byline: "Ann Archer",
    },
    {
      line: "Ann Archer walked along the pier",
      left: true,
      head: '<meta name="author" content="Ann Archer">',
      byline: "Ann Archer",
    },
    { line: "By Monday it rained.", left: true },
    { line: "By then nobody came", left: true },
  ];
  for (const { line, left, head, byline } of bylines) {
    for (const settings of [{}, { content: "main" }]) {
      it(`${left ? "keeps" : "takes out"} “${line}” ${"content" in settings ? "of an element" : ""}`, async () => {
        const html = `<html><head>${head ?? ""}</head><body><main><div><p>${line}</p>${paragraphs.map((text) => `<p>${text}</p>`).join("")}</div></main></body></html>`;
        const { pieces, dropped } = await parse("article", html, settings);
        expect(pieces[0]?.text).toBe([...(left ? [line] : []), ...paragraphs].join("\n"));
        expect(pieces[0]?.byline).toBe(byline);
        expect(dropped["front_matter"]).toBe(left ? undefined : 1);
      });
    }
  }
  it("says so when there is no text", async () => {
    expect((await parse("article", "<html><body></body></html>")).dropped).toEqual({ empty: 1 });
  });
});

describe("feeds", () => {
  it("reads RSS", async () => {
    const { pieces } = await parse(
      "feed",
      `<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>News</title><link>https://example.org</link>
<item><title>One</title><link>https://example.org/1</link><dc:creator>Ann</dc:creator><description>Short</description><content:encoded><![CDATA[<p>Long &amp; <b>bold</b>.</p><p>Two.</p>]]></content:encoded></item>
<item><title>Two</title><author>bob@example.org (Bob)</author><description>&lt;p&gt;Escaped &amp;amp; fine.&lt;/p&gt;</description></item>
<item><title>Three</title></item></channel></rss>`,
    );
    expect(pieces).toEqual([
      {
        text: "Long & bold.\nTwo.",
        speakers: ["Ann"],
        selector: "item, entry",
        work: "https://example.org/1",
      },
      { text: "Escaped & fine.", speakers: ["Bob"], selector: "item, entry", work: "Two" },
    ]);
  });
  it("reads Atom, with the feed's author where an entry has none", async () => {
    const { pieces } = await parse(
      "feed",
      `<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Ann</name><email>a@example.org</email></author>
<entry><title type="html">A &amp;amp; B</title><link rel="self" href="/self"/><link href="https://example.org/a"/><content type="html">&lt;p&gt;One.&lt;/p&gt;</content></entry>
<entry><title>X</title><author><name>Bob</name></author><content type="xhtml"><div xmlns="x"><p>Two</p><p>three.</p></div></content></entry></feed>`,
    );
    expect(pieces.map(({ text, speakers, work }) => [speakers[0], text, work])).toEqual([
      ["Ann", "One.", "https://example.org/a"],
      ["Bob", "Two\nthree.", "X"],
    ]);
  });
});

describe("feeds as they are", () => {
  const atom = (content: string): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><author><name>Ann</name></author>${content}</entry></feed>`;
  const rows: { name: string; xml: string; texts: string[] }[] = [
    {
      name: "an empty content beside a description",
      xml: `<rss><channel><item><content:encoded><![CDATA[ ]]></content:encoded><description>Short.</description></item></channel></rss>`,
      texts: ["Short."],
    },
    {
      name: "plain text with signs",
      xml: atom(`<content type="text">if a &lt;b&gt; c &amp;amp; d</content>`),
      texts: ["if a <b> c &amp; d"],
    },
    { name: "no type", xml: atom(`<content>a &lt; b &amp;amp; c</content>`), texts: ["a < b &amp; c"] },
    {
      name: "HTML that is not said to be",
      xml: atom(`<content>&lt;p&gt;One.&lt;/p&gt;</content>`),
      texts: ["One."],
    },
    {
      name: "HTML",
      xml: atom(`<content type="html"><![CDATA[<p>a &amp; b</p>]]></content>`),
      texts: ["a & b"],
    },
    {
      name: "XHTML",
      xml: atom(`<content type="xhtml"><div><p>a</p><p>b</p></div></content>`),
      texts: ["a\nb"],
    },
    {
      name: "a picture with a summary",
      xml: atom(`<content type="image/png">AAAA</content><summary>Pier.</summary>`),
      texts: ["Pier."],
    },
    {
      name: "prefixes",
      xml: `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:author><a:name>Ann</a:name></a:author><a:content type="html">&lt;b&gt;Hi&lt;/b&gt;</a:content></a:entry></a:feed>`,
      texts: ["Hi"],
    },
    {
      name: "what the program adds",
      xml: `<rss><channel><item><description><![CDATA[<p>Hi.</p><p>The post <a href=x>One</a> appeared first on <a href=y>Pier</a>.</p>]]></description></item></channel></rss>`,
      texts: ["Hi."],
    },
  ];
  for (const { name, xml, texts } of rows) {
    it(name, async () => expect((await parse("feed", xml)).pieces.map(({ text }) => text)).toEqual(texts));
  }
  it("name an author behind their entries, too", async () => {
    const xml = `<feed><entry><content>Hi.</content></entry><author><name>Ann</name></author></feed>`;
    expect((await parse("feed", xml)).lines).toEqual(["Ann: Hi."]);
  });
});

describe("Markdown", () => {
  it("reads prose, with author and title from the front matter", async () => {
    const { pieces } = await parse(
      "markdown",
      "---\ntitle: The Harbour\nauthor: Ann\n---\n# Heading\n\nOne *two* [three](https://example.org) &amp; `four`.\n\n> quoted\n\n```\ncode\n```\n\n- item\n",
    );
    expect(pieces).toEqual([
      { text: "One two three & four.\nitem", speakers: [], byline: "Ann", work: "The Harbour" },
    ]);
  });
  it("reads dialogue", async () => {
    const found = await parse("markdown", "**Ann:** Hi.\n\n**Bob**: Ho.\n\n- **Ann:** There.", {
      dialogue: true,
    });
    expect(found.lines).toEqual(["Ann: Hi.", "Bob: Ho.", "Ann: There."]);
  });
  it("is without footnotes and what site builders put in", async () => {
    const found = await parse(
      "markdown",
      "One[^1] and two.[^note] Three^[no], {{< video x >}}[[Pier|the pier]] {% include a %}.\n\n[^1]: no\n  no\n\n    no\n\n[^note]: no\nno\n\nFour.\n",
    );
    expect(found.lines).toEqual(["?: One and two. Three, the pier .\nFour."]);
    expect(found.dropped).toEqual({ note: 3 });
  });
  it("knows the only author of a list, and none of several", async () => {
    const byline = async (front: string): Promise<string | undefined> =>
      (await parse("markdown", `---\n${front}\n---\nHi.\n`)).pieces[0]?.byline;
    expect(await byline("author: [Ann]")).toBe("Ann");
    expect(await byline("authors:\n  - name: Ann")).toBe("Ann");
    expect(await byline("author: [Ann, Bob]")).toBeUndefined();
  });
  it("reads long dialogue without empty lines", async () => {
    const found = await parse(
      "markdown",
      "**Ann:** Hi _you_ and snake_case.\n**Bob:** *Ho*.\n".repeat(1000),
      { dialogue: true },
    );
    expect(found.lines).toHaveLength(2000);
    expect(new Set(found.lines)).toEqual(new Set(["Ann: Hi you and snake_case.", "Bob: Ho."]));
  });
  it("is not overwhelmed by nesting", async () => {
    const found = await parse("markdown", `${"> ".repeat(50_000)}deep\n\n${"[".repeat(20_000)}\n\nYes.`);
    expect(found.lines[0]).toContain("Yes.");
  });
});
