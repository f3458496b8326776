import type { GroupMock } from "@lyceum/shared/attempts";
import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { client } from "../../lib/api.ts";
import { renewGroupMocks } from "../../lib/group-mocks.ts";
import classes from "./group-mocks.module.css";

/** Lets instructors take back a mock that nobody has begun. */
export function CancelMock({ cohortId, mock: { id: mockId, name } }: { cohortId: string; mock: GroupMock }) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const cancel = useMutation({
    mutationFn: () =>
      client.call("DELETE /cohorts/{cohortId}/mocks/{mockId}", { params: { cohortId, mockId } }),
    onSuccess: async () => {
      await navigate({ to: "/groups/$cohortId/mocks", params: { cohortId } });
      await renewGroupMocks(queryClient, cohortId);
    },
  });
  return (
    <div>
      <Button
        variant="outline"
        color="danger"
        className={classes.danger ?? ""}
        w="fit-content"
        onClick={() => setAsking(true)}
      >
        Cancel this mock
      </Button>
      {asking && (
        <ConfirmDialog
          heading={`Cancel ${name}?`}
          confirm="Cancel the mock"
          dismiss="Keep it"
          busy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate()}
          onClose={() => {
            // Somebody may have begun it meanwhile.
            if (cancel.isError) void renewGroupMocks(queryClient, cohortId);
            cancel.reset();
            setAsking(false);
          }}
        >
          <Text>
            It is gone for everybody. Nobody has begun it, so nobody loses anything. Another one can be
            scheduled at any time.
          </Text>
        </ConfirmDialog>
      )}
    </div>
  );
}
