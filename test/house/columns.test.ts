/** A column says what it holds: nobody has to claim it, and every table is seen by whoever writes migrations. */
import { describe, expect, it } from 'vitest';
import config from '../../drizzle.config.ts';
import { files, read, roomOf } from '../support/sources.ts';

const ROOMS = ['commands', 'db', 'adapters', 'demo', 'bench', 'manifest'];
const sources = files('.ts').filter((path) => ROOMS.includes(roomOf(path)));

/** Words of `bot/` that columns hold. */
const UNIONS = [
  ...['ApplicationState', 'ApplicationKind', 'ChannelState', 'CaseState', 'IncidentState', 'TaskKind', 'TaskState'],
  ...['NoteKind', 'FileState', 'OutboxState', 'StepState', 'CallState', 'TextState', 'Control', 'RecipientKind'],
  ...['ChatName', 'Platform', 'Body', 'StandingBody', 'DirectorySource', 'ConnectorName', 'IncidentRole', 'Lang'],
];
const CLAIMED = new RegExp(`\\bas (?:${UNIONS.join('|')})\\b(?!\\[)`);
/** `vote.answer as 'yes'`, `draft.state as 'head'`. What a form holds (`values.…`) is no column. */
const LITERAL = /\b(?!values\b)\w+[.]\w+ as '/;

describe('columns', () => {
  it.each(sources)('are believed: %s', (path) => {
    const claims = read(path)
      .split('\n')
      .filter((line) => !/^\s*(import|export) /.test(line) && (CLAIMED.test(line) || LITERAL.test(line)));
    expect(claims).toEqual([]);
  });

  it('are all known to the tool that writes migrations', () => {
    // Tables that it does not see it would drop.
    expect(config.schema).toBe('./db/schema/**/*.ts');
  });
});
