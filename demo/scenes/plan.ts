/** The scenes in their order. */
import type { Scene } from '../stage.ts';
import type { SceneName } from '../words.ts';
import { renewal, tasks } from './after.ts';
import { no, register } from './application.ts';
import { atOnce, deputy } from './decision.ts';
import { audit, importScene } from './operator.ts';

/** `days`: how many pass before the scene. */
export const SCENE_PLAN: readonly { name: SceneName; play: Scene; days: number }[] = [
  { name: 'import', play: importScene, days: 0 },
  { name: 'register', play: register, days: 1 },
  { name: 'no', play: no, days: 0 },
  { name: 'deputy', play: deputy, days: 2 },
  { name: 'atOnce', play: atOnce, days: 0 },
  { name: 'tasks', play: tasks, days: 0 },
  { name: 'renewal', play: renewal, days: 180 },
  { name: 'audit', play: audit, days: 0 },
];
