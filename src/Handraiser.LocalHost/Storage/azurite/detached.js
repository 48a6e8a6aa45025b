// Starts Azurite in a session of its own, so that it outlives us. Usage: node detached.js <log file> <Azurite's arguments>
const { spawn } = require("node:child_process");
const { openSync } = require("node:fs");

const [logFile, ...azuriteArguments] = process.argv.slice(2);
const log = openSync(logFile, "w");
const child = spawn(process.execPath, [require.resolve("azurite/dist/src/azurite.js"), ...azuriteArguments], {
  detached: true,
  stdio: ["ignore", log, log],
});
child.unref();
console.log(child.pid);
