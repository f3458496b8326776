import type { Cohort, CohortLearner } from "@lyceum/shared/cohorts";
import type { Domain } from "@lyceum/shared/exams";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { download } from "../../lib/download.ts";
import { counted } from "../../lib/format.ts";
import classes from "./dashboard.module.css";
import { fileName, learnersCsv } from "./export.ts";
import { onceEach } from "./once-each.ts";

const pageSize = 100;

/** All learners, page after page. Tells how many there are so far, and stops where it is told to. */
async function allLearners(
  cohortId: string,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<CohortLearner[]> {
  const learners: CohortLearner[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call(
      "GET /cohorts/{cohortId}/learners",
      { params: { cohortId }, query: { limit: pageSize, cursor } },
      { signal },
    );
    learners.push(...page.items);
    onProgress(learners.length);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return onceEach(learners);
}

/** Fetches all learners, which may take a while, and saves them as a file for spreadsheets. */
export function LearnersExport({
  cohort: { id: cohortId, examId },
  domains,
  learners,
  today,
}: {
  cohort: Cohort;
  domains: readonly Domain[];
  /** How many there are. */
  learners: number;
  today: string;
}) {
  const [loaded, setLoaded] = useState(0);
  const fetching = useRef<AbortController>(undefined);
  const save = useMutation({
    mutationFn: (signal: AbortSignal) => allLearners(cohortId, signal, setLoaded),
    onSuccess: (all, signal) => {
      if (signal.aborted) return;
      download(fileName(examId, "learners", today), "text/csv", learnersCsv(all, domains));
    },
  });
  useEffect(() => () => fetching.current?.abort(), []);

  function start(): void {
    fetching.current = new AbortController();
    setLoaded(0);
    save.mutate(fetching.current.signal);
  }
  function cancel(): void {
    fetching.current?.abort();
    save.reset();
  }

  return (
    <div className={classes.export}>
      <Button
        variant="default"
        size="sm"
        leftSection={save.isPending ? undefined : <IconDownload size={16} aria-hidden />}
        onClick={save.isPending ? cancel : start}
      >
        {save.isPending ? "Cancel the download" : "Download learners as CSV"}
      </Button>
      <span role="status">
        {save.isPending && `Fetching: ${loaded} of ${counted(Math.max(loaded, learners), "learner")}`}
        {save.isSuccess && `Saved: ${counted(save.data.length, "learner")}`}
      </span>
      {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
    </div>
  );
}
