/** Declaring an incident through the shell: from a line, a form or a group, once, with everything that follows. */
import { describe, expect, it } from 'vitest';
import { buttons } from '../../../../cards/node.ts';
import { opensForm } from '../../../../commands/run.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { applyChanges, type Change, insert, type Row, update } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { entriesOf, type Incident, incidentChannelsOf, rolesIn } from '../../../../db/incident/incidents.ts';

import { channelById } from '../../../../db/registry/dossiers.ts';
import { connectorGrants, incidents, outbox } from '../../../../db/schema.ts';
import { cardOf, keyOf, newPage } from '../../../support/acts.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentRows } from '../../../support/incident.ts';
import { setGone } from '../../../support/past-commands.ts';
import { plain, type Stage } from '../../../support/stage.ts';

let store: Store;
let city: Stage;
const { read } = eachInCity(
  (...given) => {
    [store, city] = given;
  },
  { chats: ['local', 'slack'] },
);

const CLERK = 'oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt';
const OWNER = 'oeffentlichkeitsarbeit-bibliothek';
const all = (): Promise<Incident[]> => store.db.select().from(incidents).orderBy(incidents.number);
const only = async (): Promise<Incident> => {
  const rows = await all();
  expect(rows).toHaveLength(1);
  return rows[0]!;
};
async function gone(ref: string): Promise<void> {
  const person = await keyOf(store, ref);
  await read((tx) => setGone(tx, person, true));
}
const kinds = async (id: string) => (await read((tx) => entriesOf(tx, id))).map(({ kind }) => kind);

type More = { channel?: Partial<Row<'channels'>>; answers?: Record<string, unknown>; persons?: string[] };

/** A channel that runs, with the link a browser shows. @returns its id */
async function channel(more: More = {}): Promise<string> {
  const page = newPage();
  const id = `c_${page.handle}`;
  const persons = await Promise.all(
    (more.persons ?? [OWNER, 'leitung-bibliothek']).map(async (ref) => ({
      person: await keyOf(store, ref),
      role: 'administrator',
      emergency: 'yes',
    })),
  );
  const number = `SN-2026-${page.handle.replace(/\D/g, '').padStart(4, '0')}`;
  const times = { createdAt: city.clock.now, changedAt: city.clock.now };
  const row: Row<'channels'> = {
    id,
    platform: 'facebook',
    name: page.name,
    handle: page.handle,
    url: page.url,
    key: `facebook.com/${page.handle.toLowerCase()}`,
    office: 'kulturbetriebe',
    state: 'published',
    application: `a_${page.handle}`,
    administrators: persons.length,
    ...times,
    ...more.channel,
  };
  const changes: Change[] = [
    insert('channels', row),
    insert('applications', {
      id: `a_${page.handle}`,
      number: `${number}-v1`,
      root: number,
      kind: 'new',
      state: 'published',
      office: row.office,
      legalBody: 'kulturbetriebe',
      applicant: 'system',
      channel: id,
      formVersion: 1,
      answers: { persons, secondFactor: 'all', ...more.answers },
      createdAt: city.clock.now,
    }),
  ];
  await read((tx) => applyChanges(tx, changes));
  return id;
}
const channelNow = async (id: string) => (await read((tx) => channelById(tx, id)))!;

