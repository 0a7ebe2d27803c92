/** What an incident goes through between declaration and closing, through the shell. */
import { describe, expect, it } from 'vitest';
import { buttons, type Card } from '../../../../cards/node.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import type { Reply } from '../../../../cards/reply.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { applyChanges, insert, update } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { textsOf } from '../../../../db/incident/communication.ts';
import {
  entriesOf,
  incidentById,
  incidentChannelById,
  incidentChannelsOf,
  rolesIn,
  tasksIn,
} from '../../../../db/incident/incidents.ts';

import { channelById } from '../../../../db/registry/dossiers.ts';
import { cardOf } from '../../../support/acts.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentNow, incidentRows, keyOf } from '../../../support/incident.ts';
import { setGone } from '../../../support/past-commands.ts';
import { type Stage, plain as text } from '../../../support/stage.ts';

let store: Store;
let stage: Stage;
const { read } = eachInCity(
  (...given) => {
    [store, stage] = given;
  },
  { chats: ['local', 'slack'] },
);

const kinds = async (id: string) => (await read((tx) => entriesOf(tx, id))).map(({ kind }) => kind);
const settled = {
  gdpr: { report: false, reason: 'kein Risiko', by: 'p', at: '2026-11-23' },
  dataLoss: 'excluded',
} as const;

describe('confirming', () => {
  it('sends the required notice in the same moment, once, whoever presses again', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'reported' });
    const ciso = stage.as('ciso');
    const [one, two] = await Promise.all([
      ciso.press('incident-confirm', { incident: id, card: true }),
      stage.as('it-sicherheit').press('incident-confirm', { incident: id, card: true }),
    ]);
    expect([one.kind, two.kind].sort()).toEqual(['card', 'notice']);
    expect((await incidentNow(store, id)).state).toBe('confirmed');
    await stage.drain();
    expect((await kinds(id)).filter((kind) => kind === 'confirm' || kind === 'notice-first')).toEqual([
      'confirm',
      'notice-first',
    ]);
    const notices = stage.as('leitung-kulturbetriebe').dm();
    expect(notices).toHaveLength(1);
  });

  it('is nobody’s but the lead’s and IT security’s', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'reported' });
    expect(text(await stage.as('pressestelle').press('incident-confirm', { incident: id }))).toContain('steht Ihnen');
    // Who has no part in it does not even hear that there is one.
    const stranger = stage.as('oeffentlichkeitsarbeit-bibliothek');
    expect(text(await stranger.press('incident-confirm', { incident: id }))).toContain('gibt es nicht');
    expect((await incidentNow(store, id)).state).toBe('reported');
  });
});

describe('a false alarm', () => {
  it('asks for the reason, gives the channel its state back and can be reopened', async () => {
    const { id, channels } = await incidentRows(store, stage.clock.now, { state: 'reported' });
    const ciso = stage.as('ciso');
    const form = cardOf(await ciso.press('incident-false-alarm', { incident: id }));
    expect(form.form?.submit.do).toBe('incident-false-alarm');
    expect(
      text(await ciso.press('incident-false-alarm', { incident: id, sent: true }, { incidentReason: '' })),
    ).toContain('Grund');
    await ciso.press('incident-false-alarm', { incident: id, sent: true }, { incidentReason: 'Sperre des Netzwerks' });
    const row = await incidentNow(store, id);
    expect([row.state, row.reason]).toEqual(['false-alarm', 'Sperre des Netzwerks']);
    expect((await read((tx) => channelById(tx, channels[0]!)))?.state).toBe('published');
    await ciso.say('/vorfall wieder öffnen V-2026-0001 Doch echt');
    expect((await incidentNow(store, id)).state).toBe('confirmed');
  });

  it('reopened before anybody had confirmed it is confirmed from then on', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'false-alarm' });
    stage.clock.now = new Date(stage.clock.now.getTime() + 3_600_000);
    await stage.as('ciso').say('/vorfall wieder öffnen V-2026-0001 Doch echt');
    expect((await incidentNow(store, id)).confirmedAt).toEqual(stage.clock.now);
  });

  it('does not sweep away what is frozen', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { places: [{ stage: 'S1' }] });
    const reply = await stage.as('ciso').say('/vorfall fehlalarm V-2026-0001 Irrtum');
    expect(text(reply)).toContain('zuerst wieder her');
    expect((await incidentNow(store, id)).state).toBe('confirmed');
  });
});

