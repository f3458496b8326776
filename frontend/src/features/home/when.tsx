import { Text } from "@mantine/core";
import { dateTime } from "../../lib/format.ts";

/** When something happened to a quiz, and which domains and tasks it was drawn from. */
export const When = ({ label, at, scope }: { label?: string; at: string; scope: readonly string[] }) => (
  <Text size="sm" c="dimmed">
    {label} <time dateTime={at}>{dateTime(at)}</time>
    {scope.length > 0 && ` · from ${scope.join(", ")}`}
  </Text>
);
