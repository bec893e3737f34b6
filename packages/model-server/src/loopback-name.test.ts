import { expect, test } from "vitest";
import { isLoopbackAddress, isLoopbackName, nameInHost } from "./loopback-name.ts";

test.each([
  ["127.0.0.1", true],
  ["127.255.255.254", true],
  ["::1", true],
  ["0:0:0:0:0:0:0:1", true],
  ["::ffff:127.0.0.1", true],
  ["0.0.0.0", false],
  ["::", false],
  ["::ffff:10.0.0.1", false],
  ["10.127.0.1", false],
  ["128.0.0.1", false],
  ["localhost", false],
  ["", false],
])("the address %j is loopback: %s", (address, expected) => expect(isLoopbackAddress(address)).toBe(expected));

test.each([
  ["localhost:8000", true],
  ["LOCALHOST", true],
  ["localhost.", true],
  ["app.localhost:80", true],
  ["[::1]:80", true],
  ["[0:0:0:0:0:0:0:1]:80", true],
  ["[::ffff:127.0.0.1]", true],
  ["127.1.2.3:", true],
  ["evil.example", false],
  ["127.0.0.1.evil.example:80", false],
  ["localhost.evil.example", false],
  ["notlocalhost", false],
  ["127.0.0.1@evil.example", false],
  ["127.0.0.1:80:80", false],
  ["127.1", false],
  ["0.0.0.0", false],
  ["[::]", false],
  ["[fe80::1]:80", false],
  ["", false],
])("a request to the Host %j is to this host alone: %s", (host, expected) => {
  expect(isLoopbackName(nameInHost(host))).toBe(expected);
});

test("who names no Host is to nobody", () => expect(nameInHost(undefined)).toBe(""));
