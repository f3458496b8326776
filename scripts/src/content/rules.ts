import * as lint from "@lyceum/backend/questions/lint/rules";
import { similarity, words } from "@lyceum/backend/questions/lint/rules";
import { type ExamProfile, ItemType } from "@lyceum/shared/exams";
import type { Question } from "@lyceum/shared/questions";
import type { GoldenQuestion } from "../eval/tutor/golden.ts";
import { keyIsLongest, keyLetters } from "./balance/rules.ts";
import type { PackNote } from "./notes.ts";
import { checkStandards, type Standards } from "./standards/rules.ts";

// The usual flaws of items, each found by one rule. What the schemas forbid is not repeated here.

/** A question and the file that it comes from, relative to the folder of all packs. */
export type Entry = { file: string; question: Question };
export type PackFiles = {
  exam: ExamProfile;
  entries: Entry[];
  /** Where the pack has any. */
  notes?: readonly PackNote[];
  /** Questions on the notes whose answers are known, where the pack has any. */
  golden?: readonly GoldenQuestion[];
  /** Where the pack has any. */
  standards?: Standards;
};

export type Finding = { rule: string; questionId?: string; message: string };

/** A count is reported when chance alone gives as many or more in fewer than this share of packs. */
const lengthTolerance = 0.05;
/** In fewer items than this a share says nothing. */
const enoughForShare = 20;
/** The same for each letter, lower because every letter is tested, for too many and for too few. */
const letterTolerance = 0.01;
/** A right option may be the longest in this share of items at most, whatever chance explains. */
const mostLongestKeys = 0.35;
/** From this Jaccard index of their words on, two stems are nearly the same. */
const stemSimilarity = 0.5;
/** The same for the runs of words of whole items. Different items on one subject stay below a third of it. */
const itemSimilarity = 0.15;
/** Words of such a run (a shingle). */
const shingleWords = 3;
/** The right options must not be the longest more often than chance explains. */
export function keyLength({ entries }: PackFiles): Finding[] {
  const { observed, expected, atLeast, items } = keyIsLongest(entries.map((entry) => entry.question));
  const tooMany = items >= enoughForShare && observed > mostLongestKeys * items;
  if (atLeast >= lengthTolerance && !tooMany) return [];
  return [
    {
      rule: "key-length",
      message: `a right option is the longest in ${observed} items, where chance gives ${expected.toFixed(1)} (p = ${atLeast.toFixed(3)})`,
    },
  ];
}

/** No letter may be right more often, or less often, than chance explains. */
export function keyBalance({ entries }: PackFiles): Finding[] {
  return [...keyLetters(entries.map((entry) => entry.question))]
    .filter(([, { atLeast, atMost }]) => Math.min(atLeast, atMost) < letterTolerance)
    .map(([letter, { observed, expected }]) => ({
      rule: "key-balance",
      message: `${letter} is right ${observed} times, where chance gives ${expected.toFixed(1)}`,
    }));
}

export const allOrNone = itemRule("all-or-none", ({ item }) => lint.allOrNone(item));

export const negativeStem = itemRule("negative-stem", ({ item }) => lint.negativeStem(item));

export const namedPosition = itemRule("named-position", ({ item }) => lint.namedPosition(item));

/** Two questions with nearly the same stem are one question. */
export function duplicateStems({ entries }: PackFiles): Finding[] {
  const stems = entries.map(({ question }) => ({
    id: question.id,
    words: new Set(words(question.item.stem)),
  }));
  return stems.flatMap((one, index) =>
    stems.slice(index + 1).flatMap((other) => {
      const shared = similarity(one.words, other.words);
      if (shared < stemSimilarity) return [];
      const message = `its stem shares ${Math.round(shared * 100)}% of the words with that of ${one.id}`;
      return [{ rule: "duplicate-stem", questionId: other.id, message }];
    }),
  );
}

/** Two questions that share many runs of words in stem and options are one question with other names. */
export function nearDuplicates({ entries }: PackFiles): Finding[] {
  const items = entries.map(({ question: { id, item } }) => ({
    id,
    shingles: shingles([item.stem, ...item.options.map((option) => option.text)].join(" ")),
  }));
  return items.flatMap((one, index) =>
    items.slice(index + 1).flatMap((other) => {
      const shared = similarity(one.shingles, other.shingles);
      if (shared < itemSimilarity) return [];
      const message = `it shares ${Math.round(shared * 100)}% of its runs of ${shingleWords} words with ${one.id}`;
      return [{ rule: "near-duplicate", questionId: other.id, message }];
    }),
  );
}

export const optionLengths = itemRule("option-lengths", ({ item }) => lint.optionLengths(item));

