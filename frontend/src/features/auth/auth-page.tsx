import { type FormEvent, type ReactNode, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import classes from "./auth-page.module.css";
import { authMessage } from "./messages.ts";

/** A page with one short form. `aside` stands beside the form, below it on a narrow screen. */
export function AuthPage({
  title,
  heading = title,
  intro,
  aside,
  links,
  children,
}: {
  title: string;
  heading?: string;
  intro?: ReactNode;
  aside?: ReactNode;
  links?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Page title={title} heading={heading}>
      <div className={classes.columns} data-aside={aside ? true : undefined}>
        <div className={classes.form}>
          {intro && <div className={classes.intro}>{intro}</div>}
          {children}
          {links && <div className={classes.links}>{links}</div>}
        </div>
        {aside}
      </div>
    </Page>
  );
}

/** A form that waits for the user pool, tells what went wrong, and can't be sent twice meanwhile. */
export function AuthForm({
  submit,
  action,
  children,
}: {
  /** Rejects with what the user pool said. */
  submit: (values: Record<string, string>) => Promise<void>;
  action: string;
  children: ReactNode;
}) {
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false });

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (state.busy) return;
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === "string") values[name] = value;
    }
    setState({ busy: true });
    try {
      await submit(values);
      setState({ busy: false });
    } catch (error) {
      setState({ busy: false, problem: authMessage(error) });
    }
  }

  return (
    <form onSubmit={(event) => void send(event)} className={classes.fields}>
      {state.problem && <Notice kind="problem">{state.problem}</Notice>}
      {children}
      <BusyButton type="submit" busy={state.busy} fullWidth>
        {action}
      </BusyButton>
    </form>
  );
}
