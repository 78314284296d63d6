import { describe, expect, it } from "vitest";

import { parse } from "./pieces.ts";

const authors = { Ann: ["Ann Archer", "ANN"], Bob: ["Robert"] };

describe("transcripts on web pages", () => {
  const rows: { name: string; html: string; settings?: object; lines: string[] }[] = [
    { name: "bold with colon", html: "<p><b>Ann:</b> Hi.</p>", lines: ["Ann: Hi."] },
    { name: "bold before the colon", html: "<p><b>Ann</b>: Hi.</p>", lines: ["Ann: Hi."] },
    { name: "bold without colon", html: "<p><b>Ann</b> Hi.</p>", lines: ["Ann: Hi."] },
    { name: "strong", html: "<p><strong>Ann:</strong> Hi.</p>", lines: ["Ann: Hi."] },
    { name: "no bold at all", html: "<p>Ann Archer: Hi.</p>", lines: ["Ann Archer: Hi."] },
    { name: "a full-width colon", html: "<p>Ann：你好</p>", lines: ["Ann: 你好"] },
    {
      name: "definition lists",
      html: "<dl><dt>Ann</dt><dd>Hi.<dd>There.<dt>Bob<dd>Ho.</dl>",
      settings: { select: "dd", speaker: "dt" },
      lines: ["Ann: Hi.", "Ann: There.", "Bob: Ho."],
    },
    {
      name: "tables",
      html: "<table><tr><td>Ann<td>Hi.<tr><td>Bob<td>Ho.</table>",
      settings: { select: "tr", speaker: "td:first-child" },
      lines: ["Ann: Hi.", "Bob: Ho."],
    },
    {
      name: "classes",
      html: "<div class=l><span class=who>Ann</span><span>Hi.</span></div>",
      settings: { select: "div.l", speaker: ".who" },
      lines: ["Ann: Hi."],
    },
    {
      name: "the name in an element of its own",
      html: "<p><b>Ann:</b></p><p>[stands]</p><p>Hi.</p><p>No one's.</p>",
      lines: ["Ann: Hi."],
    },
    {
      name: "further lines, when asked",
      html: "<p><b>Ann:</b> Hi.</p><p>There.</p>",
      settings: { continues: true },
      lines: ["Ann: Hi.", "Ann: There."],
    },
    {
      name: "line breaks in an element",
      html: "<p><b>Ann:</b> Hi.<br>There.<br><b>Bob:</b> Ho.</p>",
      lines: ["Ann: Hi. There.", "Bob: Ho."],
    },
    {
      name: "somebody in small letters behind a line break",
      html: "<p><b>Ann:</b> Hi.<br>bob: Ho.<br>Old man: So.<br>One thing: never.</p><p>ann: so it<br>cy: no</p>",
      lines: ["Ann: Hi.", "bob: Ho.", "Old man: So. One thing: never.", "ann: so it", "cy: no"],
    },
    {
      name: "words before a colon behind a line break",
      html: "<p><b>Ann:</b> I tell you and<br>remember: never.<br>I say: No.<br>in short: no<br>at 10:30</p>",
      lines: ["Ann: I tell you and remember: never. I say: No.", "in short: no at 10:30"],
    },
    {
      name: "somebody in small letters, when lines go on",
      html: "<p><b>Ann:</b> Hi.</p><p>old man: Ho.</p><p>So.</p>",
      settings: { continues: true },
      lines: ["Ann: Hi.", "old man: Ho.", "old man: So."],
    },
    {
      name: "two speakers in a line without bold",
      html: "<p>Ann: Hi. BOB: Ho. Two: three. Ann: So.</p><p><b>Ann:</b> Hi. Bob (low): Ho.</p>",
      lines: ["Ann: Hi.", "BOB: Ho. Two: three.", "Ann: So.", "Ann: Hi.", "Bob: Ho."],
    },
    {
      name: "two speakers in an element",
      html: "<p><b>Ann:</b> Hi. <b>Bob:</b> Ho.</p>",
      lines: ["Ann: Hi.", "Bob: Ho."],
    },
    {
      name: "bold words that are no names",
      html: "<p><b>Ann:</b> It was <b>not</b> me.</p>",
      lines: ["Ann: It was not me."],
    },
    { name: "narration", html: "<p><b>Ann</b> opens the door.</p>", lines: [] },
    {
      name: "narration with a possessive",
      html: "<p><b>Ann</b>'s coat: it rings.</p><p><b>Ann</b>’s Coat: Hi.</p>",
      lines: [],
    },
    { name: "narration in a clause", html: "<p><b>Ann</b>, who is late, runs.</p>", lines: [] },
    { name: "an address before the colon", html: "<p><b>Ann</b>, to Bob: Hi.</p>", lines: ["Ann: Hi."] },
    {
      name: "a dash behind the name",
      html: "<p><b>Ann</b> – Hi.</p><p><b>Bob —</b> ho.</p><p><b>Ann</b> -- so.</p>",
      lines: ["Ann: Hi.", "Bob: ho.", "Ann: so."],
    },
    {
      name: "two who speak together",
      html: "<p><b>Ann</b> &amp; <b>Bob:</b> Hi.</p><p><b>Ann</b> and <b>Bob</b> run.</p>",
      lines: ["Ann & Bob: Hi."],
    },
    {
      name: "a colon required",
      html: "<p><b>Ann</b> Opens.</p><p><b>Ann:</b> Hi.</p>",
      settings: { colon: "required" },
      lines: ["Ann: Hi."],
    },
    {
      name: "a direction before the colon",
      html: "<p><b>Ann</b> [to Bob (low)]: Hi.</p>",
      lines: ["Ann: Hi."],
    },
    { name: "a direction before the name", html: "<p>[Door.] <b>Ann:</b> Hi.</p>", lines: ["Ann: Hi."] },
    { name: "a direction in the name", html: "<p><b>ANN (V.O.):</b> Hi.</p>", lines: ["ANN: Hi."] },
    { name: "times and addresses", html: "<p>It is 10:30 now.</p><p>See https://example.org</p>", lines: [] },
    {
      name: "parts left out",
      html: "<p><b>Ann:</b> Hi.<sup>[1]</sup></p>",
      settings: { drop: "sup" },
      lines: ["Ann: Hi."],
    },
    {
      name: "lines inside lines",
      html: "<ul><li><b>Ann:</b> Hi.<ul><li><b>Bob:</b> Ho.</li></ul></li></ul>",
      lines: ["Ann: Hi.", "Bob: Ho."],
    },
    {
      name: "scripts and comments",
      html: "<p><b>Ann:</b> <!-- Bob: --><script>x</script>Hi.</p>",
      lines: ["Ann: Hi."],
    },
  ];
  for (const { name, html, settings, lines } of rows) {
    it(name, async () => {
      expect((await parse("transcript-html", html, settings, authors)).lines).toEqual(lines);
    });
  }

  it("takes the language from the page", async () => {
    const { pieces } = await parse("transcript-html", "<html lang=fr><p><b>Ann:</b> Salut.</p>", {}, authors);
    expect(pieces[0]?.language).toBe("fr");
  });
});

