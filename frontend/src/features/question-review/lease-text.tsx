import type { CandidateSummary } from "@lyceum/shared/review";
import { Text } from "@mantine/core";
import { useSession } from "../../lib/session.ts";
import { timeOfDay } from "./texts.ts";

/** Who works on a candidate, and until when; nothing where nobody does. `now` in ms. */
export function LeaseText({ lease, now }: { lease: CandidateSummary["lease"]; now: number }) {
  const session = useSession();
  if (!lease || Date.parse(lease.until) <= now) return null;
  return (
    <Text size="sm" c="dimmed">
      {lease.by.userId === session?.userId ? "You work" : `${lease.by.name} works`} on it until{" "}
      <time dateTime={lease.until}>{timeOfDay(lease.until)}</time>
    </Text>
  );
}
