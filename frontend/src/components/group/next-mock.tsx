import { Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { loadedItems } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import { groupMocksQuery, nextMock } from "../../lib/group-mocks.ts";
import { AnchorLink } from "../links.tsx";
import classes from "./next-mock.module.css";

/** The mock that a group sits now, or the next one; nothing where there is none. */
export function NextMock({
  cohortId,
  groupName,
}: {
  cohortId: string;
  /** Where the page isn't the group's own. */
  groupName?: string;
}) {
  const mock = nextMock(loadedItems(useInfiniteQuery(groupMocksQuery(cohortId)).data) ?? []);
  if (!mock) return null;
  const isOpen = mock.state === "open";
  const at = isOpen ? mock.closesAt : mock.opensAt;
  return (
    <section
      aria-label={groupName ? `Group mock of ${groupName}` : "Group mock"}
      className={classes.next}
      data-open={isOpen || undefined}
    >
      <div>
        <Text size="sm" c="dimmed">
          {groupName ? `${groupName}: group mock` : "Group mock"}
        </Text>
        <AnchorLink
          to="/groups/$cohortId/mocks/$mockId"
          params={{ cohortId, mockId: mock.id }}
          className={classes.link ?? ""}
        >
          {mock.name}
        </AnchorLink>
      </div>
      <p>
        {isOpen ? "Open until" : "Opens"} <time dateTime={at}>{dateTime(at)}</time>
        {isOpen && (mock.attemptId ? ". Your try is under way or taken." : ". You have not begun it yet.")}
      </p>
    </section>
  );
}
