import { createServer, type RequestListener } from 'node:http';

import { Provider } from 'oidc-provider';

/** A real OpenID Connect provider, which asks for a name and a consent as one of an organisation would. */
export interface SignInProvider {
  readonly issuer: string;
  readonly clientSecret: string;
  /** Knows the console from now on. */
  admit(redirectUri: string): void;
  close(): void;
}

export async function startSignInProvider(
  accounts: Readonly<Record<string, { readonly verified: boolean }>>,
): Promise<SignInProvider> {
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const issuer = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  const clientSecret = 'a secret of the tests that is long enough';
  return {
    issuer,
    clientSecret,
    admit(redirectUri) {
      const provider = new Provider(issuer, {
        clients: [{ client_id: 'riad', client_secret: clientSecret, redirect_uris: [redirectUri] }],
        claims: { email: ['email', 'email_verified'] },
        conformIdTokenClaims: false,
        cookies: { keys: ['of the tests'] },
        findAccount: (_context, id) => {
          const account = accounts[id];
          if (account === undefined) return undefined;
          return { accountId: id, claims: () => ({ sub: id, email: id, email_verified: account.verified }) };
        },
      });
      const listener = provider.callback();
      answer = (request, response) => void listener(request, response);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
