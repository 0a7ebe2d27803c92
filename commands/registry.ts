/** Every command there is. Help, parser, manifests, permissions and audit names read this list; a test compares it with the folders. */
import type { Command } from './command.ts';
import { admins } from './leavers/admins.ts';
import { adminsAdd, adminsRemove, adminsTransfer, leaverApply } from './leavers/admins-change.ts';
import { leaver, leavers } from './leavers/cases.ts';
import { credentialsChanged, rightsRemoved, seatFilled, secondPerson, stays } from './leavers/items.ts';
import { leave } from './leavers/leave.ts';
import { help } from './overview/help.ts';
import { list } from './overview/list.ts';
import { org } from './overview/org.ts';
import { show } from './overview/show.ts';
import { home, tasks } from './overview/tasks.ts';
import { giveUp, withdraw } from './participation/end.ts';
import { ask, reply, supplement } from './participation/talk.ts';
import { vote } from './participation/vote.ts';
import { weigh } from './participation/weigh.ts';
import { attach, detach } from './registration/attach.ts';
import { discard } from './registration/discard.ts';
import { edit } from './registration/edit.ts';
import { fill } from './registration/fill.ts';
import { register } from './registration/register.ts';
import { submit } from './registration/submit.ts';
import { hear } from './registration/talk.ts';
import { januaryConfirm, januaryReceive } from './time/january.ts';
import { snooze } from './time/snooze.ts';
import { done } from './upkeep/done.ts';
import { close, renew } from './upkeep/renew.ts';
import { retry } from './upkeep/retry.ts';

export const COMMANDS: readonly Command[] = [
  register,
  edit,
  list,
  show,
  renew,
  close,
  withdraw,
  tasks,
  org,
  help,
  admins,
  adminsAdd,
  adminsRemove,
  adminsTransfer,
  leave,
  leavers,
  leaver,
  home,
  fill,
  hear,
  submit,
  discard,
  attach,
  detach,
  vote,
  weigh,
  ask,
  reply,
  supplement,
  giveUp,
  done,
  retry,
  rightsRemoved,
  secondPerson,
  credentialsChanged,
  leaverApply,
  seatFilled,
  stays,
  snooze,
  januaryReceive,
  januaryConfirm,
];
