import { ClientError } from "@lyceum/shared/contract/client";
import { Amplify } from "aws-amplify";
import { fetchAuthSession, signOut } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";
import { useSyncExternalStore } from "react";
import type { Outputs } from "./outputs.ts";

/** Who is signed in, as the ID token says. */
export interface Session {
  userId: string;
  email: string;
  /** The user pool's groups, such as `instructor` for those who look after the bank. */
  groups: readonly string[];
}

/** Someone signed in, chose to sign out, or the session ended by itself. */
export type SessionChange = "began" | "left" | "ended";

/** `undefined` while nobody is signed in. */
let current: Session | undefined;
let leaving = false;
const listeners = new Set<(change: SessionChange) => void>();

/** Tells Amplify where the user pool is. To be called once, before anything else here. */
export function configureSession({ auth, custom }: Outputs): void {
  const endpoint = custom?.local?.userPoolEndpoint;
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: auth.user_pool_id,
        userPoolClientId: auth.user_pool_client_id,
        ...(endpoint && { userPoolEndpoint: new URL(endpoint, location.origin).href }),
        loginWith: { email: true },
      },
    },
  });
  Hub.listen("auth", ({ payload }) => {
    if (payload.event === "signedOut" || payload.event === "tokenRefresh_failure") void refreshSession();
  });
  // Signing in or out in one tab does so in all.
  addEventListener("storage", ({ key }) => {
    if (key === null || key.startsWith("CognitoIdentityServiceProvider.")) void refreshSession();
  });
}

/**
 * Reads anew who is signed in; refreshes the tokens where they have expired.
 * Where the user pool gives no answer, whoever was signed in still is.
 */
export async function refreshSession(): Promise<Session | undefined> {
  let session: Session | undefined;
  try {
    const { tokens } = await fetchAuthSession();
    const { sub, email, "cognito:groups": groups } = tokens?.idToken?.payload ?? {};
    if (sub && typeof email === "string") session = { userId: sub, email, groups: namesOf(groups) };
  } catch {
    return current;
  }
  if (session?.userId !== current?.userId) {
    current = session;
    const change = session ? "began" : leaving ? "left" : "ended";
    for (const listener of listeners) listener(change);
  }
  return session;
}

/** The claim is absent for who is in no group. */
const namesOf = (claim: unknown): string[] =>
  Array.isArray(claim) ? claim.filter((name) => typeof name === "string") : [];

/** Who is signed in; renders anew when that changes. */
export const useSession = (): Session | undefined => useSyncExternalStore(subscribeToSession, getSession);

/** Whether somebody looks after the bank of questions. */
export const isInstructor = (session: Session | undefined): boolean =>
  session?.groups.includes("instructor") ?? false;

/** Whether somebody runs the platform. */
export const isOperator = (session: Session | undefined): boolean =>
  session?.groups.includes("operator") ?? false;

export const getSession = (): Session | undefined => current;

/** @returns a function that ends the subscription */
export function subscribeToSession(listener: (change: SessionChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The ID token for the API, refreshed where it has expired; `undefined` for nobody.
 * @throws ClientError network
 */
export async function idToken(): Promise<string | undefined> {
  try {
    const { tokens } = await fetchAuthSession();
    return tokens?.idToken?.toString();
  } catch (cause) {
    // Amplify answers a refused refresh with no tokens and throws only where it could not find out.
    throw new ClientError("network", "The server can't be reached. Check the connection and try again.", {
      cause,
    });
  }
}

/** Under way, so that requests which are refused at the same time renew the tokens once. */
let renewal: Promise<string | undefined> | undefined;

/**
 * A new ID token in place of one that the API has refused; `undefined` where the session is over, and then nobody is
 * signed in any more. A platform that was begun anew doesn't know the tokens of the one before.
 */
export function renewedToken(): Promise<string | undefined> {
  renewal ??= renew().finally(() => {
    renewal = undefined;
  });
  return renewal;
}

async function renew(): Promise<string | undefined> {
  try {
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    return tokens?.idToken?.toString();
  } catch {
    return undefined;
  } finally {
    await refreshSession();
  }
}

/** Signs out on this device. Works without a connection too. */
export async function signOutHere(): Promise<void> {
  leaving = true;
  await signOut();
  await refreshSession();
  leaving = false;
}

/**
 * Signs out on every device.
 * @throws ClientError network; nobody is signed out then. Amplify itself would sign out here and hide the failure.
 */
export async function signOutEverywhere(): Promise<void> {
  try {
    await fetchAuthSession({ forceRefresh: true });
  } catch (cause) {
    throw new ClientError(
      "network",
      "The server can't be reached, so nothing has changed. Try again later.",
      {
        cause,
      },
    );
  }
  leaving = true;
  await signOut({ global: true });
  await refreshSession();
  leaving = false;
}
