/** Asks which channels a report means: none was recognised, several fit, or it names a whole group. */
import type { Button, Card, Node } from '../../../cards/node.ts';
import type { Known } from '../../../db/incident/facts.ts';
import type { By } from '../../command.ts';
import { cut } from '../../cut.ts';
import { keyed } from '../../keyed.ts';
import { channelLine, channelTitle } from '../channel-names.ts';
import type { Report } from './declare-form.ts';
import type { Found } from './selection.ts';

/** A button carries the line, and a chat allows 2,000 characters for all its arguments. */
const SAYABLE = 1000;
const SHOWN = 12;

/** The line with the form's answers, for the button that continues the report. */
function lineOf({ severity, control, more }: Report, first: string): string {
  const access = control && { secured: 'ja', lost: 'nein', unclear: 'unklar' }[control];
  return [first, severity && `schwere=${severity}`, access && `zugang=${access}`, more].filter(Boolean).join(' ');
}

/** Whether the line and the form's answers do not fit into a button. */
export const isTooLong = (report: Report): boolean => lineOf(report, report.line).length > SAYABLE;

/** No channel was recognised. The card offers the form, so that nobody is left without a next step. */
export function unknownCard(report: Report, found: Extract<Found, { kind: 'none' }> | null, { say }: By): Card {
  const title = say('incident.which.title');
  const text = keyed(say.lang, `incident.which.${found?.why ?? 'unknown'}`, {
    said: cut(found?.said ?? '', 200),
  });
  const carried = lineOf(report, report.line);
  const button: Button = {
    label: say('incident.form.button'),
    do: 'incident-declare',
    style: 'danger',
    args: { form: true, ...(carried !== '' && carried.length <= SAYABLE ? { text: carried } : {}) },
  };
  return {
    title,
    summary: text,
    lang: say.lang,
    nodes: [
      { kind: 'banner', tone: 'warning', text },
      { kind: 'text', text: say('incident.which.how') },
      { kind: 'actions', buttons: [button] },
    ],
  };
}

type Several = Extract<Found, { kind: 'several' }>;

/**
 * Asks which of the channels with this name is meant.
 * @param button the action for the chosen one
 */
export function choice({ said, channels }: Several, button: (one: Known) => Button, { say }: Pick<By, 'say'>): Card {
  const title = say('incident.which.several', { said });
  return {
    title,
    summary: title,
    lang: say.lang,
    nodes: [
      { kind: 'text', text: title },
      ...channels.slice(0, SHOWN).map(
        (one): Node => ({
          kind: 'item',
          title: channelTitle(one.channel),
          text: channelLine(one.channel, say),
          buttons: [button(one)],
        }),
      ),
      ...(channels.length > SHOWN
        ? [{ kind: 'note', text: say('incident.more', { count: channels.length - SHOWN }) } as const]
        : []),
    ],
  };
}

export const choiceCard = (report: Report, found: Several, by: By): Card =>
  choice(
    found,
    (one) => ({
      label: by.say('incident.declare'),
      do: 'incident-declare',
      style: 'danger',
      args: { text: lineOf(report, `${one.channel.id} ${found.text}`.trim()) },
    }),
    by,
  );

/** A typo must not mark half a city's channels: a group is listed once for confirmation. */
export function sureCard(report: Report, channels: readonly Known[], { say }: By): Card {
  const count = channels.length;
  const title = say('incident.sure.title', { count });
  const shown = channels.slice(0, SHOWN).map(({ channel }) => channelTitle(channel));
  const more = count > shown.length ? [say('incident.more', { count: count - shown.length })] : [];
  return {
    title,
    summary: title,
    lang: say.lang,
    nodes: [
      { kind: 'banner', tone: 'warning', text: say('incident.sure.text', { count }) },
      { kind: 'text', text: [...shown, ...more].join('\n') },
      {
        kind: 'actions',
        buttons: [
          {
            label: say('incident.sure.yes', { count }),
            do: 'incident-declare',
            style: 'danger',
            args: { text: lineOf(report, report.line), sure: true },
          },
        ],
      },
    ],
  };
}
