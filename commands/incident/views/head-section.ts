/** A section that another folder adds to the head card. */
import type { Node } from '../../../cards/node.ts';
import type { Tx } from '../../../db/connect.ts';
import type { Reader } from '../../view.ts';
import type { IncidentDossier } from '../dossier.ts';

/** @returns its nodes; none if it has nothing to show */
export type HeadSection = (tx: Tx, file: IncidentDossier, reader: Reader) => Promise<readonly Node[]>;
