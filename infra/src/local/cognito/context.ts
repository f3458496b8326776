import type { UserPoolConfig, UserPoolDeps } from "./pool.ts";
import type { Random } from "./random.ts";
import type { Challenges } from "./store/challenges.ts";
import type { Codes } from "./store/codes.ts";
import type { Failures } from "./store/failures.ts";
import type { Sessions } from "./store/sessions.ts";
import type { Users } from "./store/users.ts";
import type { Tokens } from "./tokens.ts";

/** What every operation works with. */
export interface Pool {
  config: UserPoolConfig;
  users: Users;
  sessions: Sessions;
  challenges: Challenges;
  codes: Codes;
  failures: Failures;
  tokens: Tokens;
  /** Made once per installation: keys the hashes of codes and the answers for people who do not exist. */
  secret: Buffer;
  sendMail: UserPoolDeps["sendMail"];
  now: UserPoolDeps["now"];
  random: Random;
}
