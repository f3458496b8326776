import type { Kept } from "./answers.ts";

/** As much of the browser's storage as is used. */
export type DeviceStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

interface Content {
  /** Of what is kept. Content of another format is of no use. */
  format: typeof format;
  /** In ms since 1970. */
  keptAt: number;
  kept: readonly Kept[];
}

const format = 1;
const prefix = "lyceum-outbox:";
/** Nobody comes back to an attempt after so long, in ms. */
const longest = 30 * 86_400_000;

/**
 * What the server has not acknowledged of a person's attempt, kept on this device so that it outlives the page.
 *
 * @param storage gives the browser's storage; throws where it is blocked
 */
export function createOutbox(
  userId: string,
  attemptId: string,
  storage: () => DeviceStorage = () => localStorage,
  now: () => number = () => Date.now(),
) {
  const key = `${prefix}${userId}:${attemptId}`;
  let last: string | undefined;

  return {
    /** What an earlier page has kept; nothing where it can't be read. */
    read(): readonly Kept[] {
      try {
        const content = parsed(storage().getItem(key));
        return content?.kept ?? [];
      } catch {
        return [];
      }
    },

    /** Keeps this and nothing else. @returns whether that could be done */
    write(kept: readonly Kept[]): boolean {
      const text = JSON.stringify(kept);
      if (text === last) return true;
      try {
        if (kept.length === 0) storage().removeItem(key);
        else storage().setItem(key, JSON.stringify({ format, keptAt: now(), kept } satisfies Content));
        last = text;
        return true;
      } catch {
        return false;
      }
    },

    /** Deletes what was kept of attempts, anybody's, that were never opened again. */
    prune(): void {
      try {
        const keys = Array.from({ length: storage().length }, (_, place) => storage().key(place));
        for (const each of keys) {
          if (!each?.startsWith(prefix)) continue;
          const keptAt = parsed(storage().getItem(each))?.keptAt ?? 0;
          if (now() - keptAt > longest) storage().removeItem(each);
        }
      } catch {
        // Storage is blocked: there is nothing to delete.
      }
    },
  };
}

/** @throws SyntaxError */
function parsed(text: string | null): Content | undefined {
  const content: Partial<Content> | null = JSON.parse(text ?? "null");
  if (content?.format !== format || !content.kept || content.keptAt === undefined) return undefined;
  return { format, keptAt: content.keptAt, kept: content.kept };
}
