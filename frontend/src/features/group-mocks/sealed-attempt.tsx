import type { Attempt } from "@lyceum/shared/attempts";
import { Text } from "@mantine/core";
import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { useIsMember } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import classes from "./group-mocks.module.css";

/** In place of a result, while others may still sit the same mock: nothing but when it can be seen. */
export function SealedAttempt({
  attempt: { groupMock, submittedAt, timedOut, resultsAt },
}: {
  attempt: Extract<Attempt, { state: "sealed" }>;
}) {
  const isMember = useIsMember(groupMock?.cohortId);
  return (
    <Page title="Submitted" reading>
      <div className={classes.section}>
        <Notice kind="done">
          {timedOut
            ? "Time was up: your mock was submitted with the answers that were there by then."
            : "Your mock is submitted."}
        </Notice>
        <Text>
          <strong>
            Results on <time dateTime={resultsAt}>{dateTime(resultsAt)}</time>.
          </strong>{" "}
          Until then others may still sit the same questions, so nobody sees a score or an answer. Then this
          page shows yours, and it counts for how ready you are.
        </Text>
        <Text size="sm" c="dimmed">
          Submitted <time dateTime={submittedAt}>{dateTime(submittedAt)}</time>
        </Text>
        <div className={classes.buttons}>
          {groupMock && isMember && (
            <ButtonLink to="/groups/$cohortId/mocks/$mockId" params={groupMock}>
              To the group's mock
            </ButtonLink>
          )}
          <ButtonLink to="/" variant="default">
            Go home
          </ButtonLink>
        </div>
      </div>
    </Page>
  );
}