describe('the severity', () => {
  it('is raised with a reason, and those who must know now are told', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'reported', severity: 3 });
    const ciso = stage.as('ciso');
    await ciso.press('incident-confirm', { incident: id });
    await stage.drain();
    const before = stage.as('oberbuergermeisterin').dm().length;
    await ciso.say('/vorfall schwere V-2026-0001 1 Zugangsdaten werden abgefragt');
    await stage.drain();
    expect((await incidentNow(store, id)).severity).toBe(1);
    expect([before, stage.as('oberbuergermeisterin').dm().length]).toEqual([0, 1]);
  });

  it.each([
    ['/vorfall schwere V-2026-0001 7 warum', '/vorfall schwere [V-2026-0001] 1 Grund'],
    ['/vorfall schwere V-2026-0001 2 warum', 'schon die Schwere 2'],
    ['/vorfall schwere V-2026-0009 1 warum', 'gibt es nicht'],
  ])('%s', async (line, answer) => {
    await incidentRows(store, stage.clock.now);
    expect(text(await stage.as('ciso').say(line))).toContain(answer);
  });
});

describe('roles', () => {
  it('are given and taken; the new one hears of it', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const ciso = stage.as('ciso');
    await ciso.say('/vorfall rolle V-2026-0001 presse Leitung Dortmund-Agentur');
    await stage.drain();
    const person = await keyOf(store, 'leitung-dortmund-agentur');
    expect((await read((tx) => rolesIn(tx, id))).filter((one) => one.person === person)).toMatchObject([
      { role: 'press' },
    ]);
    expect(stage.as('leitung-dortmund-agentur').dm()).toHaveLength(1);
    expect(text(await ciso.say('/vorfall rolle V-2026-0001 presse Leitung Dortmund-Agentur'))).toContain('schon');
    await ciso.say('/vorfall rolle V-2026-0001 presse - @Leitung Dortmund-Agentur');
    expect((await read((tx) => rolesIn(tx, id))).some((one) => one.person === person)).toBe(false);
  });

  it.each([
    ['/vorfall rolle V-2026-0001 leitung -Leitung IT-Sicherheit (CISO)', 'niemand mehr'],
    ['/vorfall rolle V-2026-0001 chef Pressestelle', 'einsatzleitung|kanalverantwortung'],
    ['/vorfall rolle V-2026-0001 presse Niemand', 'Niemand'],
    // Who leads must not also be the check on themselves, and not everybody can be one.
    ['/vorfall rolle V-2026-0001 datenschutz Leitung IT-Sicherheit (CISO)', 'sich niemand selbst'],
    ['/vorfall rolle V-2026-0001 freigabe Leitung IT-Sicherheit (CISO)', 'sich niemand selbst'],
    ['/vorfall rolle V-2026-0001 datenschutz Sachbearbeitung IT-Sicherheit', 'kann diese Rolle nicht haben'],
    ['/vorfall rolle V-2026-0001 freigabe Pressestelle', 'kann diese Rolle nicht haben'],
  ])('%s', async (line, answer) => {
    await incidentRows(store, stage.clock.now);
    expect(text(await stage.as('ciso').say(line))).toContain(answer);
  });
});

it('a lead who has left is nobody who could go on', async () => {
  const { id } = await incidentRows(store, stage.clock.now, { roles: { lead: ['ciso', 'it-sicherheit'] } });
  const person = await keyOf(store, 'it-sicherheit');
  await read((tx) => setGone(tx, person, true));
  const reply = await stage.as('ciso').say('/vorfall rolle V-2026-0001 leitung -Leitung IT-Sicherheit (CISO)');
  expect(text(reply)).toContain('niemand mehr');
  // Who has left can be taken out, as somebody is left.
  await stage.as('ciso').say('/vorfall rolle V-2026-0001 leitung -Sachbearbeitung IT-Sicherheit');
  expect((await read((tx) => rolesIn(tx, id))).map((one) => one.person)).toEqual([await keyOf(store, 'ciso')]);
});

