import type { Cohort } from "@lyceum/shared/cohorts";
import type { Domain } from "@lyceum/shared/exams";
import { CsvExport } from "../../components/csv-export.tsx";
import { everyPage } from "../../lib/all-pages.ts";
import { client } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { fileName, learnersCsv } from "./export.ts";
import { onceEach } from "./once-each.ts";

/** All learners as a file. */
export const LearnersExport = ({
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
}) => (
  <CsvExport
    what="learners"
    of="learner"
    all={async (signal, onProgress) =>
      onceEach(
        await everyPage(
          (cursor) =>
            client.call(
              "GET /cohorts/{cohortId}/learners",
              { params: { cohortId }, query: { limit: 100, cursor } },
              { signal },
            ),
          onProgress,
        ),
      )
    }
    progress={(loaded) => `${loaded} of ${counted(Math.max(loaded, learners), "learner")}`}
    file={(all) => ({ name: fileName(examId, "learners", today), csv: learnersCsv(all, domains) })}
  />
);
