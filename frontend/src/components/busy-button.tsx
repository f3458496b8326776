import { Button, type ButtonProps, Loader } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";

/** A button that shows that its work is under way, and takes no click meanwhile. It keeps the focus all along. */
export function BusyButton({
  busy,
  onClick,
  children,
  ...props
}: { busy: boolean } & ButtonProps & Omit<ComponentPropsWithRef<"button">, keyof ButtonProps>) {
  return (
    <Button
      {...props}
      aria-disabled={busy || undefined}
      leftSection={busy && <Loader size={16} color="currentColor" aria-hidden />}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
    </Button>
  );
}
