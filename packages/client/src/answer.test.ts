import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnswerReading, JsonAnswer, streamAnswer } from "./answer.ts";

function whole(body: string): AnswerReading {
  const reader = new JsonAnswer({ keepText: false });
  reader.push(Buffer.from(body));
  return reader.end();
}

function streamed(...events: readonly string[]): AnswerReading {
  const reader = streamAnswer({ keepText: false, onToken: undefined });
  reader.push(Buffer.from(events.map((event) => `${event}\n\n`).join("")), 1);
  return reader.end();
}

const data = (value: unknown) => `data: ${JSON.stringify(value)}`;
const DONE = "data: [DONE]";

describe("a whole answer with a status of 200", () => {
  test.each<[string, unknown]>([
    ["text", { choices: [{ text: "hello" }] }],
    ["a message", { choices: [{ message: { role: "assistant", content: "hello" } }] }],
    ["a message without content that calls a tool", { choices: [{ message: { content: null, tool_calls: [{}] } }] }],
    ["reasoning alone", { choices: [{ message: { content: "", reasoning_content: "hm" } }] }],
    ["no text, but tokens (special ones)", { choices: [{ text: "" }], usage: { completion_tokens: 1 } }],
    ["text in its second choice", { choices: [{ text: "" }, { text: "b" }] }],
    ["an error of null", { error: null, choices: [{ text: "hello" }] }],
    ["an empty error", { error: "", choices: [{ text: "hello" }] }],
    ["an error without anything in it", { error: {}, choices: [{ text: "hello" }] }],
    ["a list of no errors", { error: [], choices: [{ text: "hello" }] }],
    ["an error of 0", { error: 0, choices: [{ text: "hello" }] }],
    ["a reason for its end", { choices: [{ text: "hello", finish_reason: "length" }] }],
  ])("is a completion with %s", (_, body) => {
    expect(whole(JSON.stringify(body)).problem).toBeNull();
  });

  test.each<[string, string, string, RegExp]>([
    ["vLLM's error", '{"object":"error","message":"no such lora","code":404}', "ERROR_IN_BODY", /no such lora/],
    ["an error object", '{"error":{"message":"worker fell"}}', "ERROR_IN_BODY", /worker fell/],
    ["an error text", '{"error":"worker fell"}', "ERROR_IN_BODY", /worker fell/],
    ["an error beside choices", '{"error":{"code":1},"choices":[{"text":"x"}]}', "ERROR_IN_BODY", /"code":1/],
    ["a list of errors", '{"error":["worker fell"],"choices":[{"text":"x"}]}', "ERROR_IN_BODY", /worker fell/],
    ["an error without anything in it", '{"error":{}}', "NO_COMPLETION", /no choices/],
    ["a choice that was aborted", '{"choices":[{"text":"x","finish_reason":"abort"}]}', "ERROR_IN_BODY", /abort/],
    ["a choice that ended by an error", '{"choices":[{"text":"x","finish_reason":"error"}]}', "ERROR_IN_BODY", /error/],
    ["no choices at all", '{"choices":null,"usage":{"completion_tokens":3}}', "NO_COMPLETION", /no choices/],
    ["a framework's refusal", '{"detail":"Not Found"}', "NO_COMPLETION", /Not Found/],
    ["no choice", '{"choices":[]}', "NO_COMPLETION", /no choices/],
    ["choices that are none", '{"choices":[null,1]}', "NO_COMPLETION", /no choices/],
    ["choices of another kind", '{"choices":"x"}', "NO_COMPLETION", /no choices/],
    [
      "neither text nor tokens",
      '{"choices":[{"text":""}],"usage":{"completion_tokens":0}}',
      "NO_COMPLETION",
      /neither/,
    ],
    ["an empty list of calls", '{"choices":[{"message":{"tool_calls":[]}}]}', "NO_COMPLETION", /neither/],
    ["null", "null", "NO_COMPLETION", /null/],
    ["a number", "17", "NO_COMPLETION", /17/],
    ["a text", '"ok"', "NO_COMPLETION", /ok/],
    ["a list", "[1]", "NO_COMPLETION", /\[1\]/],
    ["something else", '{"status":"queued"}', "NO_COMPLETION", /queued/],
    ["nothing", "", "BODY_BROKEN", /no JSON/],
    ["HTML", "<html>", "BODY_BROKEN", /<html>/],
  ])("has failed with %s", (_, body, code, text) => {
    expect(whole(body).problem).toEqual({ code, text: expect.stringMatching(text) });
  });
});

describe("a stream with a status of 200", () => {
  const token = { choices: [{ delta: { content: "a" } }], error: null };
  test.each<[string, readonly string[], number]>([
    ["chunks whose error is null", [data(token), data(token), DONE], 2],
    ["a comment between", [data(token), ": keep-alive", DONE], 1],
    ["an event without choices", [data({ choices: [], prompt_filter_results: [] }), data(token), DONE], 1],
    [
      "tokens that have no text",
      [data({ choices: [{ text: "" }] }), data({ choices: [], usage: { completion_tokens: 4 } }), DONE],
      4,
    ],
  ])("is a completion with %s", (_, events, completionTokens) => {
    expect(streamed(...events)).toMatchObject({ problem: null, completionTokens });
  });

  test.each<[string, readonly string[], string, RegExp]>([
    ["its end alone", [DONE], "NO_COMPLETION", /without a token/],
    [
      "empty texts",
      [data({ choices: [{ delta: { role: "assistant", content: "" } }] }), DONE],
      "NO_COMPLETION",
      /token/,
    ],
    ["usage of 0", [data({ choices: [], usage: { completion_tokens: 0 } }), DONE], "NO_COMPLETION", /token/],
    ["tokens of no choice", [data({ choices: [], usage: { completion_tokens: 3 } }), DONE], "NO_COMPLETION", /token/],
    ["an event of null", [data(null), data(token), DONE], "NO_COMPLETION", /null/],
    ["an event that is a number", [data(token), data(4), DONE], "NO_COMPLETION", /4/],
    ["an error after a token", [data(token), data({ error: { message: "gone" } }), DONE], "ERROR_IN_BODY", /gone/],
    ["vLLM's error", [data({ object: "error", message: "gone" }), DONE], "ERROR_IN_BODY", /gone/],
    [
      "a choice that was aborted after a token",
      [data(token), data({ choices: [{ delta: {}, finish_reason: "abort" }] }), DONE],
      "ERROR_IN_BODY",
      /abort/,
    ],
    ["an event named error", ['event: error\ndata: {"message":"gone"}', DONE], "ERROR_IN_BODY", /gone/],
    ["an event that is no JSON", ["data: {", DONE], "BODY_BROKEN", /no JSON/],
    ["no end", [data(token)], "BODY_BROKEN", /\[DONE\]/],
    ["JSON in place of events", ['{"error":{"message":"gone"}}'], "BODY_BROKEN", /no stream of events.*gone/],
    ["nothing", [], "BODY_BROKEN", /no stream of events/],
  ])("has failed with %s", (_, events, code, text) => {
    expect(streamed(...events).problem).toEqual({ code, text: expect.stringMatching(text) });
  });
});

test("whatever JSON comes, it is read, and no text is longer than an error text may be", () => {
  fc.assert(
    fc.property(fc.json(), (body) => {
      const problems = [whole(body).problem, streamed(`data: ${body}`, DONE).problem];
      for (const problem of problems) expect((problem?.text ?? "").length).toBeLessThan(300);
    }),
  );
});
