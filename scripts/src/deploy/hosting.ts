import { setTimeout } from "node:timers/promises";
import {
  AmplifyClient,
  CreateDeploymentCommand,
  GetJobCommand,
  StartDeploymentCommand,
} from "@aws-sdk/client-amplify";

interface Site {
  region: string;
  appId: string;
  branchName: string;
}

const pollEvery = 2_000;

/**
 * Uploads the front end to Amplify Hosting and waits until it is served.
 *
 * @param archive zip
 * @throws Error where Amplify can't take it
 */
export async function publishSite({ region, ...branch }: Site, archive: Uint8Array): Promise<void> {
  const amplify = new AmplifyClient({ region });
  const { jobId, zipUploadUrl } = await amplify.send(new CreateDeploymentCommand(branch));
  if (!jobId || !zipUploadUrl) throw new Error("Amplify gave no place to upload the site to.");

  const upload = await fetch(zipUploadUrl, {
    method: "PUT",
    headers: { "content-type": "application/zip" },
    body: Buffer.from(archive),
  });
  if (!upload.ok) throw new Error(`The upload of the site failed: ${upload.status} ${await upload.text()}`);

  await amplify.send(new StartDeploymentCommand({ ...branch, jobId }));
  for (;;) {
    const { job } = await amplify.send(new GetJobCommand({ ...branch, jobId }));
    const status = job?.summary?.status;
    if (status === "SUCCEED") return;
    if (status === "FAILED" || status === "CANCELLED") throw new Error(`Amplify's deployment: ${status}`);
    await setTimeout(pollEvery);
  }
}
