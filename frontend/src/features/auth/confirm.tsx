import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { confirmSignUp, resendSignUpCode, signIn } from "aws-amplify/auth";
import { useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { refreshSession } from "../../lib/session.ts";
import { AuthForm, AuthPage } from "./auth-page.tsx";
import { CodeField, EmailField } from "./fields.tsx";
import { authMessage } from "./messages.ts";
import { OutboxHint } from "./outbox-hint.tsx";
import { takePassword } from "./pending.ts";

const route = getRouteApi("/visitors/confirm");

/** Where a new account's address is confirmed by a code. */
export function Confirm() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const [email, setEmail] = useState(search.email ?? "");

  async function submit({ email: typed, code = "" }: Record<string, string>): Promise<void> {
    const address = (typed ?? email).trim();
    setEmail(address);
    await confirmSignUp({ username: address, confirmationCode: code.trim() });
    const password = takePassword(address);
    if (password !== undefined) {
      try {
        await signIn({ username: address, password });
        await refreshSession();
        return;
      } catch {
        // The address is confirmed all the same: sign in by hand.
      }
    }
    await navigate({ to: "/sign-in", search: { email: address } });
  }

  return (
    <AuthPage
      title="Confirm your address"
      intro={
        search.email ? `We have sent a code to ${search.email}.` : "Enter the code that we have sent you."
      }
      links={<AnchorLink to="/sign-in">Back to sign in</AnchorLink>}
    >
      <AuthForm submit={submit} action="Confirm">
        {!search.email && <EmailField />}
        <CodeField />
        <OutboxHint />
      </AuthForm>
      {search.email && <Resend email={search.email} />}
    </AuthPage>
  );
}

function Resend({ email }: { email: string }) {
  const [state, setState] = useState<{ busy: boolean; sent?: boolean; problem?: string }>({ busy: false });

  async function resend(): Promise<void> {
    setState({ busy: true });
    try {
      await resendSignUpCode({ username: email });
      setState({ busy: false, sent: true });
    } catch (error) {
      setState({ busy: false, problem: authMessage(error) });
    }
  }

  return (
    <div style={{ display: "grid", gap: "1rem", marginTop: "1rem" }}>
      <BusyButton variant="default" busy={state.busy} onClick={() => void resend()}>
        Send a new code
      </BusyButton>
      {state.sent && (
        <Notice kind="done">A new code is on its way. Older ones are not valid any more.</Notice>
      )}
      {state.problem && <Notice kind="problem">{state.problem}</Notice>}
    </div>
  );
}
