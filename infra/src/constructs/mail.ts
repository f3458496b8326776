import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import type { Construct } from "constructs";
import type { Stage } from "../stacks/stage.ts";
import type { Particulars } from "./service-function.ts";

/**
 * The sender of mail to people, as an identity of SES, which writes to the address to have it verified.
 * @returns what a function needs to send as this sender, and nobody else; nothing where the stage has none
 */
export function mailSender(scope: Construct, { mailFrom }: Stage): Particulars {
  if (mailFrom === undefined) return {};
  const identity = new EmailIdentity(scope, "MailSender", { identity: Identity.email(mailFrom) });
  return {
    statements: [
      new PolicyStatement({
        actions: ["ses:SendEmail"],
        resources: [identity.emailIdentityArn],
        conditions: { StringEquals: { "ses:FromAddress": mailFrom } },
      }),
    ],
    environment: { MAIL_FROM: identity.emailIdentityName },
  };
}
