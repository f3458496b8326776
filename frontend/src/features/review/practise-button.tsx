import type { ReviewedItem } from "@lyceum/shared/attempts";
import type { ReactNode } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import classes from "./review.module.css";

/** Starts a practice quiz of items that have just been reviewed, and opens it. */
export function PractiseButton({
  examId,
  items,
  variant = "default",
  children,
}: {
  examId: string;
  /** At least one. */
  items: readonly ReviewedItem[];
  variant?: "default" | "filled";
  children: ReactNode;
}) {
  const start = useStartAttempt();
  return (
    <div className={classes.practise}>
      <BusyButton
        variant={variant}
        busy={start.isPending}
        onClick={() =>
          start.mutate({
            kind: "quiz",
            mode: "practice",
            examId,
            count: items.length,
            questionIds: items.map(({ questionId }) => questionId),
          })
        }
      >
        {children}
      </BusyButton>
      {start.isError && <Notice kind="problem">{messageOf(start.error)}</Notice>}
    </div>
  );
}
