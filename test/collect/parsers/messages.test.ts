import { describe, expect, it } from "vitest";

import { ownWords } from "../../../src/collect/quoted-mail.ts";
import { parse } from "./pieces.ts";

describe("WhatsApp chats", () => {
  const rows: { name: string; text: string; lines: string[]; dropped?: object }[] = [
    {
      name: "Android, 24 hours",
      text: "31/12/2023, 23:59 - Messages and calls are end-to-end encrypted. Tap to learn more.\n31/12/2023, 23:59 - Ann: Hi: there\nsecond line\n01/01/2024, 00:00 - Bob: <Media omitted>\n01/01/2024, 00:01 - Bob: This message was deleted",
      lines: ["Ann: Hi: there\nsecond line"],
      dropped: { automatic: 2, media: 1 },
    },
    {
      name: "Android, 12 hours with a narrow space",
      text: "12/31/23, 11:59\u202FPM - Ann: Hi\n1/1/24, 12:00\u202FAM - Bob added Cy\n1/1/24, 12:01\u202FAM - Bob: Ho <This message was edited>",
      lines: ["Ann: Hi", "Bob: Ho"],
      dropped: { automatic: 1 },
    },
    {
      name: "iOS",
      text: "\u200E[31.12.23, 23:59:01] Club: \u200EMessages and calls are end-to-end encrypted.\n[31.12.23, 23:59:59] ~\u202FAnn: Hi\n\u200E[01.01.24, 00:00:01] Ann: \u200Eimage omitted\n[01.01.24, 00:00:02] +49 171 0000: Ho",
      lines: ["Ann: Hi", "+49 171 0000: Ho"],
      dropped: { automatic: 1, media: 1 },
    },
    {
      name: "German",
      text: "31.12.23, 23:59 - Ann: Grüße\n31.12.23, 23:59 - Ann: <Medien ausgeschlossen>",
      lines: ["Ann: Grüße"],
      dropped: { media: 1 },
    },
    { name: "years first", text: "2023-12-31, 11:59 p.m. - Ann: Hi", lines: ["Ann: Hi"] },
  ];
  for (const { name, text, lines, dropped } of rows) {
    it(name, async () => {
      const found = await parse("whatsapp", text.replaceAll("\n", name === "iOS" ? "\r\n" : "\n"));
      expect(found.lines).toEqual(lines);
      expect(found.dropped).toEqual(dropped ?? {});
    });
  }
  const heads: string[] = [
    "31/12/23, 2:05 p. m. - ",
    "31/12/23, 2:05\u00A0p.\u00A0m. - ",
    "31/12/23, 2:05\u202Fp.\u00A0m.\u00A0- ",
    "2023/12/31 下午3:04 - ",
    "[2023/12/31 下午3:04:05] ",
    "2023年12月31日 下午3:04 - ",
    "31/12/23, 3:04 μ.μ. - ",
    "[12/31/23, 11:59:59 PM] ",
    "\u200E[12/31/23, 11:59:59\u202FPM] ",
    "[31.12.23, 23:59:59] ",
    "[2023-12-31, 23:59:59] ",
    "2023-12-31 23:59 - ",
    "31.12.2023 klo 23.59 - ",
    "31-12-2023 23:59 - ",
    "31/12/2023 à 23:59 - ",
    "31/12/23 11.59 PM - ",
    "2023. 12. 31. 오후 3:04 - ",
    "[2023. 12. 31. 오후 3:04:05] ",
    "31. 12. 2023. u 23:59 - ",
    "31.12.23 г., 23:59 ч. - ",
    "23:59, 31/12/2023 - ",
    "\u0663\u0661\u200F/\u0661\u0662\u200F/\u0662\u0660\u0662\u0663، \u0661\u0661:\u0665\u0669 م - ",
    "1/2/24, 9:00 AM - ",
  ];
  for (const head of heads) {
    it(`sees where a message starts: ${head}`, async () => {
      const found = await parse(
        "whatsapp",
        `${head}Ann: Hi 1/2\nand on 3.4.24 more.\n${head}Bob: Ho\n${head}Bob left`,
      );
      expect(found.lines).toEqual(["Ann: Hi 1/2\nand on 3.4.24 more.", "Bob: Ho"]);
      expect(found.dropped).toEqual({ automatic: 1 });
    });
  }
  const residues: [reason: string, text: string][] = [
    ...[
      "<Multimedia omitido>",
      "<Médias omis>",
      "<Без медиафайлов>",
      "<メディアは含まれていません>",
      "<省略多媒體檔案>",
      "\u200Eimage omitted",
      "video omitted",
      "Bild weggelassen",
      "imagen omitida",
      "画像は含まれていません",
      "\u200E<attached: 00000012-PHOTO-2023-12-31.jpg>",
      "IMG-20231231-WA0001.jpg (file attached)",
      "\u200EIMG-20231231-WA0001.jpg (archivo adjunto)",
      "The pier.pdf (Datei angehängt)",
      "Location: https://maps.google.com/?q=1.5,2.5",
      "ubicación: https://maps.google.com/?q=1.5,2.5",
      "live location shared",
      "POLL:\nPier or beach?\nOPTION: Pier (2 votes)\nOPTION: Beach (0 votes)",
      "\u200EPOLL:\nPier or beach?\n\u200EOPTION: Pier (\u200E2 votes)\n\u200EOPTION: Beach (\u200E0 votes)",
    ].map((text): [string, string] => ["media", text]),
    ...[
      "This message was deleted.",
      "\u200EYou deleted this message.",
      "Se eliminó este mensaje.",
      "Mensagem apagada",
      "このメッセージは削除されました",
      "Missed voice call",
      "Videollamada perdida",
      "null",
      "",
      "Waiting for this message. This may take a while.",
      "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat puede leerlos.",
    ].map((text): [string, string] => ["automatic", text]),
  ];
  for (const [reason, text] of residues) {
    it(`leaves out ${JSON.stringify(text)}`, async () => {
      const found = await parse("whatsapp", `31/12/2023, 23:59 - Ann: ${text}\n31/12/2023, 23:59 - Ann: Hi`);
      expect(found.lines).toEqual(["Ann: Hi"]);
      expect(found.dropped).toEqual({ [reason]: 1 });
    });
  }
  const kept: [text: string, left: string][] = [
    ["Ho \u200E<This message was edited>", "Ho"],
    ["Ho <Se editó este mensaje.>", "Ho"],
    ["IMG-1.jpg (file attached)\nthe pier", "the pier"],
    ["the pier \u200E<attached: 0001-PHOTO.jpg>", "the pier"],
    ["I <3 you", "I <3 you"],
    ["a < b > c", "a < b > c"],
    ["see pier.pdf (page 12)", "see pier.pdf (page 12)"],
    ["NOTE:\nbring bread", "NOTE:\nbring bread"],
    ["the video was omitted by mistake", "the video was omitted by mistake"],
    ["call me :) at 10:30 - or not: both", "call me :) at 10:30 - or not: both"],
  ];
  for (const [text, left] of kept) {
    it(`keeps ${JSON.stringify(left)} of ${JSON.stringify(text)}`, async () => {
      const found = await parse(
        "whatsapp",
        `[31/12/2023, 23:59:00] Ann: ${text}\r\n[31/12/2023, 23:59:00] Bob: .`,
      );
      expect(found.lines).toEqual([`Ann: ${left}`, "Bob: ."]);
    });
  }
  it("takes names as they are shown, and notes with colons for notes", async () => {
    const text =
      "31/12/23, 23:59 - ~\u202F\u202AAnn :)\u202C: Hi\n31/12/23, 23:59 - Ann changed the subject to “Pier: the boats”: fine";
    expect((await parse("whatsapp", text)).lines).toEqual(["Ann :): Hi"]);
  });
  it("takes a day for a work", async () => {
    const { pieces } = await parse("whatsapp", "31/12/2023, 23:59 - Ann: Hi\n01/01/2024, 00:00 - Ann: Ho");
    expect(pieces.map(({ work }) => work)).toEqual(["31/12/2023", "01/01/2024"]);
  });
});

