import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

/** A link to another page of this site. */
export const AnchorLink = createLink((props: AnchorProps & ComponentPropsWithRef<"a">) => (
  <Anchor {...props} />
));

/** A link that looks like a button. */
export const ButtonLink = createLink(
  ({ ...props }: ButtonProps & Omit<ComponentPropsWithRef<"a">, keyof ButtonProps>) => (
    <Button component="a" {...props} />
  ),
);
