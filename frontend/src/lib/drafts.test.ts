import { expect, test } from "@jest/globals";
import { createDrafts, type TabStorage } from "./drafts.ts";

function tab(...others: [string, string][]): { storage: TabStorage; items: Map<string, string> } {
  const items = new Map(others);
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
    removeItem: (key: string) => void items.delete(key),
    key: (at: number) => [...items.keys()][at] ?? null,
    get length() {
      return items.size;
    },
  };
  return { storage, items };
}

test("each place keeps its text until it is empty", () => {
  const { storage, items } = tab();
  const drafts = createDrafts(() => storage);
  const kept = (place: string) => drafts.kept("ann", place);
  drafts.keep("ann", "a", "What is");
  drafts.keep("ann", "b", "Why is");
  expect(["a", "b", "c"].map(kept)).toEqual(["What is", "Why is", undefined]);
  drafts.keep("ann", "a", "");
  expect(kept("a")).toBeUndefined();
  expect(items.size).toBe(1);
});

test("what somebody typed is there for nobody else, and gone when another one comes, or nobody", () => {
  const { storage, items } = tab(["another's", "stays"]);
  const drafts = createDrafts(() => storage);
  drafts.keep("ann", "a", "Ann's");
  drafts.keep("ann", "b", "Ann's too");
  drafts.keepOnly("ann");
  expect(drafts.kept("ann", "a")).toBe("Ann's");
  expect(drafts.kept("bob", "a")).toBeUndefined();
  drafts.keep("bob", "a", "Bob's");
  drafts.keepOnly("bob");
  expect([...items.values()]).toEqual(["stays", "Bob's"]);
  drafts.keepOnly(undefined);
  expect([...items.values()]).toEqual(["stays"]);
});

test("where storage is blocked, nothing is kept and nothing fails", () => {
  const drafts = createDrafts(() => {
    throw new Error("blocked");
  });
  drafts.keep("ann", "a", "What is");
  drafts.keepOnly(undefined);
  expect(drafts.kept("ann", "a")).toBeUndefined();
});
