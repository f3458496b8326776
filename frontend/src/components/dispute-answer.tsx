import type { Dispute } from "@lyceum/shared/disputes";
import { Text } from "@mantine/core";
import { disputeState, reasonNames } from "../lib/disputes.ts";
import { dateTime } from "../lib/format.ts";
import classes from "./dispute-answer.module.css";

/** What a learner has said against an item, and what was answered. */
export const DisputeAnswer = ({ dispute: { reason, text, at, answer } }: { dispute: Dispute }) => (
  <div className={classes.dispute}>
    <div>
      <strong>You disputed it: {reasonNames[reason].toLowerCase()}</strong>
      <p>{text}</p>
      <Time at={at} />
    </div>
    <div className={classes.answer}>
      <strong>{disputeState({ answer })}</strong>
      {answer && (
        <>
          <p>{answer.text}</p>
          <Time at={answer.at} />
        </>
      )}
    </div>
  </div>
);

const Time = ({ at }: { at: string }) => (
  <Text size="sm" c="dimmed" component="time" dateTime={at}>
    {dateTime(at)}
  </Text>
);
