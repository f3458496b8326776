import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Passage } from "@lyceum/shared/notes";
import {
  type BankEntry,
  type DraftItem,
  MadeBy,
  namedOptions,
  type Question,
  Response,
} from "@lyceum/shared/questions";
import type { Check } from "@lyceum/shared/review";
import * as z from "zod";
import type { Models } from "../models/models.ts";
import { similarity, words } from "../questions/lint/rules.ts";
import type { CandidateRecord } from "../review/candidates/record.ts";
import {
  type Compared,
  claimsOf,
  duplicateCheck,
  groundedCheck,
  keyCheck,
  ruleChecks,
  safetyCheck,
  scopeCheck,
} from "./checks/rules.ts";
import { type DraftStore, decoded, encoded, type StoredVector } from "./drafts/store.ts";
import { type Keeping, sourceOf, taskOf } from "./keeping.ts";
import { answerItem, type BlindItem } from "./prompts/answer-item.ts";
import { judgeScope } from "./prompts/judge-scope.ts";
import { supportClaims } from "./prompts/support-claims.ts";

interface Dependencies extends Keeping {
  candidatesOf: (questionIds: readonly string[]) => Promise<CandidateRecord[]>;
  drafts: Pick<DraftStore, "vectors" | "keepVectors">;
  /** What a group's learners may be given, with their versions on request. */
  published: (examId: string, cohortIds: readonly string[]) => Promise<BankEntry[]>;
  versions: (refs: readonly { questionId: string; version: number }[]) => Promise<readonly Question[]>;
  models: Pick<Models, "ask" | "embed" | "screen">;
}

/** So many questions of the bank, those that share most words, are compared by their vectors. */
const bankCompared = 6;

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
  /** What is found in what it was written from. */
  sources: z.array(z.string()),
  personalData: z.array(z.object({ kind: z.string(), text: z.string() })),
});
const Embedded = z.object({ model: z.string(), vector: z.string() });

/** What was made in one try, and is to be checked. */
interface Made {
  exam: ExamProfile;
  item: DraftItem;
  /** What the model was told beyond its prompt. */
  told: string;
  passages: readonly Passage[];
  /** What is wrong with it by its form. */
  problems: readonly string[];
}

/** Checks what was written. Each answer of a model is stored before it is used. */
export function checking({ kept, paidBy, candidatesOf, drafts, published, versions, models }: Dependencies) {
  return checksOf;

  /** All checks of what was made in one try. */
  async function checksOf(
    record: CandidateRecord,
    attempt: string,
    { exam, item, told, passages, problems }: Made,
  ): Promise<Check[]> {
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
      screened(record, attempt, item, [...passages.map(({ text }) => text), told].join("\n\n")),
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
  async function screened(
    record: CandidateRecord,
    attempt: string,
    item: DraftItem,
    writtenFrom: string,
  ): Promise<Check> {
    try {
      const { sources, ...made } = await kept(record, `${attempt}-safety`, Screened, async () => {
        const { spender } = paidBy(record);
        const [output, input] = await Promise.all([
          models.screen(textOf(item), { source: "output", spender }),
          models.screen(writtenFrom, { source: "input", spender }),
        ]);
        const { blocked, personalData } = output;
        return { made: { blocked, personalData, sources: input.blocked }, usd: output.usd + input.usd };
      });
      return safetyCheck(made, sources);
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
    const mine = { questionId, version: record.version + 1, stem: item.stem, ...own };
    // Before the others' are read: of two that are checked at the same time, one at least sees the other.
    await drafts.keepVectors(ofGroup, [mine]);
    const [others, near] = await Promise.all([drafts.vectors(ofGroup), bankNear(record, item, own.model)]);
    const all = [
      ...others.filter((one) => one.model === own.model && one.questionId !== questionId),
      ...near,
    ];
    const alive = await wanted(record, all, new Set(near.map((one) => one.questionId)));
    return duplicateCheck(decoded(own.vector), alive.map(asCompared));
  }

  /**
   * Candidates that came to nothing are nothing to be like. Of two of one wish that are checked at the same time, the one with the
   * later place yields: if both did, there would be none.
   */
  async function wanted(
    { generationId, place }: CandidateRecord,
    all: readonly StoredVector[],
    inBank: ReadonlySet<string>,
  ): Promise<StoredVector[]> {
    const heads = await candidatesOf(all.map(({ questionId }) => questionId).filter((id) => !inBank.has(id)));
    const yields = (other: CandidateRecord) =>
      other.state === "draft" && other.generationId === generationId && other.place > place;
    const lost = new Set(
      heads
        .filter((one) => ["failed", "rejected", "cancelled", "expired"].includes(one.state) || yields(one))
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
}

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
