import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Passage } from "@lyceum/shared/notes";
import {
  type BankEntry,
  type DraftItem,
  MadeBy,
  namedOptions,
  type Question,
  Response,
} from "@lyceum/shared/questions";
import type { CandidateVersion, Check, LifeEvent } from "@lyceum/shared/review";
import * as z from "zod";
import type { TransactWrite } from "../aws/table.ts";
import type { Models } from "../models/models.ts";
import { similarity, words } from "../questions/lint/rules.ts";
import type { CandidateRecord } from "../review/candidates/record.ts";
import type { Library, Search } from "../search/search.ts";
import {
  type Compared,
  claimsOf,
  draftOf,
  duplicateCheck,
  groundedCheck,
  inWords,
  keyCheck,
  namesBy,
  problemsOf,
  ruleChecks,
  safetyCheck,
  scopeCheck,
} from "./checks/rules.ts";
import {
  type DraftStore,
  decoded,
  encoded,
  putWork,
  questionIdOf,
  type StoredVector,
} from "./drafts/store.ts";
import { answerItem, type BlindItem } from "./prompts/answer-item.ts";
import { judgeScope } from "./prompts/judge-scope.ts";
import { reviseItem } from "./prompts/revise-item.ts";
import { supportClaims } from "./prompts/support-claims.ts";
import { WriteOutput, writeItem } from "./prompts/write-item.ts";
import { addCost, type GenerationRecord } from "./store.ts";

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

/** A step's function may run for five minutes. */
const stepMs = 240_000;
/** So many passages are found, and so many of them are given to a model at once: others to the next candidate. */
const passagesFound = 18;
const passagesGiven = 6;
/** So many questions of the bank, those that share most words, are compared by their vectors. */
const bankCompared = 6;

/** What was written in one try, with what it was made from. */
const Written = z.object({
  output: WriteOutput,
  by: MadeBy,
  passages: z.array(Passage),
  instructions: z.string().optional(),
});

