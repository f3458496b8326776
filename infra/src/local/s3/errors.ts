/** A refusal under its code on the wire (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
export class S3Error extends Error {
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

export const accessDenied = (message: string) => new S3Error("AccessDenied", message, 403);
export const badDigest = () =>
  new S3Error("BadDigest", "The checksum you specified did not match what was received.");
export const incomplete = () =>
  new S3Error("IncompleteBody", "The body has not the length that its header says.");
export const notImplemented = (what: string) =>
  new S3Error("NotImplemented", `The local S3 doesn't serve ${what}.`, 501);
