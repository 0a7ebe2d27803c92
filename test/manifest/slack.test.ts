import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../commands/command-table.ts';
import { parse } from '../../commands/parse.ts';
import { EVENTS, SCOPES, slackManifest } from '../../manifest/slack.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = slackManifest('bot.example.org');

it('is what Slack takes', () => {
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(JSON.parse(read('manifest/schema/slack.json')), manifest);
  expect(ajv.errors ?? []).toEqual([]);
});

it('sends everything to the one door', () => {
  const { slash_commands } = manifest.features;
  const { event_subscriptions, interactivity } = manifest.settings;
  const urls = [...slash_commands.map(({ url }) => url), event_subscriptions.request_url, interactivity.request_url];
  expect(new Set(urls)).toEqual(new Set(['https://bot.example.org/slack/events']));
});

it('has a slash command for each language, and names nothing that the bot would not understand', () => {
  const { slash_commands } = manifest.features;
  expect(slash_commands.map(({ command }) => command)).toEqual(['/kanal', '/channel', '/vorfall', '/incident']);
  for (const { command, usage_hint } of slash_commands) {
    for (const word of usage_hint.slice(1, -1).split(' | ')) {
      const parsed = parse(`${command} ${word}`, COMMANDS);
      expect([word, parsed.kind]).toEqual([word, 'command']);
    }
  }
});

it('asks for what the adapter uses and for nothing else', () => {
  const source = readdirSync(new URL('../../adapters/slack', import.meta.url))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(`adapters/slack/${name}`))
    .join('\n');
  const methods = new Set(
    source.match(/'(chat|conversations|users|files)\.[a-z]+(\.?[a-zA-Z]+)'/gi)?.map((name) => name.slice(1, -1)),
  );
  const explained = Object.values(SCOPES).join(' ');
  const used = [...methods].filter((name) => name !== 'files.slack.com');
  expect(used.filter((name) => !explained.includes(name))).toEqual([]);
  expect(explained.match(/(chat|conversations|users)\.[a-zA-Z]+/g)?.filter((name) => !methods.has(name))).toEqual([]);
});

it('says the same as the adapter’s README', () => {
  const text = read('adapters/slack/README.md');
  const named = (from: string, to: string) =>
    [...text.slice(text.indexOf(from), text.indexOf(to)).matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort();
  expect(named('Scopes:', 'Events:')).toEqual(Object.keys(SCOPES).sort());
  expect(named('Events:', 'Slash commands')).toEqual([...EVENTS].sort());
});
