import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isLoopbackHost, readConfig } from '../../../bot/operation/config.ts';
import { CONFIG_FAULTS, type ConfigFault } from '../../../bot/operation/config-faults.ts';
import { VARIABLE_NAMES, VARIABLES, type VariableName } from '../../../bot/operation/config-variables.ts';
import { Secret } from '../../../bot/operation/secret.ts';

type Env = Partial<Record<VariableName, string>>;

const GUID = '11111111-2222-3333-4444-555555555555';
const SIGNING = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';
const TOKEN = ['xoxb', '1-2-test'].join('-');
const SLACK: Env = { SLACK_SIGNING_SECRET: SIGNING, SLACK_BOT_TOKEN: TOKEN };
const TEAMS: Env = { TEAMS_APP_ID: GUID, TEAMS_APP_PASSWORD: 'geheim~1', TEAMS_TENANT_ID: GUID };

function configOf(env: Env) {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  return reading.config;
}
const problemsOf = (env: Env, lang: 'de' | 'en' = 'de') => {
  const reading = readConfig(env, lang);
  return reading.ok ? [] : reading.problems;
};
/** Variable and code of each fault, read back from its sentence. */
const codesOf = (env: Env): string[] =>
  problemsOf(env).map(({ name, message }) => {
    const value = 'secret' in VARIABLES[name] ? '' : (env[name] ?? '');
    const code = (Object.keys(CONFIG_FAULTS) as ConfigFault[]).find(
      (one) => message === `${name} ${CONFIG_FAULTS[one].de.replace('{value}', value)}`,
    );
    return `${name}: ${code}`;
  });

describe('nothing configured', () => {
  it('is the local workspace on an embedded database, on this machine only', () => {
    expect(configOf({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      localWorkspace: true,
      dataDir: './data',
      database: { kind: 'pglite', dir: './data' },
      graphApiUrl: 'https://graph.microsoft.com/v1.0',
      logLevel: 'info',
    });
  });

  it('takes empty and blank variables as absent', () => {
    const empty = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, name.length % 2 ? '' : '  ']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });
});

describe('chats', () => {
  it('switches Slack on with secret and token', () => {
    const { slack, localWorkspace } = configOf({ ...SLACK, SLACK_API_URL: 'http://127.0.0.1:9/api' });
    expect(slack?.signingSecret.reveal()).toBe(SIGNING);
    expect(slack?.botToken.reveal()).toBe(TOKEN);
    expect(slack?.apiUrl).toBe('http://127.0.0.1:9/api/');
    expect(localWorkspace).toBe(false);
  });

  it('switches Teams on with app id, password and tenant, and lets the own tenant in', () => {
    const { teams, localWorkspace } = configOf(TEAMS);
    expect(teams).toMatchObject({ auth: 'on', appId: GUID, tenantId: GUID, allowedTenants: [GUID] });
    expect(localWorkspace).toBe(false);
  });

  it('reads a list of tenants', () => {
    const other = GUID.replace('1', '9');
    expect(configOf({ ...TEAMS, TEAMS_ALLOWED_TENANTS: `${GUID}, ${other}` }).teams?.allowedTenants).toEqual([
      GUID,
      other,
    ]);
  });

  it('takes Teams without tokens on this machine, beside the local workspace', () => {
    expect(configOf({ TEAMS_AUTH: 'off' })).toMatchObject({ teams: { auth: 'off' }, localWorkspace: true });
  });

  it('keeps the local workspace closed beside a real chat until it is asked for', () => {
    expect(configOf({ ...SLACK, LOCAL_WORKSPACE: 'on' }).localWorkspace).toBe(true);
    expect(configOf({ ...SLACK, HOST: '0.0.0.0' }).localWorkspace).toBe(false);
    expect(configOf({ ...SLACK, LOCAL_WORKSPACE: 'off' }).localWorkspace).toBe(false);
  });
});

