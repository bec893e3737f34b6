import { defineConfig } from "tsup";
import { thirdPartyNotices } from "../../scripts/build/third-party-notices.ts";

export default defineConfig({
  entry: {
    main: "src/main.ts",
    post: "src/post.ts",
    "server-process": "../environments/src/process/server-process.ts",
  },
  format: "esm",
  target: "node24",
  clean: true,
  minify: true,
  // One folder that needs no installation. Libraries in CommonJS call require for Node's own modules.
  noExternal: [/.*/],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  esbuildPlugins: [
    thirdPartyNotices,
    {
      // Messages in fifty languages, of which English is in use: half of what is loaded before the first line.
      name: "zod in English",
      setup(build) {
        build.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
          contents: 'export { default as en } from "./en.js";',
        }));
      },
    },
    {
      // The artifact client is used to upload. What it would unpack downloads with brings `buffers`, which states no licence.
      name: "uploads only",
      setup(build) {
        const download = /@actions\/artifact\/lib\/internal\/download\/download-artifact\.js$/;
        build.onLoad({ filter: download }, () => ({
          contents: ["downloadArtifactPublic", "downloadArtifactInternal"]
            .map((name) => `export function ${name}() { throw new Error("this bundle only uploads artifacts"); }`)
            .join("\n"),
        }));
      },
    },
  ],
  esbuildOptions(options) {
    options.conditions = ["@wa-routing/source"];
  },
  tsconfig: "../../tsconfig.build.json",
});
