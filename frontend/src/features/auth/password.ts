import type { PasswordPolicy } from "../../lib/outputs.ts";

/** One rule of the user pool's policy, and whether a password keeps it. */
export interface PasswordRule {
  text: string;
  kept: boolean;
}

/** The rules that the user pool sets, as people read them. */
export function passwordRules(policy: PasswordPolicy, password: string): PasswordRule[] {
  const length = policy.min_length ?? 8;
  return [
    { text: `At least ${length} characters`, kept: password.length >= length, set: true },
    { text: "A lower-case letter", kept: /[a-z]/.test(password), set: policy.require_lowercase },
    { text: "An upper-case letter", kept: /[A-Z]/.test(password), set: policy.require_uppercase },
    { text: "A number", kept: /\d/.test(password), set: policy.require_numbers },
    {
      text: "A symbol, such as - or !",
      // The symbols that Cognito counts; a space counts inside only.
      kept: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S +\S/.test(password),
      set: policy.require_symbols,
    },
  ]
    .filter((rule) => rule.set)
    .map(({ text, kept }) => ({ text, kept }));
}
