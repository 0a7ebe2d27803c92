/** Files that people send: checked by their bytes, fetched when only announced, frozen with the application or added with a date. */
import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type IncomingFile, SendError } from '../../../bot/chat.ts';
import { FILE_SIZE_MAX } from '../../../bot/registration/file-rules.ts';
import type { Reply } from '../../../cards/reply.ts';
import { verifyAudit } from '../../../db/audit.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { attachmentById } from '../../../db/registry/dossiers.ts';
import {
  applicationOf,
  argOf,
  CLERK,
  cardOf,
  completeAnswers,
  DECIDERS,
  dossierOf,
  drafted,
  handIn,
  newPage,
  postedWith,
  putAnswers,
  submitted,
  trail,
  yesOf,
} from '../../support/acts.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { type FileChat, fileChat, PNG } from '../../support/files.ts';
import { ANSWERS, type Person, plain, type Stage, stageOn } from '../../support/stage.ts';

let store: Store | undefined;
let city: Stage;
let clerk: Person;
let files: FileChat;

const db = () => store!;

beforeEach(async () => {
  if (store) await wipe(store);
  store ??= await freshStore();
  city = await stageOn(store);
  clerk = city.as(CLERK);
  files = fileChat(city);
  return async () => {
    expect(city.faults).toEqual([]);
    expect(await verifyAudit(db().db)).toMatchObject({ ok: true });
  };
});
afterAll(() => store?.close());

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n');

const makeFile = (overrides: Partial<IncomingFile> = {}): IncomingFile => {
  const bytes = overrides.bytes ?? PDF;
  return { name: 'Konzept.pdf', type: 'application/pdf', size: bytes.length, bytes, ...overrides };
};

const announced = (source: string, overrides: Partial<IncomingFile> = {}): IncomingFile => ({
  name: 'Konzept.pdf',
  type: 'application/pdf',
  size: 17,
  source,
  ...overrides,
});

type More = { by?: string; text?: string; room?: string };
const send = (sent: IncomingFile[], more: More = {}): Promise<Reply> => files.send(sent, { by: CLERK, ...more });

/** An empty draft of the clerk, who has been seen by then. */
async function begin(): Promise<string> {
  return argOf(await clerk.press('register', { link: newPage().url }), 'draft');
}

const filesOf = async (id: string) =>
  (await dossierOf(db(), id)).attachments.map(({ name, type, state, problem }) => ({ name, type, state, problem }));

const bytesOf = async (id: string): Promise<Uint8Array | null | undefined> =>
  db().db.transaction(async (tx) => (await attachmentById(tx as Tx, id))?.content);

const review = (draft: string) => clerk.press('fill', { draft, page: 99, go: 'open' });
const submit = (draft: string) => clerk.press('submit', { draft, sure: true });

