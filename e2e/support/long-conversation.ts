import type { ConversationWithMessages, MessageView } from '@riad/contracts';

/** Scrolls up by half a page per frame until nothing earlier comes; how many frames it took. Runs in the page. */
export const scrollToTop = `(async () => {
  const box = document.querySelector('.messages');
  let frames = 0;
  for (let still = 0; still < 30; frames++) {
    const before = box.scrollTop;
    box.scrollBy(0, -box.clientHeight / 2);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    still = box.scrollTop === before ? still + 1 : 0;
  }
  return frames;
})()`;

/** Pixels below what is in view. Runs in the page. */
export const distanceFromEnd = `(() => {
  const box = document.querySelector('.messages');
  return box.scrollHeight - box.scrollTop - box.clientHeight;
})()`;

/** A conversation of so many messages, with a list and a table in every answer. */
export function longConversation(count: number): ConversationWithMessages {
  const messages = Array.from({ length: count }, (_, index): MessageView => ({
    id: `msg_${index}`,
    parent: index === 0 ? null : `msg_${index - 1}`,
    role: index % 2 === 0 ? 'user' : 'assistant',
    content:
      index % 2 === 0 ? `Message ${index}` : `Message ${index}\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |`,
    attachments: [],
    state: 'complete',
    findings: [],
    cited: null,
    origin: null,
    error: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  }));
  const facts = {
    id: 'cnv_long',
    title: 'Long',
    folder: null,
    model: null,
    instructions: '',
    collection: null,
    shared: false,
  };
  return { ...facts, updatedAt: '2026-01-01T00:00:00.000Z', messages };
}
