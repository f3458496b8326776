import { Button, Progress, Text } from "@mantine/core";
import { flushSync } from "react-dom";
import { percent } from "../../lib/format.ts";
import classes from "./notes.module.css";
import type { Transfer } from "./transfers.ts";
import { transfers } from "./use-transfers.ts";

/** A file on its way from this page to the server. */
export function TransferRow({
  transfer: { uploadId, title, file, state, sent, problem },
  onGone,
}: {
  transfer: Transfer;
  onGone: () => void;
}) {
  return (
    <li className={classes.draft}>
      <div className={classes.draftLine}>
        <div className={classes.grow}>
          <strong>{title}</strong>
          <Text size="sm" c="dimmed" className={classes.fileName ?? ""}>
            {file.name}
          </Text>
        </div>
        {state === "failed" && (
          <Button
            variant="default"
            aria-label={`Try again: ${title}`}
            onClick={() => transfers.retry(uploadId)}
          >
            Try again
          </Button>
        )}
        <Button
          variant="subtle"
          aria-label={`Cancel ${title}`}
          onClick={() => {
            flushSync(() => void transfers.cancel(uploadId));
            onGone();
          }}
        >
          Cancel
        </Button>
      </div>
      {state === "failed" ? (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      ) : (
        <div className={classes.progress}>
          <Progress value={sent * 100} aria-label={`${title}: sent`} />
          <Text size="sm">{state === "waiting" ? "Waits for the others" : `${percent(sent)} sent`}</Text>
        </div>
      )}
    </li>
  );
}
