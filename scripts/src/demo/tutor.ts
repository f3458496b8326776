import type { Table } from "@lyceum/backend/aws/table";
import { whileMember } from "@lyceum/backend/cohorts/store";
import { gapStore } from "@lyceum/backend/tutor/gaps/store";
import { type AnswerRecord, keyOf } from "@lyceum/backend/tutor/record";
import { answerStore, markReported } from "@lyceum/backend/tutor/store";
import type { Feedback } from "@lyceum/shared/tutor";
import type { PackNote } from "../content/notes.ts";
import { type GoldenQuestion, needsMetBy } from "../eval/tutor/golden.ts";
import { unlessThere } from "./group-mock.ts";
import type { DemoLearner } from "./learners.ts";

/** What somebody of the demo group has asked the tutor, and what became of it. */
export interface DemoAnswer {
  record: AnswerRecord;
  feedback?: Feedback;
  /** Whether the instructors were told that the notes lack it. */
  isGap: boolean;
}

interface Demo {
  cohortId: string;
  examId: string;
  learners: readonly Pick<DemoLearner, "userId">[];
  notes: readonly PackNote[];
  golden: readonly GoldenQuestion[];
  /** When the last of it was asked, in ms since 1970. */
  until: number;
}

const hour = 3_600_000;
/** Of the ones that the notes answer, how many were asked; the account's are among the first. */
const answerable = 10;
/** Of the ones that they don't, how many learners asked each. */
const missed = [3, 2, 1, 1];

/** What some thought, by the place of the question; the others said nothing. */
const thoughts: Readonly<Record<number, Feedback>> = {
  1: { thumb: "up" },
  3: {
    thumb: "down",
    reason: "not_helpful",
    text: "The sentence is right, but I wanted to know when to choose it.",
  },
  4: { thumb: "up", text: "Short and with the place in the note. Thanks!" },
  6: { thumb: "down", reason: "unclear" },
  7: { thumb: "up" },
};

/**
 * Questions with known answers, asked by the group's learners: each answered by the sentences of the notes that say it,
 * as the tutor answers without a language model, or not at all where the notes don't. Each call gives the same.
 */
export function demoAnswers({ golden, ...demo }: Demo): DemoAnswer[] {
  const known = golden.filter(({ expects, style }) => expects === "one_note" && style === "plain");
  const unknown = golden.filter(({ kind, style }) => kind === "near" && style === "plain");
  const asked = [
    ...spread(known, answerable),
    ...spread(unknown, missed.length).flatMap((question, place) =>
      Array.from({ length: missed[place] ?? 1 }, () => question),
    ),
  ];
  return asked.flatMap((question, place, all) => {
    // The first four in one conversation of who can be signed in as, the others one each of invented learners.
    const isOwn = place < 4;
    const learner = demo.learners[isOwn ? 0 : place];
    if (!learner) return [];
    const askedAt = new Date(demo.until - (all.length - place) * 5 * hour).toISOString();
    const base = { ...demo, userId: learner.userId, place, askedAt, conversation: isOwn ? 0 : place };
    const thought = thoughts[place];
    const isGap = question.needs.length === 0;
    const record = isGap ? unanswered(base, question) : answered(base, question);
    return record ? [{ record, isGap, ...(thought && { feedback: thought }) }] : [];
  });
}

interface Base extends Omit<Demo, "golden" | "learners" | "until"> {
  userId: string;
  place: number;
  /** Which conversation it is of. */
  conversation: number;
  askedAt: string;
}

function begun({ cohortId, examId, userId, place, conversation, askedAt }: Base, question: string) {
  return {
    id: `ans_${idOf(place)}`,
    conversationId: `cnv_${idOf(conversation)}`,
    ...{ cohortId, examId, userId, askedAt, question },
    help: "full" as const,
    searched: question,
    tools: [],
    claims: [],
    reported: false,
    beatAt: askedAt,
    stopWanted: false,
    trace: { blocked: [] },
    by: { how: "quotes" as const, model: "", prompt: "demo@1" },
    usage: { inputTokens: 0, outputTokens: 0, usd: 0, firstTextMs: 200 + 40 * place, ms: 260 + 50 * place },
  };
}

