/** Asks until a reply is as it should be: what the stream's consumers bring about comes after the fact. */
export async function eventually<T>(ask: () => Promise<T>, isThere: (reply: T) => boolean): Promise<T> {
  for (;;) {
    const reply = await ask();
    if (isThere(reply)) return reply;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
