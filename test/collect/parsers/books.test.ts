import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";

import { bookText } from "../../../src/collect/book-text.ts";
import { parse } from "./pieces.ts";

const prose =
  "The harbour was quiet that morning, and the boats lay on the mud as if they had been put there by a child " +
  "who was called to breakfast and forgot them; nobody minded.";
const wrapped = prose.replace(/(.{60,75}) /g, "$1\n");

describe("books of Project Gutenberg", () => {
  const body = `
Produced by Somebody and the Online Team who did all the work that is needed for a book to be read here today and tomorrow.

THE HARBOUR

by Ann Archer

LONDON
1890

CONTENTS

CHAPTER I. Morning
CHAPTER II. Evening
CHAPTER III. Night

[Illustration: The harbour, by
a friend.]

CHAPTER I

${wrapped}

“Is it _late_?” asked the cook.

                                [Pg 12]

CHAPTER II.

${wrapped}

THE END

Books by Ann Archer
`;
  const frames: { name: string; text: string }[] = [
    {
      name: "today's frame",
      text: `The Project Gutenberg eBook of The Harbour\n\nTitle: The Harbour\n\nAuthor: Ann Archer\n\n*** START OF THE PROJECT GUTENBERG EBOOK THE HARBOUR ***\n${body}\n*** END OF THE PROJECT GUTENBERG EBOOK THE HARBOUR ***\n\nThis license of many words, and of many sentences.\n`,
    },
    {
      name: "the frame of 2005",
      text: `Title: The Harbour\nAuthor: Ann Archer\n\n***START OF THIS PROJECT GUTENBERG EBOOK THE HARBOUR***\n${body}\nEnd of the Project Gutenberg EBook of The Harbour\n\n*** END OF THIS PROJECT GUTENBERG EBOOK ***\nLicense`,
    },
    {
      name: "the small print of the nineties",
      text: `Title: The Harbour\nAuthor: Ann Archer\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n${body}\nEnd of Project Gutenberg Etext of The Harbour\n`,
    },
  ];
  for (const { name, text } of frames) {
    it(`cuts ${name}, title pages, contents, notes and furniture`, async () => {
      const { pieces, dropped } = await parse("gutenberg", text.replaceAll("\n", "\r\n"));
      expect(pieces).toEqual([
        {
          text: [prose, "“Is it late?” asked the cook.", prose].join("\n"),
          speakers: [],
          byline: "Ann Archer",
          work: "The Harbour",
        },
      ]);
      expect(dropped["front_matter"]).toBeGreaterThan(5);
      expect(dropped["licence"]).toBeGreaterThan(3);
    });
  }

  it("cuts title pages that name an author of the recipe, where the book has no head", async () => {
    const text = "The Pier\n\nCurrer Bell\n\nIt rains again.\n\nNobody minds.";
    const { lines } = await parse("gutenberg", text, {}, { "Ann Archer": ["Currer Bell"] });
    expect(lines).toEqual(["?: It rains again.\nNobody minds."]);
  });
  it("starts and ends where it is told", async () => {
    const text = `PREFACE BY AN EDITOR\n\n${wrapped}\n\nChapter I\n\n${wrapped}\n\nAPPENDIX\n\n${wrapped}`;
    const { pieces } = await parse("gutenberg", text, { start: "Chapter I", end: "APPENDIX" });
    expect(pieces[0]?.text).toBe(prose);
    await expect(parse("gutenberg", text, { start: "Chapter IX" })).rejects.toThrow("Chapter IX");
  });

  it("cuts a collection into pieces with an author each", async () => {
    const paper = (number: number, author: string): string =>
      `FEDERALIST No. ${number}\n\nA Title\n\nFor the Journal. Saturday, October 27, 1787\n\n${author}\n\n\nTo the People of the State of New York:\n\n${wrapped}\n\n${wrapped}\n\nPUBLIUS\n`;
    const text = `CONTENTS\n\nFEDERALIST No. 1\nFEDERALIST No. 2\n\n${paper(1, "HAMILTON")}\n${paper(2, "JAY")}\n${paper(18, "MADISON, with HAMILTON")}\n${paper(49, "HAMILTON OR MADISON")}`;
    const settings = {
      section: "FEDERALIST No. {work}",
      after: "To the People of the State of New York",
      before: "PUBLIUS",
    };
    const authors = { Hamilton: ["HAMILTON"], Jay: ["JAY"] };
    const { pieces } = await parse("gutenberg", text, settings, authors);
    expect(pieces.map(({ speakers, work }) => [work, ...speakers])).toEqual([
      ["FEDERALIST No. 1", "HAMILTON"],
      ["FEDERALIST No. 2", "JAY"],
      ["FEDERALIST No. 18", "MADISON, with HAMILTON"],
      ["FEDERALIST No. 49", "HAMILTON OR MADISON"],
    ]);
    expect(pieces.every((piece) => piece.text === `${prose}\n${prose}`)).toBe(true);
    const disputed = await parse("gutenberg", text, { ...settings, only: [49] }, authors);
    expect(disputed.pieces).toHaveLength(1);
  });
});

