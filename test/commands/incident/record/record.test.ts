/** The record of an incident through the shell: timeline, files, the 72 hours, the report, clocks. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buttons, walk } from '../../../../cards/node.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import type { Reply } from '../../../../cards/reply.ts';
import { entry, entryHash } from '../../../../commands/incident/timeline-entry.ts';
import { auditOf, verifyAudit } from '../../../../db/audit.ts';
import { applyChanges, update } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { downloadAt, forgetDownloads } from '../../../../db/delivery/downloads.ts';
import { entriesOf } from '../../../../db/incident/incidents.ts';
import { incidentEntries } from '../../../../db/schema.ts';
import { cardOf } from '../../../support/acts.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentNow, incidentRows, keyOf } from '../../../support/incident.ts';
import { type Stage, plain as text } from '../../../support/stage.ts';

let store: Store;
let stage: Stage;
const { read } = eachInCity((...given) => {
  [store, stage] = given;
});

const linkOf = (reply: Reply): string => {
  for (const node of walk(cardOf(reply).nodes)) if (node.kind === 'link') return node.url;
  throw new Error(`no link in: ${text(reply)}`);
};
const keyIn = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
const fetched = async (url: string) => {
  const file = await read((tx) => downloadAt(tx, keyIn(url), stage.clock.now));
  if (!file || file === 'expired') throw new Error(`nothing behind ${url}`);
  return { ...file, body: new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.content) };
};
const minutes = (count: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + count * 60_000);
};
async function tick() {
  const { done } = await stage.tick();
  await stage.drain();
  return done;
}

describe('the timeline', () => {
  it('shows who did what, newest page first, and can be turned', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'reported' });
    const ciso = stage.as('ciso');
    await ciso.press('incident-confirm', { incident: id });
    for (let i = 1; i <= 11; i++) await ciso.say(`/vorfall aufgabe V-2026-0001 Pressestelle Aufgabe Nummer ${i}`);
    const last = cardOf(await ciso.say('/vorfall zeitleiste V-2026-0001'));
    expect(cardToPlain(last)).toContain('Aufgabe Nummer 11');
    expect(cardToPlain(last)).not.toContain('Bestätigt');
    const older = buttons(last).find(({ label }) => label === 'Ältere');
    const first = cardOf(await ciso.press('incident-timeline', older!.args!));
    expect(cardToPlain(first)).toContain('Leitung IT-Sicherheit (CISO): Bestätigt');
    // A person in a line is shown by name, wherever the key stands.
    expect(cardToPlain(first)).toContain('Aufgabe für Pressestelle');
  });

  it('can be neither changed nor emptied, and each line is proved by the audit', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'reported' });
    await stage.as('ciso').press('incident-confirm', { incident: id });
    await expect(store.db.update(incidentEntries).set({ text: 'anders' })).rejects.toThrow();
    await expect(store.db.delete(incidentEntries)).rejects.toThrow();
    const proofs = (await auditOf(store.db, `incident:${id}`)).map(({ data }) => data.sha256);
    for (const line of await read((tx) => entriesOf(tx, id))) expect(proofs).toContain(entryHash(line));
    expect((await verifyAudit(store.db)).ok).toBe(true);
  });

  it.each([
    ['de', 'local', 'Raum am lokalen Arbeitsplatz geöffnet'],
    ['de', 'slack', 'Raum in Slack geöffnet'],
    ['en', 'local', 'Room opened in the local workspace'],
    ['en', 'teams', 'Room opened in Microsoft Teams'],
  ] as const)('says in %s where a room was opened: %s', async (lang, chat, sentence) => {
    const { id } = await incidentRows(store, stage.clock.now);
    const line = entry({ incident: id, kind: 'room-opened', by: 'system', now: stage.clock.now, data: { chat } });
    await read((tx) => applyChanges(tx, line.changes));
    expect(text(await stage.as('ciso').say('/vorfall zeitleiste V-2026-0001', { lang }))).toContain(sentence);
  });

  it('tells a file that is called like a key from a person', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const by = await keyOf(store, 'ciso');
    const data = { name: 'p_1.png', about: '–', sha256: 'a' };
    const line = entry({ incident: id, kind: 'evidence-file', by, now: stage.clock.now, data });
    await read((tx) => applyChanges(tx, line.changes));
    expect(text(await stage.as('ciso').say('/vorfall zeitleiste V-2026-0001'))).toContain('Beleg abgelegt: p_1.png');
  });

  it('is nobody’s business outside the incident', async () => {
    await incidentRows(store, stage.clock.now);
    expect(text(await stage.as('ausbildung-personalamt').say('/vorfall zeitleiste V-2026-0001'))).toContain(
      'gibt es nicht',
    );
  });
});

describe('the files', () => {
  const EVIL = '=HYPERLINK("https://boese.example";"klick");<script>alert(1)</script>\nzweite Zeile';

  async function made(as: string) {
    const { id } = await incidentRows(store, stage.clock.now);
    const by = await keyOf(store, 'ciso');
    const line = entry({ incident: id, kind: 'task', by, now: stage.clock.now, text: EVIL, data: { person: by } });
    await read((tx) => applyChanges(tx, line.changes));
    return fetched(linkOf(await stage.as('ciso').say(`/vorfall export V-2026-0001 ${as}`)));
  }

  it('JSON: everything, with checksums that can be computed again', async () => {
    const file = await made('json');
    const body = JSON.parse(file.body);
    expect(body.timeline).toHaveLength(1);
    expect(body.timeline[0]).toMatchObject({ by: 'Leitung IT-Sicherheit (CISO)', text: EVIL });
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining(['roles', 'channels', 'steps', 'receipts', 'texts', 'tasks']),
    );
    const sums = createHash('sha256')
      .update(JSON.stringify([body.timeline[0].sha256]))
      .digest('hex');
    expect(body.checksums.timeline).toBe(sums);
    expect(file.sha256).toBe(createHash('sha256').update(file.content).digest('hex'));
  });

  it('CSV: a formula stays text, quotes and line breaks break nothing', async () => {
    const { body } = await made('csv');
    expect(body.startsWith('\ufeff"Vorfall";')).toBe(true);
    expect(body).toContain(`"'=HYPERLINK(""https://boese.example"";""klick"");`);
    expect(body.split('\r\n').filter((line) => line !== '')).toHaveLength(3);
  });

  it('HTML: for paper, and nothing in it runs', async () => {
    const { body, type } = await made('html');
    expect(type).toContain('text/html');
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toContain('<script');
    expect(body).toContain('@media print');
    expect(body).toContain('Leitung IT-Sicherheit (CISO)');
  });

  it('the file of a drill says so on every side', async () => {
    await incidentRows(store, stage.clock.now, { number: 'Ü-2026-0001', drill: true });
    const { body, name } = await fetched(linkOf(await stage.as('ciso').say('/vorfall export Ü-2026-0001 html')));
    expect(body.match(/class="mark"/g)).toHaveLength(2);
    expect(name).toMatch(/^UE-2026-0001/);
  });

  it('the link is one person’s, in the direct chat, and dies after a day', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const ciso = stage.as('ciso');
    const room = { where: { id: 'raum-mitteilungen', dm: false } };
    expect(text(await ciso.press('incident-export', { incident: id, as: 'json' }, {}, room))).not.toContain('/files/');
    // The press writes the texts; the record is for those who answer for it.
    expect(text(await stage.as('pressestelle').press('incident-export', { incident: id, as: 'json' }))).toContain(
      'steht Ihnen',
    );
    const url = linkOf(await ciso.press('incident-export', { incident: id, as: 'json' }));
    const guess = `${keyIn(url).split('.')[0]}.AAAA`;
    expect(await read((tx) => downloadAt(tx, guess, stage.clock.now))).toBeNull();
    minutes(24 * 60);
    expect(await read((tx) => downloadAt(tx, keyIn(url), stage.clock.now))).toBe('expired');
    minutes(1);
    await read((tx) => forgetDownloads(tx, stage.clock.now));
    expect(await read((tx) => downloadAt(tx, keyIn(url), stage.clock.now))).toBeNull();
  });
});

describe('the 72 hours', () => {
  it('are decided by data protection with a reason, and “no report” is a decision', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    expect(text(await stage.as('ciso').press('incident-gdpr', { incident: id }))).toContain('steht Ihnen');
    const privacy = stage.as('datenschutz');
    const { version } = await incidentNow(store, id);
    const send = (inputs: Record<string, unknown>) =>
      privacy.press('incident-gdpr', { incident: id, seen: version, sent: true }, inputs);
    expect(text(await send({ gdprDecision: 'report', gdprReason: 'Nachrichten wurden gelesen' }))).toContain(
      'Aktenzeichen',
    );
    await send({ gdprDecision: 'no-report', gdprReason: 'Keine personenbezogenen Daten betroffen' });
    expect((await incidentNow(store, id)).gdpr).toMatchObject({ report: false });
    // Somebody with the form still open must see it first.
    const late = await send({ gdprDecision: 'report', gdprReason: 'Doch betroffen, Postfach', gdprReference: 'LDI 1' });
    expect(text(late)).toContain('inzwischen entschieden');
  });

  it('may be decided anew, whatever else happened to the incident while the form was open', async () => {
    const { id } = await incidentRows(store, stage.clock.now);
    const privacy = stage.as('datenschutz');
    const form = async () => cardOf(await privacy.press('incident-gdpr', { incident: id })).form!.submit.args!;
    const first = { gdprDecision: 'no-report', gdprReason: 'Keine personenbezogenen Daten betroffen' };
    await privacy.press('incident-gdpr', await form(), first);
    minutes(5);
    const args = await form();
    await stage.as('ciso').say('/vorfall update V-2026-0001 Der Zugang ist wieder da.');
    const anew = { gdprDecision: 'report', gdprReason: 'Doch betroffen, Postfach', gdprReference: 'LDI 2.1-77' };
    expect(text(await privacy.press('incident-gdpr', args, anew))).not.toContain('inzwischen entschieden');
    expect((await incidentNow(store, id)).gdpr).toMatchObject({ report: true, reference: 'LDI 2.1-77' });
    // Who decided when, and under which number the authority has it, go on record.
    const { body } = await fetched(linkOf(await stage.as('ciso').say('/vorfall export V-2026-0001 json')));
    expect(JSON.parse(body).facts).toMatchObject({
      'gdpr-reference': 'LDI 2.1-77',
      'gdpr-decided': expect.stringMatching(/^Datenschutzbeauftragte\*r, 23\.11\.2026, 10:05 Uhr/),
      prosecutor: 'Nein',
    });
  });

  it('ring at 36, 60 and 72 hours, at night too with severity 1, and stop at the decision', async () => {
    await incidentRows(store, stage.clock.now, {
      severity: 1,
      set: { confirmedAt: stage.clock.now, updatedAt: stage.clock.now },
    });
    const privacy = stage.as('datenschutz');
    const titles = () =>
      privacy
        .dm()
        .map(cardToPlain)
        .filter((card) => card.includes('Aufsicht')).length;
    const seen: number[] = [];
    for (const hours of [35, 1, 24, 12]) {
      minutes(hours * 60);
      await tick();
      seen.push(titles());
    }
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});

describe('the update clock', () => {
  it('reminds at 80 percent, climbs at 120, once each, and begins anew with an update', async () => {
    await incidentRows(store, stage.clock.now, {
      severity: 2,
      set: { confirmedAt: stage.clock.now, updatedAt: stage.clock.now },
    });
    const asked = (ref: string) =>
      stage
        .as(ref)
        .dm()
        .filter(
          (card) =>
            cardToPlain(card).includes('Lagemeldung war') ||
            cardToPlain(card).includes('Lagemeldung ist') ||
            cardToPlain(card).includes('inzwischen erledigt'),
        ).length;
    minutes(47);
    await tick();
    expect([asked('pressestelle'), asked('stadtdirektion')]).toEqual([0, 0]);
    minutes(1);
    await tick();
    await tick();
    expect([asked('pressestelle'), asked('stadtdirektion')]).toEqual([1, 0]);
    minutes(24);
    await tick();
    expect([asked('pressestelle'), asked('stadtdirektion')]).toEqual([2, 1]);
    await stage.as('pressestelle').say('/vorfall update V-2026-0001 Wir sind dran.');
    await stage.drain();
    minutes(47);
    await tick();
    expect(stage.as('stadtdirektion').dm().map(cardToPlain).join('\n')).toContain('inzwischen erledigt');
  });

  it('is silent after the end', async () => {
    await incidentRows(store, stage.clock.now, { state: 'restored', set: { updatedAt: stage.clock.now } });
    minutes(600);
    await tick();
    expect(stage.as('pressestelle').dm()).toEqual([]);
  });
});

describe('after the end', () => {
  it('the report has its figures, its questions and its ten working days', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'reported' });
    const ciso = stage.as('ciso');
    minutes(4);
    await ciso.press('incident-confirm', { incident: id });
    expect(text(await ciso.say('/vorfall bericht V-2026-0001'))).toMatch(/Bestätigung: 4$/m);
    const form = { incident: id, seen: (await incidentNow(store, id)).version, sent: true };
    expect(text(await ciso.press('incident-lessons', form, { lessonsWorked: 'Schnell gemeldet' }))).toContain(
      'nicht funktioniert',
    );
    const answers = {
      lessonsWorked: 'Schnell gemeldet',
      lessonsFailed: 'Handy leer',
      lessonsChange: 'Ladegerät, bis Montag',
    };
    await ciso.press('incident-lessons', form, answers);
    expect((await incidentNow(store, id)).afterAction?.text).toContain('Handy leer');
  });

  it('the report may be written anew, not over one that was never seen', async () => {
    const { id } = await incidentRows(store, stage.clock.now, { state: 'closed', set: { closedAt: stage.clock.now } });
    const ciso = stage.as('ciso');
    const form = async () => cardOf(await ciso.press('incident-lessons', { incident: id })).form!.submit.args!;
    const answers = (said: string) => ({
      lessonsWorked: said,
      lessonsFailed: 'Handy leer',
      lessonsChange: 'Ladegerät',
    });
    const early = await form();
    await ciso.press('incident-lessons', early, answers('Schnell gemeldet'));
    minutes(1);
    await ciso.press('incident-lessons', early, answers('Etwas anderes'));
    expect((await incidentNow(store, id)).afterAction?.text).not.toContain('Etwas anderes');
    const anew = await form();
    // Something else about the incident changes in between.
    const row = await incidentNow(store, id);
    await read((tx) => applyChanges(tx, [update('incidents', row, { severity: 3 })]));
    await ciso.press('incident-lessons', anew, answers('Sehr schnell gemeldet'));
    expect((await incidentNow(store, id)).afterAction?.text).toContain('Sehr schnell gemeldet');
  });

  it('the report is asked for before, at and after its last day, the drill within 90 days', async () => {
    await incidentRows(store, stage.clock.now, { state: 'closed', set: { closedAt: stage.clock.now } });
    const ciso = stage.as('ciso');
    const about = (word: string) => ciso.dm().filter((card) => card.title.endsWith(word)).length;
    const seen: number[][] = [];
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-07', '2026-12-09', '2027-01-22', '2027-02-22']) {
      stage.clock.now = new Date(`${day}T09:00:00Z`);
      await tick();
      seen.push([about('Bericht'), about('Übung')]);
    }
    expect(seen).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [3, 1],
      [3, 2],
    ]);
  });

  it('no drill is asked for once one was held', async () => {
    await incidentRows(store, stage.clock.now, {
      state: 'closed',
      set: { closedAt: stage.clock.now, afterAction: { text: '', by: '', at: '' } },
    });
    minutes(60);
    await incidentRows(store, stage.clock.now, {
      number: 'Ü-2026-0001',
      drill: true,
      state: 'closed',
      set: { afterAction: { text: '', by: '', at: '' } },
    });
    stage.clock.now = new Date('2027-02-22T09:00:00Z');
    await tick();
    expect(
      stage
        .as('ciso')
        .dm()
        .filter((card) => card.title.endsWith('Übung')),
    ).toEqual([]);
  });
});
