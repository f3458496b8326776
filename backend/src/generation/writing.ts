import type { ExamProfile } from "@lyceum/shared/exams";
import { Passage } from "@lyceum/shared/notes";
import { type BankEntry, MadeBy, type Question } from "@lyceum/shared/questions";
import type { CandidateVersion, LifeEvent } from "@lyceum/shared/review";
import * as z from "zod";
import type { TransactWrite } from "../aws/table.ts";
import type { Models } from "../models/models.ts";
import type { CandidateRecord } from "../review/candidates/record.ts";
import type { Library, Search } from "../search/search.ts";
import { checking } from "./checking.ts";
import { draftOf, inWords, namesBy, problemsOf } from "./checks/rules.ts";
import { type DraftStore, putWork, questionIdOf } from "./drafts/store.ts";
import { keeping, refOf, sourceOf, taskOf } from "./keeping.ts";
import { reviseItem } from "./prompts/revise-item.ts";
import { WriteOutput, writeItem } from "./prompts/write-item.ts";
import type { GenerationRecord } from "./store.ts";

/** Writes of a transaction. */
export type Writes = readonly TransactWrite[];

/** What is used of the store of candidates. */
export interface Candidates {
  get: (questionId: string) => Promise<CandidateRecord | undefined>;
  many: (questionIds: readonly string[]) => Promise<CandidateRecord[]>;
  version: (questionId: string, version: number) => Promise<CandidateVersion | undefined>;
  /** @throws Fault conflict where it has changed since it was read */
  write: (
    before: CandidateRecord,
    after: CandidateRecord,
    what: {
      at: string;
      events?: readonly Omit<LifeEvent, "questionId" | "at">[];
      more?: Writes;
    },
  ) => Promise<void>;
}

interface Dependencies {
  candidates: Candidates;
  drafts: DraftStore;
  putVersion: (questionId: string, version: CandidateVersion) => TransactWrite;
  generationOf: (ref: { cohortId: string; id: string }) => Promise<GenerationRecord | undefined>;
  examOf: (examId: string) => Promise<ExamProfile | undefined>;
  /** What a group's learners may be given, with their versions on request. */
  published: (examId: string, cohortIds: readonly string[]) => Promise<BankEntry[]>;
  versions: (refs: readonly { questionId: string; version: number }[]) => Promise<readonly Question[]>;
  search: Pick<Search, "find">;
  models: Pick<Models, "ask" | "embed" | "screen">;
  /** ms since 1970 */
  now: () => number;
}

/** So many passages are found, and so many of them are given to a model at once: others to the next candidate. */
const passagesFound = 18;
const passagesGiven = 6;

/** What was written in one try, with what it was made from. */
const Written = z.object({
  output: WriteOutput,
  by: MadeBy,
  passages: z.array(Passage),
  instructions: z.string().optional(),
});

/** What came of a try. It is stored with the version that it has made. */
export const Outcome = z.object({
  outcome: z.enum(["passed", "failed", "gone"]),
  problems: z.array(z.string()),
});
export type Outcome = z.infer<typeof Outcome>;

/** One try to write a candidate. */
interface Try {
  /** Names it: the same try that is run again goes on where it was. */
  attempt: string;
  /** What the checks have found in the try before. */
  problems?: readonly string[];
  /** What a reviewer wants changed in the version that there is. */
  instructions?: string;
}

export type Writing = ReturnType<typeof writing>;

/**
 * Writes candidates and checks them. Each answer of a model is stored before it is used, by try and kind: a step that is
 * run again asks for what is missing only.
 */
