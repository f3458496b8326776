import { NativeSelect, Skeleton, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { keepReviewSettings, reviewSettingsQuery } from "../../lib/review.ts";
import classes from "./cohorts.module.css";

/** How many must approve a question of the group's own. */
export function ReviewSettings({ cohortId }: { cohortId: string }) {
  const { data, error, refetch } = useQuery(reviewSettingsQuery(cohortId));
  // What was chosen and not saved yet.
  const [chosen, setChosen] = useState<string>();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (quorum: number | null) =>
      client.call("PUT /cohorts/{cohortId}/review-settings", { params: { cohortId }, body: { quorum } }),
    onSuccess: (saved) => {
      keepReviewSettings(queryClient, cohortId, saved);
      setChosen(undefined);
    },
  });
  const value = chosen ?? String(data?.quorum ?? "");
  return (
    <section className={classes.section} aria-labelledby="review-settings">
      <Title order={2} id="review-settings">
        Review of questions
      </Title>
      {data ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(value === "" ? null : Number(value));
          }}
        >
          <NativeSelect
            label="Approvals that a question needs"
            description="More than the group has instructors and owners counts as all of them. It holds for what is decided from then on."
            value={value}
            onChange={({ currentTarget }) => {
              save.reset();
              setChosen(currentTarget.value);
            }}
            data={[
              { value: "", label: "By itself: 2 with two instructors or more, else 1" },
              ...[1, 2, 3, 4, 5].map((count) => ({ value: String(count), label: String(count) })),
            ]}
          />
          <Text>At this moment it takes {counted(data.effective, "approval")}.</Text>
          {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
          {save.isSuccess && <Notice kind="done">Saved.</Notice>}
          <BusyButton type="submit" busy={save.isPending} w="fit-content">
            Save the review settings
          </BusyButton>
        </form>
      ) : error ? (
        <LoadProblem what="The review settings" error={error} onRetry={() => void refetch()} />
      ) : (
        <div role="status" aria-label="Loading the review settings">
          <Skeleton height={76} />
        </div>
      )}
    </section>
  );
}
