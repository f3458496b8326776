import type { RejectReason } from "@lyceum/shared/review";
import { NativeSelect, Textarea } from "@mantine/core";
import { rejectReasons } from "../../lib/review-names.ts";
import type { Rejection } from "./drafts.ts";
import { longest, wordsProblem } from "./edits.ts";

const isReason = (value: string): value is RejectReason => Object.hasOwn(rejectReasons, value);

/** Why something is rejected: a reason that can be counted, and words. */
export const RejectionFields = ({
  rejection,
  onChange,
  tried,
}: {
  rejection: Rejection;
  onChange: (rejection: Rejection) => void;
  /** Whether what is missing is said. */
  tried: boolean;
}) => (
  <>
    <NativeSelect
      label="Reason"
      value={rejection.reason}
      error={tried && rejection.reason === "" && "Choose a reason."}
      onChange={({ currentTarget: { value } }) =>
        onChange({ ...rejection, reason: isReason(value) ? value : "" })
      }
      data={[
        { value: "", label: "Choose one" },
        ...Object.entries(rejectReasons).map(([value, label]) => ({ value, label })),
      ]}
    />
    <Textarea
      label="Comment"
      description="The other reviewers read it, and it stays in the question's life."
      rows={4}
      maxLength={longest.words}
      value={rejection.comment}
      error={tried && wordsProblem(rejection.comment)}
      onChange={({ currentTarget: { value } }) => onChange({ ...rejection, comment: value })}
    />
  </>
);