describe('faults', () => {
  it.each<[string, Env, string[]]>([
    ['a port that is none', { PORT: '99999' }, ['PORT: port']],
    ['a host with a port', { ...SLACK, HOST: 'bot.example.org:80' }, ['HOST: host']],
    ['a public address without encryption', { PUBLIC_URL: 'http://bot.example.org' }, ['PUBLIC_URL: url']],
    ['a database that is no Postgres', { DATABASE_URL: 'mysql://a:b@c/d' }, ['DATABASE_URL: database-url']],
    ['half of Slack', { SLACK_BOT_TOKEN: TOKEN }, ['SLACK_SIGNING_SECRET: slack-incomplete']],
    [
      'only an address for Slack',
      { SLACK_API_URL: 'https://proxy.example.org/' },
      ['SLACK_SIGNING_SECRET: slack-incomplete', 'SLACK_BOT_TOKEN: slack-incomplete'],
    ],
    ['a user token', { ...SLACK, SLACK_BOT_TOKEN: ['xoxp', '1'].join('-') }, ['SLACK_BOT_TOKEN: bot-token']],
    [
      'the token in place of the secret',
      { ...SLACK, SLACK_SIGNING_SECRET: TOKEN },
      ['SLACK_SIGNING_SECRET: signing-secret'],
    ],
    [
      'a third of Teams',
      { TEAMS_APP_ID: GUID },
      ['TEAMS_APP_PASSWORD: teams-incomplete', 'TEAMS_TENANT_ID: teams-incomplete'],
    ],
    [
      "the secret's id in place of its value",
      { ...TEAMS, TEAMS_APP_PASSWORD: GUID },
      ['TEAMS_APP_PASSWORD: password-is-id'],
    ],
    ['a tenant by name', { ...TEAMS, TEAMS_ALLOWED_TENANTS: 'stadt' }, ['TEAMS_ALLOWED_TENANTS: guid']],
    ['an unknown switch', { TEAMS_AUTH: 'no' }, ['TEAMS_AUTH: switch']],
    ['no authentication for everybody', { TEAMS_AUTH: 'off', HOST: '0.0.0.0' }, ['TEAMS_AUTH: auth-off-open']],
    [
      'the workspace for everybody',
      { ...SLACK, LOCAL_WORKSPACE: 'on', HOST: '0.0.0.0' },
      ['LOCAL_WORKSPACE: workspace-open'],
    ],
    ['open to the network without a chat', { HOST: '0.0.0.0' }, ['HOST: no-chat']],
    ['everything switched off', { LOCAL_WORKSPACE: 'off' }, ['LOCAL_WORKSPACE: no-chat']],
    ['an unknown level', { LOG_LEVEL: 'loud' }, ['LOG_LEVEL: log-level']],
    ['a short token', { SCIM_TOKEN: 'kurz' }, ['SCIM_TOKEN: scim-token']],
  ])('finds %s', (_what, env, expected) => {
    expect(codesOf(env)).toEqual(expected);
  });

  it('names all at once, those of shape and those of sense', () => {
    const env: Env = { PORT: 'x', SLACK_BOT_TOKEN: 'x', TEAMS_APP_ID: 'x', TEAMS_AUTH: 'off', HOST: '0.0.0.0' };
    expect(codesOf(env).sort()).toEqual([
      'PORT: port',
      'SLACK_BOT_TOKEN: bot-token',
      'SLACK_SIGNING_SECRET: slack-incomplete',
      'TEAMS_APP_ID: guid',
      'TEAMS_AUTH: auth-off-open',
    ]);
  });

  it('says where to get the value, in both languages', () => {
    const [german] = problemsOf({ SLACK_BOT_TOKEN: TOKEN });
    const [english] = problemsOf({ SLACK_BOT_TOKEN: TOKEN }, 'en');
    expect(german?.where).toContain('Basic Information → App Credentials → Signing Secret');
    expect(german?.message).toBe('SLACK_SIGNING_SECRET fehlt: Slack braucht SLACK_SIGNING_SECRET und SLACK_BOT_TOKEN.');
    expect(english?.message).toContain('is missing');
  });

  it('never repeats a secret', () => {
    const values = {
      SLACK_SIGNING_SECRET: 'geheim1',
      SLACK_BOT_TOKEN: 'geheim2',
      DATABASE_URL: 'geheim3',
      SCIM_TOKEN: 'geheim4',
    };
    expect(JSON.stringify(problemsOf(values))).not.toContain('geheim');
  });
});

describe('secrets', () => {
  it.each<[string, (value: unknown) => string]>([
    ['JSON', (value) => JSON.stringify(value)],
    ['inspect', (value) => inspect(value, { depth: 9, showHidden: true })],
    ['a template', (value) => `${(value as { one: Secret }).one}`],
  ])('stand as [secret] in %s', (_name, show) => {
    const shown = show({ one: new Secret('xyz-geheim') });
    expect(shown).toContain('[secret]');
    expect(shown).not.toContain('geheim');
  });

  it('are in no part of the configuration in clear text', () => {
    const config = configOf({
      ...SLACK,
      ...TEAMS,
      DATABASE_URL: 'postgres://u:geheim@h/d',
      SCIM_TOKEN: 's'.repeat(32),
    });
    const shown = `${JSON.stringify(config)}${inspect(config, { depth: 9 })}`;
    for (const value of [SIGNING, TOKEN, 'geheim', 's'.repeat(32)]) expect(shown).not.toContain(value);
  });
});

describe('isLoopbackHost', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['localhost', true],
    ['::1', true],
    ['[::1]', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.example.org', false],
    ['10.0.0.1', false],
  ])('%s: %s', (host, expected) => {
    expect(isLoopbackHost(host)).toBe(expected);
  });
});
