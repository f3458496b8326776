/** A refusal under its name on the wire, such as `NotAuthorizedException`. */
export class ServiceError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const invalidParameter = (message: string) => new ServiceError("InvalidParameterException", message);
export const notAuthorized = (message: string) => new ServiceError("NotAuthorizedException", message);
export const notFound = (message: string) => new ServiceError("ResourceNotFoundException", message);
export const userNotFound = () => new ServiceError("UserNotFoundException", "User does not exist.");
export const limitExceeded = () =>
  new ServiceError("LimitExceededException", "Attempt limit exceeded, please try after some time.");

/** The one answer to a wrong password and to a user who does not exist. */
export const incorrectSignIn = () => notAuthorized("Incorrect username or password.");
