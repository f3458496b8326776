import { Notice } from "@lyceum/shared/disputes";
import type { Key, Table, TransactWrite } from "../aws/table.ts";
import { noticeId } from "./notice-id.ts";

type Result = Extract<Notice, { attemptId: string }>;
type Told<Kind extends Result["kind"]> = Omit<Extract<Result, { kind: Kind }>, "id" | "kind"> & {
  /** What it follows from. With the attempt it names the notice, so that nobody is told the same twice. */
  answerId: string;
};

export type NoticeStore = ReturnType<typeof noticeStore>;

/** That questions of a group wait for reviewers. */
type Waiting = Omit<Exclude<Notice, Result>, "id">;

/** What somebody is told until it is dismissed: then it is gone. */
export const noticeStore = (table: Table) => ({
  /** The latest first. */
  list: (userId: string, page: { limit: number; cursor?: string | undefined }) =>
    table.query(Notice, { pk: user(userId), prefix: "NOTICE#", descending: true, ...page }),

  /** Tells a learner what was answered to a dispute. */
  tellAnswer: (userId: string, told: Told<"dispute_answered">): Promise<void> =>
    table.put(itemOf(userId, "dispute_answered", told)),

  /** Tells a reviewer that questions wait: of a group once a day, with how many there are by then. */
  tellWaiting: (userId: string, told: Waiting): Promise<void> => {
    const day = `${told.at.slice(0, 10)}T00:00:00.000Z`;
    const id = noticeId(day, `${told.kind}#${told.cohortId}`);
    return table.put({ ...keyOf(userId, id), entity: "notice", id, ...told });
  },

  dismiss: (userId: string, id: string): Promise<void> =>
    table.transact([{ Delete: { Key: keyOf(userId, id) } }]),
});

/** A write that tells a learner of a result that has changed with a corrected key. */
export const putRescored = (userId: string, told: Told<"rescored">): TransactWrite => ({
  Put: { Item: itemOf(userId, "rescored", told) },
});

function itemOf(userId: string, kind: Result["kind"], { answerId, ...notice }: Told<Result["kind"]>) {
  const id = noticeId(notice.at, `${kind}#${answerId}#${notice.attemptId}`);
  return { ...keyOf(userId, id), entity: "notice", id, kind, ...notice };
}

const user = (userId: string) => `USER#${userId}`;
const keyOf = (userId: string, id: string): Key => ({ pk: user(userId), sk: `NOTICE#${id}` });
