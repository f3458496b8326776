import { queryOptions } from "@tanstack/react-query";
import { client } from "./api.ts";
import { ofCohort } from "./cohorts.ts";

/** What the group has spent on models this month, and may spend. */
export const budgetQuery = (cohortId: string) =>
  queryOptions({
    queryKey: [...ofCohort(cohortId), "budget"],
    queryFn: ({ signal }) =>
      client.call("GET /cohorts/{cohortId}/budget", { params: { cohortId } }, { signal }),
  });
