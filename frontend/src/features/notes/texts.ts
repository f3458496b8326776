import type { Note, PersonalData, Upload } from "@lyceum/shared/notes";
import { counted } from "../../lib/format.ts";

/** How an upload is doing, in a sentence; `undefined` where there is nothing to say any more. */
export function uploadText({ state, progress, problem }: Upload, version: number): string | undefined {
  const asBefore = version > 0 ? " The note is as it was." : "";
  switch (state) {
    case "awaiting_file":
      return `The file has not arrived. It may still be on its way from another page; otherwise choose it again.${asBefore}`;
    case "reading":
      return "The file is being read.";
    case "awaiting_consent":
      return "There may be personal data in it. Nothing is indexed before somebody decides what becomes of it.";
    case "indexing":
      return progress && progress.total > 0
        ? `Being indexed: ${progress.done} of ${counted(progress.total, "part")}.`
        : "Being indexed.";
    case "failed":
      return `${problem?.message ?? "The file could not become a note."}${asBefore}`;
    case "ready":
    case "cancelled":
      return undefined;
  }
}

/** What a note is, in a line. */
export function noteFacts({ words, version, taskIds }: Note): string {
  return [
    counted(words, "word"),
    ...(taskIds.length > 0 ? [`${taskIds.length === 1 ? "task" : "tasks"} ${taskIds.join(", ")}`] : []),
    ...(version > 1 ? [`version ${version}`] : []),
  ].join(" · ");
}

export const dataNames: Readonly<Record<PersonalData["kind"], string>> = {
  email: "E-mail address",
  phone: "Phone number",
  card: "Card number",
  iban: "Bank account",
  ip_address: "IP address",
  national_id: "National id",
  address: "Postal address",
  name: "Name",
  secret: "Secret key",
};

/** What was found, counted by kind, the most frequent first. */
export function findingsText(found: readonly PersonalData[]): string {
  const counts = new Map<PersonalData["kind"], number>();
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${dataNames[kind]}${count > 1 ? ` (${count})` : ""}`)
    .join(", ");
}
