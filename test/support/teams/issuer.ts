/** A fake login.botframework.com: signs the Bot Connector's requests, correctly or in every wrong way. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const ISSUER = 'https://api.botframework.com';

/** How a request to the bot is signed. */
export type TokenKind =
  | 'good'
  | 'none'
  | 'garbage'
  | 'wrong-audience'
  | 'wrong-issuer'
  | 'wrong-service-url'
  | 'expired'
  | 'bad-signature'
  | 'foreign-key'
  | 'unendorsed';

type Pair = { privateKey: KeyObject; publicKey: KeyObject };
/** Creating keys is slow; one set per process is enough. */
let made: { known: Pair; other: Pair } | undefined;
const pair = (): Pair => generateKeyPairSync('rsa', { modulusLength: 2048 });
function keys() {
  made ??= { known: pair(), other: pair() };
  return made;
}

const KID = 'fake-key-1';
const UNENDORSED_KID = 'fake-key-2';
const encode = (value: object | Buffer) =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url');

/** The Authorization header of a request to the bot, or undefined. Expiry is relative to `now`. */
export function authorization(kind: TokenKind, appId: string, serviceUrl: string, now: Date): string | undefined {
  if (kind === 'none') return undefined;
  if (kind === 'garbage') return 'Bearer not.a.token';
  const seconds = Math.floor(now.getTime() / 1000);
  const kid = kind === 'foreign-key' ? 'nobody-knows-me' : kind === 'unendorsed' ? UNENDORSED_KID : KID;
  const payload = {
    iss: kind === 'wrong-issuer' ? 'https://sts.example.org/' : ISSUER,
    aud: kind === 'wrong-audience' ? '00000000-0000-4000-8000-0000000000ff' : appId,
    serviceurl: kind === 'wrong-service-url' ? 'https://smba.trafficmanager.net/elsewhere/' : serviceUrl,
    nbf: seconds - 7200,
    // Well beyond the SDK's tolerance of five minutes.
    exp: kind === 'expired' ? seconds - 3600 : seconds + 3600,
  };
  const text = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(payload)}`;
  const { known, other } = keys();
  const key = kind === 'bad-signature' || kind === 'foreign-key' ? other : known;
  return `Bearer ${text}.${encode(sign('RSA-SHA256', Buffer.from(text), key.privateKey))}`;
}

/** The two documents that a bot reads to verify signatures. */
export function openIdDocuments(base: string) {
  const { n, e } = keys().known.publicKey.export({ format: 'jwk' });
  const key = { kty: 'RSA', use: 'sig', n, e };
  return {
    configuration: {
      issuer: ISSUER,
      jwks_uri: `${base}/openid/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    },
    keys: {
      keys: [
        { ...key, kid: KID, endorsements: ['msteams'] },
        { ...key, kid: UNENDORSED_KID, endorsements: ['webchat'] },
      ],
    },
  };
}
