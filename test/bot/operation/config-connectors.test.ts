/** The connectors' variables: off by default, every fault named, no token ever shown. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../bot/operation/config.ts';
import { switchboard } from '../../../bot/platform/connector.ts';

const TOKENS = JSON.stringify({
  'https://social.example/@stadt': 'geheim-1',
  'https://social.example/@stadt#admin': 'geheim-2',
  'https://www.facebook.com/KulturDortmund': '4711:geheim-3',
});
const STADT = { id: 'c_1', key: null, url: 'https://social.example/@stadt' };

function configOf(env: Record<string, string>) {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.config;
}
const faultsOf = (env: Record<string, string>) => {
  const reading = readConfig(env);
  return reading.ok ? [] : reading.problems.map(({ message }) => message);
};

describe('the variables of connectors', () => {
  it('switch nothing on when absent, nor when only tokens are given', () => {
    expect(configOf({}).connectors).toBeUndefined();
    expect(configOf({ CONNECTOR_TOKENS: TOKENS }).connectors).toBeUndefined();
    expect(switchboard(undefined).reach('mastodon', STADT)).toBe('off');
  });

  it('allow what is named, and find the token by any spelling of the address', () => {
    const board = switchboard(configOf({ CONNECTORS: 'mastodon, facebook', CONNECTOR_TOKENS: TOKENS }).connectors);
    const page = { id: 'c_2', key: 'facebook.com/kulturdortmund', url: 'https://www.facebook.com/kulturdortmund/' };
    expect(board.reach('mastodon', STADT)).toEqual({});
    expect(board.reach('mastodon-admin', STADT)).toBe('off');
    expect(board.reach('mastodon', { id: 'c_3', key: null, url: 'https://social.example/@andere' })).toBe('no-token');
    expect(board.reach('facebook', page)).toEqual({ account: '4711' });
  });

  it("keep the administration's token apart from the account's own", () => {
    const all = { CONNECTORS: 'mastodon mastodon-admin', CONNECTOR_TOKENS: '{"https://social.example/@stadt":"x"}' };
    const board = switchboard(configOf(all).connectors);
    expect([board.reach('mastodon', STADT), board.reach('mastodon-admin', STADT)]).toEqual([{}, 'no-token']);
  });

  it('do not take a token for Facebook that does not say which page it is for', () => {
    const tokens = JSON.stringify({ 'https://www.facebook.com/KulturDortmund': 'ohne-seite' });
    const board = switchboard(configOf({ CONNECTORS: 'facebook', CONNECTOR_TOKENS: tokens }).connectors);
    expect(board.reach('facebook', { id: 'c', key: null, url: 'https://www.facebook.com/KulturDortmund' })).toBe(
      'no-token',
    );
  });

  it.each([
    ['{', 'ist kein JSON-Objekt'],
    ['[]', 'ist kein JSON-Objekt'],
    ['{"a":1}', 'ist kein JSON-Objekt'],
    ['{"a":" geheim-9"}', 'ist kein JSON-Objekt'],
    ['{"a":"geheim-9\\n"}', 'ist kein JSON-Objekt'],
  ])('say what is wrong with %s, without showing it', (tokens, words) => {
    const faults = faultsOf({ CONNECTORS: 'mastodon', CONNECTOR_TOKENS: tokens });
    expect(faults).toEqual([expect.stringContaining(words)]);
    expect(faults.join()).not.toContain('geheim');
  });

  it('name a connector that does not exist, and tokens that are missing', () => {
    expect(faultsOf({ CONNECTORS: 'mastodon, x', CONNECTOR_TOKENS: '{}' })).toEqual([
      expect.stringContaining('„mastodon, x“'),
    ]);
    expect(faultsOf({ CONNECTORS: 'mastodon' })).toEqual([expect.stringContaining('CONNECTOR_TOKENS fehlt')]);
  });

  it('never show a token, however the configuration is printed', () => {
    const config = configOf({ CONNECTORS: 'mastodon', CONNECTOR_TOKENS: TOKENS });
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify([...config.connectors!.tokens])}`).not.toContain(
      'geheim-1',
    );
  });
});
