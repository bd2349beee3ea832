import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { PlatformError, type Clock } from '@riad/contracts';
import type { Person, PersonIn, SecondFactors } from '@riad/store';
import { Secret, TOTP } from 'otpauth';

const RECOVERY_CODES = 10;
/** A clock may be this many half minutes off. */
const WINDOW = 1;
const PERIOD_S = 30;

/** One-time codes (RFC 6238) and recovery codes. */
export interface SecondFactor {
  isOn(person: Person): Promise<boolean>;
  /** Begins: the secret is shown now and never again. Fails with `request.invalid` when codes are asked for already. */
  propose(person: Person): Promise<{ readonly secret: string; readonly address: string }>;
  /** Ends the beginning with a first code; the recovery codes are shown now and never again. */
  confirm(person: Person, code: string): Promise<readonly string[]>;
  /** Fails with `session.code_required` or `session.code_wrong`; passes whoever has no second factor. */
  check(person: Person, code: string | undefined): Promise<void>;
  recoveryCodesLeft(person: Person): Promise<number>;
  remove(person: Person): Promise<void>;
}

export function createSecondFactor({
  factors,
  secret,
  clock,
}: {
  readonly factors: SecondFactors;
  /** Seals the shared secrets, so that the database alone gives nobody a code. */
  readonly secret: string;
  readonly clock: Clock;
}): SecondFactor {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'riad second factor', 32));

  async function passes(person: Person, code: string): Promise<boolean> {
    const found = await factors.find(whom(person));
    if (found === undefined) return false;
    const delta = totpOf(person, open(key, person.id, found.sealedSecret)).validate({
      token: code,
      timestamp: clock.now(),
      window: WINDOW,
    });
    if (delta === null) return false;
    return factors.spendStep(whom(person), Math.floor(clock.now() / 1000 / PERIOD_S) + delta);
  }

  const isOn = async (person: Person): Promise<boolean> => (await factors.find(whom(person)))?.confirmed === true;

  return {
    isOn,
    async propose(person) {
      const shared = new Secret({ size: 20 });
      const begun = await factors.propose(whom(person), seal(key, person.id, Buffer.from(shared.bytes)));
      if (!begun) throw new PlatformError('request.invalid', 'one-time codes are asked for already', { field: 'code' });
      return { secret: shared.base32, address: totpOf(person, Buffer.from(shared.bytes)).toString() };
    },
    async confirm(person, code) {
      if (!(await passes(person, tidy(code)))) throw wrongCode();
      const codes = Array.from({ length: RECOVERY_CODES }, makeRecoveryCode);
      await factors.confirm(whom(person), codes.map(tidy));
      return codes;
    },
    async check(person, code) {
      if (!(await isOn(person))) return;
      if (code === undefined) {
        throw new PlatformError('session.code_required', 'a one-time code is needed too', {
          field: 'code',
          remedy: 'Read it in your authenticator, or use a recovery code.',
        });
      }
      const given = tidy(code);
      const right = /^\d{6}$/.test(given) ? passes(person, given) : factors.spendRecoveryCode(whom(person), given);
      if (!(await right)) throw wrongCode();
    },
    recoveryCodesLeft: (person) => factors.countRecoveryCodes(whom(person)),
    remove: (person) => factors.remove(whom(person)),
  };
}

function whom({ id, organisationId }: Person): PersonIn {
  return { scope: { organisationId }, id };
}

function totpOf({ email }: Person, bytes: Buffer): TOTP {
  const secret = new Secret({ buffer: new Uint8Array(bytes).buffer });
  return new TOTP({ issuer: 'Riad', label: email, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret });
}

/** 50 bits in letters and digits that are not taken for one another: `k7mpx-2rt9w`. */
function makeRecoveryCode(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const code = [...randomBytes(10)].map((byte) => letters[byte % letters.length]).join('');
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

function tidy(code: string): string {
  return code.replaceAll(/[\s-]/g, '').toLowerCase();
}

function seal(key: Buffer, person: string, text: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(person));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, person: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(person));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

function wrongCode(): PlatformError {
  return new PlatformError('session.code_wrong', 'this code is not right, or was used already', {
    field: 'code',
    remedy: 'Wait for the next code, or use a recovery code.',
  });
}
