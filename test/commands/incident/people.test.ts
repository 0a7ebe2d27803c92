/** What people see and change of an incident they are part of: its card, lists, help, contacts, and which channels are in it. */
import { describe, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import { INCIDENT_STATES } from '../../../bot/incident/lifecycle.ts';
import { NEXT } from '../../../bot/incident/next-steps.ts';
import { createCalendar } from '../../../bot/time/calendar.ts';
import { buttons, type Card } from '../../../cards/node.ts';
import { cardToPlain } from '../../../cards/render/plain.ts';
import { cardToBlockKit } from '../../../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../../../cards/render/teams.ts';
import { COMMANDS } from '../../../commands/command-table.ts';
import { drawCard } from '../../../commands/views.ts';
import { applyChanges, insert, update } from '../../../db/changes.ts';
import type { Store } from '../../../db/connect.ts';
import { entriesOf, incidentChannelsOf, rolesIn } from '../../../db/incident/incidents.ts';
import { loadOrganisation } from '../../../db/organisation/organisation.ts';
import { channelById } from '../../../db/registry/dossiers.ts';
import { cardOf } from '../../support/acts.ts';
import { eachInCity } from '../../support/each.ts';
import { incidentNow, incidentRows, keyOf } from '../../support/incident.ts';
import { registered, two } from '../../support/leavers.ts';
import { hardText } from '../../support/longest.ts';
import { slackFaults } from '../../support/slack-limits.ts';
import { plain, type Stage } from '../../support/stage.ts';
import { faultsOf } from '../../support/teams/cards.ts';

let store: Store;
let city: Stage;
const { read } = eachInCity((...given) => {
  [store, city] = given;
});

const stranger = 'oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt';
const hitIn = async (id: string) =>
  (await read((tx) => incidentChannelsOf(tx, id)))
    .filter(({ place }) => place.part === 'hit')
    .map(({ channel }) => channel.id);
const names = (card: Card) => buttons(card).map(({ do: name }) => name);
/** A channel that runs. @returns its id */
const channel = async () => (await registered(store, city.clock.now, two())).replace(/^a_/, 'c_');
const stateOf = async (id: string) => (await read((tx) => channelById(tx, id)))?.state;

async function draw(id: string, person: string | null, lang: 'de' | 'en' = 'de'): Promise<Card> {
  const key = person && (await keyOf(store, person));
  const card = await read(async (tx) => {
    const org = (await loadOrganisation(tx))!;
    const ref = { view: 'incident', subject: `incident:${id}`, args: {} };
    return drawCard(tx, ref, org, { person: key, lang }, city.clock.now, createCalendar(nrwHolidays));
  });
  return card!;
}

describe('the head card', () => {
  it('says state, severity, who acts, and which channels, to its people', async () => {
    const { id } = await incidentRows(store, city.clock.now, {
      places: [{ control: 'lost', stage: 'S1' }, { part: 'related' }],
    });
    const text = cardToPlain(await draw(id, 'ciso'));
    for (const part of [
      'bestätigt',
      'Schwere 2',
      'CISO',
      'Pressestelle',
      'Stadtdirektion',
      'Zugang verloren',
      'ruhend mit Hinweis',
      'im Umfeld',
    ])
      expect(text).toContain(part);
    expect(cardToPlain(await draw(id, null, 'en'))).toContain('access lost');
  });

  it('says nothing to who has no part, and nothing to who has left', async () => {
    const { id } = await incidentRows(store, city.clock.now);
    const text = JSON.stringify(await draw(id, stranger));
    expect(text).toContain('nicht beteiligt');
    for (const secret of ['V-2026', 'Facebook', 'CISO', id]) expect(text).not.toContain(secret);
  });

  it.each(INCIDENT_STATES)('offers of a %s incident only buttons that exist, to each what they may', async (state) => {
    const { id } = await incidentRows(store, city.clock.now, { state });
    const known = new Set(COMMANDS.map(({ name }) => name));
    const room = names(await draw(id, null));
    expect(room.filter((name) => !known.has(name))).toEqual([]);
    expect(room).toContain('incident-help');
    const head = names(await draw(id, 'leitung-kulturbetriebe'));
    const acts = head.filter((name) => NEXT[name.replace('incident-', '') as keyof typeof NEXT]?.act === 'lead');
    expect(acts).toEqual([]);
    for (const name of names(await draw(id, 'ciso'))) expect(room).toContain(name);
  });

  it('marks a drill in title, summary and first line', async () => {
    const { id } = await incidentRows(store, city.clock.now, { number: 'Ü-2026-0001', drill: true });
    const card = await draw(id, 'ciso');
    expect([card.title, card.summary].filter((text) => !text.startsWith('ÜBUNG'))).toEqual([]);
    expect(card.nodes[0]).toMatchObject({ kind: 'banner', text: expect.stringMatching(/^ÜBUNG/) });
  });

  it('stays within every chat’s limits with 200 channels, long names and everybody in it', async () => {
    const { id } = await incidentRows(store, city.clock.now, {
      places: Array.from({ length: 200 }, () => ({})),
      set: { title: hardText(160), reason: hardText(5000) },
    });
    const everybody = await read(async (tx) => (await loadOrganisation(tx))!.organisation.people.map((one) => one.id));
    await read((tx) =>
      applyChanges(
        tx,
        everybody.map((person) =>
          insert('incidentRoles', {
            id: `${id} legal ${person}`,
            incident: id,
            role: 'legal',
            person,
            by: person,
            since: city.clock.now,
          }),
        ),
      ),
    );
    for (const lang of ['de', 'en'] as const) {
      const card = await draw(id, 'ciso', lang);
      expect(cardToPlain(card)).toContain('188');
      expect(slackFaults(cardToBlockKit(card))).toEqual([]);
      expect(faultsOf(cardToAdaptiveCard(card, { people: 'list' }))).toEqual([]);
      expect(JSON.stringify(cardToBlockKit(card))).toContain('incident-help');
    }
    const told = cardOf(await city.as('ciso').say(`/vorfall hilfe`));
    expect(slackFaults(cardToBlockKit(told))).toEqual([]);
    expect(faultsOf(cardToAdaptiveCard(told, { people: 'list' }))).toEqual([]);
  });
});

describe('a channel', () => {
  it('joins: place, mark, owners, timeline; a second time it is in already', async () => {
    const { id } = await incidentRows(store, city.clock.now);
    const more = await channel();
    const ciso = city.as('ciso');
    await ciso.say(`/vorfall kanal hinzu V-2026-0001 ${more} auch dort\nfremde Beiträge`);
    expect(await hitIn(id)).toContain(more);
    expect(await stateOf(more)).toBe('compromised');
    const line = (await read((tx) => entriesOf(tx, id))).at(-1);
    expect(line).toMatchObject({ kind: 'channel-added', text: 'auch dort\nfremde Beiträge' });
    const owners = (await read((tx) => rolesIn(tx, id)))
      .filter(({ role }) => role === 'owner')
      .map(({ person }) => person);
    expect(owners).toContain(await keyOf(store, 'leitung-bibliothek'));
    expect((await incidentNow(store, id)).title).toContain('(+1)');
    expect(plain(await ciso.say(`/vorfall kanal hinzu ${more}`))).toContain('gehört schon');
  });

  it('joins from the blast radius, by its link without being registered, and not from another incident', async () => {
    const { id, channels } = await incidentRows(store, city.clock.now, { places: [{}, { part: 'related' }] });
    const ciso = city.as('ciso');
    await ciso.say(`/vorfall add ${channels[1]}`);
    expect(await hitIn(id)).toEqual(channels);
    await ciso.say('/vorfall add https://www.instagram.com/fremd/');
    expect(await hitIn(id)).toHaveLength(3);
    const other = await incidentRows(store, city.clock.now, { number: 'V-2026-0002' });
    expect(plain(await ciso.say(`/vorfall add V-2026-0001 ${other.channels[0]}`))).toContain(
      'zusammenführen V-2026-0001 V-2026-0002',
    );
    expect(plain(await ciso.say('/vorfall add V-2026-0001 nirgends'))).toContain('nicht eindeutig');
  });

  it('leaves with a reason, gets its state back, and can come back', async () => {
    const { id } = await incidentRows(store, city.clock.now);
    const more = await channel();
    const ciso = city.as('ciso');
    await ciso.say(`/vorfall add ${more}`);
    expect(plain(await ciso.say(`/vorfall kanal weg ${more}`))).toContain('warum');
    for (const word of ['kanal hinzu', 'kanal weg']) {
      expect(plain(await ciso.say(`/vorfall ${word}`))).toContain('Bitte schreiben Sie es so');
    }
    // A channel that is not in it: said back as it was typed.
    expect(plain(await ciso.say('/vorfall kanal weg https://www.instagram.com/fremd/ Irrtum'))).toContain(
      '„https://www.instagram.com/fremd/ Irrtum“',
    );
    await ciso.say(`/vorfall kanal weg ${more} Verwechslung`);
    expect([await stateOf(more), (await hitIn(id)).includes(more)]).toEqual(['published', false]);
    await ciso.say(`/vorfall add ${more} doch`);
    expect([await stateOf(more), (await hitIn(id)).includes(more)]).toEqual(['compromised', true]);
    const kinds = (await read((tx) => entriesOf(tx, id))).map(({ kind }) => kind);
    expect(kinds).toEqual(['channel-added', 'channel-removed', 'channel-added']);
  });

  it('can’t leave while it is frozen, nor as the last one', async () => {
    const { id, channels } = await incidentRows(store, city.clock.now, { places: [{ stage: 'S1' }, {}] });
    const ciso = city.as('ciso');
    expect(plain(await ciso.say(`/vorfall remove ${channels[0]} Irrtum`))).toContain('eingefroren');
    await ciso.say(`/vorfall remove ${channels[1]} Irrtum`);
    await read(async (tx) => {
      const [one] = await incidentChannelsOf(tx, id);
      await applyChanges(tx, [update('incidentChannels', one!.place, { stage: null })]);
    });
    expect(plain(await ciso.say(`/vorfall remove ${channels[0]} Irrtum`))).toContain('fehlalarm');
    expect(await hitIn(id)).toEqual([channels[0]]);
  });

  it('is moved by the lead only, in an open incident only', async () => {
    const { id } = await incidentRows(store, city.clock.now, { state: 'closed' });
    const more = await channel();
    for (const word of ['add', 'remove']) {
      expect(plain(await city.as('pressestelle').say(`/vorfall ${word} V-2026-0001 ${more} Grund`))).toContain(
        'steht Ihnen',
      );
      expect(plain(await city.as(stranger).say(`/vorfall ${word} V-2026-0001 ${more} Grund`))).toContain(
        'gibt es nicht',
      );
      expect(plain(await city.as('ciso').say(`/vorfall ${word} V-2026-0001 ${more} Grund`))).toContain('geschlossen');
    }
    expect(await hitIn(id)).toHaveLength(1);
  });

  it('of a drill is not marked in the registry', async () => {
    const { id } = await incidentRows(store, city.clock.now, { number: 'Ü-2026-0001', drill: true });
    const more = await channel();
    await city.as('ciso').say(`/vorfall add UE-2026-0001 ${more}`);
    expect(await hitIn(id)).toContain(more);
    expect(await stateOf(more)).toBe('published');
    expect(
      plain(await city.as('ciso').say('/vorfall add UE-2026-0001 https://www.instagram.com/fremd/')),
    ).not.toContain('Fehler');
    expect(await hitIn(id)).toHaveLength(2);
    expect(city.faults).toEqual([]);
  });
});

describe('lists, help and contacts', () => {
  it('list what each may read, open ones first, page by page', async () => {
    for (let i = 1; i <= 10; i++)
      await incidentRows(store, city.clock.now, {
        number: `V-2026-00${String(i).padStart(2, '0')}`,
        state: i < 3 ? 'closed' : 'confirmed',
      });
    const ciso = city.as('ciso');
    const first = cardOf(await ciso.say('/vorfall liste'));
    expect(first.title).toContain('10');
    expect(names(first).filter((name) => name === 'incident-show')).toHaveLength(8);
    expect(cardToPlain(first)).not.toContain('geschlossen');
    expect(plain(await ciso.click('Nächste Seite ▶'))).toContain('geschlossen');
    expect(cardOf(await city.as(stranger).say('/vorfall liste')).title).toContain('0');
    expect(cardOf(await city.as('leitung-kulturbetriebe').say('/vorfall liste')).title).toContain('10');
    expect(cardOf(await city.as('oeffentlichkeitsarbeit-kulturbetriebe').say('/vorfall liste')).title).toContain('10');
  });

  it('show the one there is, the one that is named, and the list when it could be several', async () => {
    await incidentRows(store, city.clock.now);
    const ciso = city.as('ciso');
    expect(cardOf(await ciso.say('/vorfall zeigen')).title).toContain('V-2026-0001');
    expect(plain(await city.as(stranger).say('/vorfall zeigen V-2026-0001'))).toContain('gibt es nicht');
    await incidentRows(store, city.clock.now, { number: 'V-2026-0002' });
    expect(cardOf(await ciso.say('/vorfall zeigen v-2026-0002')).title).toContain('V-2026-0002');
    expect(cardOf(await ciso.say('/vorfall zeigen')).title).toContain('(2)');
    expect(plain(await ciso.say('/vorfall zeigen V-2026-0009'))).toContain('gibt es nicht');
  });

  it('help with what is possible now, and only that', async () => {
    await incidentRows(store, city.clock.now, { state: 'reported' });
    const lead = cardToPlain(cardOf(await city.as('ciso').say('/vorfall')));
    expect(lead).toContain('gemeldet');
    for (const usage of ['/vorfall bestätigen', '/vorfall melden']) expect(lead).toContain(usage);
    expect(lead).not.toContain('/vorfall schließen');
    const none = cardOf(await city.as(stranger).say('/vorfall hilfe'));
    expect(names(none)).toEqual(expect.arrayContaining(['incident-declare', 'incident-list', 'incident-contacts']));
    expect(names(none)).not.toContain('incident-confirm');
    expect(plain(await city.as('ciso').say('/vorfall tanzen'))).toContain('/vorfall hilfe');
  });

  it('help opens what asks for the rest itself', async () => {
    const { id } = await incidentRows(store, city.clock.now, { state: 'restored' });
    const ciso = city.as('ciso');
    const help = cardOf(await ciso.say('/vorfall hilfe'));
    const offered = buttons(help).filter((button) => ['incident-worse', 'incident-close'].includes(button.do));
    for (const button of offered) expect((await ciso.press(button.do, button.args ?? {})).kind).toBe('card');
    expect(offered).toHaveLength(2);
    expect(await read((tx) => entriesOf(tx, id))).toEqual([]);
  });

  it('give phone numbers of who is here, authorities, and the doors of the networks', async () => {
    await incidentRows(store, city.clock.now);
    const text = plain(await city.as('ciso').say('/vorfall kontakte'));
    for (const part of ['030 23125 001', 'Kriminalwache', 'facebook.com/hacked']) expect(text).toContain(part);
    expect(text).not.toContain('instagram.com/hacked');
    expect(plain(await city.as(stranger).say('/vorfall kontakte'))).toContain('instagram.com/hacked');
  });
});
