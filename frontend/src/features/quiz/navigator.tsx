import { VisuallyHidden } from "@mantine/core";
import { IconCheck, IconFlagFilled, IconX } from "@tabler/icons-react";
import { memo } from "react";
import { counted } from "../../lib/format.ts";
import classes from "./navigator.module.css";
import { type Filter, filters, passes, type Standing } from "./overview.ts";

const spoken: Record<Standing["state"], string> = {
  unanswered: "not answered",
  partial: "partly answered",
  answered: "answered",
  right: "right",
  wrong: "wrong",
};

const filterNames: Record<Filter, string> = {
  all: "All",
  unanswered: "Unanswered",
  flagged: "Flagged",
  unseen: "Unseen",
};

const nothing: Record<Filter, string> = {
  all: "There is no question.",
  unanswered: "Every question is answered.",
  flagged: "No question is flagged.",
  unseen: "You have seen every question.",
};

/** All questions of the attempt by number, each with how it stands; or only those that a filter finds. */
export function Navigator({
  standings,
  filter,
  position,
  onFilter,
  onGo,
}: {
  standings: readonly Standing[];
  filter: Filter;
  /** Of the question that is open, from 1. */
  position: number;
  onFilter: (filter: Filter) => void;
  onGo: (position: number) => void;
}) {
  const found = standings.filter((standing) => passes(standing, filter));
  return (
    <nav aria-label="Questions" className={classes.navigator}>
      <fieldset className={classes.filters} aria-label="Which questions to show">
        {filters.map((each) => (
          <button
            key={each}
            type="button"
            className={classes.filter}
            aria-pressed={each === filter}
            onClick={() => onFilter(each)}
          >
            {filterNames[each]}{" "}
            <span className={classes.count}>
              {standings.filter((standing) => passes(standing, each)).length}
            </span>
          </button>
        ))}
      </fieldset>
      <VisuallyHidden role="status">
        {filter !== "all" && `${counted(found.length, "question")} shown.`}
      </VisuallyHidden>
      {found.length === 0 ? (
        <p className={classes.nothing}>{nothing[filter]}</p>
      ) : (
        <ol className={classes.grid}>
          {found.map((standing) => (
            <Item
              key={standing.position}
              {...standing}
              current={standing.position === position}
              onGo={onGo}
            />
          ))}
        </ol>
      )}
    </nav>
  );
}

/** Drawn anew only when something of it changes: there are 75 of them, and one changes at a time. */
const Item = memo(function Item({
  position,
  state,
  flagged,
  seen,
  current,
  onGo,
}: Standing & { current: boolean; onGo: (position: number) => void }) {
  const says = [`Question ${position}`, spoken[state], flagged && "flagged", !seen && "not seen yet"];
  return (
    <li>
      <button
        type="button"
        className={classes.item}
        data-state={state}
        data-unseen={!seen || undefined}
        aria-current={current ? "step" : undefined}
        aria-label={says.filter(Boolean).join(", ")}
        onClick={() => onGo(position)}
      >
        {position}
        {flagged && <IconFlagFilled size={12} aria-hidden className={classes.flag} />}
        {state === "right" && <IconCheck size={12} stroke={3} aria-hidden className={classes.verdict} />}
        {state === "wrong" && <IconX size={12} stroke={3} aria-hidden className={classes.verdict} />}
      </button>
    </li>
  );
});
