import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page.module.css";

/**
 * A page: its title in the browser, and its heading, which takes the focus when the page is opened by a link.
 * `reading` narrows it to the measure of text.
 */
export function Page({
  title,
  heading = title,
  reading = false,
  children,
}: {
  title: string;
  heading?: ReactNode;
  reading?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={classes.page} data-reading={reading || undefined}>
      <title>{`${title} · Lyceum`}</title>
      <Title order={1} tabIndex={-1} className={classes.heading}>
        {heading}
      </Title>
      {children}
    </div>
  );
}

/** Moves the focus to the heading of the page, as after following a link on a page without scripts. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
}
