import type { Pool } from "./context.ts";
import { ServiceError } from "./errors.ts";
import type { Mail } from "./pool.ts";

/**
 * Hands a mail to whoever delivers it.
 * @throws ServiceError CodeDeliveryFailureException
 */
export async function deliver(pool: Pool, mail: Mail): Promise<void> {
  try {
    await pool.sendMail(mail);
  } catch (cause) {
    console.error("a mail of the user pool could not be sent:", cause);
    throw new ServiceError("CodeDeliveryFailureException", "The mail could not be sent.");
  }
}
