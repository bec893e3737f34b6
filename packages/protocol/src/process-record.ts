import { z } from "zod";

/** What tells one process from every other that has, had or will have its number. */
export const processIdentitySchema = z.strictObject({
  pid: z.int().positive(),
  scope: z.string().describe("Where its number means something: the boot and the pid namespace (Linux)."),
  started: z.string().describe("When it started, in whatever unit the system tells it."),
  command: z.string().describe("Its command line, with spaces between."),
});

export type ProcessIdentity = z.output<typeof processIdentitySchema>;

/** A process of an environment that was started: who owns it, who guards a program, the program. */
export const processRecordSchema = z.strictObject({
  role: z.enum(["owner", "guard", "program"]),
  name: z.string().describe("As messages call it."),
  identity: processIdentitySchema,
});

export type ProcessRecord = z.output<typeof processRecordSchema>;
