import { ClientError } from "@lyceum/shared/contract/client";

/**
 * Puts a file to where it is kept. By XMLHttpRequest, as `fetch` doesn't tell how much has been sent.
 * @param onProgress is told the share that has been sent, from 0 to 1
 * @throws ClientError
 */
export function putFile(
  file: File,
  { url, headers }: { url: string; headers: Readonly<Record<string, string>> },
  signal: AbortSignal,
  onProgress: (sent: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser gives the length itself, and lets nobody else do so.
      if (!["content-length", "host"].includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    });
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(refused(request.status));
    });
    request.addEventListener("error", () => reject(unreachable()));
    request.addEventListener("abort", () => reject(new DOMException("Cancelled", "AbortError")));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) request.abort();
    else request.send(file);
  });
}

const unreachable = () =>
  new ClientError("network", "The file could not be sent. Check the connection and try again.");

const refused = (status: number) =>
  new ClientError(
    "unavailable",
    "The file was not taken. It may have changed since you chose it; try again, or choose it again.",
    { status },
  );
