import * as z from "zod";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { ExamId, TaskId } from "./exams.ts";

export const NoteId = id("not");
export const UploadId = id("upl");

/** The largest file, in bytes. */
export const mostBytes = 20 * 1024 * 1024;

export const MediaType = z.enum(["text/markdown", "text/html", "application/pdf", "text/plain"]);
export type MediaType = z.infer<typeof MediaType>;

/** Why a file became no note. The reply's message says what to do. */
export const UploadProblem = z.enum([
  "too_large",
  "wrong_type",
  "not_utf8",
  "encrypted",
  "no_text",
  "damaged",
  "expands_too_much",
  "model_unavailable",
  "budget_spent",
]);

/** Something that looks like it tells who somebody is, with the words around it. */
export const PersonalData = z.object({
  kind: z.enum(["email", "phone", "card", "iban", "ip_address", "national_id", "address", "name", "secret"]),
  text: z.string(),
  /** The chunk that it stands in, and the heading of it. */
  ordinal: z.number().int(),
  context: z.string(),
});
export type PersonalData = z.infer<typeof PersonalData>;

/**
 * One file on its way to be a version of a note. Nothing of it is searched before it is `ready`, and then all of it.
 * `awaiting_file` -> `reading` -> (`awaiting_consent` ->) `indexing` -> `ready` | `failed` | `cancelled`.
 */
export const Upload = z
  .object({
    id: UploadId,
    noteId: NoteId,
    fileName: z.string(),
    mediaType: MediaType,
    bytes: z.number().int(),
    by: z.string(),
    at: z.iso.datetime(),
    state: z.enum([
      "awaiting_file",
      "reading",
      "awaiting_consent",
      "indexing",
      "ready",
      "failed",
      "cancelled",
    ]),
    /** How many of the chunks are embedded, while `indexing`. */
    progress: z.object({ done: z.number().int(), total: z.number().int() }).optional(),
    problem: z.object({ code: UploadProblem, message: z.string() }).optional(),
    /** What was found while reading; the first fifty. The uploader decides before anything is indexed. */
    personalData: z.array(PersonalData).optional(),
  })
  .meta({ id: "Upload" });
export type Upload = z.infer<typeof Upload>;

const noteOf = {
  id: NoteId,
  examId: ExamId,
  title: z.string(),
  /** The tasks of the exam that it is about; empty where it is about all, or nobody has said. */
  taskIds: z.array(TaskId),
};

/** A note that can be read and searched, or will be when its first upload is ready. */
export const Note = z
  .object({
    ...noteOf,
    /** Of whom: a cohort's own, or shared with all who prepare for the exam. */
    cohortId: CohortId.nullable(),
    /** 0 until an upload is ready; each upload that becomes ready is the next version. */
    version: z.number().int().min(0),
    words: z.number().int(),
    chunks: z.number().int(),
    changedAt: z.iso.datetime(),
    /** The latest upload; for instructors only, and absent for shared notes. */
    upload: Upload.optional(),
  })
  .meta({ id: "Note" });
export type Note = z.infer<typeof Note>;

/**
 * A part of a note as it is searched, quoted and cited: at most 180 words below one heading. Parts overlap by a sentence;
 * `overlap` says how many characters of the text stood at the end of the part before.
 */
export const Passage = z
  .object({
    noteId: NoteId,
    /** Of the note; a citation stays with the version that it was made from. */
    version: z.number().int().min(1),
    /** From 0, in the order of the note. */
    ordinal: z.number().int().min(0),
    noteTitle: z.string(),
    /** Of whom the note is; `null` where it is shared by all who prepare for the exam. */
    cohortId: CohortId.nullable(),
    /** The headings that it stands below, the outermost first. */
    headings: z.array(z.string()),
    /** From 1, in a PDF. */
    page: z.number().int().min(1).nullable(),
    /** Markdown without the headings. */
    text: z.string(),
  })
  .meta({ id: "Passage" });
export type Passage = z.infer<typeof Passage>;

/** A sentence of a note that supports something. */
export const Citation = z.object({
  noteId: NoteId,
  version: z.number().int().min(1),
  ordinal: z.number().int().min(0),
  /** Of whom the note is; `null` where it is shared by all who prepare for the exam. */
  cohortId: CohortId.nullable(),
  title: z.string().max(300),
  /** The words that support it, as they stand in the note. */
  quote: z.string().min(1).max(600),
});
export type Citation = z.infer<typeof Citation>;

const Part = Passage.omit({ noteTitle: true, cohortId: true }).extend({ overlap: z.number().int().min(0) });

