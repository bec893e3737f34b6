import { carryOutPost } from "./carry-out-post.ts";

await carryOutPost();
process.exit(0);
