import { expect, test } from "@jest/globals";
import { fileProblem, headingOf, mediaTypeOf, proposedTitle, sizeText, titleOf } from "./files.ts";

const megabyte = 1024 * 1024;

test.each([
  [{ name: "Notes.MD", type: "" }, "text/markdown"],
  [{ name: "page.htm", type: "text/plain" }, "text/html"],
  [{ name: "a.b.pdf", type: "" }, "application/pdf"],
  [{ name: "README", type: "text/plain" }, "text/plain"],
  [{ name: "README", type: "" }, undefined],
  [{ name: "letter.docx", type: "text/plain" }, undefined],
  [{ name: "odd.constructor", type: "" }, undefined],
])("%j is %s", (file, type) => {
  expect(mediaTypeOf(file)).toBe(type);
});

test("what the server would refuse is refused with what to do", () => {
  expect(fileProblem({ name: "a.md", type: "", size: 1 })).toBeUndefined();
  expect(fileProblem({ name: "a.md", type: "", size: 20 * megabyte })).toBeUndefined();
  expect(fileProblem({ name: "a.md", type: "", size: 0 })).toBe("it is empty");
  expect(fileProblem({ name: "a.pdf", type: "", size: 21 * megabyte })).toMatch(/^it has 21\.0 MB.*Split/);
  expect(fileProblem({ name: "a.docx", type: "", size: 1 })).toMatch(/Save it as PDF/);
});

test.each([
  ["cost-control_in bedrock.md", "Cost control in bedrock"],
  ["2024-11 retrieval.v2.pdf", "2024-11 retrieval.v2"],
  ["ec2-best_practices.md", "Ec2 best practices"],
  ["what-is--ec2_.md", "What is ec2"],
  [".md", ".md"],
  ["No ending", "No ending"],
])("%s gives the title %s", (name, title) => {
  expect(titleOf(name)).toBe(title);
});

test.each([
  [
    '# Best practices for Amazon EC2<a name="ec2-best-practices"></a>\n\nText.',
    "Best practices for Amazon EC2",
  ],
  ["\uFEFF\n\n## What is *Amazon* `EC2`? ##\r\nText.", "What is Amazon EC2?"],
  ["<!-- made\nby hand -->\n# [Prices](https://a.example) {#prices}", "Prices"],
  ["Cost\\_control\n============\n\nText.", "Cost\\_control".replace("\\", "")],
  ['---\nlayout: page\ntitle: "Caching: why"\n---\n# Another\n', "Caching: why"],
  ["---\ntitle: Caching, and why # it pays\n---\n", "Caching, and why"],
  ["---\ntitle: C# and F#\n---\n", "C# and F#"],
  ["---\r\ntitle: 'It''s why'\r\n---\r\n", "It's why"],
  ['---\ntitle: "Why \\"cache\\"?" # so\n---\n', 'Why "cache"?'],
  ["---\ntitle: >\n  Long\n---\n\n# Caching\n", "Caching"],
  ["---\nlayout: page\n---\n\nText.\n# Later\n", undefined],
  ["Text.\n\n# Later\n", undefined],
  ["#tag and text", undefined],
  ['# <a name="only"></a>\n', undefined],
  ["", undefined],
])("%j calls itself %s", (markdown, title) => {
  expect(headingOf(markdown)).toBe(title);
});

test("a title is as a file calls itself, where it is Markdown, and else as its name does", async () => {
  const named = (name: string, content: string) => proposedTitle(new File([content], name));
  expect(await named("ec2-best_practices.md", "# Best practices\n")).toBe("Best practices");
  expect(await named("ec2-best_practices.md", "Text.\n")).toBe("Ec2 best practices");
  expect(await named("notes.txt", "# Best practices\n")).toBe("Notes");
  expect(await named("long.md", `# ${"very ".repeat(5000)}long`)).toHaveLength(200);
});

test("sizes are told in what people read", () => {
  expect([12, 2048, 5.25 * megabyte].map(sizeText)).toEqual(["12 bytes", "2 kB", "5.3 MB"]);
});
