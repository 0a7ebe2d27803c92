/** The few sentences of this adapter itself; all others come with the shell's cards. */
import type { Lang } from '../../bot/chat.ts';

const de = {
  title: 'Kanalwacht',
  failed: 'Das hat gerade nicht geklappt. Bitte versuchen Sie es in einer Minute noch einmal.',
  failedKept:
    'Das hat gerade nicht geklappt. Ihre Eingaben sind noch da: Bitte senden Sie in einer Minute noch einmal ab.',
  notShown:
    'Ihre Eingabe ist angekommen, aber Slack hat die Antwort nicht bestätigt. Den Stand sehen Sie mit „/kanal aufgaben“ oder auf der Startseite dieser App.',
  done: 'Erledigt. Sie können dieses Fenster schließen.',
  inChat: 'Die Antwort steht im Chat. Sie können dieses Fenster schließen.',
  openForm: 'Formular öffnen',
} as const;

const en = {
  title: 'Kanalwacht',
  failed: 'That did not work just now. Please try again in a minute.',
  failedKept: 'That did not work just now. Your entries are still here: please submit again in a minute.',
  notShown:
    'Your request has arrived, but Slack did not confirm the answer. See “/channel tasks” or the home page of this app.',
  done: 'Done. You can close this window.',
  inChat: 'The answer is in the chat. You can close this window.',
  openForm: 'Open form',
} as const satisfies Record<keyof typeof de, string>;

export const WORDS = { de, en } as const satisfies Record<Lang, Record<keyof typeof de, string>>;
