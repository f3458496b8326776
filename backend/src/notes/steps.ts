import { Fault } from "@lyceum/shared/contract/fault";
import { CohortId } from "@lyceum/shared/contract/ids";
import { NoteId, type PersonalData, UploadId, type UploadProblem } from "@lyceum/shared/notes";
import * as z from "zod";
import type { Models } from "../models/models.ts";
import type { Folder } from "./folder.ts";
import type { libraryOf } from "./library.ts";
import { type Part, searchedText } from "./reading/chunks.ts";
import { contextOf, masked, personalDataIn } from "./reading/personal-data/rules.ts";
import { ReadingProblem } from "./reading/problem.ts";
import { read, wordsOfParts } from "./reading/read.ts";
import { batchSize, isEmbedded, isUnfinished, mostShown, unfinished } from "./rules.ts";
import { type NoteStore, type UploadKey, type UploadRecord, undecided } from "./store.ts";

const ofNote = { owner: CohortId, noteId: NoteId };
const ofUpload = { ...ofNote, uploadId: UploadId };

/** What the workflow `note-indexing` asks for. Its state has ids alone. */
export const Step = z.discriminatedUnion("step", [
  z.object({ step: z.literal("read"), ...ofUpload }),
  z.object({ step: z.literal("ask"), ...ofUpload, token: z.string() }),
  z.object({ step: z.literal("decided"), ...ofUpload }),
  z.object({ step: z.literal("embed"), ...ofUpload, from: z.number().int() }),
  z.object({ step: z.literal("publish"), ...ofUpload }),
  z.object({
    step: z.literal("fail"),
    ...ofUpload,
    stage: z.enum(["reading", "indexing"]),
    error: z.object({ Error: z.string().default(""), Cause: z.string().default("") }),
  }),
  z.object({ step: z.literal("refresh"), owner: CohortId }),
  z.object({ step: z.literal("purge"), owner: CohortId, noteId: NoteId, uploadId: UploadId.optional() }),
  z.object({ step: z.literal("forget"), owner: CohortId }),
]);
export type Step = z.infer<typeof Step>;

/** Where the workflow goes from there; `over` where there is nothing more to do, for whatever reason. */
interface Outcome {
  next: "ask" | "embed" | "publish" | "over";
  /** The first part of the next batch. */
  from?: number;
}

interface Dependencies {
  store: NoteStore;
  folder: Folder;
  library: ReturnType<typeof libraryOf>;
  models: Pick<Models, "embed" | "screen">;
  /** Lets a waiting execution go on. */
  succeed: (token: string, output: unknown) => Promise<unknown>;
  /** ms since 1970 */
  now: () => number;
}

/** Embedding a batch takes seconds, and a whole library may be embedded anew. The function has five minutes. */
const patience = 4 * 60_000;
/** As much text as is screened at once, and how many requests at a time. */
const screenedAtOnce = 8000;
const screenings = 4;

const over: Outcome = { next: "over" };

