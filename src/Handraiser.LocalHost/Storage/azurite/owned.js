// Azurite that lives no longer than its parent: when the parent goes, however it goes, standard input ends.
process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume();
require("azurite/dist/src/azurite.js");
