import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { activeIn } from "../testing/injections.ts";
import { harmless, shownUpTo, withoutCode } from "./rules.ts";

test.each([
  ["See ![a chart](https://evil.example/?q=1).", "See a chart."],
  ["See [the docs](https://evil.example/a(b)c).", "See the docs."],
  [
    "See [the docs][1] and [2].\n\n[1]: https://evil.example",
    "See [the docs][1] and [2].\n\n[1] : `https://evil.example`",
  ],
  ["<img src=x onerror=alert(1)>Hello<script>alert(1)</script>", "Helloalert(1)"],
  ["A <b>bold</b> word<!-- hidden --> here", "A bold word here"],
  ["Write s3://<bucket>/<key>", "Write s3://&lt;bucket>/&lt;key>"],
  ["Write \\<key\\>, C:\\\\<key>", "Write &lt;key\\>, C:\\\\&lt;key>"],
  [
    "Read <https://evil.example/x> or https://evil.example/y.",
    "Read `https://evil.example/x` or `https://evil.example/y`.",
  ],
  ["Less than 5 < 6 stays", "Less than 5 < 6 stays"],
  [
    "`<b>` and\n\n```html\n<img src=x>\n[a](b)\n```\nstay",
    "`<b>` and\n\n```html\n<img src=x>\n[a](b)\n```\nstay",
  ],
  ["[[x](a)](http://evil.example)", "x"],
  ["[`code`](http://evil.example)", "`code`"],
  ["<<b>img src=x>", ""],
  [
    "pass\u200bword \u202egnp.exe\u{e0041}, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "password gnp.exe, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
  ],
  ["<im\u200bg src=x>", ""],
  ["It costs half [1][2]. Why? [3]", "It costs half [1][2]. Why? [3]"],
])("%j becomes harmless", (text, expected) => {
  expect(harmless(text)).toBe(expected);
});

const markdown = fc
  .array(
    fc.constantFrom(
      ..."word [1] ![x](http://e.example) [l](u) <b> </b> `c` `` ``` \n \n\n - | . https://a.example/b < > ( ) ! ]: [r]: *".split(
        " ",
      ),
    ),
    { maxLength: 30 },
  )
  .chain((parts) => fc.constantFrom("", " ").map((space) => parts.join(space)));

test("what is harmless has no element, image or link left, and stays as it is", () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const once = harmless(text);
      expect(harmless(once)).toBe(once);
      expect(withoutCode(once)).not.toMatch(/<\/?b>|(?<!\\)!\[|\[[^\]]*\]\(http:[^)\s]*\)/);
    }),
  );
});

const pieces = [
  ...["![x](https://e.example/q)", "[l](https://e.example)", "[r]: https://e.example", "![x][r]", "[r]"],
  ...["<img src=x>", "<b>", "<!--", "-->", "<https://e.example>", "https://e.example/a", "www.e.example"],
  ...["`", "``", "```", "~~~", "\\", "<", ">", "(", ")", "[", "]", "!", "|", "word", " ", "# ", "---"],
  ...["\n", "\n\n", "\n- ", "\n  ", "\n   ", "\n    ", "\n> ", "\n1. ", "\n| a | b |\n|---|---|\n| "],
];

test("a reader of Markdown finds nothing in it that loads, runs or leads somewhere", () => {
  const attack = fc.array(fc.constantFrom(...pieces), { maxLength: 16 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(attack, (text) => expect(activeIn(harmless(text))).toEqual([])),
    { numRuns: 1000 },
  );
});

test.each([
  ["a `\n\n![x](https://e.example)\n\nb `", "a \n\nx\n\nb "],
  ["a `\n- ![x](https://e.example) `", "a \n- x "],
  ["| ` |\n|---|\n| ![x](https://e.example) ` |", "|  |\n|---|\n| x  |"],
  ["> ```\n![x](https://e.example)", "> \nx"],
  ["- ```\n  x\n  ```\n  ![x](https://e.example)\n  ```", "- \n  x\n  \n  x\n  "],
  ["\\` ![x](https://e.example) `", "\\ x "],
  ["- Run:\n  ```sh\n  echo <b> [1]\n  ```\n- Then", "- Run:\n  ```sh\n  echo <b> [1]\n  ```\n- Then"],
])("what is no code for all readers is looked at: %j", (text, expected) => {
  expect(harmless(text)).toBe(expected);
});

test("code is hidden in place", () => {
  fc.assert(fc.property(markdown, (text) => expect(withoutCode(text)).toHaveLength(text.length)));
});

test.each([
  ["It costs ha", "It costs "],
  ["It costs [the", "It costs "],
  ["It costs [the docs](http://", "It costs "],
  ["It costs `a b", "It costs "],
  ["It costs <img src", "It costs "],
  ["It costs half [1]. The", "It costs half [1]. "],
  ["A line\n```\ncode is", "A line\n```\n"],
  ["NOT_IN_NOTES", ""],
])("%j is shown up to %j", (text, expected) => {
  expect(text.slice(0, shownUpTo(text))).toBe(expected);
});
