import { carryOutAction } from "./carry-out-action.ts";

await carryOutAction();