export function writing(dependencies: Dependencies) {
  const { candidates, drafts, putVersion, generationOf, examOf, search, models, now } = dependencies;
  const keeper = keeping(drafts, now);
  const { kept, paidBy } = keeper;
  const checksOf = checking({ ...dependencies, ...keeper, candidatesOf: candidates.many });

  /** Has a model write an item, if it is wanted still. */
  async function write(questionId: string, { attempt, problems = [], instructions }: Try): Promise<void> {
    const record = await unfinished(questionId);
    if (!record) return;
    await kept(record, `${attempt}-written`, Written, async () => {
      const [exam, generation] = await Promise.all([examFor(record), generationOf(refOf(record))]);
      const base = instructions === undefined ? undefined : await versionOf(record);
      const task = taskOf(exam, record.taskId);
      const wish = generation?.wish;
      const passages = base?.passages.length
        ? base.passages
        : await passagesFor(
            record,
            `${task.title}. ${task.summary} ${wish?.instructions ?? ""}`,
            wish?.noteIds ?? [],
            attempt,
          );
      const input = {
        exam: { title: exam.title },
        task,
        type: record.type,
        difficulty: record.difficulty,
        instructions: instructions ?? wish?.instructions ?? "",
        avoid: await stemsBeside(record, wish?.count ?? 1, base?.item.stem),
        problems: [...problems],
        seed: seedOf(record.place, attempt),
      };
      if (passages.length === 0) {
        const output = {
          refusal: "No passage of the notes is about this task. Add notes, or choose another task.",
          item: null,
        };
        const by = { model: "none", prompt: `${writeItem.name}@${writeItem.version}` };
        return { made: { output, by, passages }, usd: 0 };
      }
      const request = { sources: passages.map(sourceOf), ...paidBy(record) };
      const { output, by, usd } = base
        ? await models.ask(reviseItem, { input: { ...input, item: base.item }, ...request })
        : await models.ask(writeItem, { input, ...request });
      const told = instructions ?? problems.join("\n");
      return { made: { output, by, passages, ...(told && { instructions: told }) }, usd };
    });
  }

  /**
   * Checks what was written, and makes the next version of it.
   * @returns `gone` where nobody wants it any more
   */
  async function check(questionId: string, { attempt }: Pick<Try, "attempt">): Promise<Outcome> {
    const done = await drafts.work(questionId, `${attempt}-done`, Outcome);
    if (done) return done;
    const record = await unfinished(questionId);
    if (!record) return gone;
    const written = await drafts.work(questionId, `${attempt}-written`, Written);
    if (!written) throw new TypeError(`nothing was written of ${questionId} in ${attempt}`);
    const { output, by, passages, instructions } = written;
    const drafted = output.item ? draftOf(output.item, passages) : { problems: [] };
    if (!drafted.item) {
      const refused = output.refusal ?? "The model gave no item, and no reason.";
      const problems = output.item ? drafted.problems : [`The model refused: ${refused}`];
      const events = [{ action: "checked" as const, detail: problems.join(" ").slice(0, 1000), by }];
      return settle(record, attempt, { outcome: "failed", problems }, record, events, []);
    }
    const item = drafted.item;
    const generation = await generationOf(refOf(record));
    const told = [instructions, generation?.wish.instructions].filter(Boolean).join("\n\n");
    const exam = await examFor(record);
    const { problems } = drafted;
    const checks = await checksOf(record, attempt, { exam, item, told, passages, problems });
    const version = record.version + 1;
    const failed = namesBy(checks, "failed");
    const { editor: _, ...rest } = record;
    const after: CandidateRecord = {
      ...rest,
      version,
      stem: item.stem,
      type: item.type,
      difficulty: item.difficulty,
      failed,
      warned: namesBy(checks, "warning"),
    };
    const made = { how: "generated" as const, by, ...(instructions && { instructions }) };
    const events = [
      { action: "version_made" as const, version, by },
      { action: "checked" as const, version, detail: inWords(checks) },
    ];
    const outcome: Outcome = {
      outcome: failed.length > 0 ? "failed" : "passed",
      problems: problemsOf(checks),
    };
    const at = new Date(now()).toISOString();
    return settle(record, attempt, outcome, after, events, [
      putVersion(questionId, { version, at, item, made, passages, checks }),
    ]);
  }

  return { write, check };

  async function settle(
    before: CandidateRecord,
    attempt: string,
    outcome: Outcome,
    after: CandidateRecord,
    events: Parameters<Candidates["write"]>[2]["events"],
    more: readonly TransactWrite[],
  ): Promise<Outcome> {
    const at = new Date(now()).toISOString();
    const done = putWork(before.id, `${attempt}-done`, outcome);
    await candidates.write(before, after, { at, ...(events && { events }), more: [...more, done] });
    return outcome;
  }

  /** The passages of a task's notes; of all notes, where those say little. Other candidates get others of them. */
  async function passagesFor(
    { cohortId, examId, taskId, place }: CandidateRecord,
    text: string,
    noteIds: readonly string[],
    attempt: string,
  ): Promise<Passage[]> {
    const libraries: Library[] = [{ cohortId }, { examId }];
    const query = { text, limit: passagesFound, ...paidBy({ cohortId }) };
    const found =
      noteIds.length > 0
        ? await search.find(libraries, { ...query, noteIds })
        : await search.find(libraries, { ...query, taskIds: [taskId] });
    const enough = found.length > 0 || noteIds.length > 0;
    const hits = enough ? found : await search.find(libraries, query);
    const from = hits.length > passagesGiven ? (seedOf(place, attempt) * 5) % hits.length : 0;
    return [...hits, ...hits]
      .slice(from, from + Math.min(passagesGiven, hits.length))
      .map(({ passage }) => passage);
  }

  /** What the other candidates of the task ask already. */
  async function stemsBeside(
    record: CandidateRecord,
    count: number,
    own: string | undefined,
  ): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, place) => questionIdOf(refOf(record), place));
    const others = await candidates.many(ids.filter((id) => id !== record.id));
    const stems = others
      .filter(({ taskId, stem }) => taskId === record.taskId && stem !== "")
      .map(({ stem }) => stem);
    return [...(own ? [own] : []), ...(record.stem && !own ? [record.stem] : []), ...stems].slice(0, 20);
  }

  async function unfinished(questionId: string): Promise<CandidateRecord | undefined> {
    const record = await candidates.get(questionId);
    return record?.state === "draft" || record?.state === "changes_requested" ? record : undefined;
  }

  async function examFor({ examId }: CandidateRecord): Promise<ExamProfile> {
    const exam = await examOf(examId);
    if (!exam) throw new TypeError(`there is no exam ${examId}`);
    return exam;
  }

  async function versionOf({ id, version }: CandidateRecord): Promise<CandidateVersion> {
    const found = await candidates.version(id, version);
    if (!found) throw new TypeError(`${id} has no version ${version}`);
    return found;
  }
}

const gone: Outcome = { outcome: "gone", problems: [] };

/** Another one for each candidate and try. */
const seedOf = (place: number, attempt: string): number => place * 7 + Number(/\d+$/.exec(attempt)?.[0] ?? 0);