describe("Telegram", () => {
  const messages = [
    { type: "service", action: "create_group", text: "" },
    { type: "message", date: "2024-01-01T10:00:00", from: "Ann", from_id: "user1", text: "Hi" },
    {
      type: "message",
      from: "Bob",
      from_id: "user2",
      text: [
        "see ",
        { type: "link", text: "https://example.org" },
        { type: "blockquote", text: "his" },
        " now",
      ],
    },
    { type: "message", from: "Ann", from_id: "user1", forwarded_from: "Cy", text: "his words" },
    { type: "message", from: "Ann", from_id: "user1", via_bot: "@gif", text: "gif" },
    { type: "message", from: "Ann", from_id: "user1", photo: "a.jpg", text: "" },
    { type: "message", from: null, from_id: "user3", text: "left" },
  ];
  it("reads one chat", async () => {
    const found = await parse("telegram", JSON.stringify({ name: "Club", messages }));
    expect(found.lines).toEqual(["Ann: Hi", "Bob: see https://example.org now", "user3: left"]);
    expect(found.pieces[0]).toMatchObject({ speakers: ["Ann", "user1"], work: "2024-01-01" });
    expect(found.dropped).toEqual({ automatic: 2, forwarded: 1, media: 1 });
  });
  it("reads all chats", async () => {
    const found = await parse("telegram", JSON.stringify({ chats: { list: [{ messages }, { messages }] } }));
    expect(found.lines).toHaveLength(6);
  });
  it("refuses other JSON", async () => {
    await expect(parse("telegram", "{}")).rejects.toThrow("neither messages nor chats");
    await expect(parse("telegram", "{")).rejects.toThrow("it is no JSON");
  });
});