describe('one line', () => {
  it.each<[string, (row: Row<'channels'>, number: string) => string]>([
    ['a link', ({ url }) => String(url)],
    ['a link of another spelling', ({ handle }) => `http://m.facebook.com/${handle.toUpperCase()}/?ref=1`],
    ['a link to a post', ({ handle }) => `https://www.facebook.com/${handle}/posts/123456`],
    ['a link inside the sentence', ({ url }) => `Unser Konto ${url}`],
    ['a handle', ({ handle }) => `@${handle}`],
    ['a name of two words', ({ name }) => name],
    ['an application number', (_, number) => number],
    ['an application number with its version', (_, number) => `${number.toLowerCase()}-v1`],
    ['the registry’s key', ({ id }) => id],
  ])('names the channel by %s', async (_, say) => {
    const id = await channel();
    const row = await channelNow(id);
    const number = `SN-2026-${row.handle.replace(/\D/g, '').padStart(4, '0')}`;
    const reply = await city.as(CLERK).say(`/vorfall melden ${say(row, number)} ist weg`);
    expect(plain(reply)).toContain('V-2026-0001');
    const { id: incident } = await only();
    expect((await read((tx) => incidentChannelsOf(tx, incident))).map(({ channel }) => channel.id)).toEqual([id]);
  });

  it.each([
    ['without a second factor for all', { secondFactor: 'some' }, false, 1],
    ['of which somebody who left still has the keys', {}, true, 1],
    ['that is well kept', {}, false, 2],
  ] as const)('a channel %s proposes its severity', async (_, answers, left, severity) => {
    const id = await channel({ answers });
    if (left) await city.as('ciso').press('leave', { person: await keyOf(store, OWNER), sure: true });
    await city.as(CLERK).say(`/vorfall melden ${(await channelNow(id)).url}`);
    expect((await only()).severity).toBe(severity);
  });

  it('opens it with places, roles, rooms, the registry’s mark and the first line of the timeline', async () => {
    const id = await channel();
    const { url } = await channelNow(id);
    await city.as(CLERK).say(`/vorfall melden ${url} Da steht "Betrug"\nund mehr`);
    const row = await only();
    expect(row).toMatchObject({ number: 'V-2026-0001', state: 'reported', severity: 2, drill: false });
    const [place] = await read((tx) => incidentChannelsOf(tx, row.id));
    expect(place?.place).toMatchObject({ part: 'hit', before: 'published', control: 'unclear', late: false });
    expect((await channelNow(id)).state).toBe('compromised');
    const roles = await read((tx) => rolesIn(tx, row.id));
    const key = (ref: string) => keyOf(store, ref);
    const people = (role: string) => roles.filter((one) => one.role === role).map(({ person }) => person);
    expect(people('lead')).toEqual([await key('ciso')]);
    expect(people('owner').sort()).toEqual([await key(OWNER), await key('leitung-bibliothek')].sort());
    expect(people('press').sort()).toEqual([await key('leitung-dortmund-agentur'), await key('pressestelle')].sort());
    expect(people('approver')).toEqual([await key('stadtdirektion')]);
    expect(people('legal')).toEqual([await key('stadtdirektion')]);
    expect(people('privacy')).toHaveLength(1);
    const [line] = await read((tx) => entriesOf(tx, row.id));
    expect(line).toMatchObject({ kind: 'declared', text: 'Da steht "Betrug"\nund mehr', by: await key(CLERK) });
    const rooms = (await store.db.select().from(outbox)).flatMap(({ effect }) =>
      effect.do === 'room' ? [effect.chat] : [],
    );
    expect(rooms.sort()).toEqual(['local', 'slack']);
    await city.drain();
    // Has no part and sees the card all the same; those who act meet in the room and can go on at once.
    const seen = (ref: string) =>
      city
        .as(ref)
        .dm()
        .filter(({ title }) => title.includes('V-2026-0001'));
    expect(seen(CLERK)).toHaveLength(1);
    const [room] = city.room('vorfall-v-2026-0001');
    expect(buttons(room!).map(({ do: name }) => name)).toContain('incident-confirm');
    expect(seen('ciso')).toEqual([]);
    expect(buttons(seen(CLERK)[0]!).map(({ do: name }) => name)).not.toContain('incident-confirm');
    expect(city.faults).toEqual([]);
    expect(await read((tx) => verifyAudit(tx))).toMatchObject({ ok: true });
  });

  it('takes severity and access from the line, and proposes 1 where nobody gets in', async () => {
    const [one, two] = [await channel(), await channel()];
    await city.as(CLERK).say(`/vorfall melden ${one} zugang=nein`);
    await city.as(CLERK).say(`/incident declare ${two} severity=3 access=yes`);
    const [first, second] = await all();
    expect([first?.severity, second?.severity]).toEqual([1, 3]);
    const control = async (id: string) => (await read((tx) => incidentChannelsOf(tx, id)))[0]?.place.control;
    expect([await control(first!.id), await control(second!.id)]).toEqual(['lost', 'secured']);
    expect(second?.number).toBe('V-2026-0002');
  });

  it('takes the connector’s rights back, and only of the channels that are hit', async () => {
    const [hit, other] = [await channel(), await channel()];
    const grant = { connector: 'facebook' as const, on: true, by: 'p_x', at: city.clock.now };
    await read((tx) =>
      applyChanges(tx, [
        insert('connectorGrants', { id: hit, ...grant }),
        insert('connectorGrants', { id: other, ...grant }),
      ]),
    );
    await city.as(CLERK).say(`/vorfall melden ${hit}`);
    const rows = new Map((await store.db.select().from(connectorGrants)).map((row) => [row.id, row]));
    expect(rows.get(hit)).toMatchObject({ on: false, reason: 'incident', revokedBy: await keyOf(store, CLERK) });
    expect(rows.get(other)?.on).toBe(true);
  });
});

