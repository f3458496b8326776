import * as z from "zod";

/** Members that many operations have, with the limits of the service's model. */
export const ClientId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w+]+$/);
export const UserPoolId = z
  .string()
  .min(1)
  .max(55)
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/);
export const Username = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u);
export const Password = z
  .string()
  .max(256)
  .regex(/^\S(?:.*\S)?$/su);
export const ConfirmationCode = z.string().min(1).max(2048).regex(/^\S+$/);
/** A JWT, or a token that only the pool can read. */
export const Token = z.string().min(1).max(16_384);
export const Email = z.email({ pattern: z.regexes.html5Email }).max(256);

export const AttributeList = z
  .array(z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048) }))
  .max(50);
export type AttributeList = z.infer<typeof AttributeList>;