/** Answered by a sentence of the notes for each thing that an answer has to say. */
function answered(base: Base, question: GoldenQuestion): AnswerRecord | undefined {
  const passages = question.needs.flatMap((_, need) => {
    const found = passagesOf(base.notes).find((passage) => needsMetBy(question, passage).includes(need));
    return found ? [found] : [];
  });
  const citations = passages.flatMap(
    ({ noteTitle: title, text: _, headings: __, page: ___, ...at }, place) => {
      const quote = question.needs[place]?.find(({ noteId }) => noteId === at.noteId)?.quote;
      return quote === undefined ? [] : [{ ...at, title, quote, number: place + 1 }];
    },
  );
  if (citations.length < question.needs.length) return undefined;
  return {
    ...begun(base, question.question),
    state: "answered",
    passages: passages.map((passage, place) => ({ ...passage, number: place + 1 })),
    text: citations.map(({ quote, number }) => `${quote} [${number}]`).join("\n\n"),
    claims: citations.map(({ quote, number }) => ({
      text: quote,
      numbers: [number],
      support: "notes" as const,
      score: 1,
    })),
    citations,
  };
}

function unanswered(base: Base, { question }: GoldenQuestion): AnswerRecord {
  const nearest = nearestTo(question, base.notes);
  return {
    ...begun(base, question),
    state: "not_in_notes",
    passages: nearest ? [{ ...nearest, number: 1 }] : [],
    text: "",
    citations: [],
  };
}

const passagesOf = (notes: readonly PackNote[]) =>
  notes.flatMap(({ id: noteId, title: noteTitle, parts }) =>
    parts.map(({ headings, page, text }, ordinal) => ({
      ...{ noteId, noteTitle, ordinal, page, text },
      headings: [...headings],
      version: 1,
      cohortId: null,
    })),
  );

/** The passage that has the question's longer words most often. */
function nearestTo(question: string, notes: readonly PackNote[]) {
  const words = (question.toLowerCase().match(/\w{5,}/g) ?? []).map((word) => word.replace(/s$/, ""));
  const shared = ({ noteTitle, headings, text }: ReturnType<typeof passagesOf>[number]) => {
    const all = [noteTitle, ...headings, text].join(" ").toLowerCase();
    return words.reduce((sum, word) => sum + all.split(word).length - 1, 0);
  };
  return passagesOf(notes).toSorted((a, b) => shared(b) - shared(a))[0];
}

/** Some of a list, evenly from all over it. */
const spread = <Item>(items: readonly Item[], count: number): Item[] =>
  items.filter(
    (_, place) =>
      Math.floor((place * count) / items.length) > Math.floor(((place - 1) * count) / items.length),
  );

/** The same in every installation, so that there is never another one; in the order of their places. */
const idOf = (place: number): string => `01DEM0DEM0DEM0DEM0DEM0DE${String(place).padStart(2, "0")}`;

/** Stores what was asked: what is there already stays as it is. Figures follow by the table's stream, as always. */
export async function putAnswers(table: Table, demo: readonly DemoAnswer[]): Promise<void> {
  const answers = answerStore(table, { whileMember });
  const gaps = gapStore(table);
  for (const { record, feedback, isGap } of demo) {
    const key = keyOf(record);
    await answers.begin({ ...record, state: "answering" }).catch(unlessThere);
    await answers.finish(record).catch(unlessThere);
    if (feedback) await answers.rate(key, feedback, record.askedAt);
    const [nearest] = record.passages;
    if (!isGap || (await answers.get(key))?.reported) continue;
    const gap = {
      id: record.id.replace(/^ans_/, "gap_"),
      question: record.question,
      at: record.askedAt,
      ...(nearest && {
        nearest: { noteId: nearest.noteId, noteTitle: nearest.noteTitle, cohortId: nearest.cohortId },
      }),
    };
    await gaps.report(record.cohortId, record.userId, gap, [markReported(key)]);
  }
}
