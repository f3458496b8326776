import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Credentials } from "../lambda/variables.ts";
import { messageOf, Problem } from "../problem.ts";

/**
 * The user's own credentials, found as every SDK finds them: variables, a profile, single sign-on. Functions get them only where Amazon
 * Bedrock is to answer. Credentials of a session end with it: the platform is then to be started again.
 * @throws Problem where there are none
 */
export async function userCredentials(): Promise<Credentials> {
  const client = new DynamoDBClient({ region: "us-east-1" });
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
    return { accessKeyId, secretAccessKey, sessionToken };
  } catch (error) {
    throw new Problem(
      `LYCEUM_BEDROCK=aws needs AWS credentials, and there are none (${messageOf(error)}); set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or leave LYCEUM_BEDROCK out`,
    );
  } finally {
    client.destroy();
  }
}
