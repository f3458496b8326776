import { Notice } from "@lyceum/shared/disputes";
import type { Key, Table, TransactWrite } from "../aws/table.ts";
import { noticeId } from "./notice-id.ts";

type Told<Kind extends Notice["kind"]> = Omit<Extract<Notice, { kind: Kind }>, "id" | "kind"> & {
  /** What it follows from. With the attempt it names the notice, so that nobody is told the same twice. */
  answerId: string;
};

export type NoticeStore = ReturnType<typeof noticeStore>;

/** What somebody is told until it is dismissed: then it is gone. */
export const noticeStore = (table: Table) => ({
  /** The latest first. */
  list: (userId: string, page: { limit: number; cursor?: string | undefined }) =>
    table.query(Notice, { pk: user(userId), prefix: "NOTICE#", descending: true, ...page }),

  /** Tells a learner what was answered to a dispute. */
  tellAnswer: (userId: string, told: Told<"dispute_answered">): Promise<void> =>
    table.put(itemOf(userId, "dispute_answered", told)),

  dismiss: (userId: string, id: string): Promise<void> =>
    table.transact([{ Delete: { Key: keyOf(userId, id) } }]),
});

/** A write that tells a learner of a result that has changed with a corrected key. */
export const putRescored = (userId: string, told: Told<"rescored">): TransactWrite => ({
  Put: { Item: itemOf(userId, "rescored", told) },
});

function itemOf(userId: string, kind: Notice["kind"], { answerId, ...notice }: Told<Notice["kind"]>) {
  const id = noticeId(notice.at, `${kind}#${answerId}#${notice.attemptId}`);
  return { ...keyOf(userId, id), entity: "notice", id, kind, ...notice };
}

const user = (userId: string) => `USER#${userId}`;
const keyOf = (userId: string, id: string): Key => ({ pk: user(userId), sk: `NOTICE#${id}` });
