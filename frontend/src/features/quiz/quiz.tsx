import type { RunningAttempt } from "@lyceum/shared/attempts";
import { Button } from "@mantine/core";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { attemptName } from "../../lib/attempt-names.ts";
import { Runner } from "./runner.tsx";
import { useTab } from "./use-tab.ts";

/**
 * A running attempt, in one tab of the browser at a time: two would overwrite each other. `onEnded` is told when it
 * turns out to be over on the server.
 */
export function Quiz({ attempt, onEnded }: { attempt: RunningAttempt; onEnded: () => void }) {
  const { holding, time, take, isMine } = useTab(attempt.id);
  if (holding === "held") {
    return <Runner key={time} attempt={attempt} isMine={isMine} onEnded={onEnded} />;
  }
  return (
    <Page title={attemptName(attempt)} reading>
      {holding === "elsewhere" && (
        <Notice
          kind="notice"
          heading="This attempt is open in another tab"
          actions={<Button onClick={take}>Use it here</Button>}
        >
          Go on in that tab, or take the {attempt.kind} over to this one: nothing that you have answered there
          is lost.
        </Notice>
      )}
    </Page>
  );
}
