import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sessionSchema, settingsSchema, type OrganisationId, type Role } from '@riad/contracts';

import { compose, type Parts } from '../../compose.ts';
import { prepareDataFolder } from '../../data-folder/data-folder.ts';
import { createControlPlane } from '../control-plane.ts';

/** A browser of somebody: remembers its cookie and sends the token that pages send. */
export interface Visitor {
  readonly name: string;
  readonly csrf: string;
  readonly id: string;
  ask(method: string, path: string, body?: unknown): Promise<Response>;
  /** The same with headers of its own, as a forger would send them. */
  sending(headers: Readonly<Record<string, string>>): Visitor;
}

export interface TestConsole {
  readonly parts: Parts;
  readonly address: string;
  readonly nobody: Visitor;
  /** Invites and signs in. */
  visitor(name: string, role: Role, organisation: OrganisationId): Promise<Visitor>;
  close(): Promise<void>;
}

const quiet = { info() {}, warn() {}, error() {} };

/** The control plane over real parts: PostgreSQL, ledger, gateway; no model. */
export async function startConsole(): Promise<TestConsole> {
  const root = mkdtempSync(join(tmpdir(), 'riad-console-'));
  const parts = await compose({
    folder: prepareDataFolder(root),
    settings: settingsSchema.parse({ offline: true, engine: { preload: false } }),
    logger: quiet,
    onStep: () => undefined,
  });
  let handle: Awaited<ReturnType<typeof createControlPlane>>['handle'] = (_request, response) => void response.end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const address = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  const plane = await createControlPlane(parts, address);
  handle = plane.handle;
  const nobody = visitorWith({ address, name: 'nobody', cookie: '', csrf: '', id: '', headers: {} });

  return {
    parts,
    address,
    nobody,
    async visitor(name, role, organisationId) {
      const { token } = await parts.store.people.invite(
        { organisationId },
        { name, email: `${name}@example.org`, role },
      );
      const entered = await nobody.ask('POST', '/api/session/link', { token });
      const cookie = entered.headers
        .getSetCookie()
        .map((line) => line.split(';', 1)[0])
        .join('; ');
      const signedIn = visitorWith({ address, name, cookie, csrf: '', id: '', headers: {} });
      const session = sessionSchema.parse(await (await signedIn.ask('GET', '/api/session')).json());
      return visitorWith({ address, name, cookie, csrf: session.csrf, id: session.person.id, headers: {} });
    },
    async close() {
      await plane.close();
      server.closeAllConnections();
      server.close();
      await parts.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface VisitorOptions {
  readonly address: string;
  readonly name: string;
  readonly cookie: string;
  readonly csrf: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
}

function visitorWith(options: VisitorOptions): Visitor {
  const { address, name, cookie, csrf, id } = options;
  return {
    name,
    csrf,
    id,
    ask: (method, path, body) =>
      fetch(`${address}${path}`, {
        method,
        headers: {
          ...(cookie === '' ? {} : { cookie }),
          ...(csrf === '' ? {} : { 'x-riad-csrf': csrf }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    sending: (headers) => visitorWith({ ...options, headers }),
  };
}
