import type { FindingView } from '@riad/contracts';

import type { Parts } from '../compose.ts';
import type { Answers } from './answers/answers.ts';
import type { ConversationHub } from './answers/conversation-hub.ts';
import type { ModelPulls } from './model-pulls.ts';
import type { OpenStreams } from './open-streams.ts';
import type { SignInAttempts } from './sessions/sign-in-attempts.ts';
import type { Sessions } from './sessions/session.ts';
import type { WaysIn } from './sessions/ways-in.ts';

/** What the routes of the control plane work with. */
export interface Services extends WaysIn {
  readonly parts: Parts;
  /** Where browsers find this server. */
  readonly address: string;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
  readonly answers: Answers;
  readonly hub: ConversationHub;
  readonly streams: OpenStreams;
  readonly pulls: ModelPulls;
  /** What the guard would recognise, for the person who wrote it. */
  readonly findIn: (text: string) => FindingView[];
}
