import * as fc from "fast-check";
import nthCheck from "nth-check";
import { describe, expect, it } from "vitest";

import { compileSelector } from "../../src/collect/html/select.ts";
import { linesOf, textOf } from "../../src/collect/html/text.ts";
import { maximumDepth, parseTree } from "../../src/collect/html/tree.ts";
import type { Tree } from "../../src/collect/html/tree.ts";
import { parsers } from "../../src/collect/parsers.ts";
import { parse } from "./parsers/pieces.ts";

/** A tree as nested lists: what it says, told the slow way. */
const outline = (tree: Tree, node = 0): unknown =>
  tree.isText(node)
    ? tree.text(node)
    : [tree.name(node), ...tree.children(node).map((child) => outline(tree, child))];

describe("a page as a tree", () => {
  const rows: { html: string; tree: unknown[] }[] = [
    { html: "<p>a<b>b</b>c", tree: [["p", "a", ["b", "b"], "c"]] },
    {
      html: "<P>a<P>b",
      tree: [
        ["p", "a"],
        ["p", "b"],
      ],
    },
    {
      html: "<ul><li>a<li>b<ul><li>c</ul>d</ul>",
      tree: [["ul", ["li", "a"], ["li", "b", ["ul", ["li", "c"]], "d"]]],
    },
    { html: "<dl><dt>a<dd>b<dt>c</dl>", tree: [["dl", ["dt", "a"], ["dd", "b"], ["dt", "c"]]] },
    {
      html: "<table><tr><td>a<td>b<tr><td>c</table>",
      tree: [["table", ["tr", ["td", "a"], ["td", "b"]], ["tr", ["td", "c"]]]],
    },
    { html: "a<br>b<br/>c<img src=x>", tree: ["a", ["br"], "b", ["br"], "c", ["img"]] },
    { html: "</b>a</p>b", tree: ["a", "b"] },
    { html: "<b><p>a</b>b", tree: [["b", ["p", "a"]], "b"] },
    { html: "<script>if (a < b) '<p>&amp;'</script>x", tree: [["script", "if (a < b) '<p>&amp;'"], "x"] },
    { html: "<!doctype html><!-- <p>a -->b&lt;&eacute;&#x41;&nosuch;&", tree: ["b<éA&nosuch;&"] },
  ];
  for (const { html, tree } of rows) {
    it(html, () => expect(outline(parseTree(html))).toEqual(["#root", ...tree]));
  }

  it("of XML keeps case, CDATA and what is closed by itself", () => {
    const tree = parseTree("<A><b/>x<![CDATA[<&amp;>]]></A>", "xml");
    expect(outline(tree)).toEqual(["#root", ["A", ["b"], "x", "<&amp;>"]]);
  });

  it("knows attributes, quoted or not, with entities", () => {
    const tree = parseTree(`<a HREF="x?a=1&amp;b=2" class=c data-x='"' checked>t</a><b>u</b>`);
    expect(["href", "class", "data-x", "checked", "no"].map((name) => tree.attribute(1, name))).toEqual([
      "x?a=1&b=2",
      "c",
      '"',
      "",
      undefined,
    ]);
    expect(tree.attribute(3, "class")).toBeUndefined();
  });

  it("holds its nodes where they belong, whatever the markup", () => {
    const pieces = fc.constantFrom(
      "<p>",
      "</p>",
      "<b>",
      "</b>",
      "<li>",
      "<ul>",
      "</ul>",
      "<td>",
      "<tr>",
      "<table>",
      "</table>",
      "<br>",
      "x",
      " ",
      "<!--",
      "-->",
      "<",
      "&",
      "<script>",
      "</script>",
      '"',
      "=",
      "<a href='",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const tree = parseTree(parts.join(""));
        for (let node = 1; node < tree.size; node++) {
          const parent = tree.parent(node);
          expect(parent).toBeLessThan(node);
          expect(tree.after(node)).toBeGreaterThan(node);
          expect(tree.after(node)).toBeLessThanOrEqual(tree.after(parent));
          expect(tree.children(parent)).toContain(node);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("HTML bombs", () => {
  const many = 100_000;
  const bombs: [string, string][] = [
    ["nested tags", "<div>".repeat(many)],
    ["nested tags, closed", `${"<i>".repeat(many)}x${"</i>".repeat(many)}`],
    ["nested tags, closed by others", `${"<i>".repeat(many)}${"</b>".repeat(many)}`],
    ["nested lines", `<p>${"<dl><dd><b>Ann:</b> x".repeat(many / 4)}`],
    ["nested quotations", "<blockquote>".repeat(many)],
    ["comments without end", "<!--".repeat(many)],
    ["tags without end", "<a ".repeat(many)],
    ["quotes without end", `<a "${'<a "'.repeat(many)}`],
    ["attributes", `<a ${"b=c ".repeat(many)}>x`],
    ["entities", "&amp".repeat(many)],
    ["brackets", `<p>${"[(".repeat(many)}`],
    ["bold marks", `<p>${"<b>A:</b>".repeat(many)}`],
    ["colons", `<p>${":".repeat(many)}`],
    ["lines", "<p><b>Ann:</b> x".repeat(many)],
  ];
  for (const [name, html] of bombs) {
    for (const parser of ["transcript-html", "article"]) {
      it(`${name} are survived by ${parser}`, async () => {
        // A page that is too much is refused in plain words.
        const found = await parse(parser, html, {}, { Ann: [] }).catch((error: Error) => error);
        if (found instanceof Error) expect(found.message).toContain("more than 15000 elements");
        else expect(found.pieces.length).toBeLessThanOrEqual(2 * many);
      }, 30_000);
    }
  }
  it("are not as deep as they seem", () => {
    const tree = parseTree("<div>".repeat(many));
    let depth = 0;
    for (let node = tree.size - 1; node > 0; node = tree.parent(node)) depth++;
    expect(tree.size).toBe(many + 1);
    expect(depth).toBeLessThanOrEqual(maximumDepth);
  });
  it("do not slow selectors down", () => {
    const tree = parseTree(`${'<div class="a">'.repeat(many)}<p>x`);
    expect(compileSelector(".a .a > p").all(tree)).toHaveLength(1);
  });
});

describe("any bytes whatever", () => {
  const tokens = fc.constantFrom(
    "<p>",
    "<b>",
    "</b>",
    "Ann:",
    "[",
    "]",
    "(",
    ")",
    "'''",
    "{{",
    "}}",
    "[[",
    "]]",
    "\n",
    "\n\n",
    ";",
    ":",
    "*",
    "=",
    "-->",
    "00:00:01,000 --> 00:00:02,000",
    "<v Ann>",
    "> ",
    "-- ",
    "From a 10:00",
    "{",
    "}",
    '"messages":',
    "[1.1.24, 10:00] A: ",
    "*** START OF THE PROJECT GUTENBERG",
    "<TEI>",
    "<body>",
    "<sp>",
    "&amp;",
    "&#0;",
    "\u0000",
    "\uD800",
    "PK\u0003\u0004",
    "é",
    "---\n",
    "ANN.",
    "BOB (",
    "THE END",
    "{|",
    "|}",
    "|",
    "<ref>",
    "<nowiki>",
    "<br>",
    "[^1]:",
    "1. ",
    "  ",
    ">>> ",
    "On 1.1.2024 10:00 <a@b.c> wrote:",
    "From: a\n",
    "To: b\n",
    "Subject: c\n",
    "____________\n",
    "1/1/24, 10:00 p. m. - A: ",
    "\u200E",
    "POLL:",
    "CHAPTER I",
    "[Illustration",
    "<said>",
    "<entry>",
    "<content>",
    "<script type='application/ld+json'>",
    "By Ann",
    "x",
  );
  for (const [name] of parsers) {
    it(`neither crash nor hang ${name}; what it cannot read it says in plain words`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.array(tokens, { maxLength: 80 }).map((parts) => parts.join("")),
            fc.string({ unit: "binary" }),
          ),
          async (text) => {
            try {
              const { pieces } = await parse(name, text, {}, { Ann: [] });
              for (const piece of pieces) expect(typeof piece.text).toBe("string");
            } catch (error) {
              expect(error).toBeInstanceOf(Error);
              expect(error).not.toBeInstanceOf(TypeError);
              expect(error).not.toBeInstanceOf(RangeError);
            }
          },
        ),
        { numRuns: 100 },
      );
    });
  }
});

describe("the lines of a page", () => {
  it("end where a browser would end them", () => {
    const tree = parseTree(
      "<div>a <b>b</b>\n c<p>d</p>e<br>f<pre>g\n h</pre><table><tr><td>i<td>j</table></div>",
    );
    expect(textOf(tree, 0)).toBe("a b c\nd\ne\nf\ng\n h".replace("\n h", "\nh") + "\ni\nj");
  });
  it("know which of their parts are marked, neighbours as one", () => {
    const tree = parseTree("<p>a <b>b</b><b>c</b> d <b>e</b></p>");
    const bold = new Set(compileSelector("b").all(tree));
    expect(linesOf(tree, 1, { marked: bold })).toEqual([{ text: "a bc d e", marks: [2, 4, 7, 8] }]);
  });
});

describe("selectors", () => {
  it("count children as the slow obvious way does", () => {
    const tag = fc.constantFrom("<p>", "<b>", "<i>", "</p>", "</b>", "</i>", "x");
    const formula = fc.constantFrom("odd", "even", "1", "2n", "3n+1", "-n+3", "n", "0", "n+2");
    const kind = fc.constantFrom("nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type");
    fc.assert(
      fc.property(
        fc.array(tag, { maxLength: 40 }),
        kind,
        formula,
        fc.boolean(),
        (tags, name, places, isOf) => {
          const tree = parseTree(`<div>${tags.join("")}</div>`);
          const of = isOf && !name.endsWith("type") ? " of b" : "";
          const expected: number[] = [];
          for (let node = 1; node < tree.size; node++) {
            if (tree.isText(node) || (of !== "" && tree.name(node) !== "b")) continue;
            const same = tree
              .children(tree.parent(node))
              .filter((child) => !tree.isText(child))
              .filter((child) => of === "" || tree.name(child) === "b")
              .filter((child) => !name.endsWith("type") || tree.name(child) === tree.name(node));
            const place = same.indexOf(node);
            if (nthCheck(places)(name.includes("last") ? same.length - 1 - place : place))
              expected.push(node);
          }
          expect(compileSelector(`:${name}(${places}${of})`).all(tree)).toEqual(expected);
        },
      ),
    );
  });
  it("say at once what is wrong with them", () => {
    expect(() => compileSelector("p:nth-child(x)")).toThrow();
    expect(() => compileSelector("p:nth-child(2 of [)")).toThrow();
    expect(() => compileSelector("p:nth-child")).toThrow();
  });

  const html = `<div id=x><dl><dd class="a b">1</dd><dd lang=en>2<p>3</p></dd></dl><p class=a>4</p></div>`;
  const rows: [string, string[]][] = [
    ["dd", ["1", "2", "3"]],
    ["DD", ["1", "2", "3"]],
    ["dd, p.a", ["1", "2", "3", "4"]],
    [".a", ["1", "4"]],
    ["dl > dd.b", ["1"]],
    ["#x p", ["3", "4"]],
    ["dd + dd", ["2", "3"]],
    ["dd:first-child", ["1"]],
    ["dd:not(.a)", ["2", "3"]],
    ["[lang|=en]", ["2", "3"]],
    ["div:has(p) > p", ["4"]],
    ["p:contains('4')", ["4"]],
  ];
  for (const [css, texts] of rows) {
    it(css, () => {
      const tree = parseTree(html);
      const found = compileSelector(css)
        .all(tree)
        .map((node) => textOf(tree, node));
      expect([...new Set(found.flatMap((text) => text.split("\n")))]).toEqual(texts);
    });
  }
});
