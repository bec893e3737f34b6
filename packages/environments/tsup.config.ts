import shared, { withFastify } from "../../tsup.config.ts";

export default {
  ...shared,
  ...withFastify,
  // The servers run in processes of their own, which are started by path.
  entry: { index: "src/index.ts", options: "src/options.ts", "server-process": "src/process/server-process.ts" },
};