const inCohort = { cohortId: CohortId };
const ofNote = z.object({ ...inCohort, noteId: NoteId });
const ofUpload = z.object({ ...inCohort, noteId: NoteId, uploadId: UploadId });
const ofShared = z.object({ examId: ExamId, noteId: NoteId });
const title = z.string().trim().min(1).max(200);
const taskIds = z.array(TaskId).max(30);
const parts = { ...pageQuery, version: z.coerce.number<string | number>().int().min(1).optional() };

/** How the browser brings the file to where it is kept: a request of its own, to an address that is good for minutes. */
const FilePut = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime(),
});

export const notes = {
  list: route({
    method: "GET",
    path: "/cohorts/{cohortId}/notes",
    access: "cohort:learner",
    summary: "A group's own notes, the latest changed first. Learners see those that have a version",
    params: z.object(inCohort),
    query: z.object(pageQuery),
    reply: page(Note),
    faults: [],
  }),
  get: route({
    method: "GET",
    path: "/cohorts/{cohortId}/notes/{noteId}",
    access: "cohort:learner",
    summary: "A note of a group, with how its latest upload is doing",
    params: ofNote,
    reply: Note,
    faults: ["not_found"],
  }),
  parts: route({
    method: "GET",
    path: "/cohorts/{cohortId}/notes/{noteId}/parts",
    access: "cohort:learner",
    summary:
      "What a note says, part by part; of the current version, or of an earlier one that something cites",
    params: ofNote,
    query: z.object(parts),
    reply: page(Part),
    // While the caller sits the exam.
    faults: ["not_found", "conflict"],
  }),
  upload: route({
    method: "POST",
    path: "/cohorts/{cohortId}/notes/{noteId}/uploads",
    access: "cohort:instructor",
    summary:
      "Say which file is coming, for a new note or a new version of one, and get an address to put it to. Sent again, it gives a fresh address",
    status: 201,
    params: ofNote,
    body: z.object({
      id: UploadId,
      title,
      taskIds: taskIds.default([]),
      fileName: z.string().trim().min(1).max(255),
      mediaType: MediaType,
      bytes: z.number().int().min(1).max(mostBytes),
    }),
    reply: z.object({ note: Note, put: FilePut }),
    faults: ["conflict", "too_many_requests"],
  }),
  uploaded: route({
    method: "POST",
    path: "/cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/file",
    access: "cohort:instructor",
    summary: "Say that the file has been put: reading it begins",
    params: ofUpload,
    reply: Note,
    faults: ["not_found", "conflict"],
  }),
  consent: route({
    method: "POST",
    path: "/cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/consent",
    access: "cohort:instructor",
    summary:
      "Decide what becomes of the personal data that was found: indexing goes on with it masked or as it is",
    params: ofUpload,
    body: z.object({ personalData: z.enum(["mask", "keep"]) }),
    reply: Note,
    faults: ["not_found", "conflict"],
  }),
  cancelUpload: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}",
    access: "cohort:instructor",
    summary: "Cancel an upload that is not ready: the note stays as it was, and one without a version goes",
    status: 204,
    params: ofUpload,
    faults: ["not_found", "conflict"],
  }),
  change: route({
    method: "PATCH",
    path: "/cohorts/{cohortId}/notes/{noteId}",
    access: "cohort:instructor",
    summary: "Give a note another title, or other tasks",
    params: ofNote,
    body: z.object({ title: title.optional(), taskIds: taskIds.optional() }),
    reply: Note,
    faults: ["not_found", "conflict"],
  }),
  remove: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/notes/{noteId}",
    access: "cohort:instructor",
    summary: "Delete a note with all its files and versions, and take it out of the index",
    status: 204,
    params: ofNote,
    faults: ["conflict"],
  }),
  shared: route({
    method: "GET",
    path: "/exams/{examId}/notes",
    access: "learner",
    summary: "The notes that all who prepare for an exam share, by task",
    params: z.object({ examId: ExamId }),
    query: z.object(pageQuery),
    reply: page(Note),
    faults: ["not_found"],
  }),
  sharedNote: route({
    method: "GET",
    path: "/exams/{examId}/notes/{noteId}",
    access: "learner",
    summary: "A shared note",
    params: ofShared,
    reply: Note,
    faults: ["not_found"],
  }),
  sharedParts: route({
    method: "GET",
    path: "/exams/{examId}/notes/{noteId}/parts",
    access: "learner",
    summary: "What a shared note says, part by part",
    params: ofShared,
    query: z.object(parts),
    reply: page(Part),
    // While the caller sits the exam.
    faults: ["not_found", "conflict"],
  }),
};
