/** Cognito's errors that people can do something about. Its own messages are written for developers. */
const messages: Readonly<Record<string, string>> = {
  UsernameExistsException:
    "There is an account with this e-mail address already. Sign in, or reset the password.",
  NotAuthorizedException: "The e-mail address or the password is not right.",
  UserNotFoundException: "The e-mail address or the password is not right.",
  CodeMismatchException: "This code is not right. Check the newest mail from us.",
  ExpiredCodeException: "This code is not valid any more. Ask for a new one.",
  TooManyFailedAttemptsException: "Too many wrong codes. Ask for a new one.",
  LimitExceededException: "Too many tries. Wait a while, then try again.",
  TooManyRequestsException: "Too many tries. Wait a while, then try again.",
  InvalidPasswordException: "This password doesn't keep all the rules.",
  PasswordHistoryPolicyViolationException: "This password was used before. Choose another.",
  InvalidParameterException: "Check the e-mail address and what you have filled in.",
  NetworkError: "The server can't be reached. Check the connection and try again.",
};

/** What to tell people about a failure of the user pool. */
export function authMessage(error: unknown): string {
  if (!(error instanceof Error)) return unknown;
  // Lockout comes under the name of a wrong password.
  if (/attempts exceeded/i.test(error.message))
    return "Too many wrong passwords. Wait a while, then try again.";
  return messages[error.name] ?? unknown;
}

const unknown = "Something went wrong. Try again.";
