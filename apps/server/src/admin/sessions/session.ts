import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Caller, UserId } from '@riad/contracts';
import type { Person, PersonScope, Project } from '@riad/store';

/** Somebody who is signed in, for the length of one request. */
export interface Session {
  readonly id: string;
  readonly person: Person;
  readonly project: Project;
  readonly scope: PersonScope;
  /** As whom the gateway knows this person. */
  readonly caller: Caller;
  readonly csrf: string;
}

/** One request and the answer that carries its cookie. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Browser sessions of people. */
export interface Sessions {
  /** `undefined`: nobody, or somebody whose session has ended. */
  find(request: IncomingMessage): Promise<Session | undefined>;
  /** Sets the cookie. */
  begin(visit: Visit, person: UserId): Promise<void>;
  /** Ends the session of this request and clears its cookie. */
  end(visit: Visit): Promise<void>;
  /** Whose password this is. Fails with `session.credentials`, as slowly for an unknown address as for a wrong password. */
  provePassword(credentials: { readonly email: string; readonly password: string }): Promise<Person>;
  /** Replaces the password; `current` is needed when there is one. Fails with `session.credentials`. */
  setPassword(
    request: IncomingMessage,
    passwords: { readonly current: string | undefined; readonly wanted: string },
  ): Promise<void>;
}
