import { Anchor, Text } from "@mantine/core";
import { useRouteContext } from "@tanstack/react-router";

/** Where mails land on a platform that sends none. Nothing elsewhere. */
export function OutboxHint() {
  const { outputs } = useRouteContext({ from: "__root__" });
  const outbox = outputs.custom?.local?.outbox;
  if (!outbox) return null;
  return (
    <Text size="sm" c="dimmed">
      This platform runs on one machine and sends no mail. Find the code in its{" "}
      <Anchor href={outbox} target="_blank">
        outbox
      </Anchor>{" "}
      (opens a new tab).
    </Text>
  );
}
