import { Anchor } from "@mantine/core";
import { getRouteApi, useNavigate, useRouteContext } from "@tanstack/react-router";
import { confirmResetPassword, resetPassword, signIn } from "aws-amplify/auth";
import { useState } from "react";
import { AnchorLink } from "../../components/links.tsx";
import { noteMove } from "../../components/page.tsx";
import { refreshSession } from "../../lib/session.ts";
import { AuthForm, AuthPage } from "./auth-page.tsx";
import { CodeField, EmailField, NewPasswordField } from "./fields.tsx";
import { OutboxHint } from "./outbox-hint.tsx";

const route = getRouteApi("/visitors/reset-password");
const title = "Reset the password";

/** Where a forgotten password is replaced: first a code is asked for, then it is used. */
export function ResetPassword() {
  const { email } = route.useSearch();
  const [sentTo, setSentTo] = useState<string>();
  function moveTo(email: string | undefined): void {
    noteMove();
    setSentTo(email);
  }
  return sentTo === undefined ? (
    <AskForCode email={email} onSent={moveTo} />
  ) : (
    <UseCode email={sentTo} onAgain={() => moveTo(undefined)} />
  );
}

function AskForCode({ email, onSent }: { email: string | undefined; onSent: (email: string) => void }) {
  async function submit(values: Record<string, string>): Promise<void> {
    const address = (values.email ?? "").trim();
    await resetPassword({ username: address });
    onSent(address);
  }

  return (
    <AuthPage
      title={title}
      intro="We send a code to your address. With it you choose a new password."
      links={<AnchorLink to="/sign-in">Back to sign in</AnchorLink>}
    >
      <AuthForm submit={submit} action="Send the code">
        <EmailField defaultValue={email} />
      </AuthForm>
    </AuthPage>
  );
}

function UseCode({ email, onAgain }: { email: string; onAgain: () => void }) {
  const { outputs } = useRouteContext({ from: "__root__" });
  const navigate = useNavigate();

  async function submit({ code = "", password = "" }: Record<string, string>): Promise<void> {
    await confirmResetPassword({ username: email, confirmationCode: code.trim(), newPassword: password });
    const { isSignedIn } = await signIn({ username: email, password });
    if (isSignedIn) await refreshSession();
    else await navigate({ to: "/sign-in", search: { email } });
  }

  return (
    <AuthPage
      title={title}
      intro={`If there is an account for ${email}, we have sent a code there.`}
      links={
        <Anchor component="button" type="button" onClick={onAgain}>
          Ask for a new code
        </Anchor>
      }
    >
      <AuthForm submit={submit} action="Set the password and sign in">
        <CodeField />
        <OutboxHint />
        <NewPasswordField policy={outputs.auth.password_policy ?? {}} />
      </AuthForm>
    </AuthPage>
  );
}
