/** The branch of the Amplify app that `npm run deploy` uploads to. It is connected to no repository. */
export const branchName = "main";
