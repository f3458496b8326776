import type { Answer } from "@lyceum/shared/tutor";
import { ActionIcon } from "@mantine/core";
import { IconThumbDown, IconThumbDownFilled, IconThumbUp, IconThumbUpFilled } from "@tabler/icons-react";

type Feedback = NonNullable<Answer["feedback"]>;

const thumbs = [
  { thumb: "up", name: "Helpful", Icon: IconThumbUp, ChosenIcon: IconThumbUpFilled },
  { thumb: "down", name: "Not helpful", Icon: IconThumbDown, ChosenIcon: IconThumbDownFilled },
] as const;

/** The two thumbs below an answer: which is chosen, and a way to choose. */
export const Thumbs = ({
  chosen,
  onChoose,
}: {
  chosen: Feedback["thumb"] | undefined;
  onChoose: (thumb: Feedback["thumb"]) => void;
}) =>
  thumbs.map(({ thumb, name, Icon, ChosenIcon }) => (
    <ActionIcon
      key={thumb}
      variant="subtle"
      size="var(--touch)"
      aria-label={name}
      title={name}
      aria-pressed={thumb === chosen}
      onClick={() => onChoose(thumb)}
    >
      {thumb === chosen ? <ChosenIcon size={20} aria-hidden /> : <Icon size={20} aria-hidden />}
    </ActionIcon>
  ));
