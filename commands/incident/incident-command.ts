/** What all incident commands share: how they are typed, which incident they mean, who may run them and when. */
import { z } from 'zod';
import { NEXT, type NextWord } from '../../bot/incident/next-steps.ts';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import type { Values } from '../../cards/form.ts';
import type { Key } from '../../cards/text.ts';
import { type By, type Command, type Context, command, type Outcome } from '../command.ts';
import {
  type IncidentDossier,
  inIncident,
  itself,
  notNow,
  numbered,
  requestedIncident,
  typedIncident,
} from './dossier.ts';

/** How `/incident <word>` is typed and explained. The line after it stays as typed. */
export const incidentWord = (word: string) => ({
  name: `incident-${word}`,
  group: 'incident' as const,
  word,
  verbatim: true,
  summary: `help.incident-${word}` as Key,
  usage: `usage.incident-${word}` as Key,
});

type Given<Shape extends z.ZodRawShape> = {
  /** What was typed after the incident's number. */
  rest: string;
  args: z.infer<z.ZodObject<Shape>>;
};
type Asked<Shape extends z.ZodRawShape, Facts> = Given<Shape> & {
  file: IncidentDossier;
  facts: Facts;
  inputs: Values;
};

type Row<Shape extends z.ZodRawShape, Facts> = Pick<Command, 'aliases' | 'rank'> & {
  word: NextWord;
  bare?: boolean;
  /** How long the line may be. Absent: only the incident's number may be typed. */
  line?: number;
  /** Arguments of its buttons and forms besides the incident. */
  args?: Shape;
  opensForm?: (args: Record<string, unknown>, rest: string) => boolean;
  /** Reads what it needs besides the incident's dossier. */
  load?: (file: IncidentDossier, context: Context, given: Given<Shape>) => Promise<Facts>;
  decide: (asked: Asked<Shape, Facts>, by: By) => Outcome | Refusal;
};

/**
 * A command about one incident: typed, from a button, or the only one it can mean. Its entry in `NEXT` says who may run
 * it and in which states.
 */
export function incidentCommand<Shape extends z.ZodRawShape = Record<never, never>, Facts = undefined>({
  word,
  line,
  args,
  opensForm,
  load,
  decide,
  ...row
}: Row<Shape, Facts>): Command {
  const typed = line === undefined ? {} : { text: z.string().max(line).optional() };
  const incident = line === undefined ? z.string().max(80) : z.string();
  const shape = z.object({ ...args, ...typed, incident: incident.optional() });
  return command({
    ...incidentWord(word),
    ...row,
    authority: inIncident(NEXT[word].act),
    positional: [line === undefined ? 'incident' : 'text'],
    opensForm: (given) => opensForm?.(given, numbered(String(given.text ?? '')).rest) ?? false,
    args: shape,
    load: async (given, context) => {
      const asked = given as z.infer<z.ZodObject<Shape>> & { text?: string; incident?: string };
      const { file, rest } =
        line === undefined
          ? { file: await requestedIncident(asked.incident, context), rest: '' }
          : await typedIncident(asked, context);
      const facts = file && load ? await load(file, context, { rest, args: asked }) : undefined;
      return { file, rest, args: asked, facts: facts as Facts, inputs: context.inputs };
    },
    about: itself,
    decide: (_args, { file, ...asked }, by): Outcome | Refusal =>
      file ? (notNow(word, file, by) ?? decide({ file, ...asked }, by)) : refuse('no-incident'),
  });
}
