import type { Candidate } from "@lyceum/shared/review";
import { Button, Kbd, Title } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { mostRounds } from "../../lib/review-names.ts";
import { emptyRating, emptyRejection } from "./drafts.ts";
import classes from "./review.module.css";
import type { Settled } from "./settled.ts";

// What lies over the page is loaded behind it.
const approving = () => import("./approve-dialog.tsx");
const changing = () => import("./changes-dialog.tsx");
const rejecting = () => import("./reject-dialog.tsx");
const ApproveDialog = lazy(async () => ({ default: (await approving()).ApproveDialog }));
const ChangesDialog = lazy(async () => ({ default: (await changing()).ChangesDialog }));
const RejectDialog = lazy(async () => ({ default: (await rejecting()).RejectDialog }));

function loadAhead(): void {
  for (const load of [approving, changing, rejecting]) load().catch(() => undefined);
}

export type Act = "approve" | "edit" | "changes" | "reject";

/** What a reviewer may do with a candidate. What is written is kept where a dialog is closed. */
export function Actions({
  candidate,
  isOwner,
  act,
  hidden,
  onBegin,
  onClose,
  onWords,
  onSettled,
}: {
  candidate: Candidate;
  /** Whose vote decides where votes differ. */
  isOwner: boolean;
  /** What is being done. */
  act: Act | undefined;
  /** Whether nothing can be done now. What was written is kept all the same. */
  hidden: boolean;
  onBegin: (act: Act) => void;
  onClose: () => void;
  /** Whether there are words that were not sent. */
  onWords: (written: boolean) => void;
  onSettled: (settled: Settled) => void;
}) {
  const [approval, setApproval] = useState({ rating: emptyRating, comment: "" });
  const [rejection, setRejection] = useState(emptyRejection);
  const [instructions, setInstructions] = useState("");
  const written = [approval.comment, rejection.comment, instructions].some((words) => words.trim() !== "");
  useEffect(loadAhead, []);
  useEffect(() => onWords(written), [written, onWords]);
  useEffect(() => () => onWords(false), [onWords]);

  function settle(settled: Settled): void {
    if (settled.done) {
      setApproval({ rating: emptyRating, comment: "" });
      setRejection(emptyRejection);
      setInstructions("");
    }
    onSettled(settled);
  }
  const common = { candidate, onClose, onSettled: settle };
  return (
    <>
      <section aria-labelledby="decide" className={classes.acts} hidden={hidden}>
        <Title order={2} id="decide" className={classes.actsHeading ?? ""}>
          Your decision
        </Title>
        <div className={classes.buttons}>
          <ActButton cap="A" onClick={() => onBegin("approve")}>
            Approve
          </ActButton>
          <ActButton cap="E" quiet onClick={() => onBegin("edit")}>
            Edit
          </ActButton>
          <ActButton cap="R" quiet onClick={() => onBegin("changes")}>
            {candidate.round < mostRounds ? "Request changes" : "No more changes"}
          </ActButton>
          <ActButton cap="X" quiet danger onClick={() => onBegin("reject")}>
            Reject
          </ActButton>
        </div>
      </section>
      <Suspense>
        {" "}
        {act === "approve" && (
          <ApproveDialog {...common} isOwner={isOwner} approval={approval} onChange={setApproval} />
        )}
        {act === "changes" && (
          <ChangesDialog {...common} instructions={instructions} onChange={setInstructions} />
        )}
        {act === "reject" && (
          <RejectDialog {...common} isOwner={isOwner} rejection={rejection} onChange={setRejection} />
        )}
      </Suspense>{" "}
    </>
  );
}

const ActButton = ({
  cap,
  quiet = false,
  danger = false,
  onClick,
  children,
}: {
  /** The key that does the same. */
  cap: string;
  quiet?: boolean;
  danger?: boolean;
  onClick: () => void;
  children: string;
}) => (
  <Button
    {...(quiet && { variant: "default" })}
    className={danger ? (classes.danger ?? "") : ""}
    aria-keyshortcuts={cap.toLowerCase()}
    rightSection={
      <Kbd aria-hidden className={classes.kbd ?? ""}>
        {cap}
      </Kbd>
    }
    onClick={onClick}
  >
    {children}
  </Button>
);
