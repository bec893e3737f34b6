import shared from "../../tsup.config.ts";

export default {
  ...shared,
  entry: {
    ...{ index: "src/index.ts", options: "src/options.ts", cli: "src/cli.ts" },
    "analysis-process": "src/folder/analysis-process.ts",
  },
};
