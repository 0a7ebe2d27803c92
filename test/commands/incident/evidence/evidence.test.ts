/** Evidence: a file that proves something in an incident, from whatever place it is sent to the record and out again. */
import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type IncomingFile, SendError } from '../../../../bot/chat.ts';
import { FILES_PER_INCIDENT } from '../../../../bot/registration/file-rules.ts';
import { buttons, walk } from '../../../../cards/node.ts';
import type { Reply } from '../../../../cards/reply.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { applyChanges, insert, update } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { downloadAt } from '../../../../db/delivery/downloads.ts';
import { evidenceById, evidenceOf } from '../../../../db/incident/evidence.ts';
import { incidentFiles } from '../../../../db/schema.ts';
import { argOf, CLERK, cardOf, dossierOf, newPage, postedWith } from '../../../support/acts.ts';
import { freshStore, wipe } from '../../../support/db.ts';
import { entries, kindsOf, stepOf, takenOver, takeSnapshot } from '../../../support/dormant.ts';
import { type FileChat, fileChat, PNG } from '../../../support/files.ts';
import { incidentNow, incidentRows, keyOf } from '../../../support/incident.ts';
import { labels, plain, type Stage, stageOn } from '../../../support/stage.ts';

let store: Store | undefined;
let city: Stage;
let files: FileChat;
const db = () => store!;
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db().db.transaction((tx) => work(tx as Tx));

beforeEach(async () => {
  if (store) await wipe(store);
  store ??= await freshStore();
  city = await stageOn(store);
  files = fileChat(city);
  return async () => {
    expect(city.faults).toEqual([]);
    expect(await verifyAudit(db().db)).toMatchObject({ ok: true });
  };
});
afterAll(() => store?.close());

const SHA = createHash('sha256').update(PNG).digest('hex');
const shot = (more: Partial<IncomingFile> = {}): IncomingFile => ({
  name: 'Bildschirmfoto.png',
  type: 'image/png',
  size: PNG.length,
  bytes: PNG,
  ...more,
});
const announced = (source: string): IncomingFile => ({ name: 'Später.png', type: 'image/png', size: 10, source });

const send = (sent: IncomingFile[], text = '', by = 'ciso', room?: string): Promise<Reply> =>
  files.send(sent, { by, text, room });
const filesOf = (incident: string) => inTx((tx) => evidenceOf(tx, incident));

const MAIL = Buffer.from(
  'Received: from a\r\nFrom: <b@example.org>\r\nSubject: Ihr Konto\r\n\r\n<script>alert(1)</script>',
);