describe("Discord", () => {
  it("reads what people wrote", async () => {
    const by = (name: string, isBot = false): object => ({
      id: `${name}-id`,
      name,
      nickname: `${name} A.`,
      isBot,
    });
    const messages = [
      {
        type: "Default",
        timestamp: "2024-01-01T10:00:00Z",
        content: "Hi <@123> <:smile:456>",
        author: by("ann"),
      },
      { type: "Reply", content: "> Hi\nHo", author: by("bob") },
      { type: "GuildMemberJoin", content: "Joined.", author: by("cy") },
      { type: "Default", content: "beep", author: by("robot", true) },
      { type: "Default", content: "", attachments: [{}], author: by("ann") },
    ];
    const found = await parse("discord", JSON.stringify({ guild: {}, channel: {}, messages }));
    expect(found.lines).toEqual(["ann A.: Hi", "bob A.: Ho"]);
    expect(found.pieces[0]).toMatchObject({ speakers: ["ann A.", "ann", "ann-id"], work: "2024-01-01" });
    expect(found.dropped).toEqual({ automatic: 2, media: 1, quoted: 1 });
    await expect(parse("discord", "[]")).rejects.toThrow("no messages");
  });
});

describe("Discord's marks", () => {
  const rows: [content: string, text: string][] = [
    ["Hi\n>>> his\nwords", "Hi"],
    ["> his\nHo\n>no quote", "Ho\n>no quote"],
    [">>> his\nwords", ""],
    ["See you <t:1704103200:R> <@!1>, <@&2>, <#3> </go:4> <a:wave:5>!", "See you , , !"],
    ["Hi @Bob B. and @Bobby :wave: :smile:", "Hi and @Bobby :smile:"],
  ];
  for (const [content, text] of rows) {
    it(JSON.stringify(content), async () => {
      const message = {
        type: "Default",
        content,
        author: { name: "ann" },
        mentions: [{ id: "1", name: "bob", nickname: "Bob B." }],
        inlineEmojis: [
          { id: "5", code: "wave" },
          { id: "", code: "smile" },
        ],
      };
      const { pieces } = await parse("discord", JSON.stringify({ messages: [message] }));
      expect(pieces.map((piece) => piece.text)).toEqual(text === "" ? [] : [text]);
    });
  }
});

