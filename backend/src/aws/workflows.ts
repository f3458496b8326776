import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";

export type Workflows = ReturnType<typeof workflows>;

/** Step Functions. Everything here may be sent again. */
export function workflows(client = new SFNClient({})) {
  return {
    /**
     * Starts an execution. One with the same name that ran within 90 days, whatever its input, is let be: the first
     * wins.
     * @param name 1 to 80 of A-Z, a-z, 0-9, - and _
     */
    async start(machineArn: string, name: string, input: unknown): Promise<void> {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }),
        );
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },

    /** Stops an execution; one that has ended, or never was, stays as it is. */
    async stop(machineArn: string, name: string, cause: string): Promise<void> {
      const executionArn = `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
      try {
        await client.send(new StopExecutionCommand({ executionArn, error: "Stopped", cause }));
      } catch (error) {
        if (!(error instanceof ExecutionDoesNotExist)) throw error;
      }
    },

    /**
     * Lets a waiting task go on.
     * @returns `gone` where nobody waits with this token any more: the task has timed out, was ended by this token
     *   before, or its execution has ended
     */
    async succeed(token: string, output: unknown): Promise<"sent" | "gone"> {
      return unlessGone(() =>
        client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })),
      );
    },

    /** Lets a waiting task fail, by an error that the definition catches. */
    async fail(token: string, error: string, cause: string): Promise<"sent" | "gone"> {
      return unlessGone(() => client.send(new SendTaskFailureCommand({ taskToken: token, error, cause })));
    },
  };
}

async function unlessGone(send: () => Promise<unknown>): Promise<"sent" | "gone"> {
  try {
    await send();
    return "sent";
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return "gone";
    throw error;
  }
}
