import { Text } from "@mantine/core";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { responseText } from "../../lib/responses.ts";
import { useNow } from "../../lib/use-now.ts";
import classes from "./bank.module.css";
import type { Version } from "./queries.ts";
import { rescoringText, standsStill } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";

/** What has been answered to those who dispute a version, the latest first, and what became of it. */
export const GivenAnswers = ({ version }: { version: Version }) => (
  <ul className={classes.sayings}>
    {version.answers.map((answer) => (
      <GivenAnswer key={answer.id} version={version} answer={answer} />
    ))}
  </ul>
);

function GivenAnswer({ version, answer }: { version: Version; answer: Version["answers"][number] }) {
  const { at, text, decision, keyBefore, keyAfter, rescoring } = answer;
  const { item } = version.question;
  return (
    <li className={classes.saying}>
      <strong>{decision === "key_corrected" ? "The key was corrected" : "The key stays"}</strong>
      <p>{text}</p>
      {keyBefore && keyAfter && (
        <dl className={classes.keys}>
          <dt>Before</dt>
          <dd>{responseText(item, keyBefore)}</dd>
          <dt>Now</dt>
          <dd>{responseText(item, keyAfter)}</dd>
        </dl>
      )}
      <Text size="sm" c="dimmed" component="time" dateTime={at}>
        {dateTime(at)}
      </Text>
      <Text role="status">{rescoringText(decision, rescoring)}</Text>
      {rescoring.state === "running" && <Stopped version={version} answer={answer} />}
    </li>
  );
}

/** The work that follows from an answer may stop on its way. The same answer, sent again, makes it go on. */
function Stopped({ version, answer }: { version: Version; answer: Version["answers"][number] }) {
  const again = useAnswer(version);
  const now = useNow();
  const { id, text, keyAfter, rescoring } = answer;
  if (!standsStill(rescoring, now)) return null;
  return (
    <Notice
      kind="notice"
      actions={
        <BusyButton
          variant="default"
          size="sm"
          busy={again.isPending}
          onClick={() => again.mutate({ id, text, ...(keyAfter && { key: keyAfter }) })}
        >
          Send the same answer again
        </BusyButton>
      }
    >
      This stands still. Sent again, the same answer makes it go on; nothing is done twice.
      {again.isError && ` ${messageOf(again.error)}`}
    </Notice>
  );
}
