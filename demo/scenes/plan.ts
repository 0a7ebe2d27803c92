/** The scenes in their order. */

import type { SceneName } from '../demo-words.ts';
import type { Scene } from '../stage.ts';
import { renewal, tasks } from './after.ts';
import { no, register } from './application.ts';
import { atOnce, deputy } from './decision.ts';
import { drill } from './drill.ts';
import { frozen } from './frozen.ts';
import { january } from './january.ts';
import { leaver, mistake, rights, successor } from './leaver.ts';
import { deadline, months } from './months.ts';
import { audit, importScene } from './operator.ts';
import { outside } from './outside.ts';
import { closed, restored } from './restored.ts';
import { second } from './second.ts';
import { takeover } from './takeover.ts';

/**
 * `days`: how many pass before the scene. `asleep`: the server does not run meanwhile, so nothing comes unannounced.
 */
export const SCENE_PLAN: readonly { name: SceneName; play: Scene; days: number; asleep?: true }[] = [
  { name: 'import', play: importScene, days: 0 },
  { name: 'register', play: register, days: 1 },
  { name: 'no', play: no, days: 0 },
  { name: 'deputy', play: deputy, days: 2 },
  { name: 'atOnce', play: atOnce, days: 0 },
  { name: 'tasks', play: tasks, days: 0 },
  { name: 'second', play: second, days: 60, asleep: true },
  { name: 'renewal', play: renewal, days: 120, asleep: true },
  { name: 'leaver', play: leaver, days: 1 },
  { name: 'rights', play: rights, days: 1 },
  { name: 'successor', play: successor, days: 0 },
  { name: 'mistake', play: mistake, days: 0 },
  { name: 'deadline', play: deadline, days: 0 },
  { name: 'months', play: months, days: 0 },
  { name: 'january', play: january, days: 0 },
  { name: 'takeover', play: takeover, days: 0 },
  { name: 'frozen', play: frozen, days: 0 },
  { name: 'outside', play: outside, days: 0 },
  { name: 'restored', play: restored, days: 0 },
  { name: 'closed', play: closed, days: 0 },
  { name: 'drill', play: drill, days: 1 },
  { name: 'audit', play: audit, days: 0 },
];