describe('where a file belongs', () => {
  it('in a DM: to the only open incident one has a part in, with hash, sender, time and note', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    const answer = plain(await send([shot()], 'Das stand um 9 Uhr auf der Seite.', 'pressestelle'));
    expect(answer).toBe(`Bildschirmfoto.png ist als Beleg zu V-2026-0001 abgelegt.\nSHA-256 ${SHA}`);
    const [file] = await filesOf(id);
    expect(file).toMatchObject({ name: 'Bildschirmfoto.png', state: 'stored', sha256: SHA, place: null, step: null });
    expect(file).toMatchObject({ by: await keyOf(db(), 'pressestelle'), at: city.clock.now, type: 'image/png' });
    expect(Buffer.from((await inTx((tx) => evidenceById(tx, file!.id)))!.content!)).toEqual(PNG);
    const line = (await entries(db(), id)).at(-1);
    expect(line).toMatchObject({ kind: 'evidence-file', text: 'Das stand um 9 Uhr auf der Seite.' });
    expect(line!.data).toMatchObject({ name: 'Bildschirmfoto.png', sha256: SHA });
  });

  it('in the incident’s room: to that incident, whichever others are open', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    const other = await incidentRows(db(), city.clock.now, { number: 'V-2026-0002', places: [] });
    const room = {
      id: `${id} local`,
      incident: id,
      chat: 'local' as const,
      state: 'open' as const,
      room: 'v-1',
      at: city.clock.now,
    };
    await inTx((tx) => applyChanges(tx, [insert('incidentRooms', room)]));
    expect(plain(await send([shot()], '', 'ciso', 'v-1'))).toContain('als Beleg zu V-2026-0001');
    expect(plain(await send([shot()], 'vorfall beleg Die Nachricht', 'ciso', 'v-1'))).toContain('zu V-2026-0001');
    expect(plain(await send([shot()], '', 'ciso', 'raum-kulturbetriebe'))).toContain('nur im persönlichen Chat');
    expect([(await filesOf(id)).length, (await filesOf(other.id)).length]).toEqual([2, 0]);
    expect((await entries(db(), id)).at(-1)!.text).toBe('Die Nachricht');
  });

  it('of several open incidents: nobody guesses, the number says it', async () => {
    await incidentRows(db(), city.clock.now);
    const two = await incidentRows(db(), city.clock.now, { number: 'V-2026-0002', places: [] });
    for (const text of ['', 'vorfall beleg']) {
      const answer = plain(await send([shot()], text));
      expect(answer).toContain('V-2026-0001');
      expect(answer).toContain('V-2026-0002');
      expect(answer).toContain('in mehreren offenen Vorfällen');
    }
    expect(plain(await send([shot()], 'vorfall beleg V-2026-0002'))).toContain('als Beleg zu V-2026-0002');
    expect(await filesOf(two.id)).toHaveLength(1);
  });

  it('with a draft that waits for files: to the draft, and it is said how else', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    const clerk = city.as(CLERK);
    const draft = argOf(await clerk.press('register', { link: newPage().url }), 'draft');
    const answer = plain(await send([shot()], '', CLERK));
    expect(answer).toContain('ist angehängt an: ');
    expect(answer).toContain('Gehört sie stattdessen zu einem Vorfall (V-2026-0001)?');
    expect(await filesOf(id)).toEqual([]);
    expect(plain(await send([shot()], 'vorfall beleg', CLERK))).toContain('als Beleg zu V-2026-0001');
    await clerk.press('discard', { draft, sure: true });
    expect(plain(await send([shot()], '', CLERK))).toContain('als Beleg zu V-2026-0001');
  });

  it('of somebody without a part: to none, and no number is told', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    expect(plain(await send([shot()], '', 'leitung-personalamt'))).toContain('Sie haben gerade keinen Entwurf.');
    const answer = plain(await send([shot()], 'vorfall beleg V-2026-0001', 'leitung-personalamt'));
    expect(answer).not.toContain('abgelegt');
    expect(await filesOf(id)).toEqual([]);
  });

  it('of a reader: refused, since they look on', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    const answer = plain(await send([shot()], 'vorfall beleg V-2026-0001', 'it-pruefung'));
    expect(answer).toContain('V-2026-0001');
    expect(answer).not.toContain('abgelegt');
    expect(await filesOf(id)).toEqual([]);
  });

  it('of an administrator of the channel without a role: to the incident', async () => {
    const { id } = await takenOver(db(), city.clock.now, { roles: { lead: ['ciso'] } });
    expect(plain(await send([shot()], '', 'oeffentlichkeitsarbeit-bibliothek'))).toContain('als Beleg zu V-2026-0001');
    expect(await filesOf(id)).toHaveLength(1);
  });

  it('of a closed incident: nothing is added', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    const row = await incidentNow(db(), id);
    await inTx((tx) => applyChanges(tx, [update('incidents', row, { state: 'closed', closedAt: city.clock.now })]));
    expect(plain(await send([shot()], 'vorfall beleg V-2026-0001'))).toContain('V-2026-0001');
    expect(await filesOf(id)).toEqual([]);
  });
});

describe('a file that proves a step', () => {
  it('ticks it off with its hash', async () => {
    const { id, place } = await takenOver(db(), city.clock.now);
    await city.as('ciso').press('incident-dormant', { incident: id, sure: true });
    await takeSnapshot(city, place);
    const step = await stepOf(db(), place, 'evidence-first');
    const answer = plain(
      await send([shot()], `vorfall beleg V-2026-0001 S1.${(step.order % 100) + 1} vor dem Löschen`),
    );
    expect(answer).toContain('ist damit erledigt');
    const after = await stepOf(db(), place, 'evidence-first');
    expect(after).toMatchObject({ state: 'done', evidence: SHA, how: 'hand', doneBy: await keyOf(db(), 'ciso') });
    expect(await filesOf(id)).toMatchObject([{ place, step: step.id }]);
    const text = plain(await city.as('ciso').press('incident-steps', { place, page: 2 }));
    expect(text).toContain(SHA);
  });

  it('is kept when the step wants a link, or waits', async () => {
    const { id, place } = await takenOver(db(), city.clock.now);
    await city.as('ciso').press('incident-dormant', { incident: id, sure: true });
    // Before the snapshot nothing is ticked that changes something.
    const early = plain(await send([shot()], 'vorfall beleg S1.6'));
    expect(early).toContain('Die Datei liegt trotzdem vor.');
    expect((await stepOf(db(), place, 'strangers-out')).state).toBe('open');
    expect(await filesOf(id)).toHaveLength(1);
    expect(plain(await send([shot()], 'vorfall beleg S1.99'))).not.toContain('abgelegt');
  });

  it('is added to one that was done without proof, and never replaces a proof', async () => {
    const { id, place } = await takenOver(db(), city.clock.now);
    await city.as('ciso').press('incident-stop', { incident: id, sure: true });
    const step = await stepOf(db(), place, 'safe-device');
    await city.as('ciso').press('incident-tick', { step: step.id, seen: step.version });
    expect(plain(await send([shot()], 'vorfall beleg S0.1'))).toContain('ist jetzt der Nachweis');
    const other = Buffer.concat([PNG, PNG]);
    expect(plain(await send([shot({ bytes: other })], 'vorfall beleg S0.1'))).toContain('bleibt, wie er ist');
    expect((await stepOf(db(), place, 'safe-device')).evidence).toBe(SHA);
    expect(await filesOf(id)).toHaveLength(2);
  });

  it('names a channel without a step', async () => {
    const { id, places } = await incidentRows(db(), city.clock.now, { places: [{}, {}] });
    await send([shot()], 'vorfall beleg Facebook 2 Nachricht mit Link');
    expect(await filesOf(id)).toMatchObject([{ place: places[1], step: null }]);
    expect((await entries(db(), id)).at(-1)!.text).toBe('Nachricht mit Link');
  });
});

