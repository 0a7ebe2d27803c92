/**
 * A file sent to the bot in a DM becomes an attachment of the draft, or of the application with an open question. In an
 * incident's room, or if no application waits for a file, it becomes evidence.
 */
import { z } from 'zod';
import { refresh } from '../../bot/delivery/effect.ts';
import { refuse } from '../../bot/refusal.ts';
import { isOpen } from '../../bot/registration/application.ts';
import { FILES_PER_APPLICATION } from '../../bot/registration/file-rules.ts';
import { screens, takeIn } from '../../cards/form.ts';
import { FORM_VERSION } from '../../cards/registration/registration-form.ts';
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
} from '../../db/registry/dossiers.ts';
import { command } from '../command.ts';
import { handIn, incidentFor } from '../incident/evidence/hand-in.ts';
import { keyed } from '../keyed.ts';
import { addressOf } from './address.ts';
import { fitted, form } from './check.ts';
import { talkedAbout } from './conversation.ts';
import { draftCard, drafting, setting } from './draft.ts';
import { received } from './incoming.ts';

export const attach = command({
  name: 'attach',
  // People attach to their own applications. For an incident, `handIn` checks.
  authority: 'known',
  args: z.object({ text: z.string().optional() }),
  load: async (_args, context) => {
    const { tx, by, files } = context;
    const { application, waits } = await receiverOf(tx, by.actor.person);
    const count = application ? await attachmentCount(tx, application.id) : 0;
    const incident = await incidentFor(context);
    return { application, waits, incident, count, files, ids: files.map(() => newId('attachment')) };
  },
  decide: ({ text = '' }, { application, waits, incident, count, files, ids }, by) => {
    if (incident && 'handing' in incident && !(by.dm && waits)) return handIn({ ...incident.handing, note: text }, by);
    if (!by.dm) return refuse('dm-only');
    if (!application) return incident ? refuse('which-incident', { numbers: incident.number }) : refuse('no-draft');
    if (count + files.length > FILES_PER_APPLICATION) return refuse('too-many-files', { max: FILES_PER_APPLICATION });
    const taken = files.map((file) => received(file, 'application'));
    const base = { application: application.id, by: by.actor.person, at: by.now, chat: by.chat };
    const kept = taken.flatMap((file, index) =>
      file.state === 'refused' ? [] : [{ ...file, ...base, id: ids[index]! }],
    );
    const refused = taken.filter((file) => file.state === 'refused');
    const changes: Change[] = [
      // Bumps the version, so a submission at the same moment reloads the files it freezes.
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
      ...(incident ? [by.say('evidence.instead', { number: incident.number })] : []),
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

/**
 * The application a file is for: the draft in conversation, any draft, the one with an open question, the newest open
 * one.
 * `waits`: the person is working on it, so the file is meant for it.
 */
async function receiverOf(tx: Tx, person: string): Promise<{ application: Application | null; waits: boolean }> {
  const drafts = await draftsOf(tx, person);
  const draft = talkedAbout(drafts) ?? drafts[0];
  if (draft) return { application: draft, waits: true };
  const questions = await openQuestionsFor(tx, person);
  const asked = questions.find(({ application }) => isOpen(application.state));
  if (asked) return { application: asked.application, waits: true };
  const open = (await openApplications(tx)).filter(({ application }) => application.applicant === person);
  return { application: open.at(-1)?.application ?? null, waits: false };
}

export const detach = command({
  name: 'detach',
  authority: drafting,
  opensForm: true,
  args: z.object({ file: z.string(), page: z.coerce.number().int().min(0) }),
  load: async ({ file, page }, { tx, org, inputs }) => {
    const attachment = await attachmentById(tx, file);
    const found = attachment ? await dossier(tx, attachment.application) : null;
    if (!attachment || !found) return null;
    const { values: before, dropped } = fitted(found.application);
    const screen = screens(form, before)[page];
    // Keeps what was typed on the page meanwhile.
    const values = screen ? takeIn(screen, before, inputs) : before;
    const address = await addressOf(tx, found.application, values);
    return { attachment, file: found, screen, values, dropped, address, org };
  },
  about: (facts) => (facts ? [facts.file.application] : []),
  decide: ({ page }, facts, by) => {
    if (!facts) return refuse('not-found');
    const { attachment, file, screen, values, dropped, address, org } = facts;
    const { application, attachments } = file;
    const state = application.state;
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