export const shortRationales = itemRule("short-rationale", ({ item }) => lint.shortRationales(item));

/** The same rationale twice says nothing about at least one of the two options. */
export function duplicateRationales({ entries }: PackFiles): Finding[] {
  const seen = new Map<string, string>();
  return entries.flatMap(({ question }) =>
    question.item.options.flatMap(({ id, rationale }) => {
      const text = words(rationale).join(" ");
      const earlier = seen.get(text);
      seen.set(text, `${id} of ${question.id}`);
      if (earlier === undefined) return [];
      const message = `the rationale of ${id} is also that of ${earlier}`;
      return [{ rule: "duplicate-rationale", questionId: question.id, message }];
    }),
  );
}

export const chooseHint = itemRule("choose-hint", ({ item }) => lint.chooseHint(item));

/** Every task has a scored question, and every question a task of the exam. */
export function taskCoverage({ exam, entries }: PackFiles): Finding[] {
  const tasks = exam.domains.flatMap((domain) => domain.tasks.map((task) => task.id));
  const covered = new Set(scored(entries).map((question) => question.taskId));
  return [
    ...tasks
      .filter((task) => !covered.has(task))
      .map((task) => ({ rule: "task-coverage", message: `task ${task} has no scored question` })),
    ...entries
      .filter(({ question }) => !tasks.includes(question.taskId))
      .map(({ question }) => ({
        rule: "task-coverage",
        questionId: question.id,
        message: `task ${question.taskId} is not one of the exam's`,
      })),
  ];
}

/** The item types that an exam uses. */
export const itemTypes = (exam: ExamProfile): ItemType[] =>
  ItemType.options.filter((type) => exam.itemTypes[type] !== undefined);

/** Every item type of the profile occurs in a scored question, and no other type in any. */
export function typeCoverage({ exam, entries }: PackFiles): Finding[] {
  const covered = new Set(scored(entries).map((question) => question.item.type));
  return [
    ...itemTypes(exam)
      .filter((type) => !covered.has(type))
      .map((type) => ({ rule: "type-coverage", message: `no scored question is of type ${type}` })),
    ...entries
      .filter(({ question }) => exam.itemTypes[question.item.type] === undefined)
      .map(({ question }) => ({
        rule: "type-coverage",
        questionId: question.id,
        message: `the exam does not use type ${question.item.type}`,
      })),
  ];
}

/** A question is looked for in the file of its task. */
export function fileNames({ entries }: PackFiles): Finding[] {
  return entries
    .filter(({ file, question }) => !file.endsWith(`/${question.taskId}.json`))
    .map(({ file, question }) => ({
      rule: "file-name",
      questionId: question.id,
      message: `a question of task ${question.taskId} is in ${file}`,
    }));
}

/** Ids are unique over all packs: a bank knows a question by its id alone. */
export function duplicateIds(packs: readonly PackFiles[]): Finding[] {
  const seen = new Map<string, string>();
  return packs
    .flatMap((pack) => pack.entries)
    .flatMap(({ file, question }) => {
      const earlier = seen.get(question.id);
      seen.set(question.id, file);
      if (earlier === undefined) return [];
      const message = `${file} repeats an id of ${earlier}`;
      return [{ rule: "duplicate-id", questionId: question.id, message }];
    });
}

/** The findings of all the rules that look at one pack. */
export function checkPack(pack: PackFiles): Finding[] {
  const rules = [
    keyLength,
    keyBalance,
    allOrNone,
    negativeStem,
    namedPosition,
    duplicateStems,
    nearDuplicates,
    optionLengths,
    shortRationales,
    duplicateRationales,
    chooseHint,
    taskCoverage,
    typeCoverage,
    fileNames,
  ];
  const { exam, standards } = pack;
  const questions = pack.entries.map((entry) => entry.question);
  return [
    ...rules.flatMap((rule) => rule(pack)),
    ...(standards ? checkStandards({ exam, standards, questions }) : []),
  ];
}

/** A rule about single items: from the faults of a question to findings about a pack. */
function itemRule(rule: string, faults: (question: Question) => string[]) {
  return ({ entries }: PackFiles): Finding[] =>
    entries.flatMap(({ question }) =>
      faults(question).map((message) => ({ rule, questionId: question.id, message })),
    );
}

const scored = (entries: PackFiles["entries"]) =>
  entries.map((entry) => entry.question).filter((question) => question.state === "scored");

/** The runs of words of a text (w-shingling, Broder 1997). */
function shingles(text: string): Set<string> {
  const all = words(text);
  return new Set(all.map((_, at) => all.slice(at, at + shingleWords).join(" ")));
}