describe('a file that the chat only announces', () => {
  it('stands in the timeline as announced, and as stored with its hash once it is there', async () => {
    const { id, place } = await takenOver(db(), city.clock.now);
    await city.as('ciso').press('incident-stop', { incident: id, sure: true });
    files.remote.set('https://files/1', PNG);
    const answer = plain(await send([announced('https://files/1')], 'vorfall beleg S0.1 Das Gerät'));
    expect(answer).toContain('Später.png wird geladen und dann als Beleg zu V-2026-0001 abgelegt.');
    expect(await filesOf(id)).toMatchObject([{ state: 'waiting', sha256: null }]);
    expect((await entries(db(), id)).at(-1)).toMatchObject({ kind: 'evidence-announced', text: 'Das Gerät' });
    await city.drain();
    expect(await filesOf(id)).toMatchObject([{ state: 'stored', sha256: SHA, size: PNG.length }]);
    expect(await kindsOf(db(), id)).toEqual(
      expect.arrayContaining(['evidence-announced', 'evidence-file', 'step-proved']),
    );
    expect(await stepOf(db(), place, 'safe-device')).toMatchObject({ state: 'done', evidence: SHA });
  });

  it.each([
    ['is not handed out by the chat', new SendError('refused', 'file_not_found'), 'nicht abholen'],
    ['is no picture', Buffer.from('kein Bild'), 'Der Inhalt passt nicht zur Endung'],
    ['is too big', new SendError('refused', 'file-too-big'), 'größer als 5 MB'],
  ])('that %s: its sender is told, the timeline says so', async (_what, there, why) => {
    const { id } = await incidentRows(db(), city.clock.now);
    files.remote.set('https://files/1', there);
    await send([announced('https://files/1')], '', 'pressestelle');
    await city.drain();
    expect(await filesOf(id)).toMatchObject([{ state: 'refused' }]);
    expect((await entries(db(), id)).at(-1)!.kind).toBe('evidence-refused');
    const [told, ...more] = postedWith(city, 'V-2026-0001: Ihr Beleg fehlt');
    expect(more).toEqual([]);
    expect(told!.to.user).toBe('pressestelle');
    expect(plain({ kind: 'card', card: told!.card, replace: false })).toContain(why);
  });

  it('may be the mail that began it, with a draft it may not', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    files.remote.set('https://files/1', MAIL);
    await send([{ ...announced('https://files/1'), name: 'Ihr Konto.eml' }], '', 'pressestelle');
    await city.drain();
    expect(await filesOf(id)).toMatchObject([{ state: 'stored', type: 'message/rfc822', name: 'Ihr Konto.eml' }]);
    const draft = argOf(await city.as(CLERK).press('register', { link: newPage().url }), 'draft');
    await send([{ ...announced('https://files/1'), name: 'Ihr Konto.eml' }], '', CLERK);
    await city.drain();
    expect((await dossierOf(db(), draft)).attachments).toMatchObject([{ state: 'refused', problem: 'type' }]);
  });

  it('with its bytes is judged at once', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    const answer = plain(await send([shot({ name: 'Programm.exe' }), shot()]));
    expect(answer).toContain('Programm.exe: Dieser Dateityp ist nicht erlaubt. Möglich sind E-Mails (EML)');
    expect(await filesOf(id)).toHaveLength(1);
  });
});

