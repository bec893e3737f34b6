import { expect, test } from "vitest";
import { findEpp } from "./epp-binary.ts";

test("one that is named is taken, also by its variable", async () => {
  const path = process.execPath;
  expect(await findEpp(path)).toEqual({ source: "program", path });
  expect(await findEpp(undefined, { WA_ROUTING_EPP_BIN: path })).toEqual({ source: "program", path });
});

test("one that is named and not there is never replaced by another", async () => {
  await expect(findEpp("/nowhere/epp")).rejects.toMatchObject({ code: "OPTION_INVALID", field: "--epp-bin" });
});

test("in a checkout there is one, or it can be built, or it is said what is missing", async () => {
  const epp = await findEpp(undefined, { PATH: "" }).catch((error: unknown) => error);
  expect(epp).toMatchObject(
    epp instanceof Error
      ? { code: "PROGRAM_MISSING", remedy: expect.stringMatching(/^install Go/) }
      : { source: "program", path: expect.stringMatching(/epp\/bin\/epp$/) },
  );
});