describe("wiki markup", () => {
  const rows: { name: string; source: string; lines: string[]; dropped?: object }[] = [
    { name: "bold with colon", source: "'''Ann:''' Hi.\n: '''Bob''': Ho.", lines: ["Ann: Hi.", "Bob: Ho."] },
    { name: "definition lists in a line", source: ";Ann : Hi.\n;Bob: Ho.", lines: ["Ann: Hi.", "Bob: Ho."] },
    {
      name: "definition lists over lines",
      source: ";Ann\n:Hi.\n:There.",
      lines: ["Ann: Hi.", "Ann: There."],
    },
    { name: "plain names", source: "Ann: Hi.", lines: ["Ann: Hi."] },
    {
      name: "links",
      source: "'''[[Ann Archer|Ann]]:''' See [[the pier]], [https://example.org that].",
      lines: ["Ann: See the pier, that."],
    },
    {
      name: "templates, tables, files, notes, comments",
      source:
        "{{Box|{{x}}\n'''Ann:''' no}}\n{|\n| '''Ann:''' no\n|}\n[[File:a.png]]\n'''Ann:''' Hi<ref>'''Bob:''' no</ref>.<!-- no -->",
      lines: ["Ann: Hi."],
    },
    { name: "slanted and both", source: "'''''Ann:''''' ''Hi''.", lines: ["Ann: Hi."] },
    { name: "headings", source: "== Scene 1 ==\n'''Ann:''' Hi.", lines: ["Ann: Hi."] },
    {
      name: "what is never closed, which ends with its line",
      source:
        "'''Ann:''' Hi.\n{{Box|no\n'''Ann:''' Ho.\n{| no\n'''Ann:''' So<ref>no\n'''Ann:''' [[It<ref>no</ref> is.\n'''Ann:''' Is it <nowiki> not?",
      lines: ["Ann: Hi.", "Ann: Ho.", "Ann: So", "Ann: It is.", "Ann: Is it  not?"],
      dropped: { template: 1, table: 1, note: 2 },
    },
    {
      name: "line breaks",
      source: "'''Ann:''' Hi.<br>There.<br />'''Bob:''' Ho.\n;Bob<br>\n:So.",
      lines: ["Ann: Hi. There.", "Bob: Ho.", "Bob: So."],
    },
    {
      name: "templates with words in them",
      source:
        "'''Ann:''' {{Lang|fr|Bonjour}}, {{tooltip|Dr.|Doctor}} {{color|red|[[Bob Baker|Bob]]}}{{ref|1}}, {{shout|get {{nowrap|out now}}}}{{cite web|url=x|title=y}}{{!}}{{'}}{{mdash}}\n'''Bob:''' {{Odd|one value}} and {{odd|two|values}}.\n{{Odd|one value}}",
      lines: ["Ann: Bonjour, Dr. Bob, get out now|'—", "Bob: one value and ."],
      dropped: { template: 4 },
    },
    {
      name: "captions with links, links to categories, parameters",
      source:
        "[[File:a.png|thumb|'''Ann:''' [[no]]]]\n[[Category:Ann: no]]\n'''Ann:''' Hi{{{1|no}}} [[Bob (sailor)|]].",
      lines: ["Ann: Hi Bob."],
      dropped: { media: 1, template: 1 },
    },
    {
      name: "markup that is meant as it stands",
      source: "'''Ann:''' Write <nowiki>{{x}} and [[y]] '''z'''</nowiki>.",
      lines: ["Ann: Write {{x}} and [[y]] '''z'''."],
    },
    {
      name: "entities in names, bold as a tag, paragraphs as tags",
      source: "<b>Ann&nbsp;Archer:</b> Hi &lt;you&gt;.<p>'''Bob'''&#58; Ho.</p>",
      lines: ["Ann Archer: Hi <you>.", "Bob: Ho."],
    },
    {
      name: "tables and what follows them",
      source:
        "{| class=x\n|-\n| '''Ann:''' no || {{a|}}\n|}\n'''Ann:''' Hi.\n{{Box\n|a=b\n|}}\n'''Ann:''' Ho.",
      lines: ["Ann: Hi.", "Ann: Ho."],
      dropped: { table: 1, template: 1 },
    },
  ];
  for (const { name, source, lines, dropped } of rows) {
    it(name, async () => {
      const found = await parse("wiki", source, {}, authors);
      expect(found.lines).toEqual(lines);
      if (dropped !== undefined) expect(found.dropped).toEqual(dropped);
    });
  }
});

