import {
  BadRequestException,
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { Fault } from "@lyceum/shared/contract/fault";

interface Message {
  /** One bare address, such as `ada@example.com`. */
  to: string;
  /** One line; what would break it becomes a space. */
  subject: string;
  text: string;
}

export type Mail = ReturnType<typeof mail>;

/** For all tries of one mail, in milliseconds: an answer is owed to whoever asked before the function's time is up. */
const patience = 6_000;

/** What passes by itself, and the SDK has tried again already. */
const passing = new Set(["TooManyRequestsException", "LimitExceededException", "ThrottlingException"]);

const byHand = "copy the link and send it yourself.";

/**
 * Mail to people, by SES.
 * @param from a bare address that SES knows as verified; without one, this installation sends no mail
 */
export function mail(from: string | undefined, client = new SESv2Client({})) {
  return {
    /**
     * Sends a mail as plain text. That SES has taken it doesn't mean that it arrives.
     * @throws Fault invalid_request for an address that SES can't send to; unavailable where no mail can be sent, with
     *   what to do instead. No address is in them.
     */
    async send({ to, subject, text }: Message): Promise<void> {
      if (!from) throw new Fault("unavailable", `This installation sends no mail: ${byHand}`);
      const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
      const command = new SendEmailCommand({
        FromEmailAddress: `Lyceum <${from}>`,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: utf8(oneLine(subject)), Body: { Text: utf8(text) } } },
      });
      try {
        await client.send(command, { abortSignal: AbortSignal.timeout(patience) });
      } catch (error) {
        throw explained(error);
      }
    },
  };
}

const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, " ").trim();

function explained(error: unknown): Fault {
  const fault = faultOf(error);
  // For the operator, who finds it in the log. SES's own message isn't for there: it names addresses.
  if (error instanceof SESv2ServiceException) {
    fault.cause = `SES: ${error.name}, request ${error.$metadata.requestId}`;
  } else if (error instanceof Error) fault.cause = `SES: ${error.name}`;
  return fault;
}

function faultOf(error: unknown): Fault {
  if (error instanceof BadRequestException) {
    return new Fault(
      "invalid_request",
      `No mail can be sent to this address. Check it and try again, or ${byHand}`,
    );
  }
  const isRefusal =
    error instanceof SESv2ServiceException && error.$fault === "client" && !passing.has(error.name);
  return isRefusal
    ? new Fault("unavailable", `This installation's mail is refused. Tell its operator, and ${byHand}`)
    : new Fault("unavailable", `The mail can't be sent right now. Try again in a moment, or ${byHand}`);
}
