/** The few sentences of this adapter itself; all others come with the shell's reply. */
import type { Lang } from '../../bot/chat.ts';

const de = {
  working: 'Wird bearbeitet … Das Ergebnis folgt gleich als Nachricht.',
  below: 'Die Antwort steht als neue Nachricht im Chat.',
  inPersonalChat: 'Ich habe Ihnen im persönlichen Chat geantwortet.',
  cannotWrite:
    'Ich kann Ihnen nicht persönlich schreiben. Bitte öffnen Sie einmal einen Chat mit mir (App hinzufügen) und fragen Sie dort noch einmal.',
  failed: 'Das hat nicht geklappt. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  unknownButton: 'Diese Schaltfläche kenne ich nicht mehr. Bitte rufen Sie den Befehl neu auf.',
  done: 'Erledigt.',
} as const;

const en = {
  working: 'Working on it … The result will follow as a message.',
  below: 'The answer is a new message in the chat.',
  inPersonalChat: 'I have answered you in our personal chat.',
  cannotWrite: 'I cannot write to you personally. Please open a chat with me once (add the app) and ask again there.',
  failed: 'That did not work. Please try again in a few minutes.',
  unknownButton: 'I do not know this button any more. Please call the command again.',
  done: 'Done.',
} as const satisfies Record<keyof typeof de, string>;

export const WORDS = { de, en } as const satisfies Record<Lang, Record<keyof typeof de, string>>;