describe('who acts', () => {
  it('is whoever is still here: the next of security, the next approver, the office’s head for owners who left', async () => {
    const id = await channel({ persons: [OWNER] });
    for (const ref of ['ciso', 'stadtdirektion', OWNER]) await gone(ref);
    await city.as(CLERK).say(`/vorfall melden ${id}`);
    const row = await only();
    const roles = await read((tx) => rolesIn(tx, row.id));
    const people = (role: string) => roles.filter((one) => one.role === role).map(({ person }) => person);
    expect(people('lead')).toEqual([await keyOf(store, 'it-sicherheit')]);
    expect(people('approver')).toEqual([await keyOf(store, 'oberbuergermeisterin')]);
    expect(people('owner')).toEqual([await keyOf(store, 'leitung-kulturbetriebe')]);
    expect(people('legal')).toEqual([]);
  });
});

describe('an account that nobody registered', () => {
  it('is declared all the same, entered late, and laid before the registrar', async () => {
    const reply = await city.as(CLERK).say('/vorfall melden https://www.instagram.com/falsche.stadt/ Betrug');
    expect(plain(reply)).toContain('stand nicht im Register');
    const row = await only();
    const [file] = await read((tx) => incidentChannelsOf(tx, row.id));
    expect(file?.place).toMatchObject({ late: true, before: 'unapproved' });
    expect(file?.channel).toMatchObject({ platform: 'instagram', state: 'compromised' });
    expect(await kinds(row.id)).toEqual(['declared', 'late']);
    await city.drain();
    const card = city
      .as('berechtigungen')
      .dm()
      .find(({ title }) => title.includes('SN-2026-0001'));
    expect(card).toBeDefined();
    // Reported again by its link: the same one.
    await city.as('ciso').say('/vorfall melden instagram.com/falsche.stadt');
    await only();
  });

  it('is not guessed from a link that names none, and nobody is left alone with that', async () => {
    const clerk = city.as(CLERK);
    for (const [said, answer] of [
      ['https://fb.watch/abc/ was ist das', 'nicht hervor'],
      ['Unser Auftritt wurde übernommen', 'kenne keinen Kanal'],
      ['alle fachbereich=gibtsnicht', 'kenne keinen Kanal'],
      ['alle netzwerk=flickr', 'kein Kanal eingetragen'],
    ] as const) {
      const reply = await clerk.say(`/vorfall melden ${said}`);
      expect(plain(reply), said).toContain(answer);
    }
    expect(await all()).toEqual([]);
    await clerk.say('/vorfall melden Unser Auftritt wurde übernommen');
    const form = cardOf(await clerk.click('Vorfall melden …'));
    expect(form.form?.submit.do).toBe('incident-declare');
  });
});

describe('the form', () => {
  it('asks four things, says what is missing, and keeps what was typed', async () => {
    const id = await channel();
    const clerk = city.as(CLERK);
    expect(cardOf(await clerk.say('/vorfall melden')).form).toBeDefined();
    const missing = cardOf(await clerk.click('Vorfall melden', { happened: 'Fremde Beiträge' }));
    expect(JSON.stringify(missing)).toContain('Fremde Beiträge');
    const { url } = await channelNow(id);
    const inputs = { what: url, happened: 'x'.repeat(3000), access: 'no', severity: '3' };
    expect(plain(await clerk.click('Vorfall melden', inputs))).toContain('V-2026-0001');
    const row = await only();
    expect(row.severity).toBe(3);
    const [line] = await read((tx) => entriesOf(tx, row.id));
    expect(line?.text).toBe('x'.repeat(3000));
    expect((await read((tx) => incidentChannelsOf(tx, row.id)))[0]?.place.control).toBe('lost');
  });
});

