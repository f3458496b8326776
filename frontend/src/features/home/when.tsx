import type { AttemptSummary } from "@lyceum/shared/attempts";
import { Text } from "@mantine/core";
import { dateTime } from "../../lib/format.ts";
import { sourceName } from "./names.ts";

/** When something happened to an attempt, and what its questions were drawn from. */
export function When({
  label,
  at,
  attempt,
}: {
  label?: string;
  at: string;
  attempt: Pick<AttemptSummary, "scope" | "only">;
}) {
  const source = sourceName(attempt);
  return (
    <Text size="sm" c="dimmed">
      {label} <time dateTime={at}>{dateTime(at)}</time>
      {source && ` · from ${source}`}
    </Text>
  );
}
