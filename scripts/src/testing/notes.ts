import type { Input } from "@lyceum/shared/contract/client";
import type { Note } from "@lyceum/shared/notes";
import { ulid } from "ulid";
import { eventually } from "./eventually.ts";
import type { Person } from "./people.ts";

type UploadBody = Input<"POST /cohorts/{cohortId}/notes/{noteId}/uploads">["body"];

/** A note of ten sentences that is nobody's copy. */
export const someMarkdown = `# Vector stores

A vector store keeps embeddings and finds the nearest ones. It answers a question by meaning and not by words.

## Choosing one

Amazon OpenSearch Serverless suits hybrid search. Amazon Aurora suits teams that know PostgreSQL.

1. Measure how many vectors there are.
2. Decide how fresh they must be.
3. Compare the price of each store.
`;

/** Says which file is coming, and puts it to its address. */
export async function putFile(
  { client }: Person,
  { cohortId, noteId }: { cohortId: string; noteId: string },
  content: string | Uint8Array<ArrayBuffer>,
  wish: Partial<UploadBody> = {},
): Promise<{ cohortId: string; noteId: string; uploadId: string }> {
  const body = {
    id: `upl_${ulid()}`,
    title: "Vector stores",
    fileName: "vector-stores.md",
    mediaType: "text/markdown" as const,
    bytes: Buffer.byteLength(content),
    ...wish,
  };
  const params = { cohortId, noteId };
  const { put } = await client.call("POST /cohorts/{cohortId}/notes/{noteId}/uploads", { params, body });
  const { status } = await fetch(put.url, { method: "PUT", headers: put.headers, body: content });
  if (status !== 200) throw new Error(`putting the file was answered ${status}`);
  return { ...params, uploadId: body.id };
}

/** Uploads a file: a new note, or the next version of one. */
export async function upload(
  person: Person,
  note: { cohortId: string; noteId?: string },
  content: string | Uint8Array<ArrayBuffer>,
  wish: Partial<UploadBody> = {},
) {
  const params = await putFile(person, { noteId: `not_${ulid()}`, ...note }, content, wish);
  await person.client.call("POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/file", { params });
  return params;
}

/** A note whose latest upload is in one of these states. */
export const untilUpload = (
  { client }: Person,
  params: { cohortId: string; noteId: string },
  ...states: readonly NonNullable<Note["upload"]>["state"][]
): Promise<Note> =>
  eventually(
    () => client.call("GET /cohorts/{cohortId}/notes/{noteId}", { params }),
    ({ upload: latest }) => latest !== undefined && states.includes(latest.state),
  );

/** A note that has been read and indexed. */
export async function newNote(person: Person, cohortId: string, content = someMarkdown): Promise<Note> {
  return untilUpload(person, await upload(person, { cohortId }, content), "ready");
}
