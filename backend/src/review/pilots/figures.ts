import type { AuthorItem, BankEntry, ItemStatistics, Question } from "@lyceum/shared/questions";
import type { GroupQuestion } from "@lyceum/shared/review";
import { type Counters, itemStatistics } from "../../questions/statistics/rules.ts";
import { lacks } from "./rules.ts";

interface VersionRef {
  questionId: string;
  version: number;
}

export interface FiguresDependencies {
  /** The versions, in the order asked for. */
  versions: (refs: readonly VersionRef[]) => Promise<readonly Question[]>;
  /** What was counted of versions, in no order; without those that nobody has answered. */
  counters: (
    examId: string,
    refs: readonly VersionRef[],
  ) => Promise<readonly (VersionRef & { counters: Counters })[]>;
  /** Of these versions, those that somebody disputes and nobody has answered. */
  disputed: (refs: readonly VersionRef[]) => Promise<readonly VersionRef[]>;
}

interface Figures {
  item: AuthorItem;
  statistics: ItemStatistics;
  openDispute: boolean;
}

/** What is known of questions of the bank, each in its current version, in the order given. All are of one exam. */
export const figuresOf =
  ({ versions, counters, disputed }: FiguresDependencies) =>
  async (heads: readonly BankEntry[]): Promise<(Figures & { head: BankEntry })[]> => {
    const refs = heads.map(({ id, version }) => ({ questionId: id, version }));
    const [first] = heads;
    if (!first) return [];
    const [questions, counts, open] = await Promise.all([
      versions(refs),
      counters(first.examId, refs),
      disputed(refs),
    ]);
    const countersOf = new Map(counts.map((one) => [nameOf(one), one.counters]));
    const isOpen = new Set(open.map(nameOf));
    return heads.flatMap((head, place) => {
      const item = questions[place]?.item;
      const name = nameOf({ questionId: head.id, version: head.version });
      if (!item) return [];
      const statistics = itemStatistics(item, countersOf.get(name) ?? {});
      return [{ head, item, statistics, openDispute: isOpen.has(name) }];
    });
  };

const nameOf = ({ questionId, version }: VersionRef) => `${questionId}@${version}`;

/** A question of a group as its instructors see it. */
export const groupQuestion = ({
  head: { id, taskId, face, version, state },
  statistics,
  openDispute,
}: Figures & { head: BankEntry }): GroupQuestion => ({
  id,
  taskId,
  type: face.type,
  stem: face.stem,
  version,
  state,
  statistics,
  openDispute,
  lacks: state === "pilot" ? lacks(statistics, openDispute) : [],
});