describe("plays in plain text", () => {
  it("reads names above the speech", async () => {
    const text = `
INT. KITCHEN - DAY

Ann stands at the window.

                ANN
          (softly)
     It rains
     again.

                BOB (CONT'D)
     It does.

CUT TO:

ACT TWO
`;
    const found = await parse("screenplay", text);
    expect(found.lines).toEqual(["ANN: (softly) It rains again.", "BOB: It does."]);
    expect(found.dropped).toEqual({ heading: 3, no_speaker: 1 });
  });

  it("reads names with a full stop before the speech", async () => {
    const text =
      "ACT I.\n\nANN. It rains.\nNO. Not again.\n\nBOB. It does,\nand how.\n\n[Exit Bob.]\n\n2ND GUARD. Halt.";
    expect((await parse("screenplay", text)).lines).toEqual([
      "ANN: It rains. NO. Not again.",
      "BOB: It does, and how.",
      "2ND GUARD: Halt.",
    ]);
  });

  it("reads names with a full stop above the speech", async () => {
    const text = "ANN.\nIt rains,\nI say.\n\nBOB.\nIt does.\n\nANN. Good.\n\nBOB. Yes.";
    expect((await parse("screenplay", text, { style: "before" })).lines).toEqual([
      "ANN: It rains, I say.",
      "BOB: It does.",
      "ANN: Good.",
      "BOB: Yes.",
    ]);
  });

  it("reads abbreviated names that the recipe knows", async () => {
    const text = "Ann. It rains.\nRob. It does.\nSo. And how.";
    expect((await parse("screenplay", text, { style: "before" }, { Ann: [], Bob: ["Rob"] })).lines).toEqual([
      "Ann: It rains.",
      "Rob: It does. So. And how.",
    ]);
  });

  it("reads names before a colon, several in a paragraph", async () => {
    const text = "ANN: It rains.\nBOB: It does.\n\nAnn: Still?\n\nNarrator's remark: none.";
    expect((await parse("screenplay", text, {}, authors)).lines).toEqual([
      "ANN: It rains.\nBOB: It does.".split("\n")[0],
      "BOB: It does.",
      "Ann: Still?",
    ]);
  });

  const printed: {
    name: string;
    text: string;
    lines: string[];
    settings?: object;
    authors?: Record<string, string[]>;
  }[] = [
    {
      name: "a direction between name and stop",
      text: "ANN (_aside_). It rains.\n\nBOB [_low_]. It does.\n\n_ANN_, _to Bob_. So.",
      lines: ["ANN: It rains.", "BOB: It does.", "ANN: So."],
    },
    {
      name: "titles with stops",
      text: "MR. BOB. It rains.\n\nMRS. ANN ARCHER. It does.\n\nDR. CY. So.",
      lines: ["MR. BOB: It rains.", "MRS. ANN ARCHER: It does.", "DR. CY: So."],
    },
    {
      name: "a dash behind the name",
      text: "ANN.—It rains.\n\nBOB.--It does.\n\nANN. So.",
      lines: ["ANN: It rains.", "BOB: It does.", "ANN: So."],
    },
    {
      name: "speech below an empty line",
      text: "ANN.\n\nIt rains.\n\nBOB.\n\n(_laughs_)\n\nIt does.\n\nThey go.",
      lines: ["ANN: It rains.", "BOB: (_laughs_)", "BOB: It does."],
    },
    {
      name: "names above empty lines",
      text: "ANN\n\nIt rains.\n\nBOB\n\nIt does.\n\nANN\n\nSo.\n\nBOB\n\nYes.",
      lines: ["ANN: It rains.", "BOB: It does.", "ANN: So.", "BOB: Yes."],
    },
    {
      name: "the end",
      text: "ANN. It rains.\nTHE END.\nPrinted by Cy.\n\nBOB. It does.\n\nTHE END.\n\nANN. So.\nCURTAIN",
      lines: ["ANN: It rains.", "BOB: It does.", "ANN: So."],
    },
    {
      name: "speeches without empty lines, of whom the recipe does not know",
      text: "ANN. One.\n\nBOB. Two.\n\nBOB. Three.\n\nANN. Four.\nBOB. Five.\nNO. Never.",
      lines: ["ANN: One.", "BOB: Two.", "BOB: Three.", "ANN: Four.", "BOB: Five. NO. Never."],
      authors: { Ann: [] },
    },
    {
      name: "names above speeches without empty lines",
      text: "ANN\nOne.\n\nBOB\nTwo.\n\nANN\nThree.\nBOB\nFour.\nANN\nFive.\n\nBOB\nSix.",
      lines: ["ANN: One.", "BOB: Two.", "ANN: Three.", "BOB: Four.", "ANN: Five.", "BOB: Six."],
    },
    {
      name: "speeches before a colon, line after line, of whom the recipe does not know",
      text: "ANN: One.\nBOB: Two.\nANN: Three,\nand four.\nCY: Five.\nANN: Six.",
      lines: ["ANN: One.", "BOB: Two.", "ANN: Three, and four.", "CY: Five.", "ANN: Six."],
      authors: { Ann: [] },
    },
    {
      name: "names in small letters before a colon, line after line, without stops",
      text: "Ann: one\nBob Baker: two\nAnn: three\nCy: four\nAnn: five, as I said\nsix",
      lines: ["Ann: one", "Bob Baker: two", "Ann: three", "Cy: four", "Ann: five, as I said six"],
      authors: { Ann: [] },
    },
    {
      name: "strangers in small letters before a colon, line after line",
      text: "Ann: one\nthe old man: two\nann: three\nOld guard: four\nAnn: five and\nremember: six\nthe old man: seven",
      lines: [
        "Ann: one",
        "the old man: two",
        "ann: three",
        "Old guard: four",
        "Ann: five and remember: six",
        "the old man: seven",
      ],
      authors: { Ann: [] },
    },
    {
      name: "times, dashes and directions before names",
      text: "[00:01] ANN: One.\n[00:02] BOB: Two.\n00:03 ANN (low): Three.\n- CY: Four.\n(Door) ANN: Five.\nBOB [00:05:01]: Six.",
      lines: ["ANN: One.", "BOB: Two.", "ANN: Three.", "CY: Four.", "ANN: Five.", "BOB: Six."],
      authors: { Ann: [] },
    },
    {
      name: "a colon in a speech that is wrapped",
      text: "ANN: I tell you this, and\nListen: never again at\n10:30 or at http://a.example.\nBOB: Two.\nANN: Three.\nBOB: Four: so.",
      lines: [
        "ANN: I tell you this, and Listen: never again at 10:30 or at http://a.example.",
        "BOB: Two.",
        "ANN: Three.",
        "BOB: Four: so.",
      ],
    },
    {
      name: "two speeches in a line",
      text: "ANN: One. BOB: Two.\nBOB: Three: four. CY: Five.\nANN: Six.",
      lines: ["ANN: One.", "BOB: Two.", "BOB: Three: four. CY: Five.", "ANN: Six."],
    },
    {
      name: "speeches before a stop, line after line, of whom the recipe does not know",
      text: "ANN. One.\nBOB. Two. ANN. Is she there?\nNO. Never.\nANN. Three,\nand four.\nFIRST GUARD. Five.\nMRS. CY. Six.",
      lines: [
        "ANN: One.",
        "BOB: Two. ANN. Is she there? NO. Never.",
        "ANN: Three, and four.",
        "FIRST GUARD: Five.",
        "MRS. CY: Six.",
      ],
      authors: { Ann: [] },
    },
    {
      name: "shortened names in small letters before a stop, line after line",
      text: "  Ann. What, is it rain\nthat falls? Yes. So it is\n  Gua. It is.\n  Ann. Who goes?\nNo. I know.\n  Rob. It's me, said the other\n  Gua. Halt.\n  Mess. News.\n  Rob. Where?",
      lines: [
        "Ann: What, is it rain that falls? Yes. So it is",
        "Gua: It is.",
        "Ann: Who goes? No. I know.",
        "Rob: It's me, said the other",
        "Gua: Halt.",
        "Mess: News.",
        "Rob: Where?",
      ],
      authors: { Ann: [] },
    },
    {
      name: "names above speeches, nothing between, of whom the recipe does not know",
      text: "ANN\nOne.\nBOB\nTwo,\nTHE PIER\nfor one.\nANN\nThree.\nCY\nFour.\nBOB\nFive.",
      lines: ["ANN: One.", "BOB: Two, THE PIER for one.", "ANN: Three.", "CY: Four.", "BOB: Five."],
      authors: { Ann: [] },
    },
    {
      name: "names in small letters above speeches, nothing between",
      text: "Ann\nIt rains.\nBob Baker\nIt does.\nAnn\nSo I said.\nBob Baker\nYes.",
      lines: ["Ann: It rains.", "Bob Baker: It does.", "Ann: So I said.", "Bob Baker: Yes."],
      authors: { Ann: [] },
    },
    {
      name: "names with a colon above speeches, nothing between",
      text: "Ann:\nIt rains.\nBob:\nIt does,\nand how.\nCy:\nYes.\nAnn:\nSo.",
      lines: ["Ann: It rains.", "Bob: It does, and how.", "Cy: Yes.", "Ann: So."],
      authors: { Ann: [] },
    },
    {
      name: "a screenplay with names set in, nothing between",
      text: "INT. KITCHEN - DAY\nAnn stands there.\n               ANN\n          (low)\n     It rains\n     again.\nBob nods.\n               BOB (V.O.)\n     It does.\n\t\tTHE OLD GUARD\n     Halt.\nEXT. PIER - DAY\nThey run.\n               ANN\n     Run!",
      lines: ["ANN: (low) It rains again.", "BOB: It does.", "THE OLD GUARD: Halt.", "ANN: Run!"],
      authors: { Ann: [] },
    },
    {
      name: "directions between speeches, nothing else between",
      text: "ANN. One.\n[Exit Bob.]\nTwo more. [Exit\nBOB. Three.\nEnter CY, with a lamp and\na dog.\nFour.\nCY. Five.\nExeunt.\nANN. Six.\nSCENE II. A pier.\nThe rain falls.\nBOB. Seven.\n12\nEight.",
      lines: [
        "ANN: One. [Exit Bob.] Two more.",
        "BOB: Three. Four.",
        "CY: Five.",
        "ANN: Six.",
        "BOB: Seven. Eight.",
      ],
      authors: { Ann: [] },
    },
    {
      name: "styles mixed on a page",
      text: "ANN: One.\nBOB. Two.\nANN\nThree.\nBOB\nFour.\nCY: Five.\nANN. Six.\nBOB: Seven.\nCY\nEight.",
      lines: [
        "ANN: One.",
        "BOB: Two.",
        "ANN: Three.",
        "BOB: Four.",
        "CY: Five.",
        "ANN: Six.",
        "BOB: Seven.",
        "CY: Eight.",
      ],
    },
    {
      name: "a running title that is a name, too",
      text: `${"ANN. One.\nBOB. Two,\n".repeat(6)}ANN\nthree.\nANN. Four.\nANN\nBOB. Five.`,
      lines: [
        ...Array.from({ length: 5 }, () => ["ANN: One.", "BOB: Two,"]).flat(),
        "ANN: One.",
        "BOB: Two, ANN three.",
        "ANN: Four. ANN",
        "BOB: Five.",
      ],
    },
    {
      name: "verse, whose lines stay",
      text: "ANN. The rain it falls on all the town\nAnd on the pier where I stand,\nAnd no one knows it.\nBOB. On roof and sand\nIt falls.\n\nANN. On all the town it falls\nAnd goes.",
      lines: [
        "ANN: The rain it falls on all the town\nAnd on the pier where I stand,\nAnd no one knows it.",
        "BOB: On roof and sand It falls.",
        "ANN: On all the town it falls And goes.",
      ],
    },
    {
      name: "who plays, which nobody says, and who is named there speaks",
      text: "THE PIER\n\nDRAMATIS PERSONAE\n\nANN: a sailor\nBOB: her brother\nA Guard, who is old\n\nACT I\nANN: One,\nA Guard: Two.\nBOB: Three.\nANN: Four.",
      lines: ["ANN: One,", "A Guard: Two.", "BOB: Three.", "ANN: Four."],
    },
    {
      name: "who plays, without a heading behind",
      text: "CHARACTERS\nANN: a sailor\nBOB: her brother\n\nBOB: One.\nANN: Two.\nBOB: Three.",
      lines: ["BOB: One.", "ANN: Two.", "BOB: Three."],
    },
  ];
  for (const { name, text, lines, settings, authors: known } of printed) {
    it(`reads ${name}`, async () =>
      expect((await parse("screenplay", text, settings, known)).lines).toEqual(lines));
  }

  it("starts and ends where it is told", async () => {
    const text = "ANN: No.\n\nSCENE 1\n\nANN: Yes.\n\nNOTES\n\nANN: No.";
    expect((await parse("screenplay", text, { start: "SCENE 1", end: "NOTES" })).lines).toEqual([
      "ANN: Yes.",
    ]);
  });
});

