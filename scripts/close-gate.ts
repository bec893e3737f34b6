import { existsSync, readFileSync } from "node:fs";
import { closingLines } from "./closing-lines.ts";

const [counts = "", notRun = ""] = process.argv.slice(2);
const said = existsSync(notRun) ? readFileSync(notRun, "utf8") : "";
console.log(closingLines(JSON.parse(readFileSync(counts, "utf8")), said));