describe("a book's own text", () => {
  const front =
    "THE PIER\n\nBy Ann Archer\n\nLONDON: 1890.\n\nTo my mother.\n\nCONTENTS\n\nI. Morning.\n\nII. Ann goes out.\n\n";
  const openings: { name: string; start: string; left: string[] }[] = [
    {
      name: "cries",
      start: "CHAPTER I\n\n“Tom!”\n\nNo answer.\n\n“TOM!”",
      left: ["“Tom!”", "No answer.", "“TOM!”"],
    },
    { name: "a sentence below a name", start: "I.\n\nThe Morning\n\nIt rained.", left: ["It rained."] },
    {
      name: "a sentence below a heading in a line",
      start: "Chapter the First. The Morning\n\nCall me Ann.",
      left: ["Call me Ann."],
    },
    { name: "nothing short", start: "BOOK ONE\n\nCHAPTER 1. MORNING.", left: [] },
  ];
  for (const { name, start, left } of openings) {
    it(`starts with ${name}`, () => {
      const { text } = bookText(`${front}${start}\n\n${wrapped}\n\nTHE END`, ["Ann Archer"]);
      expect(text).toBe([...left, prose].join("\n"));
    });
  }
  const stanza = "The rain it falls on all the town\n  And on the pier where I stand,\nAnd no one knows it.";
  const couplet = "It falls on roof\nand falls on sand";
  const poems = (front: string): string =>
    `${front}${stanza}\n\n${couplet}\n\nTHE SEA\n\n${stanza}\n\nTHE END\n`;
  const verse = [stanza, couplet, stanza].join("\n").replaceAll("  ", "");
  const fronts = [
    "THE PIER\n\nAND OTHER POEMS\n\nBY\n\nANN ARCHER\n\nLONDON\n1890\n\nTHE RAIN\n\n",
    "The Pier\n\nand other poems\n\nby Ann Archer\n\n",
    "The Pier, by Ann Archer\n\nCopyright 1890 by Bob Baker\n\nCONTENTS\n\nThe Rain .......... 1\nThe Sea .......... 2\n\nThe Rain\n\n",
    "THE PIER\nAnn Archer\n\nTo my brother\n\nI.\n\n",
    "",
  ];
  for (const front of fronts) {
    it(`keeps lines of verse, and nothing of the title page ${JSON.stringify(front.slice(0, 30))}`, () => {
      expect(bookText(poems(front), ["Ann Archer"]).text).toBe(verse);
    });
  }
  it("keeps verse in prose, and joins prose", () => {
    expect(bookText(`${wrapped}\n\n${stanza}\n\n${wrapped}`, []).text).toBe(
      [prose, stanza.replaceAll("  ", ""), prose].join("\n"),
    );
  });
  it("cuts the title page of a few lines, and keeps all of a text without one", () => {
    const few = "It rains again.\n\nNobody minds.";
    expect(bookText(`The Pier\n\nBy Ann Archer\n\n${few}`, ["Ann Archer"]).text).toBe(
      "It rains again.\nNobody minds.",
    );
    expect(bookText(few, ["Ann Archer"]).text).toBe("It rains again.\nNobody minds.");
    expect(bookText("THE PIER\n\nANN ARCHER", ["Ann Archer"]).text).toBe("");
  });
  const chapters: [string, string, string][] = [
    ["a first sentence of one word", "CHAPTER I\n\nRain.", "Rain."],
    ["a first sentence below a chapter's name", "CHAPTER I\n\nTHE STORM\n\nRain again.", "Rain again."],
    [
      "a first sentence in capitals",
      "CHAPTER I\n\nTHE RAIN FELL ON THE TOWN AND ON THE PIER.",
      "THE RAIN FELL ON THE TOWN AND ON THE PIER.",
    ],
    ["no chapter's name", "CHAPTER I\n\nTHE STORM.", ""],
    ["no motto that says whose it is", "CHAPTER I\n\n“It rains and rains.”\n\n—_Old Song_.", ""],
    [
      "no motto with its source below it",
      "CHAPTER I\n\n    It rains and\n    It rains.\n                --BOB BAKER.",
      "",
    ],
    [
      "no motto below a chapter's name",
      "CHAPTER I\n\nTHE STORM\n\n  It rains, and rains.\n\n  BAKER: _The Pier_",
      "",
    ],
    ["what is said below a heading", "CHAPTER I\n\n—It rains.\n\n—So it does.", "—It rains.\n—So it does."],
  ];
  for (const [name, start, left] of chapters) {
    it(`starts a chapter with ${name}`, () => {
      const { text } = bookText(`THE PIER\n\nBY ANN ARCHER\n\n${start}\n\n${wrapped}`, ["Ann Archer"]);
      expect(text).toBe([...(left === "" ? [] : [left]), prose].join("\n"));
      const later = bookText(`${wrapped}\n\n${start.replace("I", "II")}\n\n${wrapped}`, ["Ann Archer"]);
      if (left === "") expect(later.text).toBe([prose, prose].join("\n"));
    });
  }

  it("starts with what is said where nobody says much", () => {
    const lines = "“Tom!”\n\nNo answer.\n\n“TOM!”\n\nNone.";
    expect(bookText(`${front}CHAPTER I\n\n${lines}`, ["Ann Archer"]).text).toBe(
      lines.replaceAll("\n\n", "\n"),
    );
  });
  const paragraphs: { text: string; isHeading: boolean }[] = [
    ...[
      "Part of me wanted to stay,",
      "Letter in hand, she ran—",
      "Act one was over.",
      "Book in hand he left the room",
      "Chapter and verse, she knew it:",
      "Part two began at noon",
      "Part I liked.",
      "Scene of my youth!",
      "Contents aside, the box was old",
      "Mild.",
      "MILD",
      "“I.”",
      "Sections of the wall",
      "Volume after volume fell;",
    ].map((text) => ({ text, isHeading: false })),
    ...[
      "CHAPTER I",
      "Chapter 1.",
      "Chapter I. The Harbour.",
      "CHAPTER THE FIRST",
      "Chapter Two: In Which Ann Goes Out",
      "Chapter Twenty-one",
      "BOOK II. CHAPTER 3",
      "Act I, Scene 2",
      "ACT I. SCENE II.",
      "VOLUME THE SECOND",
      "Letter IV",
      "XII",
      "XII.",
      "12",
      "I. THE HARBOUR",
      "Epilogue",
      "* * * * *",
      "Kapitel 3",
      "Première partie: x".replace("Première partie", "Partie 1"),
      "CHAPTER I\nIn which it rains",
      "Part the Third",
    ].map((text) => ({ text, isHeading: true })),
  ];
  for (const { text, isHeading } of paragraphs) {
    it(`${isHeading ? "leaves out" : "keeps"} ${JSON.stringify(text)}`, () => {
      const found = bookText(`${wrapped}\n\n${text}\n\n${wrapped}`, []);
      expect(found.text).toBe([prose, ...(isHeading ? [] : [text]), prose].join("\n"));
      expect(found.headings).toBe(isHeading ? 1 : 0);
    });
  }
  it("is without notes in brackets, and brackets in them", () => {
    const text = `${wrapped}\n\n[Illustration: Ann [left] and\n\nBob [Pg 3]]\n\nOne[Footnote 1: See [Pg 4] and [Illustration: x].] two [sic] [and\n\n[Illustration]\n\nthree.`;
    const found = bookText(text, []);
    expect(found.text).toBe([prose, "One", "two [sic] [and", "three."].join("\n"));
    expect(found.notes).toBe(3);
  });
  it("is without footnotes below their paragraphs; numbers of pages take nothing with them", () => {
    const text = `${wrapped}[1]\n\n[1] In Ely.\n\n${wrapped}[A]\n\n  [A] Or in York,\nsays Bob.\n\n[12] ${wrapped}\n\n[B] ${wrapped}`;
    const found = bookText(text, []);
    expect(found.text).toBe([prose, prose, prose, `[B] ${prose}`].join("\n"));
    expect(found.notes).toBe(2);
  });
});

