import { ActionIcon, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./tutor-beside.module.css";

/** What stands where the panel will be, with a heading and a way out as the panel has them. */
export const NoPanelYet = ({ onClose, children }: { onClose: () => void; children: ReactNode }) => (
  <>
    <div className={classes.head}>
      <Title order={2} tabIndex={-1} autoFocus className={classes.heading}>
        Tutor
      </Title>
      <ActionIcon variant="subtle" size="var(--touch)" aria-label="Close the tutor" onClick={onClose}>
        <IconX size={20} aria-hidden />
      </ActionIcon>
    </div>
    <div className={classes.content}>{children}</div>
  </>
);
