import { randomBytes } from "node:crypto";
import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  deriveKey,
  generator,
  groupPrime,
  hashedNumber,
  type Identity,
  multiplier,
  passwordExponent,
  power,
  signClaim,
} from "@lyceum/infra/local/cognito/srp";

// The client's half of SRP: the only flow that the user pool's client allows. aws-amplify's own takes seconds
// inside jest; that it signs in to the local pool is tested there.

interface Account {
  userPoolId: string;
  userPoolClientId: string;
  email: string;
  password: string;
}

/** Signs in by SRP and gives the tokens. */
export async function srpSignIn(
  cognito: CognitoIdentityProviderClient,
  { userPoolId, userPoolClientId: ClientId, email, password }: Account,
): Promise<{ idToken: string; accessToken: string; refreshToken: string }> {
  const secret = number(randomBytes(32).toString("hex"));
  const clientPublic = power(generator, secret);
  const { ChallengeParameters: challenge = {} } = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME: email, SRP_A: clientPublic.toString(16) },
    }),
  );
  const { USER_ID_FOR_SRP: userId, SECRET_BLOCK: secretBlock, SRP_B: serverPublic, SALT: salt } = challenge;
  if (!userId || !secretBlock || !serverPublic || !salt) throw new TypeError("a challenge that is not SRP's");

  const identity = { poolName: userPoolId.slice(userPoolId.indexOf("_") + 1), userId };
  const key = sessionKey(
    { secret, public: clientPublic },
    { public: number(serverPublic), salt: number(salt) },
    { identity, password },
  );
  const timestamp = cognitoTime(new Date());
  const { AuthenticationResult: tokens } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeResponses: {
        USERNAME: userId,
        PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
        TIMESTAMP: timestamp,
        PASSWORD_CLAIM_SIGNATURE: signClaim(key, { ...identity, secretBlock, timestamp }),
      },
    }),
  );
  const { IdToken: idToken, AccessToken: accessToken, RefreshToken: refreshToken } = tokens ?? {};
  if (!idToken || !accessToken || !refreshToken) throw new TypeError("signed in without tokens");
  return { idToken, accessToken, refreshToken };
}

const number = (hex: string) => BigInt(`0x${hex}`);

function sessionKey(
  client: { secret: bigint; public: bigint },
  server: { public: bigint; salt: bigint },
  { identity, password }: { identity: Identity; password: string },
): Buffer {
  const scramble = hashedNumber(client.public, server.public);
  const exponent = passwordExponent(identity, password, server.salt);
  const difference = (server.public - multiplier * power(generator, exponent)) % groupPrime;
  // The remainder of a negative number is negative.
  return deriveKey(power(difference + groupPrime, client.secret + scramble * exponent), scramble);
}

/** `Tue Jan 6 01:02:03 UTC 2026`: Cognito takes the day without a leading zero only. */
function cognitoTime(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}
