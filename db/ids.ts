/** Opaque keys: a prefix for the noun and 20 random characters. They contain no meaning and no name. */
import { randomBytes } from 'node:crypto';

const PREFIX = {
  person: 'p',
  application: 'a',
  channel: 'c',
  vote: 'v',
  note: 'n',
  attachment: 'f',
  task: 't',
  effect: 'e',
  message: 'm',
  case: 'l',
  item: 'i',
  incident: 'in',
  place: 'ip',
  step: 'is',
  text: 'ix',
  notice: 'io',
  entry: 'ie',
  todo: 'it',
  ticket: 'ik',
  call: 'ic',
  download: 'd',
  evidence: 'if',
} as const;

export function newId(noun: keyof typeof PREFIX): string {
  return `${PREFIX[noun]}_${randomBytes(15).toString('base64url')}`;
}
