/** The wish that a new one is to be like, as the address has it. */
export const wishSearch = ({ like }: Record<string, unknown>): { like?: string } =>
  typeof like === "string" && like !== "" ? { like } : {};