describe('a file that comes with its bytes', () => {
  it('is kept with them and their hash, and shown in the form', async () => {
    const id = await begin();
    expect(plain(await send([makeFile()]))).toMatch(/^Konzept\.pdf ist angehängt an: Facebook – /);
    const [file] = (await dossierOf(db(), id)).attachments;
    expect(file).toMatchObject({
      name: 'Konzept.pdf',
      type: 'application/pdf',
      size: PDF.length,
      state: 'stored',
      sha256: createHash('sha256').update(PDF).digest('hex'),
    });
    expect(Buffer.from((await bytesOf(file!.id))!)).toEqual(PDF);
    expect(plain(await review(id))).toMatch(/• Konzept\.pdf\n {2}angehängt/);
    expect((await trail(city, id)).at(-1)).toMatchObject({
      action: 'file-attached',
      data: { file: file!.id, size: PDF.length },
    });
  });

  it.each([
    ['foto.png', PDF, 'Der Inhalt passt nicht zur Endung der Datei.'],
    ['konzept.pdf', PNG, 'Der Inhalt passt nicht zur Endung der Datei.'],
    ['brief.docx', Buffer.from('PK\x03\x04 xl/workbook.xml'), 'Der Inhalt passt nicht zur Endung der Datei.'],
    ['notiz.txt', Buffer.from([0, 1, 2, 3]), 'Der Inhalt passt nicht zur Endung der Datei.'],
    ['rechnung.pdf.exe', Buffer.from('MZ'), 'Dieser Dateityp ist nicht erlaubt.'],
    ['seite.html', Buffer.from('<html>'), 'Dieser Dateityp ist nicht erlaubt.'],
    ['ohne-endung', PDF, 'Dieser Dateityp ist nicht erlaubt.'],
    ['leer.pdf', Buffer.alloc(0), 'Die Datei ist leer.'],
    ['gross.pdf', Buffer.concat([PDF, Buffer.alloc(FILE_SIZE_MAX)]), 'Die Datei ist größer als 5 MB.'],
  ])('%s stays out when its bytes say so', async (name, bytes, problem) => {
    const id = await begin();
    // What the sender says about type and size is no evidence.
    const answer = await send([makeFile({ name, bytes, type: 'application/pdf', size: 17 })]);
    expect(answer).toMatchObject({ kind: 'notice', tone: 'warning' });
    expect(plain(answer)).toContain(`${name}: ${problem}`);
    expect(await filesOf(id)).toEqual([]);
  });

  it('is typed by its bytes and named safely', async () => {
    const id = await begin();
    const hostile = '../../etc/\u202Efdp.Konzept<script>.pdf';
    const answer = await send([makeFile({ name: hostile, type: 'text/html' })]);
    expect(plain(answer)).toContain('fdp.Konzept_script_.pdf ist angehängt');
    expect(await filesOf(id)).toMatchObject([{ name: 'fdp.Konzept_script_.pdf', type: 'application/pdf' }]);
  });

  it('is taken beside one that is not, and each is named', async () => {
    const id = await begin();
    const answer = plain(await send([makeFile(), makeFile({ name: 'bild.png' })], { text: 'Anbei das Konzept.' }));
    expect(answer.split('\n')).toEqual([
      expect.stringMatching(/^Konzept\.pdf ist angehängt an: /),
      'bild.png: Der Inhalt passt nicht zur Endung der Datei.',
      'Den Text zu der Datei habe ich nicht übernommen. Bitte senden Sie ihn noch einmal ohne Datei.',
    ]);
    expect(await filesOf(id)).toHaveLength(1);
  });

  it('goes to a draft without a name too', async () => {
    await clerk.press('register', {});
    expect(plain(await send([makeFile()]))).toBe('Konzept.pdf ist angehängt an: Entwurf.');
  });

  it('is the tenth at most; the eleventh is refused until one is removed', async () => {
    const id = await begin();
    for (let n = 1; n <= 10; n++) await send([makeFile({ name: `Anlage ${n}.pdf` })]);
    const full = 'Ein Antrag kann höchstens 10 Anlagen haben. Bitte entfernen Sie zuerst eine.';
    expect(plain(await send([makeFile()]))).toBe(full);
    const [first] = (await dossierOf(db(), id)).attachments;
    await clerk.press('detach', { file: first!.id, page: 99 });
    expect(plain(await send([makeFile(), makeFile()]))).toBe(full);
    expect(plain(await send([makeFile()]))).toContain('ist angehängt');
    expect(await filesOf(id)).toHaveLength(10);
  });

  it('sent twice by the chat is kept once', async () => {
    const id = await begin();
    const inbound = {
      key: 'local:file:twice',
      who: { chat: 'local', tenant: 'local', id: CLERK },
      where: { id: `dm:${CLERK}`, dm: true },
      lang: 'de',
      do: { kind: 'say', text: '', files: [makeFile()] },
    } as const;
    const answers = [
      await city.request({ ...inbound, do: { ...inbound.do, files: [...inbound.do.files] } }),
      await city.request({ ...inbound, do: { ...inbound.do, files: [...inbound.do.files] } }),
    ];
    expect(answers[1]).toEqual({ ...answers[0], repeat: 'theirs' });
    expect(await filesOf(id)).toHaveLength(1);
  });
});

