import { PasswordInput } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { signIn } from "aws-amplify/auth";
import { AnchorLink } from "../../components/links.tsx";
import { refreshSession } from "../../lib/session.ts";
import classes from "./auth-page.module.css";
import { AuthForm, AuthPage } from "./auth-page.tsx";
import { EmailField } from "./fields.tsx";

const route = getRouteApi("/visitors/sign-in");

/** The first page of the site: what it is for, and the way in. */
export function SignIn() {
  const { email } = route.useSearch();
  const navigate = useNavigate();

  async function submit({ email = "", password = "" }: Record<string, string>): Promise<void> {
    try {
      const { nextStep } = await signIn({ username: email.trim(), password });
      if (nextStep.signInStep === "CONFIRM_SIGN_UP") {
        return navigate({ to: "/confirm", search: { email: email.trim() } });
      }
      if (nextStep.signInStep === "RESET_PASSWORD") {
        return navigate({ to: "/reset-password", search: { email: email.trim() } });
      }
    } catch (error) {
      // Signed in through another tab meanwhile.
      if (!(error instanceof Error && error.name === "UserAlreadyAuthenticatedException")) throw error;
    }
    // The router watches the session and goes on.
    await refreshSession();
  }

  return (
    <AuthPage
      title="Sign in"
      heading="Practise until you know why"
      aside={<Purpose />}
      links={
        <>
          <AnchorLink to="/sign-up">Create an account</AnchorLink>
          <AnchorLink to="/reset-password">Forgot the password?</AnchorLink>
        </>
      }
    >
      <AuthForm submit={submit} action="Sign in">
        <EmailField defaultValue={email} />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
      </AuthForm>
    </AuthPage>
  );
}

const Purpose = () => (
  <section aria-label="What Lyceum is">
    <dl className={classes.points}>
      <dt>Questions that explain themselves</dt>
      <dd>For every option you see why it is right or wrong, and which constraint decides.</dd>
      <dt>Practice or exam</dt>
      <dd>Check each answer at once, or answer all of them first, as on the day.</dd>
      <dt>On any device</dt>
      <dd>Answers are saved as you give them. Go on where you stopped, on a phone or at a desk.</dd>
    </dl>
  </section>
);
