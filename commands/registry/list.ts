/** `/channel list`: the registry, paged and filtered, limited to what this person may read. */
import { z } from 'zod';
import type { Role } from '../../bot/organisation/organisation.ts';
import { officesAbove } from '../../bot/organisation/permission.ts';
import { platformByName, platformRow } from '../../bot/platform/platform.ts';
import { CHANNEL_STATES, type ChannelState } from '../../bot/registry/channel.ts';
import type { Button, Node } from '../../cards/node.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { listChannels } from '../../db/registry/dossiers.ts';
import { type By, command } from '../command.ts';
import { keyed } from '../keyed.ts';
import { officesOf } from '../registration/register.ts';
import { shownState } from '../registration/views/application.ts';

const SIZE = 8;

export const list = command({
  name: 'list',
  group: 'channel',
  aliases: ['liste', 'übersicht', 'uebersicht'],
  rank: 30,
  bare: true,
  authority: 'known',
  positional: ['text'],
  named: {
    office: ['fachbereich'],
    platform: ['netzwerk', 'plattform'],
    state: ['status', 'zustand'],
    page: ['seite'],
    text: [],
  },
  summary: 'help.list',
  usage: 'usage.list',
  args: z.object({
    text: z.string().max(200).optional(),
    office: z.string().max(100).optional(),
    platform: z.string().max(60).optional(),
    state: z.string().max(60).optional(),
    page: z.coerce.number().int().min(1).max(10_000).optional(),
  }),
  load: async (args, { tx, org, by }) => {
    const wanted = args.office?.toLowerCase();
    const office = wanted
      ? (org.organisation.offices.find((candidate) =>
          [candidate.id, candidate.short.toLowerCase(), candidate.name.toLowerCase()].includes(wanted),
        )?.id ?? args.office)
      : undefined;
    const platform = args.platform ? (platformByName(args.platform) ?? null) : undefined;
    const state = args.state ? stateByName(args.state) : undefined;
    const filter = {
      ...(args.text ? { text: args.text } : {}),
      ...(office ? { office } : {}),
      ...(platform === undefined ? {} : { platform }),
      ...(state === undefined ? {} : { state }),
      ...(readsAll(by) ? {} : { offices: readableOffices(by, org) }),
    };
    const wantedPage = args.page ?? 1;
    const found = await listChannels(tx, filter, { size: SIZE, number: wantedPage });
    const pages = Math.max(1, Math.ceil(found.total / SIZE));
    // An old "next page" button whose list has become shorter.
    if (wantedPage <= pages) return { ...found, page: wantedPage, pages, org };
    return { ...(await listChannels(tx, filter, { size: SIZE, number: pages })), page: pages, pages, org };
  },
  decide: (args, { rows, total, page, pages, org }, by) => {
    const { say } = by;
    const officeOf = (id: string) => org.organisation.offices.find((office) => office.id === id)?.short ?? id;
    const items = rows.map(
      ({ channel, application }): Node => ({
        kind: 'item',
        title: `${platformRow(channel.platform).name} – ${channel.name}`,
        text: [
          `${keyed(say.lang, `channel.${channel.state}`)} · ${officeOf(channel.office)}`,
          ...(application?.number
            ? [`${application.number} · ${keyed(say.lang, `state.${shownState(application)}`)}`]
            : []),
          ...(channel.url ? [channel.url] : []),
        ].join('\n'),
        buttons: application ? [{ label: say('button.show'), do: 'show', args: { what: application.id } }] : [],
      }),
    );
    const turn = (label: string, to: number): Button => ({ label, do: 'list', args: { ...given(args), page: to } });
    const buttons = [
      ...(page > 1 ? [turn(say('list.previous'), page - 1)] : []),
      ...(page < pages ? [turn(say('list.next'), page + 1)] : []),
      { label: say('button.register'), do: 'register' },
    ];
    const title = say('list.title', { total });
    return {
      answer: {
        card: {
          title,
          lang: say.lang,
          summary: `${title}. ${say('list.page', { page, pages })}`,
          nodes: [
            { kind: 'note', text: [say('list.page', { page, pages }), ...filterLine(args, by)].join(' · ') },
            ...(items.length === 0 ? [{ kind: 'text', text: say('list.empty') } as const] : items),
            { kind: 'actions', buttons },
            { kind: 'note', text: say('list.hint') },
          ],
        },
        replace: args.page !== undefined,
      },
    };
  },
});

const READS_ALL: readonly Role[] = ['registrar', 'security', 'auditor', 'reviewer', 'press'];

/** These roles read everything. Bodies, including FB 3, need the whole list to advise. */
function readsAll({ actor }: By): boolean {
  return actor.bodies.length > 0 || actor.roles.some((role) => READS_ALL.includes(role));
}

/** The reader's own offices. Heads, deputies and data protection officers also read the offices below. */
function readableOffices(by: By, { organisation }: Org): string[] {
  const { headOf, deputyOf, privacyOf } = by.actor;
  const above = new Set([...headOf, ...deputyOf, ...privacyOf]);
  const below = organisation.offices.filter(({ id }) => officesAbove(id, organisation).some((one) => above.has(one)));
  return [...officesOf(by), ...below.map(({ id }) => id)];
}

/** Accepts German and English words in any chat language: a list may have been read in the other one. */
function stateByName(name: string): ChannelState | null {
  const lower = name.toLowerCase();
  const isCalled = (state: string) => LANGS.some((lang) => keyed(lang, `channel.${state}`).toLowerCase() === lower);
  return CHANNEL_STATES.find((state) => state === lower || isCalled(state)) ?? null;
}
const LANGS = ['de', 'en'] as const;

function given(args: Record<string, string | number | undefined>): Record<string, string | number> {
  const known = Object.entries(args).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined && entry[0] !== 'page',
  );
  return Object.fromEntries(known);
}

function filterLine(args: Record<string, string | number | undefined>, { say }: By): string[] {
  return Object.entries(given(args)).map(([name, value]) => `${keyed(say.lang, `list.by.${name}`)}: ${value}`);
}
