/** What another part of an incident has to say on the head card. */
import type { Node } from '../../../cards/node.ts';
import type { Tx } from '../../../db/connect.ts';
import type { Reader } from '../../view.ts';
import type { IncidentDossier } from '../dossier.ts';

/** @returns its lines; none while there is nothing to say */
export type HeadSection = (tx: Tx, file: IncidentDossier, reader: Reader) => Promise<readonly Node[]>;
