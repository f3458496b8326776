/** What is wrong with Amazon Bedrock, told once, and again only after it went well in between. */
export function createTroubles(warn: (line: string) => void) {
  const told = new Set<string>();

  const tell = (about: string, line: string): void => {
    if (told.has(about)) return;
    told.add(about);
    warn(line);
  };

  return {
    /** @param reason why the connection failed */
    unreachable: (address: string, reason: string): void =>
      tell("connection", `Amazon Bedrock at ${address} can't be reached (${reason}); is there a network?`),

    withoutCredentials: (reason: string): void =>
      tell("credentials", `your AWS credentials can't be had any more (${reason}); sign in to AWS again`),

    /** @param error the name of what AWS refused with, or `undefined` where it did not refuse */
    answered(model: string, status: number, error: string | undefined): void {
      told.delete("connection");
      if (error === undefined) {
        told.delete("credentials");
        told.delete(model);
      } else if (error === "AccessDeniedException") {
        tell(
          model,
          `Amazon Bedrock denies you the model ${model}; your credentials need bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream for it, and your account access to it`,
        );
      } else if (status === 403) {
        tell(
          "credentials",
          `Amazon Bedrock refuses your AWS credentials (${error}); sign in to AWS again, and start the platform again where they come from variables`,
        );
      }
    },
  };
}
