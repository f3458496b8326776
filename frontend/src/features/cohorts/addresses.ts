/** As many as are sent to at once. */
export const mostAddresses = 20;
const longest = 200;

/** What the API takes for an address, and no more: it is asked for each one alone, and says no more than "no". */
const form = /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

export const isAddress = (text: string): boolean => text.length <= longest && form.test(text);

/**
 * The addresses in what somebody typed or pasted, each once whatever its case, in their order: separated by commas,
 * semicolons, spaces or lines, or with names as mail programs write them (`Ada Lovelace <ada@example.com>`).
 */
export function addressesIn(text: string): string[] {
  const found = text.split(/[,;\n]+/).flatMap((part) => {
    const [, bracketed] = /<([^<>]*)>/.exec(part) ?? [];
    return (bracketed ?? part).trim().split(/\s+/);
  });
  const byName = new Map(found.filter(Boolean).map((address) => [address.toLowerCase(), address]));
  return [...byName.values()];
}

/** What is wrong with a list of addresses, as a sentence; nothing where it can be sent to. */
export function addressProblem(addresses: readonly string[]): string | undefined {
  if (addresses.length === 0) return "Type at least one address.";
  const wrong = addresses.filter((address) => !isAddress(address));
  const [first, ...others] = wrong;
  if (first !== undefined) {
    return others.length === 0
      ? `${first} is not an e-mail address.`
      : `These are not e-mail addresses: ${wrong.join(", ")}.`;
  }
  return addresses.length > mostAddresses
    ? `These are ${addresses.length} addresses. Send to at most ${mostAddresses} at once.`
    : undefined;
}
