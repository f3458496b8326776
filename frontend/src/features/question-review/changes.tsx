import type { DraftItem } from "@lyceum/shared/questions";
import { DiffView } from "./diff-view.tsx";
import { itemDiff } from "./item-diff.ts";

/** What is not the same in two versions of an item. */
export const Changes = ({ before, after }: { before: DraftItem; after: DraftItem }) => (
  <DiffView changes={itemDiff(before, after)} />
);
