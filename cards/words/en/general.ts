/** Words that many cards share, and what is said when something goes wrong. */
import type { general as de } from '../de/general.ts';

export const general = {
  'word.cancel': 'Cancel',
  'word.save': 'Save',
  'word.done': 'Done',
  'word.deleted-person': 'deleted person',
  'word.no-access': 'No access',
  'button.show': 'Show',
  'button.register': 'Register a channel',
  'button.list': 'See channels',
  'button.help': 'Help',
  'chat.slack': 'Slack',
  'chat.teams': 'Microsoft Teams',
  'chat.local': 'local workspace',
  'fault.unexpected':
    'That did not work just now. Nothing saved is lost. Please try again in a moment. If it keeps happening, give the operators the number {reference}.',
  'fault.busy': 'Several people changed something at the same moment. Please try again. (Number {reference})',
  'visitor.title': 'Unknown person',
  'visitor.text': '{who} wrote to me in {chat} and is not in the organisation.',
  'visitor.todo':
    'If the person belongs to the city, enter them in the organisation file with their work e-mail address.',
  'undelivered.title': 'Not delivered',
  'undelivered.dead': 'This message could not be delivered.',
  'undelivered.doubtful': 'It is unclear whether this message arrived. Therefore it was not sent again.',
  'undelivered.again': 'The message is being sent again.',
  'undelivered.what': 'What it is about',
  'undelivered.where': 'Where to',
  'undelivered.why': 'Reason',
  'undelivered.tries': 'Tries',
  'undelivered.since': 'Since',
  'undelivered.retry': 'Send again',
} as const satisfies Record<keyof typeof de, string>;
