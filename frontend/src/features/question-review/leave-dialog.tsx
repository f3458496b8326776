import { Button, Text } from "@mantine/core";
import { Dialog } from "../../components/dialog.tsx";

/** Asks before what somebody wrote is lost. */
export const LeaveDialog = ({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) => (
  <Dialog
    heading="Leave without saving?"
    onClose={onStay}
    actions={
      <>
        <Button variant="default" onClick={onStay}>
          Stay
        </Button>
        <Button color="danger" onClick={onLeave}>
          Leave
        </Button>
      </>
    }
  >
    <Text>What you have written here is not saved, and will be lost.</Text>
  </Dialog>
);
