import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createLog, secretsOf, serializeError } from '../../../adapters/operation/log.ts';
import { type Config, readConfig } from '../../../bot/operation/config.ts';

function makeConfig(env: Record<string, string>): Config {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.config;
}

describe('createLog', () => {
  it('writes one JSON object per line, from the level on that was asked for', () => {
    const lines: string[] = [];
    const log = createLog('warn', [], (line) => lines.push(line));
    log.info({}, 'leise');
    log.warn({ door: '/slack/events' }, 'laut');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('\n')).toBe(true);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 40, door: '/slack/events', msg: 'laut' });
  });

  it('hides secrets wherever they stand, also such with quotes in them', () => {
    const lines: string[] = [];
    const secret = 'ge"heim\\nis';
    const log = createLog('info', ['xoxb-geheim', secret, 'abc'], (line) => lines.push(line));
    log.error({ err: new Error(`Bearer xoxb-geheim und ${secret}`), url: 'https://h/?token=xoxb-geheim' }, 'abc');
    expect(lines.join('')).not.toContain('geheim');
    expect(JSON.parse(lines[0]!)).toMatchObject({ url: 'https://h/?token=[secret]', msg: 'abc' });
  });
});

describe('serializeError', () => {
  it('keeps what explains the fault and drops what clients hang on', () => {
    const error = Object.assign(
      new Error('Request failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }),
      {
        code: 'E_HTTP',
        config: { headers: { Authorization: 'Bearer geheim' } },
        request: { body: 'Text einer Person' },
      },
    );
    const told = serializeError(error) as { type: string; code: string; cause: { code: string } };
    expect(told).toMatchObject({
      type: 'Error',
      message: 'Request failed',
      code: 'E_HTTP',
      cause: { code: 'ECONNRESET' },
    });
    expect(JSON.stringify(told)).not.toMatch(/geheim|Person/);
  });

  it('drops the parameters of a failed query', () => {
    const error = new DrizzleQueryError('select 1 where name = $1', ['Leitung\nKulturbetriebe'], new Error('gone'));
    const told = JSON.stringify(serializeError(error));
    expect(told).toContain('select 1');
    expect(told).not.toContain('Kulturbetriebe');
  });

  it('takes what is no error', () => {
    expect(serializeError('kaputt')).toEqual({ message: 'kaputt' });
  });
});

describe('secretsOf', () => {
  it("names every secret, and the database's password by itself", () => {
    const token = ['xoxb', 'abcdef'].join('-');
    const config = makeConfig({
      DATABASE_URL: 'postgres://u:p%40ssword@h/d',
      SLACK_SIGNING_SECRET: '0'.repeat(32),
      SLACK_BOT_TOKEN: token,
      SCIM_TOKEN: 's'.repeat(32),
    });
    expect(secretsOf(config)).toEqual([
      '0'.repeat(32),
      token,
      's'.repeat(32),
      'postgres://u:p%40ssword@h/d',
      'p@ssword',
    ]);
  });
});