it('a drill is named without its umlaut, too, and whatever stands behind the number', async () => {
  const { id } = await incidentRows(store, stage.clock.now, { number: 'Ü-2026-0001', drill: true, state: 'reported' });
  await incidentRows(store, stage.clock.now, { number: 'V-2026-0001', state: 'reported' });
  expect(text(await stage.as('ciso').say('/vorfall zeigen ü-2026-0001'))).toContain('Ü-2026-0001');
  await stage.as('ciso').say('/vorfall bestätigen UE-2026-0001 bitte');
  expect((await incidentNow(store, id)).state).toBe('confirmed');
});

describe('contained, worse, lost', () => {
  it('does not wait for a channel that was given back already', async () => {
    const { id } = await incidentRows(store, stage.clock.now, {
      places: [
        { control: 'secured', stage: 'S0' },
        { control: 'secured', restoredAt: stage.clock.now },
      ],
    });
    await stage.as('ciso').say('/vorfall eingedämmt V-2026-0001');
    expect((await incidentNow(store, id)).state).toBe('contained');
  });

  it('wants every hit channel stopped or known to be lost', async () => {
    const { id, places } = await incidentRows(store, stage.clock.now, {
      places: [{ control: 'secured', stage: 'S0' }, {}],
    });
    const ciso = stage.as('ciso');
    expect(text(await ciso.say('/vorfall eingedämmt V-2026-0001'))).toContain('noch nicht jeder');
    expect(text(await ciso.say('/vorfall verloren V-2026-0001 Kein Zugang'))).toContain('als verloren eingetragen');
    const place = (await read((tx) => incidentChannelById(tx, places[1]!)))!.place;
    await read((tx) => applyChanges(tx, [update('incidentChannels', place, { control: 'lost' })]));
    await ciso.say('/vorfall eingedämmt V-2026-0001');
    expect((await incidentNow(store, id)).state).toBe('contained');
    await ciso.say('/vorfall verschlechtert V-2026-0001 Neuer Beitrag');
    await ciso.say('/vorfall verloren V-2026-0001 Kein Zugang');
    expect((await incidentNow(store, id)).state).toBe('lost');
    expect(await kinds(id)).toEqual(['contain', 'worsen', 'lose']);
  });
});