describe("plain text", () => {
  it("is one text, or one under each heading", async () => {
    expect((await parse("text", "One.\nTwo.")).lines).toEqual(["?: One.\nTwo."]);
    const text = "LETTER 1\nAnn\nDear Bob,\nhello.\n\nLETTER 2\nBob\nDear Ann,\ngood bye.\n";
    expect((await parse("text", text, { section: "LETTER {work}" }, { Ann: [], Bob: [] })).lines).toEqual([
      "Ann: Dear Bob,\nhello.\n",
      "Bob: Dear Ann,\ngood bye.\n",
    ]);
  });
});

describe("TEI", () => {
  const header = `<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>The Pier</title><author>Ann Archer</author></titleStmt></fileDesc></teiHeader><text xml:lang="en"><front><p>Front.</p></front>`;
  it("reads plays by their speakers, without notes, stage directions and page furniture", async () => {
    const found = await parse(
      "tei",
      `${header}<body><div><head>Act I</head><stage>Rain.</stage>
<sp who="#bob"><speaker>BOB.</speaker><l n="1">It rains <note>it did</note>and</l><l>rains,<pb n="2"/> I <choice><sic>sey</sic><corr>say</corr></choice>.</l></sp>
<sp who="#cy #di"><speaker>All</speaker><p>It <stage>aloud</stage>does &amp; did.</p></sp></div></body></text></TEI>`,
    );
    expect(found.pieces).toEqual([
      {
        text: "It rains and\nrains, I sey.",
        speakers: ["BOB.", "bob", "#bob"],
        selector: "sp",
        work: "The Pier",
        language: "en",
        isLine: true,
      },
      {
        text: "It does & did.",
        speakers: ["All"],
        selector: "sp",
        work: "The Pier",
        language: "en",
        isLine: true,
      },
    ]);
    expect(found.dropped).toEqual({ note: 1 });
  });
  it("reads what another says inside a speech by itself, once, and speech in quotation marks with its speech", async () => {
    const found = await parse(
      "tei",
      `${header}<body><sp who="#bob"><speaker>Bob</speaker><p>She said <said who="#ann">no</said> and <said>yes</said>.</p><sp who="#cy"><speaker>Cy</speaker><p>So?</p></sp></sp></body></text></TEI>`,
    );
    expect(found.lines).toEqual(["Bob: She said and yes.", "ann: no", "Cy: So?"]);
  });
  it("knows speakers by the names that the header gives them, and reads elements with a prefix", async () => {
    const source = `<tei:TEI xmlns:tei="http://www.tei-c.org/ns/1.0"><tei:teiHeader><tei:listPerson><tei:person xml:id="ann"><tei:persName>Ann Archer</tei:persName></tei:person></tei:listPerson></tei:teiHeader><tei:text><tei:body><tei:sp who="#ann"><tei:p>Hi.</tei:p></tei:sp></tei:body></tei:text></tei:TEI>`;
    const { pieces } = await parse("tei", source);
    expect(pieces[0]).toMatchObject({ text: "Hi.", speakers: ["Ann Archer", "ann", "#ann"] });
  });
  it("looks for those who speak in lists of persons and of the cast, and has what is said together by nobody", async () => {
    const lists = `<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><author>Ann Archer</author></titleStmt></fileDesc><profileDesc><particDesc><listPerson><person xml:id="ann"><persName><forename>Ann</forename> <surname>Archer</surname></persName><persName type="nick">Annie</persName></person><personGrp xml:id="crew"><name>The Crew</name></personGrp></listPerson></particDesc></profileDesc></teiHeader><text><front><castList><castGroup><castItem xml:id="bob"><role>Bob</role>, <roleDesc>a sailor</roleDesc></castItem><castItem corresp="#cy"><role>Cy</role></castItem><castItem><role xml:id="di">Di</role></castItem></castGroup></castList></front><body>`;
    const speech = (who: string): string => `<sp who="${who}"><p>Hi.</p></sp>`;
    const source = `${lists}${["#ann", "x.xml#bob", "cy", "#di", "#crew", "#ann #bob", "#no", ""].map(speech).join("")}</body></text></TEI>`;
    const { pieces } = await parse("tei", source);
    expect(pieces.map(({ speakers, byline }) => [...speakers.slice(0, 2), byline])).toEqual([
      ["Ann Archer", "Annie", undefined],
      ["Bob", "bob", undefined],
      ["Cy", "cy", undefined],
      ["Di", "di", undefined],
      ["The Crew", "crew", undefined],
      ["Ann Archer & Bob", undefined],
      ["no", "#no", undefined],
      [undefined],
    ]);
  });
  it("reads a novel whose quotation marks are marked, but name nobody, as one text", async () => {
    const { pieces } = await parse(
      "tei",
      `${header}<body><p>He said <said>no</said>.</p></body></text></TEI>`,
    );
    expect(pieces).toMatchObject([{ text: "He said no.", speakers: [], byline: "Ann Archer" }]);
  });
  it("reads prose by the header's author", async () => {
    const found = await parse(
      "tei",
      `${header}<body><head>One</head><p>It ra<lb break="no"/>ins.<note>x</note></p><p>It<lb/>does.</p></body></text></TEI>`,
    );
    expect(found.pieces[0]).toMatchObject({
      text: "It rains.\nIt does.",
      speakers: [],
      byline: "Ann Archer",
    });
  });
  it("refuses what has no body, and expands no entities", async () => {
    await expect(parse("tei", "<TEI/>")).rejects.toThrow("no <body>");
    const bomb = `<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>${header}<body><p>&b;&x;</p></body></text></TEI>`;
    expect((await parse("tei", bomb)).pieces[0]?.text).toBe("&b;&x;");
  });
});