describe('what is kept', () => {
  it('can be neither changed nor taken out', async () => {
    await incidentRows(db(), city.clock.now);
    await send([shot()]);
    await expect(
      db()
        .db.update(incidentFiles)
        .set({ sha256: 'a'.repeat(64) }),
    ).rejects.toThrow();
    await expect(db().db.update(incidentFiles).set({ name: 'anders.png' })).rejects.toThrow();
    await expect(db().db.delete(incidentFiles)).rejects.toThrow();
  });

  it('is limited, so that a mistake does not fill the database', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    const many = Array.from({ length: FILES_PER_INCIDENT }, () => announced('https://files/none'));
    await send(many);
    expect(plain(await send([shot()]))).toContain(`höchstens ${FILES_PER_INCIDENT} Dateien`);
    expect(await filesOf(id)).toHaveLength(FILES_PER_INCIDENT);
  });

  it('is listed and handed out to those who may export, by a link of their own', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    await send([shot()], '', 'pressestelle');
    const press = city.as('pressestelle');
    expect(plain(await press.say('/vorfall belege V-2026-0001'))).not.toContain(SHA);
    const ciso = city.as('ciso');
    const list = cardOf(await ciso.say('/vorfall belege V-2026-0001'));
    expect(plain({ kind: 'card', card: list, replace: false })).toContain(`SHA-256 ${SHA}`);
    const link = cardOf(await ciso.click('Link zur Datei'));
    const url = [...walk(link.nodes)].flatMap((node) => (node.kind === 'link' ? [node.url] : []))[0]!;
    const file = await inTx((tx) => downloadAt(tx, url.slice(url.lastIndexOf('/') + 1), city.clock.now));
    if (!file || file === 'expired') throw new Error('no file');
    expect(Buffer.from(file.content)).toEqual(PNG);
    expect(await kindsOf(db(), id)).toContain('evidence-fetched');
    const { file: own } = buttons(list)[0]!.args as { file: string };
    expect(plain(await press.press('incident-file', { file: own }))).not.toContain('/files/');
    const room = { where: { id: 'raum', dm: false } };
    expect(plain(await ciso.press('incident-file', { file: own }, {}, room))).toContain('nur im persönlichen Chat');
  });

  it('turns its pages, and says when there is nothing', async () => {
    await incidentRows(db(), city.clock.now);
    const ciso = city.as('ciso');
    expect(plain(await ciso.say('/vorfall belege V-2026-0001'))).toContain('Noch hat niemand einen Beleg geschickt.');
    await send(Array.from({ length: 8 }, (_, n) => shot({ name: `Foto ${n}.png` })));
    await ciso.say('/vorfall belege V-2026-0001');
    expect(plain(await ciso.click('Nächste Seite ▶'))).toContain('Foto 7.png');
  });

  it('stands on the head card and in the record, in each of its files', async () => {
    const { id } = await incidentRows(db(), city.clock.now);
    await send([shot()]);
    const ciso = city.as('ciso');
    expect(plain(await ciso.say('/vorfall zeigen V-2026-0001'))).toContain('Belege: 1 Datei');
    for (const as of ['json', 'csv', 'html']) {
      const card = cardOf(await ciso.press('incident-export', { incident: id, as }));
      const url = [...walk(card.nodes)].flatMap((node) => (node.kind === 'link' ? [node.url] : []))[0]!;
      const file = await inTx((tx) => downloadAt(tx, url.slice(url.lastIndexOf('/') + 1), city.clock.now));
      if (!file || file === 'expired') throw new Error('no file');
      const body = new TextDecoder().decode(file.content);
      expect(body).toContain(SHA);
      expect(body).toContain('Bildschirmfoto.png');
      if (as === 'json') expect(JSON.parse(body).files).toMatchObject([{ name: 'Bildschirmfoto.png', sha256: SHA }]);
    }
  });
});

describe('before something is deleted', () => {
  it('screenshots are asked for: on the step, in its form, before a bare tick', async () => {
    const { id, place } = await takenOver(db(), city.clock.now);
    const ciso = city.as('ciso');
    await ciso.press('incident-dormant', { incident: id, sure: true });
    await takeSnapshot(city, place);
    const step = await stepOf(db(), place, 'strangers-out');
    const form = plain(await ciso.press('incident-tick', { step: step.id, seen: step.version, ask: true }));
    expect(form).toContain('Machen Sie vorher Bildschirmfotos');
    const list = cardOf(await ciso.press('incident-steps', { place, page: 3 }));
    expect(plain({ kind: 'card', card: list, replace: false })).toContain('Dieser Schritt löscht etwas.');
    expect(labels(list)).toContain('Erledigt');
    expect(buttons(list).filter(({ do: name, confirm }) => name === 'incident-tick' && confirm)).toEqual([]);
  });
});
