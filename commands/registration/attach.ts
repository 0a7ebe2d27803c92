/** A file sent to the bot in a DM becomes an attachment of the draft, or of the application that waits for an answer. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ApplicationState, isOpen } from '../../bot/application.ts';
import { refresh } from '../../bot/effect.ts';
import { checkFile, FILE_HEAD, FILE_SIZE_MAX, FILES_PER_APPLICATION } from '../../bot/file-rules.ts';
import { refuse } from '../../bot/refusal.ts';
import { screens, takeIn } from '../../cards/form.ts';
import { FORM_VERSION } from '../../cards/registration-form.ts';
import { type Change, insert, remove, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import {
  type Application,
  attachmentById,
  attachmentCount,
  dossier,
  draftsOf,
  openApplications,
  openQuestionsFor,
} from '../../db/registry.ts';
import { command } from '../command.ts';
import { keyed } from '../views/keyed.ts';
import { addressOf } from './address.ts';
import { fitted, form } from './check.ts';
import { draftCard, mayEdit, setting } from './draft.ts';
import { talkedAbout } from './talk.ts';

export const attach = command({
  name: 'attach',
  permission: 'known',
  args: z.object({ text: z.string().optional() }),
  load: async (_args, { tx, by, files }) => {
    const application = await receiverOf(tx, by.actor.person);
    const count = application ? await attachmentCount(tx, application.id) : 0;
    return { application, count, files, ids: files.map(() => newId('attachment')) };
  },
  decide: ({ text }, { application, count, files, ids }, by) => {
    if (!by.dm) return refuse('dm-only');
    if (!application) return refuse('no-draft');
    if (count + files.length > FILES_PER_APPLICATION) return refuse('too-many-files', { max: FILES_PER_APPLICATION });
    const rows = files.map((file, index) => {
      const base = { id: ids[index]!, application: application.id, by: by.actor.person, at: by.now, chat: by.chat };
      if (file.bytes) {
        const checked = checkFile({
          name: file.name,
          type: file.type,
          size: file.bytes.length,
          head: file.bytes.subarray(0, FILE_HEAD),
        });
        if (!checked.ok) return { problem: checked.reason, name: file.name };
        const sha256 = createHash('sha256').update(file.bytes).digest('hex');
        return {
          row: {
            ...base,
            name: checked.name,
            type: checked.type,
            size: file.bytes.length,
            state: 'stored',
            sha256,
            content: file.bytes,
          },
        };
      }
      // Announced only: the bytes are fetched by an effect; the size is checked now and again then.
      if (file.size > FILE_SIZE_MAX) return { problem: 'too-big' as const, name: file.name };
      return {
        row: {
          ...base,
          name: file.name.slice(0, 120),
          type: file.type,
          size: file.size,
          state: 'waiting',
          source: file.source ?? null,
        },
      };
    });
    const kept = rows.flatMap((entry) => ('row' in entry && entry.row ? [entry.row] : []));
    const refused = rows.flatMap((entry) => ('problem' in entry ? [entry] : []));
    const changes: Change[] = [
      // Touched, so that a submission in the same moment looks again at what it freezes.
      ...(kept.length > 0 ? [update('applications', application, {})] : []),
      ...kept.map((row) => insert('attachments', row)),
    ];
    const title = application.title || by.say('application.draft');
    const told = (state: 'stored' | 'waiting', key: 'file.attached' | 'file.announced') => {
      const files = kept.filter((row) => row.state === state).map(({ name }) => name);
      return files.length > 0 ? [by.say(key, { files: files.join(', '), title })] : [];
    };
    const lines = [
      ...told('stored', 'file.attached'),
      ...told('waiting', 'file.announced'),
      ...refused.map(({ name, problem }) => `${name}: ${keyed(by.say.lang, `file.${problem}`)}`),
      ...(text ? [by.say('file.text-unread')] : []),
    ];
    return {
      answer: { notice: lines.join('\n'), tone: refused.length > 0 ? 'warning' : 'good' },
      changes,
      effects: [
        ...kept.filter((row) => row.state === 'waiting').map((row) => ({ do: 'fetch' as const, attachment: row.id })),
        ...(kept.length > 0 && application.state !== 'draft' ? [refresh(`application:${application.id}`)] : []),
      ],
      audit: kept.map((row) => ({
        action: 'file-attached',
        subject: `application:${application.id}`,
        data: { file: row.id, size: row.size },
      })),
    };
  },
});

/** Which application a file is for: the draft that is being talked about, any draft, what waits for an answer, what is open. */
async function receiverOf(tx: Tx, person: string): Promise<Application | null> {
  const drafts = await draftsOf(tx, person);
  const draft = talkedAbout(drafts) ?? drafts[0];
  if (draft) return draft;
  const questions = await openQuestionsFor(tx, person);
  const asked = questions.find(({ application }) => isOpen(application.state as ApplicationState));
  if (asked) return asked.application;
  const open = (await openApplications(tx)).filter(({ application }) => application.applicant === person);
  return open.at(-1)?.application ?? null;
}

export const detach = command({
  name: 'detach',
  permission: 'known',
  opensForm: true,
  args: z.object({ file: z.string(), page: z.coerce.number().int().min(0) }),
  load: async ({ file, page }, { tx, org, inputs }) => {
    const attachment = await attachmentById(tx, file);
    const found = attachment ? await dossier(tx, attachment.application) : null;
    if (!attachment || !found) return null;
    const { values: before, dropped } = fitted(found.application);
    const screen = screens(form, before)[page];
    // What was typed on the page meanwhile must not be lost with the file.
    const values = screen ? takeIn(screen, before, inputs) : before;
    const address = await addressOf(tx, found.application, values);
    return { attachment, file: found, screen, values, dropped, address, org };
  },
  decide: ({ page }, facts, by) => {
    if (!facts) return refuse('not-found');
    const { attachment, file, screen, values, dropped, address, org } = facts;
    const { application, attachments } = file;
    const state = application.state as ApplicationState;
    if (!mayEdit(by.actor, application)) return refuse('not-applicant');
    if (state !== 'draft')
      return refuse(isOpen(state) ? 'wrong-state' : 'moved-on', { state: by.say(`state.${state}`) });
    const card = draftCard({
      ...setting(org, application, by),
      values,
      page,
      problems: screen ? [] : address.problems,
      dropped,
      files: attachments.filter(({ id }) => id !== attachment.id),
    });
    return {
      answer: { card, replace: true },
      changes: [
        update('applications', application, { answers: values, formVersion: FORM_VERSION }),
        remove('attachments', attachment),
      ],
      audit: [{ action: 'file-detached', subject: `application:${application.id}`, data: { file: attachment.id } }],
    };
  },
});
