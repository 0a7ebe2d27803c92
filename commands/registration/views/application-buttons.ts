/** The buttons of an application's card: what can be done now. Who may press them is checked at the click. */

import type { Body } from '../../../bot/participation/body.ts';
import type { Slot } from '../../../bot/participation/slot.ts';
import { approvalBlockers, isOpen } from '../../../bot/registration/application.ts';
import type { ChannelState } from '../../../bot/registry/channel.ts';
import type { Button } from '../../../cards/node.ts';
import { say } from '../../../cards/text.ts';
import type { Dossier, Vote } from '../../../db/registry/dossiers.ts';
import type { Reader } from '../../view.ts';
import { mayEdit } from '../draft.ts';

/** `as`: whose copy it is. `full`: with all answers. `newest`: no later version was submitted. */
export type Copy = { as: string | undefined; full: boolean; newest: boolean };

export function buttonsOf(file: Dossier, reader: Reader, shape: Copy): Button[] {
  const { application, votes } = file;
  const { say: speak, lang } = reader;
  const id = application.id;
  const open = isOpen(application.state);
  const buttons: Button[] = [];
  const slot = votes.find((vote) => vote.body === shape.as);
  if (open && slot?.openedAt) {
    const args = { application: id, body: slot.body, seen: slot.version };
    if (slot.answer === 'open') {
      const before = repeatable(file, slot.body);
      buttons.push({ label: speak('vote.yes'), do: 'vote', style: 'primary', args: { ...args, answer: 'yes' } });
      buttons.push({ label: speak('vote.no'), do: 'vote', style: 'danger', args: { ...args, answer: 'no' } });
      if (before) {
        const answer = say(lang)(before.answer === 'yes' ? 'answer.yes' : 'answer.no');
        buttons.push({
          label: speak('vote.unchanged', { answer }),
          do: 'vote',
          args: { ...args, answer: 'unchanged' },
        });
      }
    } else {
      buttons.push({ label: speak('vote.change'), do: 'vote', args: { ...args, answer: 'change' } });
    }
    buttons.push({ label: speak('ask.button'), do: 'ask', args: { application: id, body: slot.body } });
  }
  if (open && shape.as === 'head') {
    const { toWeigh } = approvalBlockers(application.kind, votes.map(asSlot));
    for (const body of toWeigh) {
      const label = speak('weigh.button', { body: speak(`body.${body}`) });
      buttons.push({ label, do: 'weigh', args: { application: id, body } });
    }
    if (application.state !== 'head')
      buttons.push({
        ...confirmed(speak('give-up.button'), speak('give-up.confirm'), reader),
        do: 'give-up',
        args: { application: id },
      });
  }
  const mine = shape.as === 'applicant' || (!shape.as && reader.actor?.person === application.applicant);
  if (mine) {
    for (const note of file.notes.filter((entry) => entry.kind === 'query' && entry.closedAt === null)) {
      buttons.push({ label: speak('reply.button'), do: 'reply', style: 'primary', args: { note: note.id } });
    }
    if (open) {
      buttons.push({ label: speak('supplement.button'), do: 'supplement', args: { application: id } });
      buttons.push({
        ...confirmed(speak('withdraw.button'), speak('withdraw.confirm'), reader),
        do: 'withdraw',
        args: { what: id },
      });
    } else if (shape.newest && application.state !== 'draft') {
      buttons.push({ label: speak('renew.button'), do: 'renew', args: { what: id } });
      if (file.channel && isRunning(file.channel.state))
        buttons.push({ label: speak('close.button'), do: 'close', args: { what: id } });
    }
  }
  if (application.state === 'draft' && reader.actor && mayEdit(reader.actor, application)) {
    buttons.push({ label: speak('edit.button'), do: 'edit', style: 'primary', args: { what: id } });
  }
  if (!shape.full) buttons.push({ label: speak('full.button'), do: 'show', args: { what: id, full: 'yes' } });
  return buttons;
}

type Given = Vote & { answer: 'yes' | 'no' };

/** The vote on the previous version, if "unchanged" can repeat it. Ja to a channel does not mean Ja to closing it. */
export function repeatable({ application, earlierVotes }: Dossier, body: Body): Given | undefined {
  if (application.kind === 'closure') return undefined;
  return earlierVotes.find((vote): vote is Given => vote.body === body && vote.answer !== 'open');
}

export const asSlot = (vote: Pick<Vote, 'body' | 'answer' | 'weighing'>): Slot => ({
  body: vote.body,
  answer: vote.answer,
  weighed: vote.weighing !== null,
});

function confirmed(label: string, text: string, { say: speak }: Reader): Omit<Button, 'do'> {
  return { label, style: 'danger', confirm: { title: label, text, yes: label, no: speak('word.cancel') } };
}

/** There is an account to close, whatever the state of its newest application. */
export const isRunning = (state: ChannelState): boolean => state !== 'planned' && state !== 'closed';
