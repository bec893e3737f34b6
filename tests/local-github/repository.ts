/** A comment as GitHub's REST API shows it. */
export interface LocalComment {
  readonly id: number;
  readonly html_url: string;
  readonly user: { readonly login: string };
  readonly created_at: string;
  updated_at: string;
  body: string;
}

export interface LocalPull {
  readonly number: number;
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly ref: string };
}

/** What a local GitHub knows: one repository. */
export interface LocalRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly pulls: Map<number, LocalPull>;
  /** By the number of the pull request, in the order in which they became visible. */
  readonly comments: Map<number, LocalComment[]>;
  nextId: number;
}

/** A repository with the open pull request 7. */
export function localRepository(name = "octo/widgets"): LocalRepository {
  const head = { sha: "7".repeat(40), repo: { full_name: name } };
  const pull = { number: 7, head, base: { ref: "main" } };
  return { name, pulls: new Map([[pull.number, pull]]), comments: new Map([[pull.number, []]]), nextId: 1001 };
}

/** Every comment of the repository with its place, by its id. */
export function findComment(repository: LocalRepository, id: number): { list: LocalComment[]; index: number } | null {
  for (const list of repository.comments.values()) {
    const index = list.findIndex((comment) => comment.id === id);
    if (index >= 0) return { list, index };
  }
  return null;
}
