import { PasswordInput, TextInput, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconPoint } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { PasswordPolicy } from "../../lib/outputs.ts";
import classes from "./auth-page.module.css";
import { passwordRules } from "./password.ts";

export function EmailField({ defaultValue = "" }: { defaultValue?: string | undefined }) {
  return (
    <TextInput
      name="email"
      type="email"
      label="E-mail address"
      autoComplete="username"
      defaultValue={defaultValue}
      required
      withAsterisk={false}
    />
  );
}

export function CodeField() {
  return (
    <TextInput
      name="code"
      label="Code"
      description="The six digits in the mail."
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="\s*\d{6}\s*"
      title="Six digits"
      maxLength={12}
      required
      withAsterisk={false}
    />
  );
}

/** Where a new password is chosen: shows which of the user pool's rules it keeps. */
export function NewPasswordField({ policy }: { policy: PasswordPolicy }) {
  const [password, setPassword] = useState("");
  const rulesId = useId();
  const rules = passwordRules(policy, password);
  return (
    <div>
      <PasswordInput
        name="password"
        label="New password"
        autoComplete="new-password"
        aria-describedby={rulesId}
        value={password}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
          const broken = passwordRules(policy, event.currentTarget.value).find((rule) => !rule.kept);
          event.currentTarget.setCustomValidity(broken ? `Not yet: ${broken.text.toLowerCase()}.` : "");
        }}
        required
        withAsterisk={false}
      />
      <ul id={rulesId} className={classes.rules}>
        {rules.map(({ text, kept }) => (
          <li key={text} data-kept={kept || undefined}>
            {kept ? <IconCheck size={16} aria-hidden /> : <IconPoint size={16} aria-hidden />}
            {text}
            {kept && <VisuallyHidden>, done</VisuallyHidden>}
          </li>
        ))}
      </ul>
    </div>
  );
}