describe('the end', () => {
  it('shows what is not back, takes a decision for it, and closes only through the gate', async () => {
    const { id, places } = await incidentRows(store, stage.clock.now, {
      state: 'contained',
      places: [{ stage: 'S1' }],
    });
    const ciso = stage.as('ciso');
    const open = cardOf(await ciso.say('/vorfall wiederhergestellt V-2026-0001'));
    expect(buttons(open).map((button) => button.do)).toEqual([
      'incident-restore',
      'incident-leave-as',
      'incident-board',
    ]);
    await ciso.press(
      'incident-leave-as',
      { place: places[0]!, sent: true },
      { incidentReason: 'Wird nicht mehr gebraucht' },
    );
    await ciso.say('/vorfall wiederhergestellt V-2026-0001');
    expect((await incidentNow(store, id)).state).toBe('restored');
    // Whoever held the keys looks after everything else they hold.
    const [check] = await read((tx) => tasksIn(tx, id));
    expect(check).toMatchObject({
      assignee: await keyOf(store, 'oeffentlichkeitsarbeit-kulturbetriebe'),
      dueOn: '2026-12-07',
    });

    const gate = cardOf(await ciso.say('/vorfall schließen V-2026-0001'));
    // What data protection decides is no button of the lead's.
    expect(buttons(gate).map((button) => button.do)).toEqual(['incident-close']);
    expect(cardToPlain(gate)).toContain('Das sagt der Datenschutz');
    // Pressed past the gate all the same.
    await ciso.press('incident-close', { incident: id, sure: true });
    expect((await incidentNow(store, id)).state).toBe('restored');

    await read(async (tx) => applyChanges(tx, [update('incidents', (await incidentById(tx, id))!, settled)]));
    const ready = cardOf(await ciso.say('/vorfall schließen V-2026-0001'));
    expect(buttons(ready).map((button) => button.label)).toEqual(['Jetzt schließen']);
    await ciso.press('incident-close', { incident: id, sure: true });
    const closed = await incidentNow(store, id);
    expect([closed.state, closed.closedAt]).toEqual(['closed', stage.clock.now]);
    expect(text(await ciso.press('incident-close', { incident: id, sure: true }))).toContain('geschlossen');
    expect((await verifyAudit(store.db)).ok).toBe(true);
  });

  it('of a channel that came in after the restoring is decided from the card that says so', async () => {
    const { id, places } = await incidentRows(store, stage.clock.now, { state: 'restored', set: settled });
    const ciso = stage.as('ciso');
    const gate = cardOf(await ciso.say('/vorfall schließen V-2026-0001'));
    const way = buttons(gate).find((button) => button.label === 'Dorthin');
    const open = cardOf(await ciso.press(way!.do, way!.args ?? {}));
    expect(cardToPlain(open)).toContain('Facebook – Facebook 1');
    expect(cardToPlain(open)).toContain('nicht eingefroren');
    const leave = { place: places[0]!, sent: true };
    await ciso.press('incident-leave-as', leave, { incidentReason: 'Wird abgemeldet' });
    expect(cardToPlain(cardOf(await ciso.say('/vorfall schließen V-2026-0001')))).toContain('Alles ist geklärt');
    // Nothing is open any more: the step itself was taken before.
    expect(text(await ciso.say('/vorfall wiederhergestellt V-2026-0001'))).toContain('wiederhergestellt');
    expect(await kinds(id)).toEqual(['left-as']);
  });

  it('does not decide about a channel that is back', async () => {
    const at = stage.clock.now;
    const { id, places } = await incidentRows(store, at, { state: 'contained', places: [{ restoredAt: at }, {}] });
    const leave = { place: places[0]!, sent: true };
    const reply = await stage.as('ciso').press('incident-leave-as', leave, { incidentReason: 'Egal' });
    expect(text(reply)).toContain('schon wiederhergestellt');
    expect(await kinds(id)).toEqual([]);
  });

  it('asks the owners who are here to look after their other channels, and each once, in whatever language', async () => {
    const owner = ['oeffentlichkeitsarbeit-kulturbetriebe', 'leitung-kulturbetriebe'];
    const { id } = await incidentRows(store, stage.clock.now, {
      state: 'contained',
      places: [{ restoredAt: stage.clock.now }],
      roles: { lead: ['ciso'], owner },
    });
    const left = await keyOf(store, owner[0]!);
    await read((tx) => setGone(tx, left, true));
    const ciso = stage.as('ciso');
    await ciso.say('/vorfall wiederhergestellt V-2026-0001');
    await ciso.say('/vorfall verschlechtert V-2026-0001 Noch ein Beitrag');
    const [place] = (await read((tx) => incidentChannelsOf(tx, id))).map((one) => one.place);
    await read((tx) => applyChanges(tx, [update('incidentChannels', place!, { restoredAt: stage.clock.now })]));
    await ciso.say('/incident resolve V-2026-0001', { lang: 'en' });
    expect((await kinds(id)).filter((kind) => kind === 'restore')).toHaveLength(2);
    const asked = (await read((tx) => tasksIn(tx, id))).map(({ assignee }) => assignee);
    expect(asked).toEqual([await keyOf(store, owner[1]!)]);
  });

  it('asks in one card that goes along: what is missing, then the question, then that it is closed', async () => {
    const { id, places } = await incidentRows(store, stage.clock.now, { state: 'restored' });
    const press = async (card: Card, label: string, who = 'ciso') => {
      const button = buttons(card).find((one) => one.label === label);
      if (!button) throw new Error(`no ${label} on ${cardToPlain(card)}`);
      return stage.as(who).press(button.do, button.args ?? {});
    };
    const inPlace = async (reply: Promise<Reply>) => {
      const answer = await reply;
      expect(answer).toMatchObject({ kind: 'card', replace: true });
      return cardOf(answer);
    };
    const first = cardOf(await stage.as('ciso').say('/vorfall schließen V-2026-0001'));
    const same = await inPlace(press(first, 'Noch einmal prüfen'));
    expect(cardToPlain(same)).toContain('fehlen noch 3 Punkte');
    await read(async (tx) => {
      const { place } = (await incidentChannelById(tx, places[0]!))!;
      const restored = update('incidentChannels', place, { restoredAt: stage.clock.now });
      await applyChanges(tx, [update('incidents', (await incidentById(tx, id))!, settled), restored]);
    });
    const ready = await inPlace(press(first, 'Noch einmal prüfen'));
    expect(cardToPlain(ready)).toContain('Alles ist geklärt');
    expect(cardToPlain(await inPlace(press(ready, 'Jetzt schließen')))).toContain('geschlossen');
    // Copies of both cards still stand there.
    expect(cardToPlain(await inPlace(press(ready, 'Jetzt schließen')))).toContain('geschlossen');
    expect(cardToPlain(await inPlace(press(first, 'Noch einmal prüfen')))).toContain('geschlossen');
    expect(text(await press(first, 'Dorthin'))).toContain('geschlossen');
    expect(text(await press(ready, 'Jetzt schließen', 'pressestelle'))).toContain('steht Ihnen');
    expect(await kinds(id)).toEqual(['close']);
  });

  it('ends the posting stop of all related channels in one confirmation, and of no other', async () => {
    const stopped = { part: 'related', stage: 'S0', target: 'S0' } as const;
    // The last one hangs together with the attack, and nobody ever stopped it.
    const idle = { part: 'related' } as const;
    const { id } = await incidentRows(store, stage.clock.now, {
      state: 'contained',
      places: [{ stage: 'S0', target: 'S0' }, stopped, stopped, { ...stopped, stage: 'S1', target: 'S1' }, idle],
    });
    const ciso = stage.as('ciso');
    const open = cardOf(await ciso.say('/vorfall wiederhergestellt V-2026-0001'));
    expect(buttons(open).map((button) => button.do)).toContain('incident-lift');
    const [yes] = buttons(cardOf(await ciso.press('incident-lift', { incident: id })));
    await ciso.press('incident-lift', yes!.args!);
    const stages = (await read((tx) => incidentChannelsOf(tx, id))).map(({ place }) => [
      place.part,
      place.stage,
      place.restoredAt !== null,
    ]);
    expect(stages.sort()).toEqual([
      ['hit', 'S0', false],
      ['related', null, false],
      ['related', null, true],
      ['related', null, true],
      ['related', 'S1', false],
    ]);
    expect(await kinds(id)).toEqual(['lifted']);
    expect(text(await ciso.press('incident-lift', yes!.args!))).toContain('nur gestoppt');
  });

  it('waits for an all clear where a warning stands outside, and for a task that is nobody’s', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'restored', places: [], set: settled });
    const author = await keyOf(store, 'pressestelle');
    const base = { incident: id, lang: 'de', hash: 'x', author, createdAt: stage.clock.now } as const;
    await read((tx) =>
      applyChanges(tx, [
        insert('incidentTexts', {
          id: 'ix_1',
          number: 1,
          kind: 'holding',
          state: 'published',
          body: 'Warnung',
          publishedAt: stage.clock.now,
          ...base,
        }),
        insert('incidentTasks', {
          id: 'it_1',
          incident: id,
          text: 'Bericht',
          assignee: '',
          by: author,
          createdAt: stage.clock.now,
        }),
      ]),
    );
    const gate = cardOf(await stage.as('ciso').say('/vorfall schließen V-2026-0001'));
    expect(buttons(gate).map((button) => button.do)).toEqual(['incident-external', 'incident-tasks', 'incident-close']);
  });
});

