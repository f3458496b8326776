// Text that somebody is typing, kept in this tab: it outlives a page that is left or loaded anew.

const prefix = "lyceum-draft:";
const keyOf = (userId: string, place: string): string => `${prefix}${userId}:${place}`;

/** As much of the browser's storage as is used. */
export type TabStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * @param storage gives the browser's storage; throws where it is blocked, and then nothing is kept
 */
export const createDrafts = (storage: () => TabStorage) => ({
  /** What somebody typed at a place; `undefined` where that is nothing. */
  kept(userId: string, place: string): string | undefined {
    try {
      return storage().getItem(keyOf(userId, place)) ?? undefined;
    } catch {
      return undefined;
    }
  },

  /** Keeps what somebody types at a place; nothing of an empty text. */
  keep(userId: string, place: string, text: string): void {
    try {
      if (text === "") storage().removeItem(keyOf(userId, place));
      else storage().setItem(keyOf(userId, place), text);
    } catch {
      // It is on the page all the same.
    }
  },

  /** Deletes what others have typed than who is signed in: all of it, where nobody is. */
  keepOnly(userId: string | undefined): void {
    try {
      const keys = Array.from({ length: storage().length }, (_, at) => storage().key(at) ?? "");
      for (const key of keys) {
        if (key.startsWith(prefix) && !(userId && key.startsWith(keyOf(userId, ""))))
          storage().removeItem(key);
      }
    } catch {
      // Storage is blocked: there is nothing to delete.
    }
  },
});

export const drafts = createDrafts(() => sessionStorage);
