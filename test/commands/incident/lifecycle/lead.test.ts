/** Who leads: handed over, taken in need, and what is split off or asked for. */
import { describe, expect, it } from 'vitest';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import type { Reply } from '../../../../cards/reply.ts';
import { applyChanges, insert } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { ticketsAt } from '../../../../db/incident/dormant.ts';
import {
  entriesOf,
  formerPeople,
  incidentByNumber,
  incidentChannelsOf,
  rolesIn,
  tasksIn,
} from '../../../../db/incident/incidents.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentRows, keyOf } from '../../../support/incident.ts';
import { type Stage, plain as text } from '../../../support/stage.ts';

let store: Store;
let stage: Stage;
const { read } = eachInCity((...given) => {
  [store, stage] = given;
});

const leads = async (id: string) =>
  (await read((tx) => rolesIn(tx, id))).filter(({ role }) => role === 'lead').map(({ person }) => person);
const shown = (ref: string) => stage.as(ref).dm().map(cardToPlain).join('\n');

describe('handing over', () => {
  it('passes the lead on with the situation', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const ciso = stage.as('ciso');
    await ciso.say('/vorfall aufgabe V-2026-0001 Pressestelle Fragen sammeln');
    await ciso.say('/vorfall übergeben V-2026-0001 Sachbearbeitung IT-Sicherheit');
    await stage.drain();
    expect(await leads(id)).toEqual([await keyOf(store, 'it-sicherheit')]);
    expect(shown('it-sicherheit')).toMatch(/Übergabe der Einsatzleitung[\s\S]*Offene Aufgaben: 1[\s\S]*Fragen sammeln/);
  });

  it.each([
    ['/vorfall übergeben V-2026-0001 Niemand', 'Niemand'],
    ['/vorfall übergeben V-2026-0001', 'kenne ich nicht'],
  ])('%s', async (line, answer) => {
    await incidentRows(store, stage.clock.now);
    expect(text(await stage.as('ciso').say(line))).toContain(answer);
  });

  it('takes whoever has no other part out of the room, as giving up a role does', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    await stage.as('ciso').say('/vorfall übergeben V-2026-0001 „Sachbearbeitung IT-Sicherheit“');
    await stage.as('it-sicherheit').say('/vorfall rolle V-2026-0001 presse -Pressestelle');
    const former = await read((tx) => formerPeople(tx, id));
    expect(former).toEqual([await keyOf(store, 'ciso'), await keyOf(store, 'pressestelle')]);
  });

  it('is nothing that one does with oneself', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const reply = await stage.as('ciso').say('/vorfall übergeben V-2026-0001 Leitung IT-Sicherheit (CISO)');
    expect(text(reply)).toContain('diese Rolle schon');
    expect(await read((tx) => entriesOf(tx, id))).toEqual([]);
  });

  it('is not for somebody who does not lead', async () => {
    await incidentRows(store, stage.clock.now);
    expect(text(await stage.as('pressestelle').say('/vorfall übergeben V-2026-0001 Pressestelle'))).toContain(
      'steht Ihnen',
    );
  });
});