describe("Slack's marks", () => {
  const rows: [text: string, own: string][] = [
    ["&gt; his words\nHo &gt; ha &amp;amp; &lt;3", "Ho > ha &amp; <3"],
    ["Hi\n&gt;&gt;&gt; his\nwords", "Hi"],
    ["&gt;his", ""],
    ["<!here> Hi <!subteam^S1|@pier> <mailto:a@b.c|a@b.c> <http://x.y/z>", "Hi a@b.c http://x.y/z"],
  ];
  for (const [text, own] of rows) {
    it(JSON.stringify(text), async () => {
      const found = await parse("slack", JSON.stringify([{ type: "message", user: "U1", text }]));
      expect(found.pieces.map((piece) => piece.text)).toEqual(own === "" ? [] : [own]);
    });
  }
  it("are read with the names that users.json gives", async () => {
    const users = [{ id: "U1", name: "ann", profile: { display_name: "Annie", real_name: "Ann Archer" } }];
    const found = await parse(
      "slack",
      JSON.stringify([{ type: "message", user: "U1", text: "Hi" }]),
      {},
      {},
      {
        "../users.json": JSON.stringify(users),
      },
    );
    expect(found.pieces[0]?.speakers).toEqual(["Annie", "Ann Archer", "ann", "U1"]);
    const without = await parse(
      "slack",
      JSON.stringify([{ type: "message", user: "U1", text: "Hi" }]),
      {},
      {},
      {
        "users.json": "{",
      },
    );
    expect(without.pieces[0]?.speakers).toEqual(["U1"]);
  });
});

describe("Slack", () => {
  it("reads a day of a channel", async () => {
    const messages = [
      {
        type: "message",
        user: "U1",
        ts: "1704103200.0001",
        text: "Hi <@U2>, see <https://example.org|this> &amp; <#C1|that>",
        user_profile: { display_name: "ann", real_name: "Ann Archer" },
      },
      { type: "message", user: "U2", ts: "1704103201.0001", text: "Ho &lt;3 <https://example.org>" },
      { type: "message", subtype: "channel_join", user: "U2", text: "<@U2> has joined" },
      { type: "message", subtype: "bot_message", bot_id: "B1", text: "beep" },
      { type: "message", user: "U1", text: "", files: [{}] },
      { id: "U1", name: "ann" },
    ];
    const found = await parse("slack", JSON.stringify(messages));
    expect(found.lines).toEqual(["ann: Hi , see this & #that", "U2: Ho <3 https://example.org"]);
    expect(found.pieces[0]).toMatchObject({ speakers: ["ann", "Ann Archer", "U1"], work: "2024-01-01" });
    expect(found.dropped).toEqual({ automatic: 2, media: 1 });
    await expect(parse("slack", "{}")).rejects.toThrow("no list");
  });
});