describe('a file that is only announced', () => {
  it('is fetched by the outbox, checked then, and blocks the submission until it is there', async () => {
    const id = await drafted(city);
    files.remote.set('https://files/1', PDF);
    const answer = plain(await send([announced('https://files/1')]));
    expect(answer).toMatch(/^Konzept\.pdf wird geladen und dann angehängt an: Facebook – /);
    expect(await filesOf(id)).toMatchObject([{ state: 'waiting' }]);
    expect(plain(await review(id))).toContain('wird geladen …');
    expect(plain(await submit(id))).toContain('Eine Anlage wird noch geladen.');
    expect((await applicationOf(db(), id)).state).toBe('draft');
    await city.drain();
    const [file] = (await dossierOf(db(), id)).attachments;
    expect(file).toMatchObject({ state: 'stored', size: PDF.length });
    expect(Buffer.from((await bytesOf(file!.id))!)).toEqual(PDF);
    expect((await handIn(city, id)).state).toBe('head');
  });

  it.each([
    ['whose bytes do not fit', PNG, 'Der Inhalt passt nicht zur Endung der Datei.'],
    [
      'that is larger than it said',
      Buffer.concat([PDF, Buffer.alloc(FILE_SIZE_MAX)]),
      'Die Datei ist größer als 5 MB.',
    ],
    ['that is empty', Buffer.alloc(0), 'Die Datei ist leer.'],
    [
      'that the chat does not hand out',
      new SendError('refused', 'file_not_found'),
      'Ich konnte die Datei im Chat nicht abholen.',
    ],
  ])('%s is refused, said so in the form, and holds nothing up', async (_what, there, problem) => {
    const id = await drafted(city);
    files.remote.set('https://files/1', there);
    await send([announced('https://files/1')]);
    await city.drain();
    expect(await filesOf(id)).toMatchObject([{ state: 'refused' }]);
    const text = plain(await review(id));
    expect(text).toContain(`• Konzept.pdf\n  ${problem}`);
    expect(await bytesOf((await dossierOf(db(), id)).attachments[0]!.id)).toBeNull();
    // Nobody looks into the form again for a file that they believe to be there.
    const [news, ...more] = postedWith(city, 'Ihre Datei „Konzept.pdf“ hängt nicht am Antrag Entwurf (Facebook – ');
    expect(more).toEqual([]);
    expect(news!.to.user).toBe(CLERK);
    expect(plain({ kind: 'card', card: news!.card, replace: false })).toContain(problem);
    const { number } = await handIn(city, id);
    expect(plain(await clerk.say(`/channel show ${number}`))).not.toContain('Konzept.pdf');
  });

  it('is tried again when the chat has no time, and the submission waits as long', async () => {
    const id = await drafted(city);
    files.remote.set('https://files/1', new SendError('later', 'ratelimited', { after: 30_000 }));
    await send([announced('https://files/1')]);
    await city.drain();
    expect(plain(await submit(id))).toContain('Eine Anlage wird noch geladen.');
    files.remote.set('https://files/1', PDF);
    city.clock.now = new Date(city.clock.now.getTime() + 10 * 60_000);
    await city.drain();
    expect(await filesOf(id)).toMatchObject([{ state: 'stored' }]);
  });

  it('is not even fetched when it says itself that it is too big', async () => {
    const id = await begin();
    const answer = await send([announced('https://files/1', { size: FILE_SIZE_MAX + 1 })]);
    expect(plain(answer)).toBe('Konzept.pdf: Die Datei ist größer als 5 MB. Bitte verkleinern Sie sie.');
    expect(await filesOf(id)).toEqual([]);
  });

  it('that was removed before it came is not brought back', async () => {
    const id = await begin();
    files.remote.set('https://files/1', PDF);
    await send([announced('https://files/1')]);
    const [file] = (await dossierOf(db(), id)).attachments;
    await clerk.press('detach', { file: file!.id, page: 0 });
    await city.drain();
    expect(await filesOf(id)).toEqual([]);
  });

  it('counts for the limit as long as it waits, and no longer once it is refused', async () => {
    const id = await begin();
    const many = Array.from({ length: 10 }, (_, n) => announced(`https://files/none/${n}`));
    await send(many);
    expect(plain(await send([makeFile()]))).toContain('höchstens 10 Anlagen');
    await city.drain();
    expect(plain(await send([makeFile()]))).toContain('ist angehängt');
    expect((await filesOf(id)).filter(({ state }) => state === 'stored')).toHaveLength(1);
  });
});