describe('breaking the glass', () => {
  it('takes the lead with a reason, alarms those who watch, and is justified afterwards', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const head = stage.as('leitung-kulturbetriebe');
    const form = await head.press('incident-break-glass', { incident: id });
    expect(text(form)).toContain('Warum ist es nötig');
    await head.press(
      'incident-break-glass',
      { incident: id, sent: true },
      { incidentReason: 'Niemand geht ans Telefon' },
    );
    await stage.drain();
    expect(await leads(id)).toContain(await keyOf(store, 'leitung-kulturbetriebe'));
    for (const ref of ['ciso', 'it-sicherheit', 'berechtigungen', 'it-pruefung']) {
      expect(shown(ref)).toContain('Niemand geht ans Telefon');
      expect(shown(ref)).not.toContain('vorher noch');
    }
    expect(await read((tx) => tasksIn(tx, id))).toMatchObject([
      { assignee: await keyOf(store, 'leitung-kulturbetriebe'), dueOn: '2026-11-25' },
    ]);
    // The justification is written, not ticked.
    const [task] = await read((tx) => tasksIn(tx, id));
    expect(text(await head.press('incident-task-done', { task: task!.id }))).toContain('schreiben Sie es auf');
    await head.press(
      'incident-task-done',
      { task: task!.id, sent: true },
      { incidentReason: 'Einsatzleitung im Flugzeug' },
    );
    expect((await read((tx) => entriesOf(tx, id))).at(-1)?.text).toContain('im Flugzeug');
    // From now on they may do what a lead may.
    expect(text(await head.say('/vorfall schwere V-2026-0001 1 Phishing'))).toContain('Schwere 1');
  });

  describe('while somebody leads', () => {
    const head = () => stage.as('leitung-kulturbetriebe');
    const later = (minutes: number) => {
      stage.clock.now = new Date(stage.clock.now.getTime() + minutes * 60_000);
    };
    /** The lead does something, and then nothing for some minutes. */
    async function ledAgo(minutes: number) {
      const { id } = await incidentRows(store, stage.clock.now);
      await stage.as('ciso').say('/vorfall schwere V-2026-0001 3 Nur ein Entwurf betroffen');
      later(minutes);
      return id;
    }
    const form = (reply: Reply) => {
      if (reply.kind !== 'card' || !reply.card.form) throw new Error(`no form: ${text(reply)}`);
      return { ...reply.card.form.submit, inputs: { incidentReason: 'Niemand geht ans Telefon' } };
    };
    const send = ({ do: name, args = {}, inputs }: ReturnType<typeof form>) => head().press(name, args, inputs);

    it('says who does, how to reach them and when they were last there', async () => {
      const { id } = await incidentRows(store, stage.clock.now);
      const phone = 'Leitung IT-Sicherheit (CISO), 030 23125 001';
      const silent = text(await head().press('incident-break-glass', { incident: id }));
      expect(silent).toContain(`Einsatzleitung: ${phone}. In diesem Vorfall hat sie noch nichts getan.`);
      await stage.as('ciso').say('/vorfall schwere V-2026-0001 3 Nur ein Entwurf betroffen');
      later(45);
      const heard = text(await head().press('incident-break-glass', { incident: id }));
      expect(heard).toContain(`Einsatzleitung: ${phone}. Zuletzt war`);
      expect(heard).toContain('am 23.11.2026, 10:00 Uhr in diesem Vorfall aktiv');
    });

    it('asks once more when that was a moment ago, keeps the reason, and locks nobody out', async () => {
      const id = await ledAgo(4);
      const first = await head().press('incident-break-glass', { incident: id });
      const second = await send(form(first));
      expect(await leads(id)).toHaveLength(1);
      expect(text(second)).toContain(
        'vor 4 Minuten in diesem Vorfall aktiv: Leitung IT-Sicherheit (CISO), 030 23125 001',
      );
      expect(text(second)).toContain('Niemand geht ans Telefon');
      expect(form(second).label).toBe('Trotzdem übernehmen');
      await send(form(second));
      expect(await leads(id)).toContain(await keyOf(store, 'leitung-kulturbetriebe'));
      expect((await read((tx) => entriesOf(tx, id))).at(-1)).toMatchObject({
        kind: 'break-glass',
        text: 'Niemand geht ans Telefon',
      });
      await stage.drain();
      expect(shown('it-pruefung')).toContain('Die Leitung war 4 Minuten vorher noch im Vorfall aktiv');
    });

    it('asks so after a typed reason, too, and of ten silent minutes nothing more', async () => {
      const id = await ledAgo(9);
      const line = '/vorfall notfall V-2026-0001 Niemand geht ans Telefon';
      expect(form(await head().say(line)).label).toBe('Trotzdem übernehmen');
      expect(await leads(id)).toHaveLength(1);
      later(1);
      await head().say(line);
      expect(await leads(id)).toHaveLength(2);
    });
  });

  it.each([
    ['who has no part in it', 'oeffentlichkeitsarbeit-bibliothek', 'gibt es nicht'],
    ['who only reads', 'it-pruefung', 'steht Ihnen'],
  ])('is nobody’s %s', async (_, ref, answer) => {
    const { id } = await incidentRows(store, stage.clock.now);
    expect(text(await stage.as(ref).say('/vorfall notfall V-2026-0001 Ich will'))).toContain(answer);
    expect(await leads(id)).toHaveLength(1);
  });
});

