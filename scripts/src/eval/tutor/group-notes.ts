import type { Client } from "@lyceum/shared/contract/client";
import type { Place } from "./corpus.ts";

interface Page<Item> {
  items: Item[];
  cursor?: string | undefined;
}

/** All passages that a group's tutor searches: of its own notes and of those that its exam shares. */
export async function groupPlaces(client: Client, cohortId: string): Promise<Place[]> {
  const params = { cohortId };
  const { examId } = await client.call("GET /cohorts/{cohortId}", { params });
  const limit = 100;
  const own = await all((cursor) =>
    client.call("GET /cohorts/{cohortId}/notes", { params, query: { limit, cursor } }),
  );
  const shared = await all((cursor) =>
    client.call("GET /exams/{examId}/notes", { params: { examId }, query: { limit, cursor } }),
  );
  const places: Place[] = [];
  for (const note of [...own, ...shared]) {
    const noteId = note.id;
    const parts = await all((cursor) =>
      note.cohortId === null
        ? client.call("GET /exams/{examId}/notes/{noteId}/parts", {
            params: { examId, noteId },
            query: { limit, cursor },
          })
        : client.call("GET /cohorts/{cohortId}/notes/{noteId}/parts", {
            params: { cohortId, noteId },
            query: { limit, cursor },
          }),
    );
    const { cohortId: of, title: noteTitle, taskIds } = note;
    for (const { overlap: _, ...part } of parts)
      places.push({ passage: { ...part, cohortId: of, noteTitle }, taskIds });
  }
  return places;
}

async function all<Item>(ask: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}
