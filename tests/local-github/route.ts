import type { LocalRepository } from "./repository.ts";

/** What a token may do, as a workflow writes it under `permissions:`. */
export type Permission = `${string}: ${"read" | "write"}`;

/** A call, after its token was found good. */
export interface Call {
  /** What stands in the path for each `{name}` of the route. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whose token it is. */
  readonly login: string;
  readonly origin: string;
  readonly repository: LocalRepository;
}

export interface Answer {
  readonly status: number;
  /** Null: no content. A buffer is answered as it is. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the call does besides its answer; a late write does it later. */
  readonly effect?: () => void;
}

/** One kind of call that GitHub answers, as its documentation writes it. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  /** Null: every token may. */
  readonly permission: Permission | null;
  readonly answer: (call: Call) => Answer;
}

export const notFound: Answer = {
  status: 404,
  body: { message: "Not Found", documentation_url: "https://docs.github.com/rest", status: "404" },
};

/** A page of a list, with the links that lead to the others. */
export function page<Item>(
  call: Call,
  path: string,
  items: readonly Item[],
  wrap = (some: Item[]): unknown => some,
): Answer {
  const size = Math.min(100, Number(call.query.get("per_page") ?? 30));
  const number = Number(call.query.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => `<${call.origin}${path}?per_page=${size}&page=${to}>; rel="${rel}"`;
  const links = [
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
    ...(number > 1 ? [link(number - 1, "prev"), link(1, "first")] : []),
  ];
  return {
    status: 200,
    body: wrap(items.slice((number - 1) * size, number * size)),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}
