import { expect, test } from "@jest/globals";
import { lastSentence, similarity, words } from "@lyceum/backend/questions/lint/rules";
import type { AuthorItem } from "@lyceum/shared/questions";
import fc from "fast-check";
import {
  allOrNone,
  checkPack,
  chooseHint,
  duplicateIds,
  duplicateRationales,
  duplicateStems,
  type Finding,
  fileNames,
  keyBalance,
  keyLength,
  namedPosition,
  nearDuplicates,
  negativeStem,
  optionLengths,
  type PackFiles,
  shortRationales,
  taskCoverage,
  typeCoverage,
} from "./rules.ts";
import { entry, goodPack, multipleChoice, multipleResponse, sampleId, spoiled } from "./samples.ts";

const first = sampleId(1);

/** The first question with another text in its option b. */
const withOption = (change: { text?: string; rationale?: string }) =>
  spoiled((item) => changeOptions(item, (option) => (option.id === "b" ? { ...option, ...change } : option)));

const withStem = (change: (stem: string) => string) =>
  spoiled((item) => ({ ...item, stem: change(item.stem) }));

type Option = AuthorItem["options"][number];
const changeOptions = (item: AuthorItem, change: (option: Option) => Option): AuthorItem => ({
  ...item,
  options: item.options.map(change),
});

/** A pack of n multiple choice questions with the given key and longest option. */
const uniform = (n: number, key: string, longest: string): PackFiles => ({
  ...goodPack(),
  entries: Array.from({ length: n }, (_, i) =>
    entry(i, "1.1", multipleChoice(`topic${i}`, `subject${i}`, key, longest)),
  ),
});

test("a good pack has no findings", () => {
  expect(checkPack(goodPack())).toEqual([]);
  expect(duplicateIds([goodPack()])).toEqual([]);
});

test("a key that is always the longest option is found", () => {
  expect(keyLength(uniform(4, "b", "b"))).toHaveLength(1);
  expect(keyLength(uniform(40, "b", "c"))).toEqual([]);
});

test("a letter that is always right is found, and so are letters that never are", () => {
  const named = keyBalance(uniform(20, "c", "a")).map(({ message }) => message.slice(0, 1));
  expect(named).toEqual(["a", "b", "c", "d"]);
});

test("keys that go round the letters are balanced", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), (rounds) => {
      const entries = ["a", "b", "c", "d"].flatMap((letter) => uniform(rounds, letter, "a").entries);
      expect(keyBalance({ ...goodPack(), entries })).toEqual([]);
    }),
  );
});

test.each([
  "All of the above.",
  "None of the above",
  "Both of these.",
  "Do neither of the other options; use none of the options.",
])("an option that says %j is found", (text) => {
  expect(allOrNone(withOption({ text }))).toMatchObject([{ rule: "all-or-none", questionId: first }]);
});

test("an option may speak of all of something else", () => {
  expect(allOrNone(withOption({ text: "Copy all of these logs to both of the buckets." }))).toEqual([]);
});

test.each([
  "Which storage is NOT durable?",
  "Which storage should the bakery not choose?",
  "All of these suit a bakery except which one?",
  "Which storage doesn't fit the budget?",
])("the question %j is found", (asked) => {
  expect(negativeStem(withStem(() => `A bakery needs storage.\n\n${asked}`))).toMatchObject([
    { rule: "negative-stem", questionId: first },
  ]);
});

test("a scenario may say what must not happen", () => {
  const stem = "Data must not leave the Region, and the team cannot run servers.\n\nWhich storage fits?";
  expect(negativeStem(withStem(() => stem))).toEqual([]);
});

test.each([
  "Unlike option C, it keeps the data.",
  "Option 2 is cheaper.",
  "It is cheaper than choice (b).",
  "See (A) for the reason.",
  "The previous option is cheaper.",
  "The option above is cheaper.",
])("a rationale that says %j is found", (rationale) => {
  expect(namedPosition(withOption({ rationale }))).toMatchObject([
    { rule: "named-position", questionId: first, message: expect.stringContaining("the rationale of b") },
  ]);
});

