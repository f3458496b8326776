import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";

/** Who can be signed in as. */
export const demoRoles = ["learner", "instructor", "operator"] as const;
type DemoRole = (typeof demoRoles)[number];

export const emailOf = (role: DemoRole) => `${role}@demo.example`;

/** The user id of a demo sign-in. */
export async function userIdOf(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  role: DemoRole,
): Promise<string> {
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: emailOf(role) }));
  const sub = user.UserAttributes?.find(({ Name }) => Name === "sub")?.Value;
  if (!sub) throw new TypeError(`${emailOf(role)} has no sub`);
  return sub;
}
