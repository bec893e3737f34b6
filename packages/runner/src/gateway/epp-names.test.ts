import { eppFlavours } from "@wa-routing/environments";
import { expect, test } from "vitest";
import { EPP_FLAVOURS, EPP_ORDERINGS } from "./epp-names.ts";

test("every picker and every ordering that there is can be named", () => {
  expect(EPP_FLAVOURS).toEqual(Object.keys(eppFlavours));
  const orderings = Object.values(eppFlavours).flatMap((flavour) => [...flavour.orderings]);
  expect(new Set(EPP_ORDERINGS)).toEqual(new Set(orderings));
});