test("naming an option by its letter is found in stems and options too", () => {
  fc.assert(
    fc.property(fc.constantFrom(..."ABCDEFGH"), (letter) => {
      expect(namedPosition(withStem((stem) => `${stem} Compare with option ${letter}.`))).toHaveLength(1);
      expect(namedPosition(withOption({ text: `As option ${letter}, with a cache.` }))).toHaveLength(1);
    }),
  );
});

test("ordinary words are no positions", () => {
  const rationale =
    "Another option a team has is a cache, whose first answer to 100 users in plan B takes long.";
  expect(namedPosition(withOption({ rationale }))).toEqual([]);
});

test("a stem that is nearly another one is found", () => {
  const [one, ...others] = goodPack().entries;
  const copy = multipleChoice("storage", "bakery", "b", "a");
  const entries = [...(one ? [one] : []), ...others, entry(9, "1.2", { ...copy, stem: `Now ${copy.stem}` })];
  expect(duplicateStems({ ...goodPack(), entries })).toMatchObject([
    { rule: "duplicate-stem", questionId: sampleId(9), message: expect.stringContaining(first) },
  ]);
});

test("an option more than twice as long as another is found", () => {
  const text =
    "Use the storage of kind b, whose price the bakery has negotiated, for all of the work that it does.";
  expect(optionLengths(withOption({ text }))).toMatchObject([{ rule: "option-lengths", questionId: first }]);
});

test("what is put in order or matched may be of any length", () => {
  const item: AuthorItem = {
    ...multipleChoice("storage", "bakery", "a", "a"),
    type: "ordering",
    options: [
      { id: "a", text: "Bake.", rationale: "r" },
      { id: "b", text: "Sell what was baked to those who come in the morning.", rationale: "r" },
      { id: "c", text: "Clean.", rationale: "r" },
    ],
    key: { type: "ordering", order: ["a", "b", "c"] },
  };
  expect(optionLengths({ ...goodPack(), entries: [entry(1, "1.1", item)] })).toEqual([]);
});

test.each(["It is wrong.", " ", "This is incorrect because it is not the correct one of the four here."])(
  "the rationale %j is too short",
  (rationale) => {
    expect(shortRationales(withOption({ rationale }))).toMatchObject([
      { rule: "short-rationale", questionId: first },
    ]);
  },
);

test("the same rationale for two options is found, whatever its punctuation", () => {
  const pack = spoiled((item) => {
    const [a] = item.options;
    return changeOptions(item, (option) =>
      option.id === "b" && a ? { ...option, rationale: `${a.rationale.toUpperCase()}!` } : option,
    );
  });
  expect(duplicateRationales(pack)).toMatchObject([{ rule: "duplicate-rationale", questionId: first }]);
});

test("the hint agrees with the key exactly when the numbers do", () => {
  const hints = ["two", "three", "four"];
  fc.assert(
    fc.property(fc.constantFrom(2, 3, 4), fc.constantFrom(...hints), (size, hint) => {
      const item = multipleResponse("queue", "harbour", [..."abcd"].slice(0, size), "a");
      const stem = item.stem.replace("(Choose two.)", `(Choose ${hint}.)`);
      const pack = { ...goodPack(), entries: [entry(1, "1.1", { ...item, stem })] };
      expect(chooseHint(pack)).toHaveLength(hints[size - 2] === hint ? 0 : 1);
    }),
  );
});

test("a missing hint and a hint in multiple choice are found", () => {
  const item = multipleResponse("queue", "harbour", ["a", "b"], "a");
  const stem = item.stem.replace(" (Choose two.)", "");
  expect(chooseHint({ ...goodPack(), entries: [entry(1, "1.1", { ...item, stem })] })).toHaveLength(1);
  expect(chooseHint(withStem((text) => `${text} (Choose one.)`))).toHaveLength(1);
});