describe('a file where it does not belong', () => {
  it('is refused in a room, where everybody would see it', async () => {
    const id = await begin();
    expect(plain(await send([makeFile()], { room: 'raum-kulturbetriebe' }))).toBe(
      'Dateien nehme ich nur im persönlichen Chat an, damit sie nicht alle sehen.',
    );
    expect(await filesOf(id)).toEqual([]);
  });

  it('is refused when nothing is begun or open, and when nobody knows the sender', async () => {
    await clerk.say('/channel tasks');
    expect(plain(await send([makeFile()]))).toBe(
      'Sie haben gerade keinen Entwurf. Mit „/kanal registrieren“ beginnen Sie einen.',
    );
    expect(plain(await send([makeFile()], { by: 'fremd' }))).toContain('Ich kenne Sie noch nicht.');
  });

  it('never lands in the application of somebody else', async () => {
    const id = await begin();
    const head = city.as(DECIDERS.head);
    await head.say('/channel tasks');
    expect(plain(await send([makeFile()], { by: DECIDERS.head }))).toContain('Sie haben gerade keinen Entwurf.');
    expect(await filesOf(id)).toEqual([]);
  });
});

describe('removing a file', () => {
  it('takes it out of the draft and keeps what was typed meanwhile', async () => {
    const id = await drafted(city);
    await send([makeFile()]);
    const [file] = (await dossierOf(db(), id)).attachments;
    const page = await clerk.press('fill', { draft: id, page: 6, go: 'open' });
    expect(plain(page)).toContain('• Konzept.pdf');
    const after = await clerk.click('Entfernen', { furtherReasons: 'Noch ein Grund.' });
    expect(plain(after)).not.toContain('• Konzept.pdf');
    expect(plain(after)).toContain('Noch ein Grund.');
    expect(await filesOf(id)).toEqual([]);
    expect((await applicationOf(db(), id)).answers.furtherReasons).toBe('Noch ein Grund.');
    expect((await trail(city, id)).at(-1)).toMatchObject({ action: 'file-detached', data: { file: file!.id } });
    expect(plain(await clerk.press('detach', { file: file!.id, page: 6 }))).toContain('Das habe ich nicht gefunden.');
  });

  it('is for the applicant, and only before the submission', async () => {
    const id = await drafted(city);
    await send([makeFile()]);
    const [file] = (await dossierOf(db(), id)).attachments;
    const head = city.as(DECIDERS.head);
    expect(plain(await head.press('detach', { file: file!.id, page: 6 }))).toBe(
      'Das kann nur tun, wer den Antrag stellt.',
    );
    await handIn(city, id);
    expect(plain(await clerk.press('detach', { file: file!.id, page: 6 }))).toBe(
      'Das geht jetzt nicht mehr oder noch nicht. Stand des Antrags: bei der Leitung.',
    );
    expect(await filesOf(id)).toHaveLength(1);
  });
});