describe("mail", () => {
  const mbox = `From ann@example.org Mon Jan  1 10:00:00 2024
From: Ann Archer <ann@example.org>
To: bob@example.org
Subject: =?utf-8?q?Re=3A_The_p=C3=AFer?=
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

I will be there=2E

>From now on I am early.

On Mon, 1 Jan 2024 at 09:00, Bob <bob@example.org> wrote:
> Will you
> come?

--=20
Ann Archer
Pier Office

From bob@example.org Mon Jan  1 11:00:00 2024
From: Bob <bob@example.org>
Subject: AW: [2] Re: Fwd: The pier
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/html

<p>Good &amp; fine.</p><blockquote>I will be there</blockquote>
--x--

From robot@example.org Mon Jan  1 12:00:00 2024
From: robot@example.org
Auto-Submitted: auto-replied

Out of office.
`;
  it("reads an mbox", async () => {
    const found = await parse("mail", mbox);
    expect(found.lines).toEqual([
      "Ann Archer: I will be there.\n\nFrom now on I am early.",
      "Bob: Good & fine.",
    ]);
    expect(found.pieces[0]).toMatchObject({ speakers: ["Ann Archer", "ann@example.org"], work: "The pïer" });
    expect(found.dropped).toEqual({ quoted: 4, signature: 3, automatic: 1 });
  });
  it("reads a single message, with another charset", async () => {
    const message = Buffer.from(
      "From: cy@example.org\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe\r\n",
      "latin1",
    );
    expect((await parse("mail", message)).lines).toEqual(["cy@example.org: Grüße"]);
  });

  const rows: { name: string; text: string; own: string }[] = [
    {
      name: "a wrapped announcement",
      text: "Yes.\n\nOn Mon, 1 Jan 2024 at 09:00, Bob Baker\n<bob@example.org> wrote:\n\n> No?",
      own: "Yes.",
    },
    { name: "answers between quotations", text: "> One?\nYes.\n> Two?\nNo.", own: "Yes.\nNo." },
    { name: "Outlook", text: "Yes.\n\nFrom: Bob\nSent: Monday\nTo: Ann\nSubject: x\n\nNo?", own: "Yes." },
    { name: "an original message", text: "Yes.\n-----Original Message-----\nNo?", own: "Yes." },
    {
      name: "a forwarded message",
      text: "See below.\n\n---------- Forwarded message ---------\nFrom: Bob",
      own: "See below.",
    },
    {
      name: "German",
      text: "Ja.\n\nAm 1. Januar 2024 um 09:00 schrieb Bob <bob@example.org>:\n> Nein?",
      own: "Ja.",
    },
    { name: "French", text: "Oui.\n\nLe lun. 1 janv. 2024 à 09:00, Bob a écrit :\n> Non ?", own: "Oui." },
    ...[
      "On Mon, 1 Jan 2024 at 09:00, Ann <a@b.c> wrote:",
      "On Mon, 1 Jan 2024 at 09:00, Ann Archer of the Pier\n<a@b.c> wrote:",
      "Am Mo., 1. Jan. 2024 um 09:00 Uhr schrieb Ann Archer <\na@b.c>:",
      "Ann Archer <a@b.c> schrieb am 01.01.2024 um 09:00:",
      "Le lun. 1 janv. 2024 à 09:00, Ann Archer <a@b.c> a\nécrit :",
      "El lun, 1 ene 2024 a las 9:00, Ann Archer (<a@b.c>)\nescribió:",
      "Il giorno lun 1 gen 2024 alle ore 09:00 Ann Archer <a@b.c>\nha scritto:",
      "Em seg., 1 de jan. de 2024 às 09:00, Ann <a@b.c>\nescreveu:",
      "Op ma 1 jan. 2024 om 09:00 schreef Ann <a@b.c>:",
      "Den mån 1 jan. 2024 kl 09:00 skrev Ann <a@b.c>:",
      "pon., 1 sty 2024 o 09:00 Ann <a@b.c> napisał(a):",
      "пн, 1 янв. 2024 г. в 09:00, Ann <a@b.c>:",
      "2024-01-01 9:00 GMT+01:00 Ann <a@b.c>:",
      "2024年1月1日(月) 9:00 Ann <a@b.c>:",
      "Ann <a@b.c> 於 2024年1月1日 週一 上午9:00寫道：",
      "Quoting Ann <a@b.c>:",
      "Ann Archer wrote:",
      "* Ann Archer <a@b.c> [2024-01-01 09:00]:",
    ].map((line) => ({ name: `announced by ${line}`, text: `Yes.\n${line}\n> No?\n>\n> No.`, own: "Yes." })),
    {
      name: "a quotation without marks",
      text: "Yes.\n\nOn Mon, 1 Jan 2024 at 09:00, Ann <a@b.c> wrote:\n\nNo?\nNo.",
      own: "Yes.",
    },
    {
      name: "Outlook's rule and header",
      text: "Yes.\n\n________________________________\nFrom: Ann <a@b.c>\nSent: Monday, 1 January 2024 09:00\nTo: Bob\nSubject: x\n\nNo?",
      own: "Yes.",
    },
    {
      name: "Outlook in German, in bold",
      text: "Ja.\n\n-----------\n*Von:* Ann\n*Gesendet:* Montag\n*An:* Bob\n*Betreff:* x\n\nNein?",
      own: "Ja.",
    },
    {
      name: "Outlook in Russian",
      text: "Да.\n\nОт: Ann\nОтправлено: x\nКому: Bob\nТема: x\n\nНет?",
      own: "Да.",
    },
    {
      name: "a list's footer",
      text: "Yes.\n_______________________________________________\nPier mailing list\nhttps://example.org/listinfo/pier",
      own: "Yes.",
    },
    {
      name: "a signed mail",
      text: "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nYes.\n- -- \nAnn\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----",
      own: "Yes.",
    },
    {
      name: "what somebody wrote long ago",
      text: "In 1789 Ann wrote:\n\nNo.",
      own: "In 1789 Ann wrote:\n\nNo.",
    },
    { name: "a rule of the writer's", text: "One.\n----------\nTwo.", own: "One.\n----------\nTwo." },
    {
      name: "a list that ends with a colon",
      text: "In 2024 we need:\n- bread\nFrom: the baker",
      own: "In 2024 we need:\n- bread\nFrom: the baker",
    },
    {
      name: "a sentence before a quotation",
      text: "You wrote me this:\n> No?\nIndeed.",
      own: "You wrote me this:\nIndeed.",
    },
    { name: "a telephone's signature", text: "Yes.\n\nSent from my iPhone", own: "Yes." },
    {
      name: "a sentence that only looks like an announcement",
      text: "On the wall somebody wrote:\nno swimming.",
      own: "On the wall somebody wrote:\nno swimming.",
    },
    { name: "a dash that is no signature", text: "A list:\n-- one\n--two", own: "A list:\n-- one\n--two" },
  ];
  const signed: { name: string; text: string; own: string }[] = [
    { name: "a closing formula and a name", text: "Yes.\n\nBest regards,\nAnn", own: "Yes." },
    { name: "an office below", text: "Yes.\nRegards\n\nDr. A. Archer\nPier Office\n+44 20 7946 0000\nwww.example.org", own: "Yes." },
    { name: "a name alone", text: "Yes.\n\nAnn", own: "Yes." },
    { name: "a name behind a dash", text: "Yes.\n- ann", own: "Yes." },
    { name: "initials", text: "Yes.\n\nAA", own: "Yes." },
    { name: "a name and an office", text: "Yes.\n\nAnn Archer\nThe Pier\nann@example.org", own: "Yes." },
    { name: "German", text: "Ja.\n\nMit freundlichen Grüßen\nAnn Archer", own: "Ja." },
    { name: "German in short", text: "Ja.\nLG Ann\nLG\nAnn", own: "Ja.\nLG Ann" },
    { name: "French", text: "Oui.\n\nCordialement,\nAnn", own: "Oui." },
    { name: "Russian", text: "Да.\n\nС уважением,\nАнна", own: "Да." },
    { name: "a postscript, which stays", text: "Yes.\n\nCheers,\nAnn\n\nP.S. Bring milk.", own: "Yes.\n\nP.S. Bring milk." },
    {
      name: "a telephone's line below the name",
      text: "Yes.\n\nAnn\n\nSent from Outlook for iOS",
      own: "Yes.",
    },
    {
      name: "a notice",
      text: "Yes.\n\nThis e-mail and its attachments are confidential and meant for nobody.\nDelete it at once, whoever you are.",
      own: "Yes.",
    },
    { name: "thanks at the end, which are said", text: "Yes.\n\nThanks!", own: "Yes.\n\nThanks!" },
    { name: "a question behind thanks", text: "Yes.\nThanks\nShall we meet on the pier?", own: "Yes.\nThanks\nShall we meet on the pier?" },
    { name: "a name in the middle", text: "Who is it?\nAnn\nis what they say to me, and they say it all day long.", own: "Who is it?\nAnn\nis what they say to me, and they say it all day long." },
    { name: "a salutation", text: "Ann\nhere is the pier.", own: "Ann\nhere is the pier." },
    { name: "another's name at the end", text: "It was\nBob", own: "It was\nBob" },
  ]; // prettier-ignore
  for (const { name, text, own } of signed) {
    it(`cuts signatures: ${name}`, () =>
      expect(ownWords(text, { names: ["Ann Archer", "ann@example.org"] }).text).toBe(own));
  }
  const message = (from: string, body: string, subject = "x"): string =>
    `From ${from}@example.org Mon Jan  1 10:00:00 2024\nFrom: ${from}@example.org\nSubject: ${subject}\n\n${body}\n\n`;
  it("cuts what a writer puts below mail after mail, and nothing of others", async () => {
    const slogan = "The Pier Company\n\nPiers for all";
    const texts = ["One.", "Two.", "Three.", "Four."];
    const mails = texts.map((text) => message("ann", `${text}\n\n${slogan}`)).join("");
    const bob = message("bob", `Five.\n\n${slogan}`) + message("bob", "Six.\nPiers for all");
    const found = await parse("mail", mails + bob);
    expect(found.lines).toEqual([
      ...texts.map((text) => `ann@example.org: ${text}`),
      `bob@example.org: Five.\n\n${slogan}`,
      "bob@example.org: Six.\nPiers for all",
    ]);
    expect(found.dropped).toEqual({ signature: 8 });
  });
  it("keeps a last line that comes now and then, and mails that are sent again whole", async () => {
    const texts = [
      "One.\nSo be it.",
      "Two.\nSo be it.",
      "Three.\nSo be it.",
      "a",
      "b",
      "c",
      "d",
      "e\nf",
      "e\nf",
      "e\nf",
    ];
    const { pieces } = await parse("mail", texts.map((text) => message("ann", text)).join(""));
    expect(pieces.map(({ text }) => text)).toEqual(texts);
  });
  it("keeps an answer below a quotation without marks, where the mail that is answered is there", async () => {
    const question = "Will you come to the pier tonight, or is it\ntoo late?\nAnd bring milk?";
    const answer =
      "Well,\n\nOn Mon, 1 Jan 2024 at 09:00, bob@example.org wrote:\n\nWill you come to the pier tonight, or\nis it too late?\n\nI will, and soon.\n\nAnd bring milk?\n\nNo.";
    const found = await parse("mail", message("bob", question) + message("ann", answer, "Re: x"));
    expect(found.lines[1]).toBe("ann@example.org: Well,\n\nI will, and soon.\n\nNo.");
    // Without it nobody can say where the quotation ends.
    const alone = await parse("mail", message("bob", question, "y") + message("ann", answer, "Re: x"));
    expect(alone.lines[1]).toBe("ann@example.org: Well,");
  });

  for (const { name, text, own } of rows) {
    it(`keeps the writer's own words: ${name}`, () => expect(ownWords(text).text).toBe(own));
  }
});

