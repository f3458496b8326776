import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./page.module.css";

/**
 * A page: its title in the browser, and its heading, which takes the focus when the page is opened from another, as
 * after following a link on a page without scripts.
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
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (moved) headingRef.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes.page} data-reading={reading || undefined}>
      <title>{`${title} · Lyceum`}</title>
      <Title order={1} ref={headingRef} tabIndex={-1} className={classes.heading}>
        {heading}
      </Title>
      {children}
    </div>
  );
}

/** Whether a page was opened from another one; the first keeps the focus that the browser gives it. */
let moved = false;

/** To be called whenever one page takes the place of another: its heading then takes the focus. */
export function noteMove(): void {
  moved = true;
}
