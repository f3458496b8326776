import type { Cohort } from "@lyceum/shared/cohorts";
import type { LifeEvent } from "@lyceum/shared/review";
import { Button, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { dayIn } from "../../lib/days.ts";
import { download } from "../../lib/download.ts";
import { counted } from "../../lib/format.ts";
import classes from "./quality.module.css";
import { trailCsv } from "./trail.ts";

/** All events, page after page. Tells how many there are so far, and stops where it is told to. */
async function wholeTrail(
  cohortId: string,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<LifeEvent[]> {
  const events: LifeEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call(
      "GET /cohorts/{cohortId}/review-trail",
      { params: { cohortId }, query: { limit: 100, cursor } },
      { signal },
    );
    events.push(...page.items);
    onProgress(events.length);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return events;
}

/** Fetches everything that has happened to the group's questions, and saves it as a file for spreadsheets. */
export function TrailExport({ cohort: { id: cohortId, examId, timeZone } }: { cohort: Cohort }) {
  const [loaded, setLoaded] = useState(0);
  const fetching = useRef<AbortController>(undefined);
  const save = useMutation({
    mutationFn: (signal: AbortSignal) => wholeTrail(cohortId, signal, setLoaded),
    onSuccess: (all, signal) => {
      if (signal.aborted) return;
      const today = dayIn(timeZone, new Date());
      download(`${examId}-group-review-trail-${today}.csv`, "text/csv", trailCsv(all));
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
    <section className={classes.section} aria-labelledby="trail">
      <Title order={2} id="trail">
        Audit trail
      </Title>
      <Text className={classes.reading ?? ""}>
        Everything that has happened to any question of this group: who wished, wrote, edited, decided and
        retired what, when, and why.
      </Text>
      <div className={classes.export}>
        <Button
          variant="default"
          size="sm"
          leftSection={save.isPending ? undefined : <IconDownload size={16} aria-hidden />}
          onClick={save.isPending ? cancel : start}
        >
          {save.isPending ? "Cancel the download" : "Download the trail as CSV"}
        </Button>
        <span role="status">
          {save.isPending && `Fetching: ${counted(loaded, "event")} so far`}
          {save.isSuccess && `Saved: ${counted(save.data.length, "event")}`}
        </span>
      </div>
      {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
    </section>
  );
}