/** The steps of indexing a note. Each may be done again, also where it was done already or in half. */
export function steps({ store, folder, library, models, succeed, now }: Dependencies) {
  return async function run(step: Step): Promise<Outcome> {
    switch (step.step) {
      case "read":
        return whileUnfinished(step, (upload) => readFile(step, upload));
      case "ask":
        return ask(step);
      case "decided":
        return whileUnfinished(step, (upload) => decided(step, upload));
      case "embed":
        return whileUnfinished(step, (upload) => embedBatch(step, upload, step.from));
      case "publish":
        return publish(step);
      case "fail":
        return fail(step, step.stage, step.error);
      case "refresh":
        await library.publish(step.owner, now() + patience);
        return over;
      case "purge":
        return purge(step);
      case "forget":
        await store.forget(step.owner);
        await folder.remove({ owner: step.owner });
        await library.remove(step.owner);
        return over;
    }
  };

  /** An upload that is over, or gone, ends its workflow. What can't be a note says so, and ends it too. */
  async function whileUnfinished(
    key: UploadKey,
    work: (upload: UploadRecord) => Promise<Outcome>,
  ): Promise<Outcome> {
    const upload = await store.upload(key);
    if (!upload || !isUnfinished(upload) || !(await store.get(key))) return over;
    try {
      return await work(upload);
    } catch (error) {
      if (error instanceof ReadingProblem) {
        return problem(key, { code: error.code, message: error.message });
      }
      if (error instanceof Fault && error.code === "budget_spent") {
        return problem(key, { code: "budget_spent", message: error.message });
      }
      // Cancelled in the meantime, or replaced by a newer upload.
      if (error instanceof Fault && error.code === "conflict") return over;
      throw error;
    }
  }

  async function readFile(key: UploadKey, { mediaType }: UploadRecord): Promise<Outcome> {
    const bytes = await folder.readOriginal(key);
    if (!bytes) throw new ReadingProblem("damaged", "The file did not arrive. Upload it again.");
    const parts = await read(bytes, mediaType);
    const findings = await personalData(key, parts);
    await folder.writeParts(key, parts);
    if (findings.length > 0) {
      await folder.writeFindings(
        key,
        findings.map(({ kind, text }) => ({ kind, text })),
      );
      await store.move(key, ["reading", "awaiting_consent"], "awaiting_consent", {
        personalData: findings.slice(0, mostShown),
      });
      return { next: "ask" };
    }
    await beginIndexing(key, ["reading", "indexing"], parts);
    return { next: "embed", from: 0 };
  }

  /** What the patterns find and what the guardrail finds, by part, each text once. */
  async function personalData({ owner }: UploadKey, parts: readonly Part[]): Promise<PersonalData[]> {
    const screened = await screen(parts, { cohortId: owner });
    const found = new Map<string, PersonalData>();
    parts.forEach(({ headings, text }, ordinal) => {
      const whole = [...headings, text].join("\n");
      const also = screened.flatMap(({ kind, text: finding }) =>
        whole.includes(finding) ? [{ kind, text: finding }] : [],
      );
      for (const { kind, text: finding } of [...personalDataIn(whole), ...also]) {
        if (found.has(finding)) continue;
        found.set(finding, { kind, text: finding, ordinal, context: contextOf(whole, finding) });
      }
    });
    return [...found.values()];
  }

  async function screen(
    parts: readonly Part[],
    spender: { cohortId: string },
  ): Promise<{ kind: PersonalData["kind"]; text: string }[]> {
    const texts: string[] = [];
    for (const part of parts) {
      const last = texts.length - 1;
      const longer = `${texts[last] ?? ""}\n\n${searchedText(part)}`;
      if (last >= 0 && longer.length <= screenedAtOnce) texts[last] = longer;
      else texts.push(searchedText(part));
    }
    const found: { kind: PersonalData["kind"]; text: string }[] = [];
    for (let from = 0; from < texts.length; from += screenings) {
      const batch = texts.slice(from, from + screenings);
      for (const { personalData: all } of await Promise.all(
        batch.map((text) => models.screen(text, { source: "input", spender })),
      )) {
        for (const { kind, text } of all) {
          // What a pattern has refused for its sum or its form, such as an example's address, is no finding either.
          if (text.trim() !== "" && (isSeenByMeaning(kind) || personalDataIn(text).length > 0)) {
            found.push({ kind, text });
          }
        }
      }
    }
    return found;
  }

  /** Keeps what lets the workflow go on, which a decision then does; one that was faster does so now. */
  async function ask(step: UploadKey & { token: string }): Promise<Outcome> {
    const upload = await store.upload(step);
    if (upload?.state !== "awaiting_consent" || upload.consent) {
      await succeed(step.token, over);
      return over;
    }
    await store.move(step, ["awaiting_consent"], "awaiting_consent", { token: step.token });
    const after = await store.upload(step);
    if (after?.consent) await succeed(step.token, over);
    return over;
  }

  async function decided(key: UploadKey, upload: UploadRecord): Promise<Outcome> {
    if (upload.state === "indexing") return { next: "embed", from: 0 };
    if (!upload.consent) {
      // Nobody has decided in time. The files first: once it is cancelled, this step would not come here again.
      await folder.remove(key);
      await store.move(key, ["awaiting_consent"], "cancelled", undecided);
      return over;
    }
    const parts = await folder.latestParts(key);
    if (upload.consent === "mask") await mask(key, parts);
    else await folder.removeFindings(key);
    await beginIndexing(key, ["awaiting_consent"], parts);
    return { next: "embed", from: 0 };
  }

  async function mask(key: UploadKey, parts: readonly Part[]): Promise<void> {
    const findings = await folder.findings(key);
    await folder.writeParts(
      key,
      parts.map(({ headings, page, text, overlap }) => ({
        headings: headings.map((heading) => masked(heading, findings)),
        page,
        text: masked(text, findings),
        overlap: masked(text.slice(0, overlap), findings).length,
      })),
    );
    await folder.removeUnmasked(key);
  }

  function beginIndexing(
    key: UploadKey,
    from: readonly UploadRecord["state"][],
    parts: readonly Part[],
  ): Promise<void> {
    const progress = { done: 0, total: parts.length };
    return store.move(key, from, "indexing", { progress, ...undecided });
  }

  /** A batch that is stored is not embedded again, and not paid for again. */
  async function embedBatch(key: UploadKey, { state }: UploadRecord, from: number): Promise<Outcome> {
    if (state !== "indexing") return over;
    const parts = await folder.latestParts(key);
    const batch = parts.slice(from, from + batchSize);
    if (!(await folder.batch(key, from))) {
      const spender = { cohortId: key.owner };
      const request = { kind: "passage", spender, deadline: now() + patience } as const;
      await folder.writeBatch(key, from, await models.embed(batch.map(searchedText), request));
    }
    const done = from + batch.length;
    await store.move(key, ["indexing"], "indexing", { progress: { done, total: parts.length } });
    return done < parts.length ? { next: "embed", from: done } : { next: "publish" };
  }

  /** The upload becomes the next version: first in the index, at once and as a whole, then for those who read it. */
  async function publish(key: UploadKey): Promise<Outcome> {
    return whileUnfinished(key, async (upload) => {
      if (upload.state !== "indexing") return over;
      const parts = await folder.latestParts(key);
      await joinBatches(key, parts.length);
      await store.beginPublishing(key);
      await library.publish(key.owner, now() + patience, key);
      await finish(key, upload, parts);
      return over;
    });
  }

  /** Again where the note's title was changed in between: the index then is made anew for that. */
  async function finish(key: UploadKey, upload: UploadRecord, parts: readonly Part[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      const note = await store.get(key);
      if (note?.publishing !== key.uploadId) return;
      const at = new Date(now()).toISOString();
      try {
        return await store.publish(note, upload, { words: wordsOfParts(parts), chunks: parts.length, at });
      } catch (error) {
        if (tries === 3 || !(error instanceof Fault && error.code === "conflict")) throw error;
      }
    }
  }

  async function joinBatches(key: UploadKey, total: number): Promise<void> {
    if (await folder.vectors(key)) return;
    const vectors: Float32Array[] = [];
    const names = new Set<string>();
    for (let from = 0; from < total; from += batchSize) {
      const batch = await folder.batch(key, from);
      // What is missing is embedded where the index is made.
      if (!batch) return;
      names.add(batch.model);
      vectors.push(...batch.vectors);
    }
    const [model, ...others] = names;
    // The model was switched in between.
    if (model === undefined || others.length > 0) return;
    await folder.writeVectors(key, { model, vectors });
    await folder.removeBatches(key);
  }

  async function problem(key: UploadKey, reason: NonNullable<UploadRecord["problem"]>): Promise<Outcome> {
    await store.move(key, unfinished, "failed", { problem: reason, ...undecided }).catch(unlessConflict);
    await store.endPublishing(key).catch(unlessConflict);
    await removeUpload(key);
    return over;
  }

  function fail(
    key: UploadKey,
    stage: "reading" | "indexing",
    { Error: name, Cause: cause }: { Error: string; Cause: string },
  ): Promise<Outcome> {
    return problem(key, whatFailed(stage, name, cause));
  }

  async function purge({ owner, noteId, uploadId }: Extract<Step, { step: "purge" }>): Promise<Outcome> {
    if (uploadId !== undefined) {
      await removeUpload({ owner, noteId, uploadId });
      return over;
    }
    await folder.remove({ owner, noteId });
    await store.purge({ owner, noteId });
    await library.without(owner, now() + patience);
    return over;
  }

  /** An upload that did not become a version: neither its files stay, nor what the index may have of it. */
  async function removeUpload(key: UploadKey): Promise<void> {
    await folder.remove(key);
    const upload = await store.upload(key);
    if (upload && isEmbedded(upload)) await library.without(key.owner, now() + patience);
  }
}

const isSeenByMeaning = (kind: PersonalData["kind"]): boolean => kind === "name" || kind === "address";

function whatFailed(
  stage: "reading" | "indexing",
  error: string,
  cause: string,
): { code: z.infer<typeof UploadProblem>; message: string } {
  if (stage === "indexing" || error === "Fault" || cause.includes("model_unavailable")) {
    return {
      code: "model_unavailable",
      message: "The models that read notes are not there at the moment. Upload the file again in a while.",
    };
  }
  // It has taken all of the time, or of the memory.
  if (/^(?:States\.Timeout|States\.HeartbeatTimeout|Sandbox\.Timedout|Runtime\.)/.test(error)) {
    return {
      code: "expands_too_much",
      message: "Reading the file took too long. Split it into several files and upload those.",
    };
  }
  return {
    code: "damaged",
    message: "The file can't be read. Save it once more, or in another of the formats, and upload that.",
  };
}

function unlessConflict(error: unknown): void {
  if (!(error instanceof Fault && error.code === "conflict")) throw error;
}
