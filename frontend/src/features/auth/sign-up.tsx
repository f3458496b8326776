import { useNavigate, useRouteContext } from "@tanstack/react-router";
import { signUp } from "aws-amplify/auth";
import { AnchorLink } from "../../components/links.tsx";
import { AuthForm, AuthPage } from "./auth-page.tsx";
import { EmailField, NewPasswordField } from "./fields.tsx";
import { rememberSignUp } from "./pending.ts";

/** Where an account is made. The address is confirmed on the next page. */
export function SignUp() {
  const navigate = useNavigate();
  const { outputs } = useRouteContext({ from: "__root__" });

  async function submit(values: Record<string, string>): Promise<void> {
    const email = (values.email ?? "").trim();
    const password = values.password ?? "";
    await signUp({ username: email, password, options: { userAttributes: { email } } });
    rememberSignUp({ email, password });
    await navigate({ to: "/confirm", search: { email } });
  }

  return (
    <AuthPage
      title="Create an account"
      intro="We send a code to your address to make sure that it is yours."
      links={<AnchorLink to="/sign-in">I have an account: sign in</AnchorLink>}
    >
      <AuthForm submit={submit} action="Create the account">
        <EmailField />
        <NewPasswordField policy={outputs.auth.password_policy ?? {}} />
      </AuthForm>
    </AuthPage>
  );
}
