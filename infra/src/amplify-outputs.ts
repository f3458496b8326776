import { passwordPolicy } from "./password-policy.ts";

/** The outputs of the stack that the front end needs. */
interface StackOutputs {
  UserPoolId: string;
  UserPoolClientId: string;
  Region: string;
}

/** What only a local cloud has. */
interface LocalOutputs {
  /**
   * The URL of its user pool. Amplify's own format has no field for it: the front end hands it to `Amplify.configure`
   * as `Auth.Cognito.userPoolEndpoint`.
   */
  userPoolEndpoint: string;
  /** The path of the page that shows the mail it would have sent. */
  outbox: string;
  /** The path of the JSON that says which models answer. */
  models: string;
}

/**
 * The front end's configuration: the content of `amplify_outputs.json`, in the format of Amplify Gen 2.
 * The API needs no entry: it is under `/api` of the site's own origin.
 */
export function amplifyOutputs(outputs: StackOutputs, local?: LocalOutputs) {
  return {
    version: "1.4",
    auth: {
      aws_region: outputs.Region,
      user_pool_id: outputs.UserPoolId,
      user_pool_client_id: outputs.UserPoolClientId,
      username_attributes: ["email"],
      standard_required_attributes: ["email"],
      user_verification_types: ["email"],
      unauthenticated_identities_enabled: false,
      mfa_configuration: "NONE",
      mfa_methods: [],
      password_policy: {
        min_length: passwordPolicy.minLength,
        require_lowercase: passwordPolicy.requireLowercase,
        require_uppercase: passwordPolicy.requireUppercase,
        require_numbers: passwordPolicy.requireDigits,
        require_symbols: passwordPolicy.requireSymbols,
      },
    },
    ...(local && { custom: { local } }),
  };
}
