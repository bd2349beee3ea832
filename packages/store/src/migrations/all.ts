import type { Migration } from 'kysely/migration';

import { house } from './0001-house.ts';
import { people } from './0002-people.ts';
import { keyChanges } from './0003-key-changes.ts';
import { conversations } from './0010-conversations.ts';
import { dataControl } from './0020-data-control.ts';
import { rights } from './0030-rights.ts';
import { documents } from './0040-documents.ts';
import { purposes } from './0050-purposes.ts';
import { originalsAndHolds } from './0060-originals-and-holds.ts';
import { revealGrants } from './0061-reveal-grants.ts';
import { uploads } from './0070-uploads.ts';
import { signIn } from './0080-sign-in.ts';
import { assistant } from './0081-assistant.ts';
import { sharedLimits } from './0090-shared-limits.ts';
import { groundedConversations } from './0110-grounded-conversations.ts';
import { budgets } from './0120-budgets.ts';
import { upstreams } from './0121-upstreams.ts';

/** In order of their names. A migration that was released is never changed; a new one goes at the end. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-house': house,
  '0002-people': people,
  '0003-key-changes': keyChanges,
  '0010-conversations': conversations,
  '0020-data-control': dataControl,
  '0030-rights': rights,
  '0040-documents': documents,
  '0050-purposes': purposes,
  '0060-originals-and-holds': originalsAndHolds,
  '0061-reveal-grants': revealGrants,
  '0070-uploads': uploads,
  '0080-sign-in': signIn,
  '0081-assistant': assistant,
  '0090-shared-limits': sharedLimits,
  '0110-grounded-conversations': groundedConversations,
  '0120-budgets': budgets,
  '0121-upstreams': upstreams,
};
