/** What Slack's events and its list say of accounts, and what they leave open. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromUserChange, slackDirectory } from '../../../adapters/directory/slack.ts';
import { slackCaller } from '../../../adapters/slack/web.ts';
import type { Sighting } from '../../../commands/leavers/intake.ts';
import { mockHttp } from '../../support/http.ts';

const event = JSON.parse(readFileSync(new URL('../slack/payloads/user-change.json', import.meta.url), 'utf8')) as {
  event: { type: string; user: Record<string, unknown> };
};
const home = async () => ({ team: 'T0STADT01', orgWide: false });
const changed = (user: Record<string, unknown>, type = 'user_change') => ({
  ...event,
  event: { ...event.event, type, user: { ...event.event.user, ...user } },
});

describe('user_change', () => {
  it.each([
    [true, false],
    [false, true],
    [undefined, undefined],
  ])('with deleted %s means active %s', async (deleted, active) => {
    expect(await fromUserChange(changed({ deleted }), home)).toMatchObject({
      source: 'slack',
      externalId: 'U0HEAD001',
      active,
    });
  });

  it('carries Slack’s own time, for events that overtake each other', async () => {
    expect(await fromUserChange(event, home)).toMatchObject({ changedAt: new Date(1_790_000_000_000) });
  });

  it('of bots, strangers and other events is none of ours', async () => {
    expect(await fromUserChange(changed({ is_bot: true }), home)).toBe('foreign');
    expect(await fromUserChange(changed({ is_stranger: true }), home)).toBe('foreign');
    expect(await fromUserChange(changed({}, 'user_status_changed'), home)).toBeUndefined();
    expect(await fromUserChange({}, home)).toBeUndefined();
  });

  it('of another workspace is none of ours, and of an unknown one is not taken in', async () => {
    expect(await fromUserChange(changed({ team_id: 'T0FREMD99' }), home)).toBe('foreign');
    expect(await fromUserChange(changed({ team_id: undefined }), home)).toBe('foreign');
    const grid = async () => ({ team: 'T1', enterprise: 'E1', orgWide: false });
    const sister = changed({ team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } });
    expect(await fromUserChange(sister, grid)).toMatchObject({ externalId: 'U0HEAD001' });
    const other = changed({ team_id: 'T2', enterprise_user: { enterprise_id: 'E2' } });
    expect(await fromUserChange(other, grid)).toBe('foreign');
    await expect(fromUserChange(event, async () => undefined)).rejects.toMatchObject({ name: 'DirectoryFault' });
  });
});

describe('the nightly sweep', () => {
  const makeDirectory = (bad?: string) => {
    const seen: Sighting[] = [];
    const warnings: object[] = [];
    const log = { info: () => {}, warn: (data: object) => void warnings.push(data), error: () => {} };
    const call = slackCaller({ botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/' });
    const see = async (sighting: Sighting) => {
      if (sighting.externalId === bad) throw new Error('invalid byte sequence');
      seen.push(sighting);
    };
    return { seen, warnings, directory: slackDirectory(call, home, { see }, log) };
  };

  it('goes through all pages, closed accounts too', async () => {
    const { seen, directory } = makeDirectory();
    mockHttp('https://slack.com')
      .post('/api/users.list', (body) => body.cursor === undefined)
      .reply(200, {
        ok: true,
        members: [
          { id: 'U1', team_id: 'T0STADT01', deleted: true },
          { id: 'U9', team_id: 'T0FREMD99', deleted: true },
          { id: 'USLACKBOT', team_id: 'T0STADT01' },
        ],
        response_metadata: { next_cursor: 'n2' },
      })
      .post('/api/users.list', (body) => body.cursor === 'n2')
      .reply(200, {
        ok: true,
        members: [{ id: 'U2', team_id: 'T0STADT01', deleted: false }],
        response_metadata: { next_cursor: '' },
      });
    expect(await directory.sweep()).toBe(2);
    expect(seen.map(({ externalId, active }) => [externalId, active])).toEqual([
      ['U1', false],
      ['U2', true],
    ]);
  });

  it('goes on behind an account that can not be taken in, and says that there is something left', async () => {
    const { seen, warnings, directory } = makeDirectory('U1');
    mockHttp('https://slack.com')
      .post('/api/users.list')
      .reply(200, { ok: true, members: ['U1', 'U2'].map((id) => ({ id, team_id: 'T0STADT01', deleted: true })) });
    await expect(directory.sweep()).rejects.toMatchObject({ name: 'AccountsLeft' });
    expect(seen.map(({ externalId }) => externalId)).toEqual(['U2']);
    expect(warnings).toHaveLength(1);
  });

  it('stops where Slack says so, and says how long to wait', async () => {
    const { directory } = makeDirectory();
    mockHttp('https://slack.com').post('/api/users.list').reply(429, '', { 'retry-after': '30' });
    await expect(directory.sweep()).rejects.toMatchObject({ name: 'DirectoryFault', after: 30_000 });
  });
});
