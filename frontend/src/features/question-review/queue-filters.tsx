import type { Cohort } from "@lyceum/shared/cohorts";
import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { examQuery } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { typeNames } from "../../lib/item-names.ts";
import type { QueueFilter } from "../../lib/review.ts";
import { checkNames, stateNames } from "../../lib/review-names.ts";
import classes from "./review.module.css";
import { ages, filterCount, queueSearch } from "./search.ts";

/** What of the queue to look at. It is kept in the address. */
export function QueueFilters({ cohort, filter }: { cohort: Cohort; filter: QueueFilter }) {
  const exam = useQuery(examQuery(cohort.examId)).data;
  const navigate = useNavigate();
  const tasks = exam?.domains.flatMap((domain) => domain.tasks) ?? [];
  const count = filterCount(filter);

  function field(name: keyof QueueFilter, label: string, all: string, choices: [string, string][]) {
    return (
      <NativeSelect
        label={label}
        value={String(filter[name] ?? "")}
        onChange={({ currentTarget: { value } }) =>
          void navigate({
            to: ".",
            search: queueSearch({ ...filter, [name]: name === "older" ? Number(value) : value }),
            replace: true,
            resetScroll: false,
          })
        }
        data={[{ value: "", label: all }, ...choices.map(([id, text]) => ({ value: id, label: text }))]}
      />
    );
  }

  return (
    <div className={classes.filters}>
      {field(
        "state",
        "State",
        stateNames.in_review,
        Object.entries(stateNames).filter(([state]) => state !== "in_review"),
      )}
      {field("mine", "Whose", "Everybody's", [
        ["todo", "I can vote on now"],
        ["leased", "I work on"],
      ])}
      <details className={classes.moreFilters} open={count > 0 || undefined}>
        <summary>{count > 0 ? `More filters (${count} chosen)` : "More filters"}</summary>
        <div className={classes.filters}>
          {field(
            "task",
            "Task",
            "All tasks",
            tasks.map(({ id, title }) => [id, `${id} ${title}`]),
          )}
          {field("type", "Type", "All types", Object.entries(typeNames))}
          {field("check", "Check that objects", "Any or none", Object.entries(checkNames))}
          {field(
            "older",
            "Age",
            "Any",
            ages.map((days) => [String(days), `More than ${counted(days, "day")}`]),
          )}
        </div>
      </details>
    </div>
  );
}
