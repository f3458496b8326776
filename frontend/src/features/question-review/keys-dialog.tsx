import { Button, Kbd, Switch } from "@mantine/core";
import { Dialog } from "../../components/dialog.tsx";
import classes from "./review.module.css";

const keys = {
  queue: [
    ["J", "The next question of the list"],
    ["K", "The one before"],
    ["Enter", "Open it"],
    ["X", "Select it, or take that back"],
    ["?", "This help"],
  ],
  candidate: [
    ["A", "Approve"],
    ["E", "Edit"],
    ["R", "Request changes"],
    ["X", "Reject"],
    ["J", "The next question of the queue"],
    ["K", "The one before"],
    ["?", "This help"],
  ],
} as const;

/** The keys of a page, and a way to switch them off. */
export const KeysDialog = ({
  page,
  wanted,
  onToggle,
  onClose,
}: {
  page: keyof typeof keys;
  wanted: boolean;
  onToggle: (wanted: boolean) => void;
  onClose: () => void;
}) => (
  <Dialog heading="Keyboard" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
    <dl className={classes.keys}>
      {keys[page].map(([cap, does]) => (
        <div key={cap}>
          <dt>
            <Kbd>{cap}</Kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
    <Switch
      label="Use these keys"
      description="Kept on this device. Switch them off if you speak to your computer."
      checked={wanted}
      onChange={(event) => onToggle(event.currentTarget.checked)}
    />
  </Dialog>
);
