/** Every command in the order of help and menus. Help, parser, manifests, authority and audit names read this table. */
import { type Command, GROUPS, type Group } from './command.ts';
import * as rows from './rows.ts';

const groups = Object.keys(GROUPS) as Group[];
/** Commands nobody types come last. */
const place = ({ group }: Command): number => (group ? groups.indexOf(group) : groups.length);

export const COMMANDS: readonly Command[] = Object.values<Command>(rows).sort(
  (a, b) => place(a) - place(b) || (a.rank === b.rank ? 0 : a.rank - b.rank),
);
