import { defineConfig } from "tsup";
import { thirdPartyNotices } from "./scripts/build/third-party-notices.ts";

export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "node20",
  dts: true,
  sourcemap: true,
  clean: true,
  tsconfig: "../../tsconfig.build.json",
});

/**
 * For packages whose servers are made with fastify: it is part of what is built. As a dependency it would bring a cookie that asks for
 * Node 22, which our overrides keep away here, and not where the packages are installed.
 */
export const withFastify = {
  noExternal: ["fastify"],
  esbuildPlugins: [thirdPartyNotices],
  // Libraries in CommonJS call require for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  sourcemap: false,
} as const;
