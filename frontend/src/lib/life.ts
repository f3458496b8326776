import type { LifeEvent } from "@lyceum/shared/review";

/** What an event in a question's life tells, as a sentence. What people wrote with it is in its detail. */
export function lifeSentence({ action, actor, version }: LifeEvent): string {
  const who = actor ?? "Somebody";
  const of = version === undefined ? "" : ` version ${version}`;
  switch (action) {
    case "wished":
      return `${who} asked for it.`;
    case "version_made":
      return version === undefined ? "It was written." : `Version ${version} was written.`;
    case "checked":
      return `The checks looked at${of || " it"}.`;
    case "failed":
      return "It failed, and went to nobody.";
    case "sent_to_review":
      return `It came into review${of && ` as${of}`}.`;
    case "edited":
      return `${who} edited it${of && `:${of}`}.`;
    case "voted":
      return `${who} voted${of && ` on${of}`}.`;
    case "changes_requested":
      return `${who} asked for changes${of && ` to${of}`}.`;
    case "approved":
      return `The reviewers approved${of || " it"}.`;
    case "rejected":
      return `The reviewers rejected${of || " it"}.`;
    case "reminded":
      return "The reviewers were reminded.";
    case "escalated":
      return "The group's owners were told that it waits.";
    case "expired":
      return "It expired: nobody decided in time.";
    case "cancelled":
      return actor ? `${actor} cancelled it.` : "It was cancelled.";
    case "admitted":
      return `It came into the bank${of && ` as${of}`}, as a pilot that doesn't count.`;
    case "promoted":
      return "Its figures were good: it counts from then on.";
    case "signed_off":
      return `${who} signed it off: it counts from then on.`;
    case "back_to_review":
      return "It came back into review.";
    case "retired":
      return actor ? `${actor} retired it.` : "It was retired.";
    case "key_corrected":
      return `${who} corrected its key${of && `:${of}`}.`;
  }
}
