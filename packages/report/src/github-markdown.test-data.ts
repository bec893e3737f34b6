import MarkdownIt from "markdown-it";
import { TERMS_ADDRESS } from "./terms-address.ts";

const SHA = "a5c3785ed8d6a35868bc169f07e40e889087fd2e";

/** Texts that would do something on GitHub, each in the way that its name says. */
export const HOSTILE_MARKDOWN = [
  ...["@octocat", "@org/team", "(@octocat)", "a_@octocat", "octocat@example.org", "<a@b.co>"],
  ...["#1", "(#12)", "org/repo#1", "GH-1", "_GH-1", "gh-12", "GHSA-abcd-efgh-ijkl", "CVE-2024-12345"],
  ...["https://example.org/a", "HTTP://example.org", "www.example.org", "_www.example.org", "ftp://x.y"],
  ...[
    "mailto:a@b.co",
    "_mailto:a",
    "xmpp:a@b.c/r",
    "[a](https://b.co)",
    "[a][b]",
    "[a]: https://b.co",
    "[^1]",
    "[[a]]",
  ],
  ...[
    "![a](https://b.co/c.png)",
    "<img src=x onerror=alert(1)>",
    "<script>",
    "</details>",
    "</summary>",
    "<!-- wa-routing",
  ],
  ...["<!-- wa-routing:section -->", "-->", "<br>", "&lt;b&gt;", "&#64;octocat", "&commat;octocat", "&nbsp;"],
  ...["a|b", "\\|", "\\\\|", "\\", "a\\", "|", "||", "`|`", "\r\n|---|", "a\n\nb", "a\u2028b", "\t- a"],
  ...[
    "```",
    "~~~",
    "````js",
    "`a`",
    "``",
    "*a*",
    "**a**",
    "__a__",
    "~~a~~",
    "$a$",
    "$$",
    "***",
    "---",
    "===",
    "- a",
    "+ a",
    "* a",
  ],
  ...["1. a", "1) a", "007. a", "> a", "# a", "####### a", "    code", "\u00a0", "a  ", "- [x] a", "[ ] a", "[x]"],
  ...[
    ":tada:",
    ":white_check_mark:",
    ":+1:",
    ":-1:",
    "a:b:c",
    "::error::x",
    SHA,
    SHA.slice(0, 7),
    `_${SHA}`,
    `a@${SHA}`,
  ],
  ...["\u202e@evil", "\ufeff#1", "@\u200docto@cat", "https:\u200b//a.b", "\ud800", "@\u0301a", "＠a", "\u0000"],
];

// GitHub links addresses of mail, and of the web where a scheme or www. says so; a bare example.org it does not.
const parser = new MarkdownIt({ html: true, linkify: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true });

/** Texts that GitHub would act on, by what it would make of them. */
const ACTS: Readonly<Record<string, RegExp>> = {
  mention: /(?<![\w`])@[a-z\d]/i,
  issue: /#\d|(?<![a-z\d])GH-\d/i,
  advisory: /(?<![a-z\d])(?:GHSA-\w{4}|CVE-\d{4})/i,
  commit: /(?<![\da-z])(?:(?=\d*[a-f])[\da-f]{7,40}|\d{40})(?![\da-z])/i,
  address: /www\.\w|:\/\/|(?:mailto|xmpp):\w/i,
  emoji: /:[\w+-]+:/,
};
// The only HTML that reports are made of.
const HTML = /^(?:<br>|<details>|<\/details>|<summary>[\w ,-]+<\/summary>)$/;

type Token = ReturnType<MarkdownIt["parse"]>[number];

function tokensOf(markdown: string): Token[] {
  return parser.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

/** Everything that others' texts could make a reader's page do; links to the given addresses are ours. */
export function livingParts(markdown: string, ownLinks: readonly string[] = []): string[] {
  return tokensOf(markdown).flatMap((token): string[] => {
    const { type, content } = token;
    if (type === "link_open" && [TERMS_ADDRESS, ...ownLinks].includes(String(token.attrGet("href")))) return [];
    if (type === "link_open" || type === "image") return [`${type} ${token.attrGet("href") ?? token.attrGet("src")}`];
    if (type === "html_block" || type === "html_inline") {
      return content
        .trim()
        .split("\n")
        .filter((line) => !HTML.test(line));
    }
    if (type !== "text") return [];
    return Object.entries(ACTS).flatMap(([name, pattern]) => (pattern.test(content) ? [`${name} in ${content}`] : []));
  });
}

/** How a page is built, whatever the words in it are: `table_open`, `tr_open`, … */
export function shapeOf(markdown: string): string[] {
  return tokensOf(markdown)
    .filter(({ type }) => type !== "text" && type !== "inline")
    .map(({ type, tag, content }) => (type.startsWith("html") ? content.trim() : `${type} ${tag}`));
}

/** What a reader sees, without markup. */
export function wordsOf(markdown: string): string {
  return tokensOf(markdown)
    .filter(({ type }) => type === "text" || type === "code_inline")
    .map(({ content }) => content)
    .join("\n");
}

/** What is open at the end of a page though it should be closed. */
export function unclosed(markdown: string): string[] {
  const lines = markdown.split("\n").map((line) => line.trim());
  const count = (wanted: string) => lines.filter((line) => line === wanted).length;
  const fences = lines.filter((line) => line.startsWith("```")).length;
  return [
    ...(count("<details>") === count("</details>") ? [] : ["details"]),
    ...(fences % 2 === 0 ? [] : ["fence"]),
    ...lines.filter((line) => line.startsWith("|") && !line.endsWith("|")),
  ];
}
