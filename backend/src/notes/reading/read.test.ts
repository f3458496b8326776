import { deflateSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import type { MediaType } from "@lyceum/shared/notes";
import { PDFDocument, PDFName, StandardFonts } from "pdf-lib";
import { searchedText } from "./chunks.ts";
import { ReadingProblem } from "./problem.ts";
import { read } from "./read.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const reading = (text: string, mediaType: MediaType) => read(bytesOf(text), mediaType);
const seen = async (text: string, mediaType: MediaType) =>
  (await reading(text, mediaType)).map((part) => [part.headings.join(" > "), part.text]);

async function problemOf(bytes: Uint8Array, mediaType: MediaType): Promise<string> {
  try {
    await read(bytes, mediaType);
    return "none";
  } catch (error) {
    if (!(error instanceof ReadingProblem)) throw error;
    // It says what is wrong, and what to do.
    expect(error.message).toMatch(/\. [A-Z].+\./);
    return error.code;
  }
}

test("Markdown keeps its words and marks, below its headings", async () => {
  const note = `---
title: "A note"
---

# Top

A *first* paragraph
in two lines, with [a link](https://example.com) and \`snake_case\`.

## Below

- one
- two
  - inner

> A quotation
> in two lines.

| a | b |
| - | - |
| 1 | 2 |

\`\`\`ts
const x = 1;

const y = 2;
\`\`\`

![What it shows](data:image/png;base64,AAAA)

<script>alert(1)</script>

<div>Inside of <b>HTML</b></div>

### Deep

Deeper.

## Beside

Last.
`;
  expect(await seen(note, "text/markdown")).toEqual([
    ["Top", "A *first* paragraph in two lines, with [a link](https://example.com) and `snake_case`."],
    [
      "Top > Below",
      "- one\n- two\n  - inner\n\nA quotation in two lines.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```ts\nconst x = 1;\n\nconst y = 2;\n```\n\nWhat it shows\n\nInside of HTML",
    ],
    ["Top > Below > Deep", "Deeper."],
    ["Top > Beside", "Last."],
  ]);
});

test("guides of a provider are read without what their program wrote around the words", async () => {
  const note = `# Dead\\-letter queues<a name="dlq"></a>

**Important**  
A queue isn't made for you\\. Call \`[CreateQueue](https://docs.example.com/API_CreateQueue.html)\` first\\.

![\\[Image NOT FOUND\\]](http://docs.example.com/check.png)Do *use
them*\\.

+ one  
  of two
`;
  const parts = await reading(note, "text/markdown");
  expect(parts.map(({ headings }) => headings)).toEqual([["Dead-letter queues"]]);
  expect(parts.map(({ text }) => text)).toEqual([
    "**Important**\n\nA queue isn't made for you\\. Call [`CreateQueue`](https://docs.example.com/API_CreateQueue.html) first\\.\n\nDo *use them*\\.\n\n+ one  \n  of two",
  ]);
  expect(parts.map(searchedText)).toEqual([
    "Dead-letter queues\n\n**Important**\n\nA queue isn't made for you. Call `CreateQueue` first.\n\nDo *use them*.\n\n+ one  \n  of two",
  ]);
});

test("HTML is read as people read it", async () => {
  const page = `<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
    <nav><a href="/">Home</a></nav>
    <h1>Top</h1><p>A <strong>first</strong> paragraph with max_tokens.</p><script>alert(1)</script>
    <ul><li>one</li><li>two</li></ul><p hidden>Unseen</p>
    <h2>Below</h2><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
    <pre><code>const x = 1;</code></pre><footer>Imprint</footer></body></html>`;
  expect(await seen(page, "text/html")).toEqual([
    ["Top", "A **first** paragraph with max_tokens.\n\n- one\n- two"],
    ["Top > Below", "| a | b |\n| - | - |\n| 1 | 2 |\n\n```\nconst x = 1;\n```"],
  ]);
});

test("plain text is read by its paragraphs", async () => {
  expect(await seen("One line\nof a paragraph.\n\n- a\n- b\n\nTwo.", "text/plain")).toEqual([
    ["", "One line of a paragraph.\n\n- a\n- b\n\nTwo."],
  ]);
});

async function pdf(pages: readonly (readonly [size: number, text: string][])[]): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const lines of pages) {
    const page = document.addPage();
    let y = 760;
    for (const [size, text] of lines) {
      if (text !== "") page.drawText(text, { x: 50, y, size, font });
      y -= size * 1.3;
    }
  }
  return document;
}

test("a PDF is read with its pages and headings", async () => {
  const document = await pdf([
    [
      [24, "Vector stores"],
      [11, "A vector store keeps embed-"],
      [11, "dings and finds the nearest."],
      [11, ""],
      [11, "A second paragraph goes on over"],
    ],
    [
      [11, "the end of its page. It ends here."],
      [16, "When to use one"],
      [11, "Use one for search by meaning."],
    ],
  ]);
  const parts = await read(await document.save(), "application/pdf");
  expect(parts).toEqual([
    {
      headings: ["Vector stores"],
      page: 1,
      text: "A vector store keeps embeddings and finds the nearest.\n\nA second paragraph goes on over the end of its page. It ends here.",
      overlap: 0,
    },
    {
      headings: ["Vector stores", "When to use one"],
      page: 2,
      text: "Use one for search by meaning.",
      overlap: 0,
    },
  ]);
});