describe("mail in HTML", () => {
  const read = async (html: string): Promise<string[]> =>
    (
      await parse(
        "mail",
        `From: Ann via Pier List <l@example.org>\nContent-Type: text/html\n\n${html}`,
        {},
        { Ann: [] },
      )
    ).lines;
  const rows: { name: string; html: string }[] = [
    {
      name: "Outlook on the web",
      html: "<div><div>Yes.</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>Fra:</b> Bob</div><div>No?</div></div><p>No.</p>",
    },
    {
      name: "Outlook",
      html: "<p>Yes.</p><div><p><b>From:</b> Bob<br><b>Sent:</b> Monday<br><b>To:</b> Ann<br><b>Subject:</b> x</p></div><p>No?</p>",
    },
    {
      name: "Gmail",
      html: "<div>Yes.</div><div class=gmail_quote><div class=gmail_attr>On x</div><blockquote>No?</blockquote></div>",
    },
  ];
  for (const { name, html } of rows) {
    it(`is without what is quoted: ${name}`, async () =>
      expect(await read(html)).toEqual(["Ann via Pier List: Yes."]));
  }
});

describe("JSON", () => {
  it("reads objects, lists and lines", async () => {
    const one = { writer: "Ann", body: "Hi", year: 1790 };
    const settings = { author_field: "writer", text_field: "body", work_field: "year" };
    for (const text of [
      JSON.stringify(one),
      JSON.stringify([one]),
      `${JSON.stringify(one)}\n${JSON.stringify({ body: " " })}\n`,
    ]) {
      const { pieces } = await parse("json", text, settings);
      expect(pieces).toEqual([{ speakers: ["Ann"], text: "Hi", work: "1790" }]);
    }
    const { pieces } = await parse("json", JSON.stringify({ items: [one] }), {
      ...settings,
      records: "items",
    });
    expect(pieces).toHaveLength(1);
  });
});
