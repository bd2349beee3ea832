import { chatAnswer, startFaultyUpstream } from '@riad/testkit';
import { expect, test } from 'vitest';

import { gatewayWith, upstreamAt } from '../../test-support/gateway-with.ts';

const contract = 'Le présent règlement fixe les conditions. '.repeat(400);
const asking = (start: string) => ({
  body: { model: 'm', messages: [{ role: 'user', content: `${start} ${contract}` }] },
});

test('each of two conversations stays with the server that has read it', async () => {
  const answer = { headers: { 'content-type': 'application/json' }, pieces: [chatAnswer()] };
  const [one, two] = [await startFaultyUpstream(answer), await startFaultyUpstream(answer)];
  const gateway = gatewayWith({}, [upstreamAt(one.url, { id: 'one' }), upstreamAt(two.url, { id: 'two' })]);
  try {
    await Promise.all([gateway.ask(asking('A')), gateway.ask(asking('B'))]);
    for (const start of ['A', 'B', 'B', 'A']) expect((await gateway.ask(asking(start))).status).toBe(200);
    expect([one.requests.length, two.requests.length]).toEqual([3, 3]);
    const read = (server: typeof one) => new Set(server.requests.map(({ body }) => body.includes('"A ')));
    expect([read(one).size, read(two).size]).toEqual([1, 1]);
  } finally {
    await gateway.close();
    await one.close();
    await two.close();
  }
});
