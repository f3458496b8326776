import type { Cohort } from "@lyceum/shared/cohorts";
import { Text, Title } from "@mantine/core";
import { CsvExport } from "../../components/csv-export.tsx";
import { everyPage } from "../../lib/all-pages.ts";
import { client } from "../../lib/api.ts";
import { dayIn } from "../../lib/days.ts";
import { counted } from "../../lib/format.ts";
import classes from "./quality.module.css";
import { trailCsv } from "./trail.ts";

/** Everything that has happened to the group's questions, as a file. */
export const TrailExport = ({ cohort: { id: cohortId, examId, timeZone } }: { cohort: Cohort }) => (
  <section className={classes.section} aria-labelledby="trail">
    <Title order={2} id="trail">
      Audit trail
    </Title>
    <Text className={classes.reading ?? ""}>
      Everything that has happened to any question of this group: who wished, wrote, edited, decided and
      retired what, when, and why.
    </Text>
    <CsvExport
      what="the trail"
      of="event"
      all={(signal, onProgress) =>
        everyPage(
          (cursor) =>
            client.call(
              "GET /cohorts/{cohortId}/review-trail",
              { params: { cohortId }, query: { limit: 100, cursor } },
              { signal },
            ),
          onProgress,
        )
      }
      progress={(loaded) => `${counted(loaded, "event")} so far`}
      file={(all) => ({
        name: `${examId}-group-review-trail-${dayIn(timeZone, new Date())}.csv`,
        csv: trailCsv(all),
      })}
    />
  </section>
);