describe('merging', () => {
  it('moves channels, roles and tasks after one question, and names both numbers', async () => {
    const one = await incidentRows(store, stage.clock.now, { number: 'V-2026-0001', severity: 1 });
    const two = await incidentRows(store, stage.clock.now, {
      number: 'V-2026-0002',
      severity: 3,
      roles: { lead: ['it-sicherheit'] },
    });
    const ciso = stage.as('ciso');
    const question = cardOf(await ciso.say('/vorfall zusammenführen V-2026-0001 V-2026-0002'));
    await ciso.press('incident-merge', buttons(question)[0]!.args!);
    expect((await incidentNow(store, one.id)).mergedInto).toBe(two.id);
    expect((await incidentNow(store, two.id)).severity).toBe(1);
    expect((await read((tx) => incidentChannelsOf(tx, two.id))).map(({ place }) => place.id).sort()).toEqual(
      [...one.places, ...two.places].sort(),
    );
    expect(new Set((await read((tx) => rolesIn(tx, two.id))).map(({ role }) => role))).toEqual(
      new Set(['lead', 'owner', 'press', 'approver', 'privacy']),
    );
    expect(await kinds(two.id)).toEqual(['took-in']);
    expect(text(await ciso.press('incident-merge', buttons(question)[0]!.args!))).toContain('zusammengeführt');
  });

  it('keeps the further record of a channel, the earlier clock, the worse judgement and what was said', async () => {
    const early = new Date(stage.clock.now.getTime() - 3_600_000);
    const one = await incidentRows(store, stage.clock.now, {
      number: 'V-2026-0001',
      set: { awareAt: early, dataLoss: 'possible' },
      places: [{ stage: 'S1', snapshot: { name: 'Facebook' }, before: 'published' }],
    });
    const two = await incidentRows(store, stage.clock.now, {
      number: 'V-2026-0002',
      places: [],
      set: { dataLoss: 'excluded', gdpr: { report: false, reason: 'x', by: 'p', at: '2026-11-23' } },
    });
    const author = await keyOf(store, 'pressestelle');
    const at = stage.clock.now;
    await read((tx) =>
      applyChanges(tx, [
        insert('incidentChannels', {
          id: 'ip_twin',
          incident: two.id,
          channel: one.channels[0]!,
          part: 'related',
          before: 'compromised',
          addedBy: author,
          addedAt: at,
        }),
        insert('incidentTexts', {
          id: 'ix_1',
          incident: one.id,
          number: 1,
          kind: 'holding',
          state: 'published',
          lang: 'de',
          body: 'Warnung',
          hash: 'x',
          author,
          createdAt: at,
          publishedAt: at,
        }),
      ]),
    );
    await stage.as('ciso').press('incident-merge', { from: one.id, into: two.id, sure: true });
    const row = await incidentNow(store, two.id);
    expect([row.awareAt, row.dataLoss, row.gdpr]).toEqual([early, 'possible', null]);
    const [only, ...none] = (await read((tx) => incidentChannelsOf(tx, two.id))).map(({ place }) => place);
    expect(none).toEqual([]);
    expect(only).toMatchObject({
      id: 'ip_twin',
      part: 'hit',
      stage: 'S1',
      before: 'published',
      snapshot: { name: 'Facebook' },
    });
    // The warning that stands outside is now the other one's to clear.
    expect((await read((tx) => textsOf(tx, two.id))).map(({ body }) => body)).toEqual(['Warnung']);
  });

  it('a confirmed one does not vanish in one that is only reported', async () => {
    await incidentRows(store, stage.clock.now, { number: 'V-2026-0001' });
    await incidentRows(store, stage.clock.now, { number: 'V-2026-0002', state: 'reported' });
    const reply = await stage.as('ciso').say('/vorfall zusammenführen V-2026-0001 V-2026-0002');
    expect(text(reply)).toContain('zuerst den Vorfall V-2026-0002');
  });

  it.each([
    ['V-2026-0001', 'derselbe'],
    ['Ü-2026-0001', 'getrennt'],
  ])('not with %s', async (other, answer) => {
    await incidentRows(store, stage.clock.now);
    await incidentRows(store, stage.clock.now, { number: 'Ü-2026-0001', drill: true });
    expect(text(await stage.as('ciso').say(`/vorfall zusammenführen V-2026-0001 ${other}`))).toContain(answer);
  });
});

