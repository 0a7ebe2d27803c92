/** A file sent to the bot in a DM becomes an attachment of the draft, or of the application that waits for an answer. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ApplicationState, isOpen } from '../../bot/application.ts';
import { checkFile, FILE_HEAD, FILE_SIZE_MAX, FILES_PER_APPLICATION } from '../../bot/file-rules.ts';
import { refuse } from '../../bot/refusal.ts';
import { type Change, insert, remove, update } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import { applicationById, attachmentById, attachmentCount, draftsOf, openQuestionsFor } from '../../db/registry.ts';

import { command } from '../command.ts';
import { keyed } from '../views/keyed.ts';

export const attach = command({
  name: 'attach',
  permission: 'known',
  args: z.object({ text: z.string().max(20_000).optional() }),
  load: async (_args, { tx, by, files }) => {
    const [draft] = await draftsOf(tx, by.actor.person);
    const [asked] = await openQuestionsFor(tx, by.actor.person);
    const application = draft ?? asked?.application ?? null;
    const count = application ? await attachmentCount(tx, application.id) : 0;
    return { application, count, files, ids: files.map(() => newId('attachment')) };
  },
  decide: (_args, { application, count, files, ids }, by) => {
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
    const changes: Change[] = kept.map((row) => insert('attachments', row));
    const lines = [
      ...(kept.length > 0
        ? [by.say('file.attached', { files: kept.map((row) => row.name).join(', '), title: application.title })]
        : []),
      ...refused.map(({ name, problem }) => `${name}: ${keyed(by.say.lang, `file.${problem}`)}`),
    ];
    return {
      answer: { notice: lines.join('\n'), tone: refused.length > 0 ? 'warning' : 'good' },
      changes,
      effects: kept.filter((row) => row.state === 'waiting').map((row) => ({ do: 'fetch', attachment: row.id })),
      audit: kept.map((row) => ({
        action: 'file-attached',
        subject: `application:${application.id}`,
        data: { file: row.id, size: row.size },
      })),
    };
  },
});

export const detach = command({
  name: 'detach',
  permission: 'known',
  args: z.object({ file: z.string(), page: z.coerce.number().optional() }),
  load: async ({ file }, { tx }) => {
    const attachment = await attachmentById(tx, file);
    return { attachment, application: attachment ? await applicationById(tx, attachment.application) : null };
  },
  decide: (_args, { attachment, application }, by) => {
    if (!attachment || !application) return refuse('not-found');
    if (attachment.by !== by.actor.person) return refuse('not-applicant');
    if (application.state !== 'draft')
      return refuse(isOpen(application.state as ApplicationState) ? 'wrong-state' : 'moved-on', {
        state: by.say(`state.${application.state as 'head'}`),
      });
    return {
      answer: { notice: by.say('file.detached', { file: attachment.name }), tone: 'good' },
      changes: [update('applications', application, {}), remove('attachments', attachment)],
      audit: [{ action: 'file-detached', subject: `application:${application.id}`, data: { file: attachment.id } }],
    };
  },
});
