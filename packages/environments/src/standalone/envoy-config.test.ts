import { expect, test } from "vitest";
import { envoyConfig, loopback } from "./envoy-config.ts";

const config = envoyConfig({ listener: loopback(0), admin: loopback(0), epp: loopback(19002) });
const text = JSON.stringify(config);

test("everything is on loopback, and only the picker's port is fixed", () => {
  expect([...text.matchAll(/"address":"([^"]*)"/g)].map(([, address]) => address)).toEqual(Array(3).fill("127.0.0.1"));
  expect([...text.matchAll(/"port_value":(\d+)/g)].map(([, port]) => Number(port))).toEqual([0, 0, 19002]);
});

test.each([
  [
    "both bodies pass through the picker",
    '"request_body_mode":"FULL_DUPLEX_STREAMED","response_body_mode":"FULL_DUPLEX_STREAMED"',
  ],
  ["full duplex needs the trailers", '"request_trailer_mode":"SEND","response_trailer_mode":"SEND"'],
  ["a held request is not given up", '"message_timeout":"600s"'],
  ["nor is its idle stream", '"stream_idle_timeout":"0s"'],
  ["the picker's choice is followed", '"http_header_name":"x-gateway-destination-endpoint"'],
  ["the client's request id survives", '"preserve_external_request_id":true'],
  ["and is echoed", '"always_set_request_id_in_response":true'],
  ["x_workload_context is refused", '"headers_with_underscores_action":"REJECT_REQUEST"'],
])("%s", (_, setting) => {
  expect(text).toContain(setting);
});
