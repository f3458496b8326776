import type { Domain } from "@lyceum/shared/exams";
import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { counted, percent } from "../lib/format.ts";
import { domainState, type Ticked, toggleDomain, toggleTask } from "../lib/scope.ts";
import classes from "./scope-picker.module.css";

/** Domains of an exam, each with its tasks: a domain's tick is that of all its tasks. */
export function ScopePicker({
  domains,
  ticked,
  onChange,
}: {
  domains: readonly Domain[];
  ticked: Ticked;
  onChange: (ticked: Ticked) => void;
}) {
  return (
    <ul className={classes.domains}>
      {domains.map((domain) => (
        <DomainChoice key={domain.id} domain={domain} ticked={ticked} onChange={onChange} />
      ))}
    </ul>
  );
}

function DomainChoice({
  domain,
  ticked,
  onChange,
}: {
  domain: Domain;
  ticked: Ticked;
  onChange: (ticked: Ticked) => void;
}) {
  const state = domainState(domain, ticked);
  // What is ticked from the start is there to be seen; after that the list opens and closes by hand alone.
  const [open] = useState(state === "some");
  return (
    <li className={classes.domain}>
      <Checkbox
        label={`${domain.id}. ${domain.title}`}
        description={`${percent(domain.weight / 100)} of the exam`}
        checked={state === "all"}
        indeterminate={state === "some"}
        onChange={() => onChange(toggleDomain(domain, ticked))}
      />
      <details open={open}>
        <summary>{counted(domain.tasks.length, "task")}</summary>
        <ul className={classes.tasks}>
          {domain.tasks.map((task) => (
            <li key={task.id}>
              <Checkbox
                size="sm"
                label={`${task.id} ${task.title}`}
                checked={ticked.has(task.id)}
                onChange={() => onChange(toggleTask(task.id, ticked))}
              />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
