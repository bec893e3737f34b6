import shared from "../../tsup.config.ts";

// The servers run in processes of their own, which are started by path.
export default { ...shared, entry: ["src/index.ts", "src/server-process.ts"] };