const Judged = z.object({
  supports: z.array(
    z.object({ supported: z.boolean(), passage: z.number().nullable(), sentence: z.string().nullable() }),
  ),
  by: MadeBy,
});
const Answered = z.object({ response: Response, reason: z.string(), by: MadeBy });
const Scoped = z.object({ inScope: z.boolean(), reason: z.string(), by: MadeBy });
const Screened = z.object({
  blocked: z.array(z.string()),
  personalData: z.array(z.object({ kind: z.string(), text: z.string() })),
});
const Embedded = z.object({ model: z.string(), vector: z.string() });

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
  const { candidates, drafts, putVersion, generationOf, examOf, published, versions, search, models, now } =
    dependencies;

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
    const checks = await checksOf(record, attempt, item, passages, drafted.problems);
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

  async function checksOf(
    record: CandidateRecord,
    attempt: string,
    item: DraftItem,
    passages: readonly Passage[],
    problems: readonly string[],
  ): Promise<Check[]> {
    const exam = await examFor(record);
    const byRule = ruleChecks(item, { passages, exam, taskId: record.taskId, problems });
    const request = { sources: passages.map(sourceOf), ...paidBy(record) };
    const claims = claimsOf(item);
    // What has come is stored, whatever becomes of the others.
    const results = await Promise.allSettled([
      kept(record, `${attempt}-support`, Judged, async () => {
        const { output, by, usd } = await models.ask(supportClaims, { input: { claims }, ...request });
        return { made: { supports: output.claims, by }, usd };
      }),
      kept(record, `${attempt}-answer`, Answered, async () => {
        const { output, by, usd } = await models.ask(answerItem, {
          input: { item: blind(item) },
          ...request,
        });
        return { made: { ...output, by }, usd };
      }),
      kept(record, `${attempt}-scope`, Scoped, async () => {
        const { stem, options } = item;
        const asked = { stem, options: options.map(({ text }) => ({ text })) };
        const input = { exam: { title: exam.title }, task: taskOf(exam, record.taskId), item: asked };
        const { output, by, usd } = await models.ask(judgeScope, { input, ...request });
        return { made: { ...output, by }, usd };
      }),
      screened(record, attempt, item),
      compared(record, attempt, item),
    ] as const);
    const [support, answer, scope, safety, duplicate] = results;
    const { supports, by } = settled(support);
    const { by: answeredBy, ...answered } = settled(answer);
    const { by: scopedBy, ...scoped } = settled(scope);
    const [schema, lint, profile] = byRule;
    if (!schema || !lint || !profile) throw new TypeError("there are three checks by rule");
    return [
      schema,
      groundedCheck(claims, supports, by),
      keyCheck(item, answered, answeredBy),
      settled(duplicate),
      lint,
      scopeCheck(profile, scoped, scopedBy),
      settled(safety),
    ];
  }

  /** A guardrail that doesn't answer stops nothing: a person looks at it anyway. */
  async function screened(record: CandidateRecord, attempt: string, item: DraftItem): Promise<Check> {
    try {
      const made = await kept(record, `${attempt}-safety`, Screened, async () => ({
        made: await models.screen(textOf(item), "output"),
        usd: 0,
      }));
      return safetyCheck(made);
    } catch (error) {
      if (!(error instanceof Fault && error.code === "model_unavailable")) throw error;
      return {
        name: "safety",
        verdict: "unknown",
        message: "The guardrail did not answer. Look for yourself.",
      };
    }
  }

  /** Compares with the group's other candidates, and with what of the bank shares most words with it. */
  async function compared(record: CandidateRecord, attempt: string, item: DraftItem): Promise<Check> {
    const { cohortId, examId, id: questionId } = record;
    const own = await kept(record, `${attempt}-vector`, Embedded, async () => {
      const { model, vectors } = await embedded([essence(item)], record);
      return { made: { model, vector: encoded(vectors[0] ?? new Float32Array()) }, usd: 0 };
    });
    const ofGroup = `${examId}#${cohortId}`;
    const [others, near] = await Promise.all([drafts.vectors(ofGroup), bankNear(record, item, own.model)]);
    const mine = { questionId, version: record.version + 1, stem: item.stem, ...own };
    await drafts.keepVectors(ofGroup, [mine]);
    const all = [
      ...others.filter((one) => one.model === own.model && one.questionId !== questionId),
      ...near,
    ];
    const alive = await wanted(all, new Set(near.map((one) => one.questionId)));
    return duplicateCheck(decoded(own.vector), alive.map(asCompared));
  }

  /** Candidates that came to nothing are nothing to be like. */
  async function wanted(all: readonly StoredVector[], inBank: ReadonlySet<string>): Promise<StoredVector[]> {
    const heads = await candidates.many(
      all.map(({ questionId }) => questionId).filter((id) => !inBank.has(id)),
    );
    const lost = new Set(
      heads
        .filter(({ state }) => ["failed", "rejected", "cancelled", "expired"].includes(state))
        .map(({ id }) => id),
    );
    return all.filter(({ questionId }) => !lost.has(questionId));
  }

  async function bankNear(record: CandidateRecord, item: DraftItem, model: string): Promise<StoredVector[]> {
    const { examId, cohortId } = record;
    const mine = wordsOf(item.stem, item.options);
    // The group's own are among its candidates.
    const bank = (await published(examId, [cohortId])).filter((entry) => entry.cohortId === undefined);
    const near = bank
      .map((entry) => ({ entry, shared: similarity(mine, wordsOf(entry.face.stem, entry.face.options)) }))
      .sort((a, b) => b.shared - a.shared)
      .slice(0, bankCompared)
      .map(({ entry }) => entry);
    const known = new Map((await drafts.vectors(examId)).map((one) => [one.questionId, one]));
    const isKnown = ({ id, version }: BankEntry) =>
      known.get(id)?.version === version && known.get(id)?.model === model;
    const missing = near.filter((entry) => !isKnown(entry));
    if (missing.length > 0) {
      const questions = await versions(missing.map(({ id, version }) => ({ questionId: id, version })));
      const made = await embedded(
        questions.map(({ item: other }) => essence(other)),
        record,
      );
      const fresh = questions.map(({ id, version, item: { stem } }, place) => ({
        questionId: id,
        version,
        stem,
        model: made.model,
        vector: encoded(made.vectors[place] ?? new Float32Array()),
      }));
      await drafts.keepVectors(examId, fresh);
      for (const one of fresh) known.set(one.questionId, one);
    }
    return near.flatMap(({ id }) => known.get(id) ?? []);
  }

  function embedded(texts: readonly string[], record: CandidateRecord) {
    return models.embed(texts, { kind: "passage", ...paidBy(record) });
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

  /** What was made before, or is made now and stored, with what it has cost, before anybody uses it. */
  async function kept<S extends z.ZodType>(
    record: CandidateRecord,
    name: string,
    schema: S,
    make: () => Promise<{ made: z.output<S>; usd: number }>,
  ): Promise<z.output<S>> {
    const before = await drafts.work(record.id, name, schema);
    if (before !== undefined) return before;
    const { made, usd } = await make();
    const nanos = Math.round(usd * 1e9);
    try {
      await drafts.keep(record.id, name, made, nanos > 0 ? [addCost(refOf(record), nanos)] : []);
      return made;
    } catch (error) {
      if (!(error instanceof Fault && error.code === "conflict")) throw error;
      // Somebody else was faster, with another answer: that one counts.
      return (await drafts.work(record.id, name, schema)) ?? made;
    }
  }

  function paidBy({ cohortId }: Pick<CandidateRecord, "cohortId">) {
    return { spender: { cohortId }, deadline: now() + stepMs };
  }
}