it('who has no part reads the same answer whatever there is', async () => {
  const { channels } = await incidentRows(store, stage.clock.now);
  const stranger = stage.as('oeffentlichkeitsarbeit-bibliothek');
  const answers = new Set<string>();
  for (const number of ['V-2026-0001', 'V-2026-0404']) {
    for (const line of [
      'posting-stopp',
      'schwere 1 x',
      'zusammenführen V-2026-0001',
      `wiederherstellen ${channels[0]}`,
      'zeitleiste',
    ]) {
      const [word = '', ...rest] = line.split(' ');
      answers.add(text(await stranger.say(`/vorfall ${word} ${number} ${rest.join(' ')}`)));
    }
  }
  expect([...answers]).toHaveLength(1);
});

describe('tasks', () => {
  it('are not given to who has left, and can be for today', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const person = await keyOf(store, 'pressestelle');
    const ciso = stage.as('ciso');
    await ciso.say('/vorfall aufgabe V-2026-0001 Pressestelle Etwas tun 23.11.2026');
    await read((tx) => setGone(tx, person, true));
    const reply = await ciso.say('/vorfall aufgabe V-2026-0001 Pressestelle Noch etwas tun');
    expect(text(reply)).toContain('nicht mehr da');
    expect(await read((tx) => tasksIn(tx, id))).toMatchObject([{ text: 'Etwas tun' }]);
  });

  it('stand longer than their incident: the lead ticks them off, and who only reads sees no button', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'closed' });
    const task = { id: 'it_1', incident: id, text: 'Bericht', by: 'p', createdAt: stage.clock.now };
    const assignee = await keyOf(store, 'pressestelle');
    await read((tx) => applyChanges(tx, [insert('incidentTasks', { ...task, assignee })]));
    const list = async (who: string) => buttons(cardOf(await stage.as(who).press('incident-tasks', { incident: id })));
    expect([await list('datenschutz'), (await list('ciso')).length]).toEqual([[], 1]);
    await stage.as('ciso').press('incident-task-done', { task: 'it_1' });
    expect((await read((tx) => tasksIn(tx, id))).map(({ doneAt }) => doneAt)).toEqual([stage.clock.now]);
  });

  it('reach the person, are ticked off by them once, and are listed', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const ciso = stage.as('ciso');
    await ciso.say('/vorfall aufgabe V-2026-0001 "Pressestelle" Fragen der Presse sammeln 01.12.2026');
    await stage.drain();
    expect(await read((tx) => tasksIn(tx, id))).toMatchObject([
      { text: 'Fragen der Presse sammeln', dueOn: '2026-12-01' },
    ]);
    expect(text(await ciso.say('/vorfall aufgabe V-2026-0001'))).toContain('Fragen der Presse sammeln');
    const press = stage.as('pressestelle');
    await press.click('Erledigt');
    const [task] = await read((tx) => tasksIn(tx, id));
    expect(task?.doneAt).toEqual(stage.clock.now);
    expect(text(await ciso.press('incident-task-done', { task: task!.id }))).toContain('Pressestelle schon erledigt');
    expect(text(await ciso.say('/vorfall aufgabe V-2026-0001'))).toContain('Keine offenen');
  });

  it.each([
    ['/vorfall aufgabe V-2026-0001 Niemand Etwas tun', 'Niemand'],
    ['/vorfall aufgabe V-2026-0001 Pressestelle', '@Person Aufgabe'],
    ['/vorfall aufgabe V-2026-0001 Pressestelle Etwas tun 31.02.2026', 'gibt es nicht'],
    ['/vorfall aufgabe V-2026-0001 Pressestelle Etwas tun 22.11.2026', 'Der 22.11.2026 ist schon vorbei'],
  ])('%s', async (line, answer) => {
    await incidentRows(store, stage.clock.now);
    expect(text(await stage.as('ciso').say(line))).toContain(answer);
  });
});