test("a task without a scored question, and a task that the exam does not have, are found", () => {
  const pack = goodPack();
  const entries = pack.entries.map(({ file, question }) => ({
    file,
    question: question.taskId === "1.2" ? { ...question, state: "pilot" as const } : question,
  }));
  const strange = entry(9, "1.3", multipleChoice("disk", "farm", "a", "b"));
  expect(messages(taskCoverage({ ...pack, entries: [...entries, strange] }))).toEqual([
    "task 1.2 has no scored question",
    "task 1.3 is not one of the exam's",
  ]);
});

test("a type without a scored question, and a type that the exam does not use, are found", () => {
  const pack = goodPack();
  const exam = { ...pack.exam, itemTypes: { multiple_choice: 50, matching: 50 } };
  expect(messages(typeCoverage({ ...pack, exam }))).toEqual([
    "no scored question is of type matching",
    "the exam does not use type multiple_response",
    "the exam does not use type multiple_response",
  ]);
});

test("a question in the file of another task is found", () => {
  const pack = goodPack();
  const entries = pack.entries.map((row, index) =>
    index === 0 ? { ...row, file: "sample/items/1.2.json" } : row,
  );
  expect(fileNames({ ...pack, entries })).toMatchObject([{ rule: "file-name", questionId: first }]);
});

test("each repetition of an id is found, over all packs", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(9))), (packs) => {
      const item = multipleChoice("storage", "bakery", "a", "b");
      const found = duplicateIds(
        packs.map((ids) => ({ ...goodPack(), entries: ids.map((id) => entry(id, "1.1", item)) })),
      );
      expect(found).toHaveLength(packs.flat().length - new Set(packs.flat()).size);
    }),
  );
});

const messages = (findings: Finding[]) => findings.map((finding) => finding.message);

test("words are in lower case and without punctuation", () => {
  expect(words("Amazon S3's naïve — (prefix)")).toEqual(["amazon", "s3", "s", "naïve", "prefix"]);
});

test("similarity is symmetric, from 0 to 1, and 1 for the same words", () => {
  const set = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e")).map((list) => new Set(list));
  fc.assert(
    fc.property(set, set, (a, b) => {
      const shared = similarity(a, b);
      expect(shared).toBe(similarity(b, a));
      expect(shared).toBeGreaterThanOrEqual(0);
      expect(shared).toBeLessThanOrEqual(1);
      expect(shared === 1).toBe(a.symmetricDifference(b).size === 0);
    }),
  );
});

test("the question of a stem is its last sentence without the hint", () => {
  expect(lastSentence("It does not scale.\n\nWhich two changes help? (Choose two.)")).toBe(
    "Which two changes help?",
  );
});

test("an item that is another one with other names is found", () => {
  const pack = goodPack();
  const [one, ...others] = pack.entries;
  if (!one) throw new TypeError("the good pack has entries");
  const copy = structuredClone(one);
  copy.question.id = sampleId(9);
  copy.question.item.stem = copy.question.item.stem.replaceAll("bakery", "museum");
  expect(messages(nearDuplicates({ ...pack, entries: [one, ...others, copy] }))).toEqual([
    expect.stringMatching(new RegExp(`with ${one.question.id}$`)),
  ]);
});

test("keys that are the longest in more than 35% of many items are found, whatever chance says", () => {
  const mixed = (longest: number): PackFiles => ({
    ...goodPack(),
    entries: Array.from({ length: 20 }, (_, i) =>
      entry(i, "1.1", multipleChoice(`topic${i}`, `subject${i}`, "b", i < longest ? "b" : "c")),
    ),
  });
  expect(keyLength(mixed(7))).toEqual([]);
  expect(keyLength(mixed(8))).toHaveLength(1);
});
