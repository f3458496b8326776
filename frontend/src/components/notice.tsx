import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { messageOf } from "../lib/api.ts";
import classes from "./notice.module.css";

const icons = { problem: IconAlertTriangle, notice: IconInfoCircle, done: IconCircleCheck };

/**
 * Something that people should know: `problem` is read out at once, the others when there is a pause.
 * A heading is only for what needs more than a sentence.
 */
export function Notice({
  kind,
  heading,
  actions,
  children,
}: {
  kind: keyof typeof icons;
  heading?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const Icon = icons[kind];
  return (
    <div className={classes.notice} data-kind={kind} role={kind === "problem" ? "alert" : "status"}>
      <Icon size={20} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        {heading && <strong>{heading}</strong>}
        <div>{children}</div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </div>
  );
}

/** What could not be loaded, why, and a way to try again. */
export function LoadProblem({
  what,
  error,
  onRetry,
}: {
  /** As in "… could not be loaded". */
  what: string;
  error: unknown;
  onRetry: () => void;
}) {
  return (
    <Notice
      kind="problem"
      heading={`${what} could not be loaded.`}
      actions={
        <Button variant="default" size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {messageOf(error)}
    </Notice>
  );
}
