import { ServiceError } from "../cognito/errors.ts";

// Bedrock's refusals, by their names and status codes on the wire.

export const validation = (message: string) => new ServiceError("ValidationException", message, 400);
export const accessDenied = (message: string) => new ServiceError("AccessDeniedException", message, 403);
export const notFound = (message: string) => new ServiceError("ResourceNotFoundException", message, 404);
export const modelTimeout = (message: string) => new ServiceError("ModelTimeoutException", message, 408);
export const modelError = (message: string) => new ServiceError("ModelErrorException", message, 424);
export const throttling = (message: string) => new ServiceError("ThrottlingException", message, 429);
export const unavailable = (message: string) => new ServiceError("ServiceUnavailableException", message, 503);

/** In a stream that has begun, a failing model has another name. */
export const streamError = (message: string) => new ServiceError("ModelStreamErrorException", message, 424);

/** What is told to the caller of anything that was thrown. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return modelError(`The local model failed: ${error instanceof Error ? error.message : String(error)}`);
}
