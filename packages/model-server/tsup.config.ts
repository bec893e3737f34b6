import shared, { withFastify } from "../../tsup.config.ts";

export default { ...shared, ...withFastify };
