// Every text has a contrast of at least 4.5 to what it stands on, every shape of 3, in both schemes.
const LIGHT = `--paper: #fff; --raised: #f6f8fa; --ink: #1f2328; --muted: #59636e; --line: #d1d9e0; --grid: #e6eaef;
  --pass: #136c2e; --fail: #b3121d; --inconclusive: #7d4e00; --not-measured: #59636e; --link: #0550ae;
  --w0: #0b62c4; --w1: #c2410c; --w2: #0f766e; --w3: #a21caf; --w4: #4d7c0f; --w5: #6b4e16; --w6: #475569; --w7: #be123c;`;
const DARK = `--paper: #0d1117; --raised: #161b22; --ink: #e6edf3; --muted: #a3acb8; --line: #3d444d; --grid: #262c36;
  --pass: #4ac26b; --fail: #ff8182; --inconclusive: #e3b341; --not-measured: #a3acb8; --link: #79b8ff;
  --w0: #6cb6ff; --w1: #f69d50; --w2: #4fd1c5; --w3: #dcbdfb; --w4: #a5d65a; --w5: #e0c285; --w6: #adbac7; --w7: #ff938a;`;

/** The style of every page: light and dark by the reader's own choice, always light on paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: var(--paper); color: var(--ink); }
main, header, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; } footer { padding-bottom: 2rem; color: var(--muted); font-size: .875rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .25rem; } h4 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .25rem 0 .5rem; max-width: 50rem; overflow-wrap: anywhere; }
a { color: var(--link); } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.muted { color: var(--muted); } .small { font-size: .875rem; }
.pass { color: var(--pass); } .fail { color: var(--fail); }
.inconclusive { color: var(--inconclusive); } .not-measured { color: var(--not-measured); }
.banner { border-left: .4rem solid currentColor; padding-left: .8rem; } .banner p { color: var(--ink); }
.groups { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: .25rem 1.5rem; }
.groups h3 { margin: .5rem 0 .25rem; font-size: .95rem; color: var(--muted); }
.lines { list-style: none; margin: 0; padding: 0; } .lines li { padding: .1rem 0 .1rem 1.6rem; position: relative; line-height: 1.35; }
.lines .sign { position: absolute; left: 0; } .lines a { color: inherit; text-decoration: none; } .lines a:hover { text-decoration: underline; }
.next { background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem 1rem; margin-top: 1rem; }
.next h2 { font-size: 1rem; margin: 0 0 .25rem; } .next ul { margin: .25rem 0; padding-left: 1.25rem; }
.check { border-top: 1px solid var(--line); padding: .6rem 0; } .check h3 { margin: 0; font-size: 1rem; }
.scenario { border-top: 2px solid var(--line); margin-top: 2rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; margin: .25rem 0; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; caption-side: top; }
th, td { padding: .15rem .9rem .15rem 0; text-align: left; white-space: nowrap; vertical-align: top; font-variant-numeric: tabular-nums; }
th { font-weight: 600; border-bottom: 1px solid var(--line); } .right { text-align: right; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
figure { margin: .75rem 0 1rem; } figcaption { max-width: 50rem; margin-bottom: .25rem; } figcaption strong { display: block; }
svg { display: block; width: 100%; height: auto; font-family: system-ui, sans-serif; } .scroll > svg { min-width: 40rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: .25rem 0; padding: 0; font-size: .875rem; }
details { margin: .35rem 0; font-size: .9375rem; } summary { cursor: pointer; color: var(--muted); padding: .15rem 0; }
details ul { margin: .25rem 0; padding-left: 1.25rem; overflow-wrap: anywhere; }
@media print {
  body { font-size: 11pt; } main, header, footer { max-width: none; padding: 0; } a { color: inherit; text-decoration: none; }
  details::details-content { content-visibility: visible; } .scroll { overflow: visible; } .scroll > svg { min-width: 0; }
  figure, .check, tr { break-inside: avoid; } th, td { white-space: normal; }
}
${["w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7"].map((name) => `.${name} { color: var(--${name}); }`).join(" ")}
`;
