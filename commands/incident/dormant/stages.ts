/** `/incident stop|dormant|hide|shut-down`: how far channels are frozen. One confirmation decides for all of them. */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { NEXT } from '../../../bot/incident/next-steps.ts';
import { isBeyond, type Stage, stagesUpTo } from '../../../bot/incident/stage.ts';
import { isRefusal, refuse } from '../../../bot/refusal.ts';
import type { Card, Node } from '../../../cards/node.ts';
import { type Change, insert, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { type By, type Command, command, type Outcome } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { sayTies } from '../blast.ts';
import { channelTitle } from '../channel-names.ts';
import { inIncident, notNow } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentWord } from '../incident-command.ts';
import { entry } from '../timeline-entry.ts';
import { type Choice, choose, type Fresh } from './choice.ts';
import { frozen, stepsFor } from './freeze.ts';
import { freezeNotices } from './recipients.ts';

/** How many channels the confirmation lists; the board shows the rest. */
const LISTED = 12;

const WORDS = {
  stop: { stage: 'S0', rank: 300, aliases: ['posting-stopp', 'stopp', 'posting stopp'] },
  dormant: { stage: 'S1', rank: 310, aliases: ['ruhend', 'ruhend stellen'] },
  hide: { stage: 'S2', rank: 320, aliases: ['verbergen'] },
  'shut-down': { stage: 'S3', rank: 330, aliases: ['abschalten'] },
} as const satisfies Record<string, { stage: Stage; rank: number; aliases: readonly string[] }>;
type Word = keyof typeof WORDS;

function stageCommand(word: Word): Command {
  const { stage, aliases, rank } = WORDS[word];
  return command({
    ...incidentWord(word),
    aliases,
    rank,
    // Only the two stages that hide nothing get a button in the help.
    bare: stage === 'S0' || stage === 'S1',
    authority: inIncident(NEXT[word].act),
    positional: ['text'],
    args: z.object({
      text: z.string().max(500).optional(),
      incident: z.string().optional(),
      place: z.string().optional(),
      unprotected: z.boolean().optional(),
      sure: z.boolean().optional(),
    }),
    load: (asked, context) => choose(word, stage, asked, context),
    about: (choice) => (isRefusal(choice) ? [] : [choice.file]),
    decide: ({ sure = false }, choice, by) => {
      if (isRefusal(choice)) return choice;
      const no = notNow(word, choice.file, by);
      if (no) return no;
      const raised = choice.ready.filter(({ place }) => isBeyond(stage, place.target));
      if (raised.length + choice.fresh.length === 0)
        return refuse('nothing-to-freeze', { stage: by.say(`incident.stage.${stage}`) });
      return sure ? decided(word, choice, by) : { answer: { card: askOnce(word, choice, by) } };
    },
  });
}

export const stop = stageCommand('stop');
export const dormant = stageCommand('dormant');
export const hide = stageCommand('hide');
export const shutDown = stageCommand('shut-down');

function askOnce(word: Word, choice: Choice, { say }: By): Card {
  const { stage } = WORDS[word];
  const { file, fresh } = choice;
  const raised = choice.ready.filter(({ place }) => isBeyond(stage, place.target));
  const count = raised.length + fresh.length;
  const label = say(`dormant.${word}.yes`, { count });
  const title = say(`dormant.${word}.title`, { number: file.row.number });
  const lines = [
    ...raised.map(
      ({ channel, place }) => `${channelTitle(channel)} · ${keyed(say.lang, `incident.part.${place.part}`)}`,
    ),
    ...fresh.map(({ channel, ties }) => `${channelTitle(channel)} · ${sayTies(ties, choice.names, say)}`),
  ];
  const more = lines.length - LISTED;
  const nodes: Node[] = [
    { kind: 'text', text: say(`dormant.${word}.ask`, { count }) },
    { kind: 'text', text: lines.slice(0, LISTED).join('\n') },
    ...(more > 0 ? [{ kind: 'note', text: say('dormant.more', { count: more }) } as const] : []),
    {
      kind: 'actions',
      buttons: [
        {
          label,
          do: `incident-${word}`,
          args: {
            incident: file.row.id,
            sure: true,
            ...(choice.place ? { place: choice.place } : {}),
            ...(choice.unprotected ? { unprotected: true } : {}),
          },
          style: stage === 'S0' || stage === 'S1' ? 'primary' : 'danger',
          ...(stage === 'S2' || stage === 'S3'
            ? {
                confirm: {
                  title,
                  text: keyed(say.lang, `dormant.${word}.confirm`),
                  yes: label,
                  no: say('word.cancel'),
                },
              }
            : {}),
        },
      ],
    },
  ];
  return marked({ title, summary: `${title}: ${label}`, lang: say.lang, nodes }, file.row, say);
}

function decided(word: Word, choice: Choice, by: By): Outcome {
  const { stage } = WORDS[word];
  const { file, ready, fresh } = choice;
  const subject = `incident:${file.row.id}`;
  const raised = ready.filter(({ place }) => isBeyond(stage, place.target));
  const rows = fresh.map(({ channel, ties }) => ({ channel, row: placeRow(choice, { channel, ties }, stage, by) }));
  const added = rows.flatMap(({ channel, row }) => {
    const at = { place: { id: row.id, incident: row.incident, control: 'unclear' as const }, channel };
    return stagesUpTo(stage).flatMap((one) => stepsFor(at, one, []));
  });
  const count = raised.length + fresh.length;
  const line = entry({
    incident: file.row.id,
    kind: `decided-${word}`,
    by: by.actor.person,
    now: by.now,
    chat: by.chat,
    data: { count, added: fresh.length },
  });
  const changes: Change[] = [
    // Touches the incident, so closing it at the same moment conflicts and is decided again.
    update('incidents', file.row, {}),
    ...rows.map(({ row }) => insert('incidentChannels', row)),
    ...frozen(ready, stage),
    ...added.map((row) => insert('incidentSteps', row)),
    ...line.changes,
  ];
  return {
    answer: { show: { view: 'incident-board', subject, args: {} }, replace: true },
    changes,
    effects: [
      refresh(subject),
      ...freezeNotices(
        stage,
        choice,
        [...raised, ...fresh].map(({ channel }) => channel.id),
      ),
    ],
    audit: line.audit,
  };
}

/** Adds a related or unprotected channel. It is not affected, so the registry does not mark it as compromised. */
function placeRow({ file }: Choice, { channel, ties }: Fresh, target: Stage, by: By) {
  return {
    id: newId('place'),
    incident: file.row.id,
    channel: channel.id,
    part: 'related' as const,
    ties,
    target,
    before: channel.state,
    addedBy: by.actor.person,
    addedAt: by.now,
  };
}