describe('several channels', () => {
  it('are shown once before they are marked, and are one incident', async () => {
    const ids = [await channel(), await channel(), await channel()];
    await channel({ channel: { platform: 'x', office: 'fb-37' } });
    await channel({ channel: { state: 'closed' } });
    const clerk = city.as(CLERK);
    expect(plain(await clerk.say('/vorfall melden alle fachbereich=kulturbetriebe Alles weg'))).toContain('alle 3');
    expect(await all()).toEqual([]);
    await clerk.click('Ja, alle 3 melden');
    const row = await only();
    expect(row.severity).toBe(1);
    expect(row.title).toContain('(+2)');
    expect((await read((tx) => incidentChannelsOf(tx, row.id))).map(({ channel }) => channel.id).sort()).toEqual(
      ids.sort(),
    );
    expect((await read((tx) => entriesOf(tx, row.id)))[0]?.text).toBe('Alles weg');
  });

  it.each([
    ['alle netzwerk=X', 1],
    ['alle person=Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek seit heute', 3],
    ['alle ungeschützten', 2],
  ])('are found by what they share: %s', async (line, count) => {
    await channel();
    await channel({ answers: { secondFactor: 'some' } });
    await channel({ channel: { platform: 'x' }, answers: { secondFactor: 'all' }, persons: [OWNER] });
    const reply = cardOf(await city.as(CLERK).say(`/vorfall melden ${line}`));
    if (count > 1) expect(reply.title).toContain(`alle ${count}`);
    else expect(reply.title).toContain('V-2026-0001');
  });

  it('leaves those that are being dealt with where they are, names them and offers to merge', async () => {
    const [one, two] = [await channel(), await channel()];
    await city.as(CLERK).say(`/vorfall melden ${one}`);
    const ciso = city.as('ciso');
    await ciso.say('/vorfall melden alle netzwerk=facebook');
    const receipt = cardOf(await ciso.click('Ja, alle 2 melden'));
    const [first, second] = await all();
    expect((await read((tx) => incidentChannelsOf(tx, second!.id))).map(({ channel }) => channel.id)).toEqual([two]);
    expect((await read((tx) => incidentChannelsOf(tx, first!.id))).map(({ channel }) => channel.id)).toEqual([one]);
    expect(JSON.stringify(receipt)).toContain('V-2026-0001');
    await ciso.press('incident-confirm', { incident: first!.id });
    expect(plain(await ciso.click('Zusammenführen …'))).toContain('V-2026-0001');
  });

  it('with one name are a question, and its answer keeps the text', async () => {
    const [one] = [await channel({ channel: { name: 'Kultur' } }), await channel({ channel: { name: 'Kultur' } })];
    const clerk = city.as(CLERK);
    const choice = cardOf(await clerk.say('/vorfall melden Kultur schwere=1 gehackt'));
    const mine = buttons(choice).find(({ args }) => String(args?.text).includes(one!));
    expect(plain(await clerk.press('incident-declare', mine?.args ?? {}))).toContain('V-2026-0001');
    const row = await only();
    expect(row.severity).toBe(1);
    expect((await read((tx) => entriesOf(tx, row.id)))[0]?.text).toBe('gehackt');
    expect(plain(await clerk.say(`/vorfall melden Kultur ${'lang '.repeat(300)}`))).toContain('in wenigen Worten');
    // What the form said would go along on the buttons as well, and Slack takes no button that long.
    const form = { what: 'Kultur', happened: 'lang '.repeat(300) };
    expect(plain(await clerk.press('incident-declare', { sent: true }, form))).toContain('in wenigen Worten');
  });
});

describe('declared twice', () => {
  it('by two people in the same moment is one incident, whichever chat they use', async () => {
    const id = await channel();
    const { url } = await channelNow(id);
    const replies = await Promise.all([
      city.as(CLERK).say(`/vorfall melden ${url} gesehen`),
      city.as('pressestelle', 'slack').say(`/vorfall melden ${url} auch gesehen`),
    ]);
    const row = await only();
    expect(await kinds(row.id)).toEqual(['declared', 'also-reported']);
    for (const reply of replies) expect(plain(reply)).toContain('V-2026-0001');
    expect(replies.filter((reply) => plain(reply).includes('schon gemeldet'))).toHaveLength(1);
  });

  it('by two people about an account nobody knew is one channel and one incident', async () => {
    const said = '/vorfall melden https://www.instagram.com/neue.stadt/';
    await Promise.all([city.as(CLERK).say(said), city.as('pressestelle').say(said), city.as('ciso').say(said)]);
    const row = await only();
    expect(await kinds(row.id)).toEqual(['declared', 'late', 'also-reported', 'also-reported']);
  });

  it('is new again once the first is over, and a drill does not swallow it', async () => {
    const { channels, id } = await incidentRows(store, city.clock.now, { number: 'Ü-2026-0001', drill: true });
    await city.as(CLERK).say(`/vorfall melden ${channels[0]}`);
    expect((await all()).map(({ number }) => number).sort()).toEqual(['V-2026-0001', 'Ü-2026-0001']);
    const real = (await all()).find(({ drill }) => !drill)!;
    await read((tx) => applyChanges(tx, [update('incidents', real, { state: 'closed' })]));
    await city.as(CLERK).say(`/vorfall melden ${channels[0]}`);
    expect((await all()).map(({ number }) => number)).toContain('V-2026-0002');
    expect(await kinds(id)).toEqual([]);
  });
});

