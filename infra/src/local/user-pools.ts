import * as z from "zod";
import type { AppClient, UserPoolConfig } from "./cognito/pool.ts";
import type { Template } from "./template/template.ts";

const Pool = z.object({
  Policies: z
    .object({
      PasswordPolicy: z
        .object({
          MinimumLength: z.number().optional(),
          RequireLowercase: z.boolean().optional(),
          RequireUppercase: z.boolean().optional(),
          RequireNumbers: z.boolean().optional(),
          RequireSymbols: z.boolean().optional(),
          TemporaryPasswordValidityDays: z.number().optional(),
        })
        .optional(),
    })
    .optional(),
  VerificationMessageTemplate: z
    .object({ EmailSubject: z.string().optional(), EmailMessage: z.string().optional() })
    .optional(),
});

const Unit = z.enum(["seconds", "minutes", "hours", "days"]);

const Client = z.object({
  UserPoolId: z.string(),
  ExplicitAuthFlows: z
    .array(z.string())
    .default(["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
  IdTokenValidity: z.number().optional(),
  AccessTokenValidity: z.number().optional(),
  RefreshTokenValidity: z.number().default(30),
  TokenValidityUnits: z
    .object({
      IdToken: Unit.default("hours"),
      AccessToken: Unit.default("hours"),
      RefreshToken: Unit.default("days"),
    })
    .prefault({}),
});

const Group = z.object({ UserPoolId: z.string(), GroupName: z.string(), Precedence: z.number().default(0) });

/** The user pools of a template, with what Cognito assumes where the template says nothing. */
export function userPoolsOf(template: Template): UserPoolConfig[] {
  const clients = template
    .resources("AWS::Cognito::UserPoolClient")
    .map((resource) => ({ id: resource.ref(), ...resource.properties(Client) }));
  const groups = template
    .resources("AWS::Cognito::UserPoolGroup")
    .map((resource) => resource.properties(Group))
    .sort((a, b) => a.Precedence - b.Precedence);

  return template.resources("AWS::Cognito::UserPool").map((resource) => {
    const poolId = resource.ref();
    const { Policies, VerificationMessageTemplate } = resource.properties(Pool);
    const policy = Policies?.PasswordPolicy ?? {};
    const { EmailSubject, EmailMessage } = VerificationMessageTemplate ?? {};
    return {
      poolId,
      issuer: `https://cognito-idp.${template.region}.amazonaws.com/${poolId}`,
      clientIds: clients.filter(({ UserPoolId }) => UserPoolId === poolId).map(readClient),
      groups: groups.filter(({ UserPoolId }) => UserPoolId === poolId).map(({ GroupName }) => GroupName),
      passwordPolicy: {
        minimumLength: policy.MinimumLength ?? 8,
        requireLowercase: policy.RequireLowercase ?? true,
        requireUppercase: policy.RequireUppercase ?? true,
        requireNumbers: policy.RequireNumbers ?? true,
        requireSymbols: policy.RequireSymbols ?? true,
        temporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays ?? 7,
      },
      ...(EmailSubject &&
        EmailMessage && { verificationMail: { subject: EmailSubject, message: EmailMessage } }),
    };
  });
}

const minutesOf: Record<z.output<typeof Unit>, number> = {
  seconds: 1 / 60,
  minutes: 1,
  hours: 60,
  days: 24 * 60,
};

function readClient(client: z.output<typeof Client> & { id: string }): AppClient {
  const { TokenValidityUnits: units } = client;
  const minutes = (amount: number | undefined, unit: z.output<typeof Unit>) =>
    amount === undefined ? 60 : amount * minutesOf[unit];
  return {
    id: client.id,
    authFlows: client.ExplicitAuthFlows.map((flow) => flow.replace(/^ALLOW_/, "")),
    idTokenMinutes: minutes(client.IdTokenValidity, units.IdToken),
    accessTokenMinutes: minutes(client.AccessTokenValidity, units.AccessToken),
    refreshTokenDays: (client.RefreshTokenValidity * minutesOf[units.RefreshToken]) / minutesOf.days,
  };
}
