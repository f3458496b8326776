import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { messageOf, Problem } from "../../problem.ts";

/** Gives credentials that are good now: those that end are fetched anew before they do. */
export type FindCredentials = DynamoDBClient["config"]["credentials"];

/**
 * The user's own credentials, found as every SDK finds them: variables, a profile, single sign-on. They stay in the
 * platform's process; no function sees them.
 * @throws Problem where there are none
 */
export async function userCredentials(region: string): Promise<FindCredentials> {
  const { credentials } = new DynamoDBClient({ region }).config;
  try {
    await credentials();
    return credentials;
  } catch (error) {
    throw new Problem(
      `LYCEUM_BEDROCK=aws needs AWS credentials, and there are none (${messageOf(error)}); set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or leave LYCEUM_BEDROCK out`,
    );
  }
}
