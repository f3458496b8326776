import { randomBytes } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Client, createClient } from "@lyceum/shared/contract/client";
import { srpSignIn } from "./srp-sign-in.ts";

/** The platform that the tests run against. */
export function platformUrl(): string {
  const url = process.env.LYCEUM_URL;
  if (!url) throw new TypeError("LYCEUM_URL is not set: these tests run against a local cloud");
  return url;
}

export interface Person {
  email: string;
  password: string;
  /** The ID token. */
  token: string;
  accessToken: string;
  refreshToken: string;
  client: Client;
  /** The raw text of every reply that this person's client has received. */
  replies: string[];
}

/** A new person of the platform, signed in. */
export async function newPerson(options: { group?: "instructor" | "operator" } = {}): Promise<Person> {
  const email = `${randomBytes(8).toString("hex")}@test.example`;
  const password = `${randomBytes(12).toString("base64url")}aA1!`;
  const { userPoolId, cognito } = await userPool();
  const user = { UserPoolId: userPoolId, Username: email };
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: "SUPPRESS", UserAttributes }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  if (options.group) {
    await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: options.group }));
  }
  return signedIn({ email, password });
}

/** Somebody who has an account, signed in. */
export async function signedIn({ email, password }: Pick<Person, "email" | "password">): Promise<Person> {
  const { cognito, ...pool } = await userPool();
  const { idToken: token, ...tokens } = await srpSignIn(cognito, { ...pool, email, password });
  const replies: string[] = [];
  return { email, password, token, ...tokens, replies, client: recordingClient(token, replies) };
}

function recordingClient(token: string | undefined, replies: string[]): Client {
  return createClient({
    baseUrl: `${platformUrl()}/api`,
    token: async () => token,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      replies.push(await response.clone().text());
      return response;
    },
  });
}

/** A request as given, without a client's help: for what a client would not send. */
export async function rawCall(
  path: string,
  options: {
    method?: string;
    token?: string | undefined;
    headers?: Record<string, string>;
    body?: string;
  } = {},
): Promise<{ status: number; text: string; body: { code?: string; message?: string } }> {
  const { method = "GET", token, headers = {}, body } = options;
  const response = await fetch(`${platformUrl()}/api${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const streams = response.headers.get("content-type")?.startsWith("text/event-stream");
  return { status: response.status, text, body: text && !streams ? JSON.parse(text) : {} };
}

async function userPool() {
  const outputs = await fetch(`${platformUrl()}/amplify_outputs.json`).then((response) => response.json());
  return {
    userPoolId: String(outputs.auth.user_pool_id),
    userPoolClientId: String(outputs.auth.user_pool_client_id),
    cognito: new CognitoIdentityProviderClient({
      endpoint: `${platformUrl()}/cognito`,
      region: "eu-west-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
  };
}
