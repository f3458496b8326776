import { Logger } from "@aws-lambda-powertools/logger";

/** Structured logs; the service name and the level come from the function's environment. */
export const logger = new Logger();
