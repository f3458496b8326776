import type { Cohort } from "@lyceum/shared/cohorts";
import type { GroupQuestion } from "@lyceum/shared/review";
import { Button, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Answers, Discrimination, Facility, Flags } from "../../components/item/figures.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { opening } from "../../lib/format.ts";
import { typeNames } from "../../lib/item-names.ts";
import { questionStates } from "../../lib/review-names.ts";
import classes from "./questions.module.css";
import { lacksText, mayBecome, type To } from "./texts.ts";

/** As much of a stem as tells it from others, in characters. */
const openingLength = 160;

/** One of the group's questions with its figures, what it still lacks, and what may become of it. */
export function QuestionRow({
  cohort,
  question,
  onAsk,
}: {
  cohort: Cohort;
  question: GroupQuestion;
  onAsk: (to: To) => void;
}) {
  const { id, taskId, type, stem, version, state, statistics, openDispute, lacks } = question;
  const name = opening(stem, openingLength);
  const steps = cohort.state === "active" ? mayBecome(state) : [];
  return (
    <li className={classes.question}>
      <div>
        <AnchorLink
          to="/groups/$cohortId/review/$questionId"
          params={{ cohortId: cohort.id, questionId: id }}
          className={classes.link ?? ""}
        >
          {name}
        </AnchorLink>
        <Text size="sm" c="dimmed">
          <strong className={classes.state} data-state={state}>
            {questionStates[state]}
          </strong>{" "}
          · task {taskId} · {typeNames[type].toLowerCase()} · version {version}
          {openDispute && " · disputed"}
        </Text>
      </div>
      <dl className={classes.figures}>
        <Figure name="n">
          <Answers {...statistics} />
        </Figure>
        <Figure name="Facility">
          <Facility {...statistics} />
        </Figure>
        <Figure name="Discrimination">
          <Discrimination {...statistics} />
        </Figure>
        <Figure name="Flags">
          <Flags {...statistics} />
        </Figure>
      </dl>
      {state === "pilot" && <Text size="sm">{lacksText(lacks, statistics.n)}</Text>}
      {steps.length > 0 && (
        <div className={classes.buttons}>
          {steps.includes("scored") && (
            <Button
              size="sm"
              variant="default"
              aria-label={`Sign off: ${name}`}
              onClick={() => onAsk("scored")}
            >
              Sign off …
            </Button>
          )}
          <Button
            size="sm"
            variant="default"
            className={classes.danger ?? ""}
            aria-label={`Retire: ${name}`}
            onClick={() => onAsk("retired")}
          >
            Retire …
          </Button>
        </div>
      )}
    </li>
  );
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
