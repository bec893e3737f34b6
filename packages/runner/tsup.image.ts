import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";
import { thirdPartyNotices } from "../../scripts/build/third-party-notices.ts";

/** The command line as one file that needs nothing beside it but Node: what runs in the image of the model servers. */
export default defineConfig({
  entry: { "wa-routing": fileURLToPath(new URL("src/cli.ts", import.meta.url)) },
  format: "esm",
  outExtension: () => ({ js: ".mjs" }),
  target: "node20",
  splitting: false,
  minify: true,
  noExternal: [/.*/],
  esbuildPlugins: [thirdPartyNotices],
  // Libraries in CommonJS call require for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  esbuildOptions(options) {
    options.conditions = ["@wa-routing/source"];
  },
  tsconfig: "../../tsconfig.build.json",
});
