import { appendFile, mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { ClientError } from "@lyceum/shared/contract/client";
import { Answer } from "@lyceum/shared/tutor";
import { ulid } from "ulid";
import * as z from "zod";
import { newCohort, takeIn } from "../../testing/cohorts.ts";
import { eventually } from "../../testing/eventually.ts";
import { newPerson, type Person, signedIn } from "../../testing/people.ts";
import { streamedTo } from "../../testing/streams.ts";
import type { GoldenQuestion } from "./golden.ts";
import type { Scored } from "./scoring.ts";

/** Why no more can be asked now: what is answered is kept, and the next run goes on from there. */
export class NotNow extends Error {}

/** Who asks, and in which group. */
export interface Askers {
  cohortId: string;
  /** Somebody who may ask the next question. */
  next(): Promise<Person>;
}

/** A learner may ask thirty an hour. */
const mostOfLearner = 25;

/** A group of its own for the evaluation, with as many learners as it takes. */
export async function newAskers(examId: string): Promise<Askers> {
  const owner = await newPerson({ group: "instructor" });
  const { id: cohortId } = await newCohort(owner, { examId, name: "Evaluation" });
  let asked = 0;
  let learner: Promise<Person> | undefined;
  const join = async () => {
    const person = await newPerson();
    await takeIn(owner, cohortId, person);
    return person;
  };
  return {
    cohortId,
    next() {
      if (asked++ % mostOfLearner === 0) learner = join();
      return learner ?? join();
    },
  };
}

/** Members of a group that is there already, one after the other. */
export async function memberAskers(
  cohortId: string,
  accounts: readonly { email: string; password: string }[],
): Promise<Askers> {
  const people = await Promise.all(accounts.map(signedIn));
  const [first] = people;
  if (!first) throw new TypeError("there is no account");
  let asked = 0;
  return { cohortId, next: async () => people[asked++ % people.length] ?? first };
}

const Kept = z.object({
  /** Of what notes it was asked. */
  corpus: z.string(),
  question: z.string(),
  answer: Answer,
  firstTextMs: z.number().nullable(),
  ms: z.number(),
});
type Kept = z.infer<typeof Kept>;

/**
 * Answers as they come, a line of JSON for each in a file: a run that is interrupted goes on where it was.
 * @param corpus names the notes; answers on other ones are not used again
 */
export function keptAnswers(file: string, corpus: string) {
  return {
    clear: () => rm(file, { force: true }),
    async all(): Promise<Kept[]> {
      const text = await readFile(file, "utf8").catch(() => "");
      // The last line may have been cut off, and a version before may have written others.
      const kept = text.split("\n").flatMap((line) => Kept.safeParse(parsed(line)).data ?? []);
      return kept.filter((each) => each.corpus === corpus);
    },
    async add(kept: Omit<Kept, "corpus">): Promise<void> {
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify({ corpus, ...kept })}\n`);
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Asks what has no answer yet, one question at a time, each in a conversation of its own, so that times are those of a
 * learner who has the platform to themselves.
 * @throws NotNow
 */
export async function askAll(
  golden: readonly GoldenQuestion[],
  askers: () => Promise<Askers>,
  kept: ReturnType<typeof keptAnswers>,
  progress: (text: string) => void,
): Promise<Scored[]> {
  const known = new Map((await kept.all()).map((each) => [each.question, each]));
  let group: Askers | undefined;
  const scored: Scored[] = [];
  for (const question of golden) {
    let asked: Omit<Kept, "corpus"> | undefined = known.get(question.question);
    if (!asked) {
      group ??= await askers();
      asked = await ask(await group.next(), group.cohortId, question.question);
      await kept.add(asked);
      progress(`asked ${scored.length + 1} of ${golden.length}: ${asked.answer.state}\n`);
    }
    scored.push({ question, answer: asked.answer, firstTextMs: asked.firstTextMs, ms: asked.ms });
  }
  return scored;
}

/** Codes of faults by which the platform says that it has answered enough. */
const enough: readonly string[] = ["too_many_requests", "budget_spent"];

async function ask(person: Person, cohortId: string, question: string): Promise<Omit<Kept, "corpus">> {
  const params = { cohortId, conversationId: `cnv_${ulid()}` };
  const id = `ans_${ulid()}`;
  const from = performance.now();
  let firstTextMs: number | null = null;
  try {
    const stream = streamedTo(person)(
      "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers",
      { params, body: { id, question } },
    );
    for await (const event of stream) {
      if (event.event === "text") firstTextMs ??= performance.now() - from;
      if (event.event === "fault" && enough.includes(event.code)) throw new NotNow(event.message);
    }
  } catch (error) {
    if (error instanceof ClientError && enough.includes(error.code)) throw new NotNow(error.message);
    throw error;
  }
  const ms = performance.now() - from;
  const answer = await eventually(
    () =>
      person.client.call("GET /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}", {
        params: { ...params, answerId: id },
      }),
    ({ state }) => state !== "answering",
  );
  return { question, answer, firstTextMs, ms };
}
