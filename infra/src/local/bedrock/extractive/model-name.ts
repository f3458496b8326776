/** What a reply of the built-in model says has answered. */
export const extractiveModel = "lyceum.extractive-v1";
