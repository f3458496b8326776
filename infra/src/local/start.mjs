// What `npm start` runs. Says in one line what is missing where the platform itself could not even be loaded; so this
// must be JavaScript that old versions of Node.js understand.
const [major] = process.versions.node.split(".");

if (Number(major) < 24) {
  console.error(
    `Lyceum needs Node.js 24, and this is ${process.version}. "npm ci" brings it along on Linux and Windows with x64 and on Linux with arm64; elsewhere, install it and start again.`,
  );
  process.exit(1);
}

try {
  await import("./main.ts");
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  console.error(`Lyceum can't start: ${error.message.split("\n")[0]}. Install what it needs with "npm ci".`);
  process.exit(1);
}
