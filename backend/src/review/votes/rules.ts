/** Who may vote in a cohort, and how many must agree. */
export interface Panel {
  /** Instructors and owners. */
  reviewers: ReadonlySet<string>;
  owners: ReadonlySet<string>;
  quorum: number;
}

/** What reviewers say of one version, by who says it. */
export type Votes = ReadonlyMap<string, "approve" | "reject">;

/** Two eyes see more than one: so many approve where there are as many reviewers, and nobody has said otherwise. */
const usualQuorum = 2;

/**
 * How many must agree: as the owners say, or two; but not more than there are.
 * @param wanted `null` where the owners have said nothing
 */
export const effectiveQuorum = (wanted: number | null, reviewers: number): number =>
  Math.max(1, Math.min(wanted ?? usualQuorum, reviewers));

/** Those votes that count: of who still may vote. */
export const counted = (votes: Votes, { reviewers }: Panel): Votes =>
  new Map([...votes].filter(([userId]) => reviewers.has(userId)));

/**
 * What a vote decides. It decides only for what it says itself, so that nobody's rejection ever approves: where as many
 * say the same as the quorum; or where votes differ and it is an owner's. An approval needs one of somebody who has not
 * last edited the item, where there is such a reviewer.
 *
 * @param votes with the one that was just cast
 * @param cast who has cast it
 * @param editor who wrote or last edited the version; `undefined` where a model did
 */
export function decide(
  votes: Votes,
  cast: string,
  panel: Panel,
  editor: string | undefined,
): "approved" | "rejected" | undefined {
  const counting = counted(votes, panel);
  const said = counting.get(cast);
  if (!said) return undefined;
  const same = [...counting].filter(([, vote]) => vote === said).map(([userId]) => userId);
  const differ = same.length < counting.size;
  if (same.length < panel.quorum && !(differ && panel.owners.has(cast))) return undefined;
  if (said === "reject") return "rejected";
  const alone = same.every((userId) => userId === editor);
  return alone && panel.reviewers.size > 1 ? undefined : "approved";
}

/** Whether somebody's approval waits for another's although one is enough, because it is of what they have edited. */
export const needsOther = (
  votes: Votes,
  userId: string,
  { quorum, reviewers }: Panel,
  editor: string | undefined,
): boolean =>
  quorum === 1 &&
  editor === userId &&
  reviewers.size > 1 &&
  ![...votes].some(([other, vote]) => other !== userId && reviewers.has(other) && vote === "approve");
