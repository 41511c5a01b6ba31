// Notes what the built files were made from, so that a test can tell whether they are current.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const files = [...readdirSync("src").sort().map((name) => `src/${name}`), "package-lock.json", "vite.config.ts", "tsconfig.json", ...["asking.js", "numbers.js"].map((name) => `../../levers/frontend/${name}`)];
const digest = createHash("sha256");
for (const file of files) digest.update(file.split("/").at(-1)).update("\0").update(readFileSync(file));
writeFileSync("../frontend/sources.txt", `${digest.digest("hex")}\n`);