describe('splitting', () => {
  it('moves a channel to an incident of its own, with the same people', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { number: 'V-2026-0077', places: [{}, {}] });
    await stage.as('ciso').say('/vorfall abtrennen V-2026-0077 "Facebook 2"');
    const fresh = await read((tx) => incidentByNumber(tx, 'V-2026-0001'));
    const channels = async (incident: string) =>
      (await read((tx) => incidentChannelsOf(tx, incident))).map(({ channel }) => channel.name);
    expect([await channels(id), await channels(fresh!.id)]).toEqual([['Facebook 1'], ['Facebook 2']]);
    expect((await read((tx) => rolesIn(tx, fresh!.id))).length).toBe((await read((tx) => rolesIn(tx, id))).length);
    expect((await read((tx) => entriesOf(tx, fresh!.id))).map(({ kind }) => kind)).toContain('split-from');
  });

  it('takes along what only hangs together, with its tickets, and counts the hit ones in both titles', async () => {
    const related = { part: 'related' } as const;
    const { id, places } = await incidentRows(store, stage.clock.now, {
      number: 'V-2026-0077',
      places: [{}, {}, related, related],
    });
    const at = stage.clock.now;
    const ticket = { id: 'k_1', incident: id, place: places[2]!, number: 'FB-1', by: 'p', at };
    await read((tx) => applyChanges(tx, [insert('incidentTickets', ticket)]));
    await stage.as('ciso').say('/vorfall abtrennen V-2026-0077 "Facebook 2" "Facebook 3"');
    const fresh = (await read((tx) => incidentByNumber(tx, 'V-2026-0001')))!;
    const here = (await read((tx) => incidentByNumber(tx, 'V-2026-0077')))!;
    expect([here.title, fresh.title]).toEqual(['Facebook – Facebook 1', 'Facebook – Facebook 2']);
    expect((await read((tx) => ticketsAt(tx, [places[2]!]))).map(({ incident }) => incident)).toEqual([fresh.id]);
  });

  it.each([
    ['"Facebook 1"', 'kein Kanal übrig'],
    ['"Facebook 2"', 'nicht selbst betroffen'],
  ])('leaves something to deal with on both sides: not %s', async (name, answer) => {
    const { id } = await incidentRows(store, stage.clock.now, {
      number: 'V-2026-0077',
      places: [{}, { part: 'related' }],
    });
    expect(text(await stage.as('ciso').say(`/vorfall abtrennen V-2026-0077 ${name}`))).toContain(answer);
    expect(await read((tx) => incidentChannelsOf(tx, id))).toHaveLength(2);
  });

  it.each([
    ['/vorfall abtrennen V-2026-0077 Instagram', 'Instagram'],
    ['/vorfall abtrennen V-2026-0077', 'Link oder Namen'],
    ['/vorfall abtrennen V-2026-0077 "Facebook 1" "Facebook 2"', 'kein Kanal übrig'],
  ])('%s', async (line, answer) => {
    await incidentRows(store, stage.clock.now, { number: 'V-2026-0077', places: [{}, {}] });
    expect(text(await stage.as('ciso').say(line))).toContain(answer);
  });
});

it('news can be asked for by everybody who may read, and those who write are reminded once', async () => {
  const { id } = await incidentRows(store, stage.clock.now, { set: { updatedAt: stage.clock.now } });
  const head = stage.as('leitung-kulturbetriebe');
  await head.say('/vorfall nachfragen V-2026-0001');
  expect(text(await head.say('/vorfall nachfragen V-2026-0001'))).toContain('gerade erst');
  await stage.drain();
  expect(stage.as('pressestelle').dm()).toHaveLength(1);
  expect(shown('pressestelle')).toContain('bittet um eine Lagemeldung');
  expect((await read((tx) => entriesOf(tx, id))).filter(({ kind }) => kind === 'asked')).toHaveLength(2);
});
