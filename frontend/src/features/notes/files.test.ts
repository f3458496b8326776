import { expect, test } from "@jest/globals";
import { fileProblem, mediaTypeOf, sizeText, titleOf } from "./files.ts";

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
  [".md", ".md"],
  ["No ending", "No ending"],
])("%s gives the title %s", (name, title) => {
  expect(titleOf(name)).toBe(title);
});

test("sizes are told in what people read", () => {
  expect([12, 2048, 5.25 * megabyte].map(sizeText)).toEqual(["12 bytes", "2 kB", "5.3 MB"]);
});