describe("subtitles", () => {
  it("reads SRT with names, dashes and sentences over cues", async () => {
    const text = `1
00:00:01,000 --> 00:00:02,000
<i>ANN: It rains</i>

2
00:00:02,000 --> 00:00:03,000
{\\an8}and it rains.

3
00:00:03,500 --> 00:00:04,000
- Does it?
- It does.

4
00:00:05,000 --> 00:00:06,000
♪ rain song ♪
`;
    expect((await parse("subtitles", text.replaceAll("\n", "\r\n"), {}, authors)).lines).toEqual([
      "ANN: It rains and it rains.",
      "?: Does it?",
      "?: It does.",
      "?: ♪ rain song ♪",
    ]);
  });

  it("reads WebVTT with voices, notes, styles and settings", async () => {
    const text = `WEBVTT - a title

NOTE
Ann: no cue

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.000 align:start
<v.loud Ann>It rains &amp; rains.</v> <v Bob>So it <c.x>does</c>.

01:00:03.000 --> 01:00:04.000
Unnamed.
`;
    expect((await parse("subtitles", text)).lines).toEqual([
      "Ann: It rains & rains.",
      "Bob: So it does.",
      "?: Unnamed.",
    ]);
  });

  it("does not repeat captions that roll up", async () => {
    const cue = (at: number, lines: string): string => `0:0${at}.000 --> 0:0${at + 1}.000\n${lines}\n\n`;
    const text =
      `WEBVTT\n\n${cue(1, "one two")}${cue(2, "one two\nthree four")}${cue(3, "three four\nfive.")}`.replaceAll(
        "0:0",
        "00:0",
      );
    const found = await parse("subtitles", text);
    expect(found.lines).toEqual(["?: one two three four five."]);
    expect(found.dropped).toEqual({ repeated_line: 2 });
  });

  it("reads two who speak in a line, and names in brackets", async () => {
    const cue = (at: number, text: string): string =>
      `${at}\n00:00:0${at},000 --> 00:00:0${at},900\n${text}\n\n`;
    const text = [
      "- Does it? - It does. - No - it does not.",
      "ANN: One. BOB: Two: three. Cy: four.",
      "Five. [Bob] Six.",
      "[ANN]\nSeven.",
      "[Music] and (LAUGHS) eight.",
      "[Old Guard]",
      "Halt and\n[door opens] nine.",
    ];
    expect(
      (await parse("subtitles", text.map((line, at) => cue(at + 1, line)).join(""), {}, authors)).lines,
    ).toEqual([
      "?: Does it?",
      "?: It does.",
      "?: No - it does not.",
      "ANN: One.",
      "BOB: Two: three. Cy: four.",
      "?: Five.",
      "Bob: Six.",
      "ANN: Seven.",
      "?: [Music] and (LAUGHS) eight.",
      "Old Guard: Halt and [door opens] nine.",
    ]);
  });

  it("joins no cues across a pause, nor what somebody else says", async () => {
    const text = `1
00:00:01,000 --> 00:00:02,000
ANN: It rains and

2
00:00:04,500 --> 00:00:05,000
rains and

3
00:02:05,000 --> 00:02:06,000
they said

4
00:02:06,100 --> 00:02:07,000
[Bob] it does.

5
00:02:08,000 --> 00:02:09,000
[ANN] No and

6
00:02:09,000 --> 00:02:10,000
[door opens] no.

7
00:02:10,100 --> 00:02:11,000
- No.

8
00:02:11,100 --> 00:02:12,000
- No.

9
00:02:12,000 --> 00:02:13,000
&gt;&gt; ANN: Yes
`;
    expect((await parse("subtitles", text, {}, { Ann: ["ANN"] })).lines).toEqual([
      "ANN: It rains and rains and",
      "?: they said",
      "Bob: it does.",
      "ANN: No and [door opens] no.",
      "?: No.",
      "?: No.",
      "ANN: Yes",
    ]);
  });
});
