/**
 * `/incident contacts`: whom to phone when the chat is unavailable: colleagues, police and authorities, platform
 * support.
 */

import { z } from 'zod';
import { recoveryLink } from '../../bot/incident/recovery.ts';
import { PLATFORM_KEYS, type Platform, platformRow } from '../../bot/platform/platform.ts';
import type { Card, Node } from '../../cards/node.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { type By, command } from '../command.ts';
import { requestedIncident } from './dossier.ts';
import { incidentWord } from './incident-command.ts';

export const contacts = command({
  ...incidentWord('contacts'),
  aliases: ['kontakte', 'telefon'],
  rank: 60,
  bare: true,
  authority: 'known',
  positional: ['what'],
  args: z.object({ what: z.string().max(100).optional() }),
  load: async ({ what }, context) => {
    const file = await requestedIncident(what, context);
    // The platforms of the incident at hand, otherwise all.
    const platforms = new Set(file?.places.map(({ channel }) => channel.platform));
    return { org: context.org, platforms: platforms.size > 0 ? [...platforms] : PLATFORM_KEYS };
  },
  decide: (_args, { org, platforms }, by) => ({ answer: { card: contactsCard(org, platforms, by) } }),
});

function contactsCard({ organisation, gone }: Org, platforms: readonly Platform[], { say }: By): Card {
  const { phones = [], contacts: outside = [] } = organisation.incident ?? {};
  const title = say('incident.contacts.title');
  const nameOf = (id: string) =>
    organisation.people.find((person) => person.id === id)?.name ?? say('word.deleted-person');
  const people = phones
    .filter(({ person }) => !gone.has(person))
    .map(({ person, phone }) => ({ label: nameOf(person), value: phone }));
  const doors = platforms.flatMap((platform): Node[] => {
    const url = recoveryLink(platform);
    return url ? [{ kind: 'link', text: platformRow(platform).name, url }] : [];
  });
  return {
    title,
    summary: title,
    lang: say.lang,
    nodes: [
      { kind: 'heading', text: say('incident.contacts.own') },
      people.length > 0 ? { kind: 'facts', facts: people } : { kind: 'text', text: say('incident.contacts.none') },
      { kind: 'heading', text: say('incident.contacts.outside') },
      ...outside.flatMap(({ name, phone, url, note }): Node[] => {
        const text = [name, phone, note].filter((part) => part !== undefined).join(' · ');
        return [url ? { kind: 'link', text, url } : { kind: 'text', text }];
      }),
      ...(doors.length > 0 ? [{ kind: 'heading', text: say('incident.contacts.platforms') } as const, ...doors] : []),
      { kind: 'note', text: say('incident.contacts.note') },
    ],
  };
}
