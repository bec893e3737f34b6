import shared, { withFastify } from "../../tsup.config.ts";

export default { ...shared, ...withFastify, entry: ["src/index.ts", "src/boot-id.ts"] };
