/** What the front end reads of `/amplify_outputs.json`, in Amplify's own format; `custom` is ours. */
export interface Outputs {
  version: string;
  auth: {
    aws_region: string;
    user_pool_id: string;
    user_pool_client_id: string;
    password_policy?: PasswordPolicy;
  };
  custom?: {
    local?: {
      /** Path of the page that shows the mails sent by a local platform. */
      outbox?: string;
      /** URL or path of a local user pool. Amplify's format has no place for it. */
      userPoolEndpoint?: string;
      /** Path of the JSON that says which models answer. */
      models?: string;
    };
  };
}

export interface PasswordPolicy {
  min_length?: number;
  require_lowercase?: boolean;
  require_uppercase?: boolean;
  require_numbers?: boolean;
  require_symbols?: boolean;
}

/**
 * Reads the configuration that the deployment puts beside the front end.
 * @throws Error with a message for people where it can't be read
 */
export async function fetchOutputs(): Promise<Outputs> {
  const response = await fetch("/amplify_outputs.json");
  if (!response.ok) throw new Error("The configuration of this site could not be loaded.");
  const outputs: Partial<Outputs> = await response.json();
  const { version, auth, custom } = outputs;
  if (!version || !auth) throw new Error("The configuration of this site is not complete.");
  return { version, auth, ...(custom && { custom }) };
}
