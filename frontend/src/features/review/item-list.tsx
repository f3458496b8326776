import type { SubmittedAttempt } from "@lyceum/shared/attempts";
import type { Dispute } from "@lyceum/shared/disputes";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Button, Kbd, NativeSelect, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useCallback, useState } from "react";
import { counted } from "../../lib/format.ts";
import { domainOf, domainsOf } from "./domains.ts";
import { type Filter, filtered, type Show, shows } from "./filters.ts";
import type { Draft } from "./item-dispute.tsx";
import { PractiseButton } from "./practise-button.tsx";
import classes from "./review.module.css";
import { ReviewedItemCard } from "./reviewed-item.tsx";
import { useItemKeys } from "./use-item-keys.ts";
import { usePrintout } from "./use-printout.ts";

const showNames: Record<Show, string> = { wrong: "Wrong", flagged: "Flagged", guessed: "Guessed" };

const nothing: Record<Show, string> = {
  wrong: "Nothing was wrong here. Well done.",
  flagged: "You flagged no question here. In a quiz, the flag marks what you want to look at again.",
  guessed: "You marked no answer as a guess here. In a quiz, you can say how sure you are of each answer.",
};

/** Attempts of up to so many items are short enough to be read from top to bottom. */
const shortAttempt = 10;

/** Every item of an attempt, by what the learner wants to look at. The filter is kept in the address. */
export function ItemList({
  attempt: { id: attemptId, items, examId, count },
  exam,
  disputes,
  filter,
  titleOf,
  listRef,
  onAsk,
}: {
  attempt: SubmittedAttempt;
  /** For titles; `undefined` while it is loaded. */
  exam: ExamProfile | undefined;
  /** All of the learner's own; `undefined` until they are known. */
  disputes: readonly Dispute[] | undefined;
  filter: Filter;
  /** A domain's number and title. */
  titleOf: (domainId: string) => string;
  listRef: RefObject<HTMLDivElement | null>;
  /** The learner wants to ask the tutor about the item at this position. Always the same function. */
  onAsk: (position: number) => void;
}) {
  const navigate = useNavigate();
  const [allOpen, setAllOpen] = useState(count <= shortAttempt);
  // Here, where no filter takes them away; by position.
  const [drafts, setDrafts] = useState<ReadonlyMap<number, Draft>>(new Map());
  const keepDraft = useCallback(
    (position: number, draft: Draft) => setDrafts((kept) => new Map(kept).set(position, draft)),
    [],
  );
  useItemKeys(listRef);
  usePrintout(listRef);

  const { show, domain } = filter;
  const shown = filtered(items, filter);
  const within = domain === undefined ? {} : { domain };
  const domains = domainsOf(items);
  const tasks = new Map(exam?.domains.flatMap((each) => each.tasks).map((task) => [task.id, task.title]));
  const look = (search: Filter) => void navigate({ to: ".", search, replace: true, resetScroll: false });

  return (
    <>
      <div className={classes.filters}>
        <fieldset className={classes.buttons} aria-label="Which questions to show">
          <Button variant="default" aria-pressed={!show} onClick={() => look(within)}>
            All {filtered(items, within).length}
          </Button>
          {shows.map((each) => (
            <Button
              key={each}
              variant="default"
              aria-pressed={show === each}
              onClick={() => look({ ...within, show: each })}
            >
              {showNames[each]} {filtered(items, { ...within, show: each }).length}
            </Button>
          ))}
        </fieldset>
        {domains.length > 1 && (
          <NativeSelect
            aria-label="Domain"
            className={classes.domain ?? ""}
            value={domain ?? ""}
            onChange={({ currentTarget: { value } }) =>
              look({ ...(show && { show }), ...(value !== "" && { domain: Number(value) }) })
            }
            data={[
              { value: "", label: `All domains (${filtered(items, show ? { show } : {}).length})` },
              ...domains.map((id) => ({
                value: id,
                label: `${titleOf(id)} (${filtered(items, { ...(show && { show }), domain: Number(id) }).length})`,
              })),
            ]}
          />
        )}
      </div>
      <div className={classes.shown}>
        <Text role="status">
          {shown.length} of {counted(items.length, "question")} shown
          {show && `: ${showNames[show].toLowerCase()}`}
          {domain !== undefined && `, domain ${domain}`}
        </Text>
        {shown.length > 0 && (
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setAllOpen(!allOpen)}>
              {allOpen ? "Close all" : "Open all"}
            </Button>
            <PractiseButton examId={examId} items={shown}>
              Practise {shown.length === 1 ? "this" : `these ${shown.length}`} now
            </PractiseButton>
          </div>
        )}
      </div>
      {shown.length === 0 && (
        <div className={classes.empty}>
          <Text>{show ? nothing[show] : "There are no questions of this domain here."}</Text>
          <Button variant="default" onClick={() => look({})}>
            Show all questions
          </Button>
        </div>
      )}
      {shown.length > 1 && (
        <Text size="sm" c="dimmed" className={classes.keys ?? ""}>
          <Kbd>N</Kbd> and <Kbd>P</Kbd> go to the next and the previous question of this list.
        </Text>
      )}
      <div ref={listRef}>
        {shown.map((item) => (
          <ReviewedItemCard
            key={item.position}
            reviewed={item}
            task={`${item.taskId} ${tasks.get(item.taskId) ?? ""}`}
            domain={titleOf(domainOf(item.taskId))}
            open={allOpen}
            attemptId={attemptId}
            examId={examId}
            disputes={disputes}
            draft={drafts.get(item.position)}
            onWrite={keepDraft}
            onAsk={onAsk}
          />
        ))}
      </div>
    </>
  );
}
