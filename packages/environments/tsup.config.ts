import shared from "../../tsup.config.ts";

// The servers run in processes of their own, which are started by path.
export default {
  ...shared,
  entry: { index: "src/index.ts", options: "src/options.ts", "server-process": "src/process/server-process.ts" },
};
