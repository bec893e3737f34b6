import { afterEach, beforeEach, vi } from "vitest";

// Packages report through return values and streams that callers hand in: a stray console call is a defect.
const methods = ["log", "info", "warn", "error", "debug"] as const;

beforeEach(() => {
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      throw new Error(`console.${method} was called: ${parts.map(String).join(" ")}`);
    });
  }
});

afterEach(() => vi.restoreAllMocks());
