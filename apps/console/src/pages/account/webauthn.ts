import { ask } from '../../api/client.ts';

/** Why a passkey cannot be made or used here, or `undefined` when it can. */
export function passkeyObstacle(): 'passkey.noBrowser' | 'passkey.noName' | undefined {
  if (!('PublicKeyCredential' in globalThis) || typeof PublicKeyCredential.parseCreationOptionsFromJSON !== 'function')
    return 'passkey.noBrowser';
  // A passkey belongs to a name: browsers make none for an address in numbers.
  return /^[\d.]+$|^\[/.test(location.hostname) ? 'passkey.noName' : undefined;
}

export async function makePasskey(name: string): Promise<void> {
  const options = await ask<PublicKeyCredentialCreationOptionsJSON>('/api/session/passkeys/options', {
    method: 'POST',
    body: {},
  });
  const made = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
  });
  await ask('/api/session/passkeys', { method: 'POST', body: { name, response: toJson(made) } });
}

/** What the device says, for the server to check. */
export async function askPasskey(): Promise<unknown> {
  const options = await ask<PublicKeyCredentialRequestOptionsJSON>('/api/session/passkey/options', {
    method: 'POST',
    body: {},
  });
  return toJson(
    await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  );
}

function toJson(credential: Credential | null): unknown {
  if (credential instanceof PublicKeyCredential) return credential.toJSON();
  throw new Error('the browser gave no passkey');
}