describe('a file and the submission', () => {
  it('is frozen with its hash: another file makes another document', async () => {
    const hashes: (string | null)[] = [];
    for (const bytes of [PDF, Buffer.concat([PDF, PDF])]) {
      await wipe(db());
      city = await stageOn(db());
      clerk = city.as(CLERK);
      const id = argOf(await clerk.press('register', { link: ANSWERS.channel.url }), 'draft');
      await putAnswers(db(), id, await completeAnswers(db()));
      await send([makeFile({ bytes })]);
      hashes.push((await handIn(city, id)).hash);
    }
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('is added with its date while a question is open, and every copy shows it', async () => {
    const { id, number, hash } = await submitted(city);
    await yesOf(city, id, 'head');
    const privacy = city.as(DECIDERS.privacy);
    await privacy.press('ask', { application: id, body: 'privacy', sent: true }, { question: 'Fehlt die Anlage?' });
    await city.drain();
    expect((await applicationOf(db(), id)).state).toBe('query');
    city.clock.now = new Date('2026-11-25T09:00:00Z');
    const answer = plain(await send([makeFile({ name: 'Folgenabschätzung.pdf' })]));
    expect(answer).toContain('Folgenabschätzung.pdf ist angehängt an: Facebook – ');
    await city.drain();
    const copies = postedWith(city, number!).filter(({ card }) => card.title.startsWith('Antrag '));
    expect(copies.length).toBeGreaterThan(2);
    for (const { card } of copies) {
      expect(plain({ kind: 'card', card, replace: false })).toContain(
        'Folgenabschätzung.pdf (nachgereicht am 25.11.2026)',
      );
    }
    // The frozen document stays as it was, and the question is not answered by a file.
    expect(await applicationOf(db(), id)).toMatchObject({ hash, state: 'query' });
    expect(plain(await clerk.say('/channel tasks'))).toContain('Rückfrage (Datenschutz): Fehlt die Anlage?');
  });

  it('of two open applications goes to the one that is asked about', async () => {
    const asked = await submitted(city);
    city.clock.now = new Date('2026-11-24T09:00:00Z');
    const newer = await submitted(city);
    await yesOf(city, asked.id, 'head');
    await city
      .as(DECIDERS.fb3)
      .press('ask', { application: asked.id, body: 'fb3', sent: true }, { question: 'Fehlt die Anlage?' });
    await send([makeFile()]);
    expect(await filesOf(asked.id)).toHaveLength(1);
    const note = (await dossierOf(db(), asked.id)).notes[0]!;
    await clerk.press('reply', { note: note.id, sent: true }, { answer: 'Sie liegt jetzt bei.' });
    await send([makeFile({ name: 'Plan.pdf' })]);
    expect(await filesOf(newer.id)).toMatchObject([{ name: 'Plan.pdf' }]);
  });

  it('prefers a draft, and says to what it was attached', async () => {
    const { id } = await submitted(city);
    const draft = await begin();
    const { title } = await applicationOf(db(), draft);
    expect(plain(await send([makeFile()]))).toContain(`ist angehängt an: ${title}.`);
    expect(await filesOf(draft)).toHaveLength(1);
    expect(await filesOf(id)).toEqual([]);
  });

  it('is announced late: the copies show it once it is there', async () => {
    const { id, number } = await submitted(city);
    await city.drain();
    files.remote.set('https://files/1', PDF);
    await send([announced('https://files/1')]);
    await city.drain();
    expect(await filesOf(id)).toMatchObject([{ state: 'stored' }]);
    const [copy] = postedWith(city, number!).filter(({ card }) => card.title.startsWith('Antrag '));
    expect(plain({ kind: 'card', card: copy!.card, replace: false })).toContain('Anlagen: Konzept.pdf');
  });

  it('is announced late and then refused: whoever sent it is told', async () => {
    const { number } = await submitted(city);
    await send([announced('https://files/none')]);
    await city.drain();
    const news = postedWith(city, `Ihre Datei „Konzept.pdf“ hängt nicht am Antrag ${number} (`);
    expect(news.map(({ to }) => to.user)).toEqual([CLERK]);
  });

  it('that comes after the end is taken by nothing', async () => {
    const { id } = await submitted(city);
    await clerk.press('withdraw', { what: id });
    expect(plain(await send([makeFile()]))).toContain('Sie haben gerade keinen Entwurf.');
    expect(await filesOf(id)).toEqual([]);
  });

  it('in the same moment as the submission is either frozen with it or added after it', async () => {
    const id = await drafted(city);
    const [attached] = await Promise.all([send([makeFile()]), submit(id)]);
    expect(plain(attached)).toContain('ist angehängt');
    const { application, attachments } = await dossierOf(db(), id);
    expect(attachments).toHaveLength(1);
    expect(application.state).toBe('head');
    expect(cardOf(await clerk.say(`/channel show ${application.number}`)).title).toContain(application.number);
  });
});