const gone: Outcome = { outcome: "gone", problems: [] };

const refOf = ({ cohortId, generationId }: CandidateRecord) => ({ cohortId, id: generationId });

const sourceOf = ({ noteTitle, headings, text }: Passage) => ({
  title: [noteTitle, ...headings.filter((heading) => heading !== noteTitle)].join(" > "),
  text,
});

function taskOf(exam: ExamProfile, taskId: string) {
  const task = exam.domains.flatMap((domain) => domain.tasks).find(({ id }) => id === taskId);
  if (!task) throw new TypeError(`${exam.id} has no task ${taskId}`);
  return task;
}

/** Another one for each candidate and try. */
const seedOf = (place: number, attempt: string): number => place * 7 + Number(/\d+$/.exec(attempt)?.[0] ?? 0);

function blind(item: DraftItem): BlindItem {
  const { type, stem } = item;
  return {
    type,
    stem,
    options: item.options.map(({ id, text }) => ({ id, text })),
    ...(item.type === "matching" && { prompts: item.prompts }),
    ...(item.key.type === "multiple_response" && { select: item.key.choices.length }),
  };
}

/** What tells one question from another: what is asked, and what is right. */
function essence({ stem, options, key }: Pick<DraftItem, "stem" | "options" | "key">): string {
  const right = new Set(namedOptions(key));
  return [stem, ...options.filter(({ id }) => right.has(id)).map(({ text }) => text)].join("\n");
}

const wordsOf = (stem: string, options: readonly { text: string }[]): ReadonlySet<string> =>
  new Set(words([stem, ...options.map(({ text }) => text)].join(" ")));

const textOf = ({ stem, options, decidedBy }: DraftItem): string =>
  [stem, ...options.flatMap(({ text, rationale }) => [text, rationale]), decidedBy].join("\n");

const asCompared = ({ questionId, stem, vector }: StoredVector): Compared => ({
  questionId,
  stem,
  vector: decoded(vector),
});

function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "fulfilled") return result.value;
  throw result.reason;
}