test("UTF-16 with its mark is read like UTF-8", async () => {
  const text = "# Grüße\n\nEin Satz über Modelle.";
  const little = Buffer.from(`\uFEFF${text}`, "utf16le");
  const big = Buffer.from(little).swap16();
  const expected = await reading(text, "text/markdown");
  for (const bytes of [little, big, bytesOf(`\uFEFF${text}`)]) {
    expect(await read(new Uint8Array(bytes), "text/markdown")).toEqual(expected);
  }
});

test("a PDF without text is told from a damaged one", async () => {
  expect(await problemOf(await (await pdf([[], []])).save(), "application/pdf")).toBe("no_text");
  const whole = await (await pdf([[[11, "A text that is long enough to be read."]]])).save();
  expect(await problemOf(whole.slice(0, 300), "application/pdf")).toBe("damaged");
  expect(await problemOf(bytesOf("%PDF-1.7\nnothing else"), "application/pdf")).toBe("damaged");
});

/** Encrypted by RC4 with 40 bits and a password that nobody is told: the empty one does not fit. */
test("a PDF with a password is told so", async () => {
  const document = await pdf([[[11, "A text that is long enough to be read."]]]);
  const { context } = document;
  const hex = (byte: string) => byte.repeat(32);
  context.trailerInfo.Encrypt = context.register(context.obj({ Filter: "Standard", V: 1, R: 2, P: -4 }));
  const saved = Buffer.from(await document.save({ useObjectStreams: false })).toString("latin1");
  const encrypted = saved
    .replace("/Filter /Standard", `/Filter /Standard /O <${hex("a1")}> /U <${hex("b2")}>`)
    .replace(/\/Encrypt/, `/ID [<${hex("c3")}> <${hex("c3")}>] /Encrypt`);
  expect(await problemOf(new Uint8Array(Buffer.from(encrypted, "latin1")), "application/pdf")).toBe(
    "encrypted",
  );
});

test("a stream that inflates without end is not inflated", async () => {
  const zeros = deflateSync(Buffer.alloc(80 * 1024 * 1024));
  for (const bomb of [zeros, deflateSync(zeros)]) {
    const document = await pdf([[[11, "A text that is long enough to be read."]]]);
    const stream = document.context.stream(bomb, { Filter: PDFName.of("FlateDecode") });
    document.getPage(0).node.addContentStream(document.context.register(stream));
    expect(await problemOf(await document.save(), "application/pdf")).toBe("expands_too_much");
  }
});

test.each<[string, string | Uint8Array, MediaType, string]>([
  ["a PDF as Markdown", "%PDF-1.7\n", "text/markdown", "wrong_type"],
  ["Markdown as PDF", "# Not a PDF", "application/pdf", "wrong_type"],
  ["an Office document", "PK\x03\x04word/document.xml", "text/plain", "wrong_type"],
  ["HTML as Markdown", "<!doctype html><p>Text</p>", "text/markdown", "wrong_type"],
  ["Markdown as HTML", "# Not HTML", "text/html", "wrong_type"],
  ["zeros", new Uint8Array(50), "text/plain", "wrong_type"],
  ["Latin-1", new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]), "text/plain", "not_utf8"],
  ["UTF-16 without a mark", new Uint8Array(Buffer.from("é text", "utf16le")), "text/plain", "not_utf8"],
  ["nothing but marks", "---\n\n***\n\n-\n", "text/markdown", "no_text"],
  ["nothing", "  \n ", "text/plain", "no_text"],
  ["a page of scripts", "<html><script>alert(1)</script></html>", "text/html", "no_text"],
  ["more than 20 MB", new Uint8Array(20 * 1024 * 1024 + 1).fill(65), "text/plain", "too_large"],
  ["a text like ten novels", "word ".repeat(800_000), "text/plain", "expands_too_much"],
  ["deep HTML", "<div>".repeat(50_000), "text/html", "expands_too_much"],
  [
    "HTML that grows by the square",
    "<font size=1>".repeat(5000) + "<p>x".repeat(5000),
    "text/html",
    "expands_too_much",
  ],
  ["very many tags", "<p>x".repeat(250_000), "text/html", "expands_too_much"],
])("%s", async (_, content, mediaType, code) => {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  expect(await problemOf(bytes, mediaType)).toBe(code);
});

test("Markdown that is made to take long is not parsed, or soon", async () => {
  for (const text of [`${">".repeat(20_000)} x`, `${"- ".repeat(5000)}x`]) {
    expect(await problemOf(bytesOf(text), "text/markdown")).toBe("expands_too_much");
  }
  for (const text of [`a${"[".repeat(20_000)}`, "*a ".repeat(10_000)]) {
    expect(await problemOf(bytesOf(text), "text/markdown")).toBe("none");
  }
});

test("a mark of a heading in code is none", async () => {
  const note = "# A\n\n```sh\n\n# install\nnpm ci\n```\n\n# B\n\nText.\n";
  expect(await seen(note, "text/markdown")).toEqual([
    ["A", "```sh\n\n# install\nnpm ci\n```"],
    ["B", "Text."],
  ]);
});
