import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod";
import { type ModelChoice, modelChoice } from "./models.ts";

/** What differs between deployments. `prod` holds what people rely on; any other stage may be torn down. */
export interface Stage {
  name: string;
  /** Data outlives the stack, and can't be deleted by mistake. */
  keepsData: boolean;
  logRetention: RetentionDays;
  /**
   * Requests per second that the API takes, and how many at once. A learner in a quiz sends one every few seconds, so
   * `prod` has room for about a thousand at a time, or six hundred with a board open, which asks every three seconds; the
   * limit is there to cap the bill of an attack.
   */
  throttle: { ratePerSecond: number; burst: number };
  /** A web ACL in front of the API: about 7 USD a month, however few requests there are. */
  hasFirewall: boolean;
  /**
   * Cognito's Plus plan: 0.02 USD for each monthly active user, where the Essentials plan has 10,000 free. For a study
   * group that is a dollar or two a month, well spent on people's sign-ins and wasted on test users.
   */
  hasThreatProtection: boolean;
  /** The address that mail to people comes from; without one, functions send none. */
  mailFrom: string | undefined;
  /** Whom alarms write to; without one, they are seen in the console alone. */
  alarmEmail: string | undefined;
  /** Which language models do what, and where in the world they are. */
  models: ModelChoice;
}

/**
 * @param models JSON, as `modelChoice` takes it
 * @throws TypeError where the name can't be part of the names of resources, an address is no e-mail address, or a model
 *   is none that may be chosen
 */
export function stage(name: string, mailFrom?: string, models?: string, alarmEmail?: string): Stage {
  if (!/^[a-z][a-z0-9-]{0,15}$/.test(name)) {
    throw new TypeError(`the stage is 1 to 16 of a-z, 0-9 and -, beginning with a letter, not "${name}"`);
  }
  if (mailFrom !== undefined && !z.email().safeParse(mailFrom).success) {
    throw new TypeError(`mail comes from an address such as lyceum@example.com, not "${mailFrom}"`);
  }
  if (alarmEmail !== undefined && !z.email().safeParse(alarmEmail).success) {
    throw new TypeError(`alarms write to an address such as ops@example.com, not "${alarmEmail}"`);
  }
  const isProduction = name === "prod";
  return {
    name,
    keepsData: isProduction,
    logRetention: isProduction ? RetentionDays.THREE_MONTHS : RetentionDays.TWO_WEEKS,
    throttle: isProduction ? { ratePerSecond: 200, burst: 400 } : { ratePerSecond: 50, burst: 100 },
    hasFirewall: isProduction,
    hasThreatProtection: isProduction,
    mailFrom,
    alarmEmail,
    models: modelChoice(models),
  };
}