describe("EPUB", () => {
  const page = (body: string, type = ""): Uint8Array =>
    strToU8(
      `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body${type}>${body}</body></html>`,
    );
  const book = (extra: Record<string, Uint8Array> = {}): Uint8Array =>
    zipSync({
      mimetype: strToU8("application/epub+zip"),
      "META-INF/container.xml": strToU8(
        `<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>`,
      ),
      "OEBPS/content.opf":
        strToU8(`<package xmlns:dc="x"><metadata><dc:title>The Harbour</dc:title><dc:creator>Ann Archer</dc:creator></metadata>
<manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="t" href="title.xhtml" media-type="application/xhtml+xml"/><item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="n"/><itemref idref="t"/><itemref idref="a"/><itemref idref="b"/></spine></package>`),
      "OEBPS/nav.xhtml": page("<nav><ol><li>One</li></ol></nav>"),
      "OEBPS/title.xhtml": page(`<h1>The Harbour</h1><p>by Ann Archer</p>`, ` epub:type="titlepage"`),
      "OEBPS/one.xhtml": page(
        `<h2>One</h2><p>${prose}</p><p>Yes.<sup>1</sup></p><aside epub:type="footnote">Note.</aside>`,
      ),
      "OEBPS/two b.xhtml": page(`<p>${prose}</p><p>By Ann Archer</p>`),
      ...extra,
    });
  it("reads the chapters in reading order", async () => {
    const { pieces } = await parse("epub", book());
    const escaped = strToU8(
      `<container><rootfiles><rootfile full-path="OEBPS/%63ontent.opf"/></rootfiles></container>`,
    );
    expect((await parse("epub", book({ "META-INF/container.xml": escaped }))).pieces).toEqual(pieces);
    expect(pieces).toEqual([
      { text: [prose, "Yes.", prose].join("\n"), speakers: [], byline: "Ann Archer", work: "The Harbour" },
    ]);
  });
  it("tells marks of notes from raised letters", async () => {
    const marks = `M<sup>r</sup> B of the 19<sup>th</sup> century<sup>1</sup> said<sup><a href="#n2">b</a></sup> so<a href="n.xhtml#n3">[3]</a>, <a href="#two">at two</a>.`;
    const { pieces } = await parse(
      "epub",
      book({ "OEBPS/one.xhtml": page(`<p>${prose}</p><p>${marks}</p>`) }),
    );
    expect(pieces[0]?.text.split("\n")[1]).toBe("Mr B of the 19th century said so, at two.");
  });
  it("finds chapters whose names have percent signs, and packages with prefixes", async () => {
    const contents = `<opf:package xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="x"><opf:metadata><dc:title>The Harbour</dc:title><dc:language>en-GB</dc:language></opf:metadata>
<opf:manifest><opf:item id="a" href="100%.xhtml" media-type="application/xhtml+xml"/><opf:item id="b" href="../50%25%20%c3.xhtml#x" media-type="application/xhtml+xml"/><opf:item id="c" href="no.xhtml" media-type="application/xhtml+xml"/></opf:manifest>
<opf:spine><opf:itemref idref="a"/><opf:itemref idref="b"/><opf:itemref idref="c"/></opf:spine></opf:package>`;
    const found = await parse(
      "epub",
      book({
        "OEBPS/content.opf": strToU8(contents),
        "OEBPS/100%.xhtml": page(`<p>It rained.</p><p>${prose}</p>`),
        "50%25%20%c3.xhtml": page(`<p>${prose}</p>`),
      }),
    );
    expect(found.pieces).toEqual([
      { text: ["It rained.", prose, prose].join("\n"), speakers: [], work: "The Harbour", language: "en-GB" },
    ]);
    expect(found.dropped).toEqual({ empty: 1 });
  });
  it("says so when only a reading program has the key", async () => {
    const encryption = `<encryption><enc:CipherReference URI="OEBPS/one.xhtml"/></encryption>`;
    await expect(parse("epub", book({ "META-INF/encryption.xml": strToU8(encryption) }))).rejects.toThrow(
      "encrypted",
    );
  });
  it("refuses bombs and what is no book", async () => {
    await expect(parse("epub", book({ "OEBPS/bomb.html": new Uint8Array(100_000_001) }))).rejects.toThrow(
      "more than 100000000 bytes",
    );
    await expect(parse("epub", strToU8("PK\u0003\u0004 no zip"))).rejects.toThrow();
    await expect(parse("epub", zipSync({ "a.xml": strToU8("<a/>") }))).rejects.toThrow(
      "META-INF/container.xml",
    );
  });
});