describe('the blast radius', () => {
  it('is shown with its reasons to those who act, as a number to everybody else', async () => {
    const id = await channel();
    for (let i = 0; i < 8; i++) await channel();
    await channel({ persons: ['leitung-feuerwehr', 'stv-leitung-feuerwehr'] });
    const reply = cardOf(await city.as('ciso').say(`/vorfall melden ${id}`));
    const stop = buttons(reply).find(({ do: name }) => name === 'incident-stop');
    expect(stop?.label).toBe('Posting-Stopp für alle 8');
    expect(stop?.args).toEqual({ incident: (await only()).id });
    expect(JSON.stringify(reply)).toContain('gleiche Administration (');

    const other = await channel({ persons: ['leitung-feuerwehr'] });
    const told = cardOf(await city.as(CLERK).say(`/vorfall melden ${other}`));
    expect(JSON.stringify(told)).toContain('1 weiterer Kanal hängt');
    expect(JSON.stringify(told)).not.toContain('gleiche Administration (');
    expect(buttons(told).map(({ do: name }) => name)).toEqual(['incident-show']);
  });

  it('reaches an account nobody knew by its name', async () => {
    await channel({ channel: { handle: 'stadt.dortmund', key: 'facebook.com/stadtdortmund' } });
    const reply = await city.as('ciso').say('/vorfall melden https://www.instagram.com/stadtdortmund/');
    expect(plain(reply)).toContain('verknüpftes Konto');
  });
});

it('says before the database is asked whether a form will come', async () => {
  const said = (text: string) => opensForm({ kind: 'say', text });
  const pressed = (args: Record<string, unknown>) =>
    opensForm({ kind: 'press', name: 'incident-declare', args, inputs: {} });
  expect([said('/vorfall melden'), pressed({}), pressed({ form: true, text: 'x' })]).toEqual([true, true, true]);
  expect([said('/vorfall melden x'), pressed({ text: 'x' }), pressed({ sent: true })]).toEqual([false, false, false]);
  const clerk = city.as(CLERK);
  expect(cardOf(await clerk.press('incident-declare', { form: true, text: 'Konto weg' })).form).toBeDefined();
  expect(cardOf(await clerk.press('incident-declare', { text: 'Konto weg' })).form).toBeUndefined();
});

it('an account of another workspace can’t declare; one of the own that stands in no file can, and reads no more', async () => {
  const id = await channel();
  const where = { id: 'dm:niemand', dm: true };
  const ask = (from: 'foreign' | 'home') => {
    const who = { chat: 'local', tenant: 'local', id: 'niemand', from } as const;
    const say = { kind: 'say', text: `/vorfall melden ${id}` } as const;
    return city.request({ key: `local:${from}`, who, where, lang: 'de', do: say });
  };
  expect((await ask('foreign')).kind).toBe('notice');
  expect(await all()).toEqual([]);
  const reply = await ask('home');
  const [incident] = await all();
  expect(reply).toMatchObject({ kind: 'notice', tone: 'good', text: expect.stringContaining(incident!.number) });
});

it('what was chosen in the form is still chosen when its channel was not recognised', async () => {
  const clerk = city.as(CLERK);
  const inputs = { what: 'Stadtbücherei', happened: 'Fremde Beiträge', access: 'no', severity: '1' };
  const unknown = cardOf(await clerk.press('incident-declare', { sent: true }, inputs));
  const [button] = buttons(unknown);
  const again = cardOf(await clerk.press(button!.do, button!.args ?? {}));
  const fields = again.nodes.flatMap((node) => ('name' in node && 'value' in node ? [[node.name, node.value]] : []));
  expect(Object.fromEntries(fields)).toEqual(inputs);
});

it('of more channels with one name than a card can hold it says how many are missing', async () => {
  for (let i = 0; i < 14; i++) await channel({ channel: { name: 'Feuerwehr' } });
  const several = await city.as(CLERK).say('/vorfall melden Feuerwehr');
  expect(buttons(cardOf(several))).toHaveLength(12);
  expect(plain(several)).toContain('und 2 weitere');
});
