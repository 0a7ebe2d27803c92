/** Every command there is. Help, parser, manifests, permissions and audit names read this list; a test compares it with the folders. */
import type { Command } from './command.ts';
import { older, retry, retryAll } from './delivery/retry.ts';
import { external } from './incident/communication/external.ts';
import { dataLoss, prosecutor } from './incident/communication/flags.ts';
import { internal, staff } from './incident/communication/internal.ts';
import { publishText, withdrawText } from './incident/communication/publish.ts';
import { phoned, read } from './incident/communication/read-receipt.ts';
import { approveText, coSignText, returnText, submitText } from './incident/communication/review.ts';
import { showText } from './incident/communication/show-text.ts';
import { update } from './incident/communication/update.ts';
import { text } from './incident/communication/write.ts';
import { connect, connectSend, look, lookSend } from './incident/connector/connect.ts';
import { connector, connectorSecond } from './incident/connector/grant.ts';
import { connectors } from './incident/connector/switch.ts';
import { contacts } from './incident/contacts.ts';
import { declare } from './incident/declaration/declare.ts';
import { board, mine, steps } from './incident/dormant/board.ts';
import { control } from './incident/dormant/control.ts';
import { explain } from './incident/dormant/explain.ts';
import { release } from './incident/dormant/release.ts';
import { replace } from './incident/dormant/replace.ts';
import { restore } from './incident/dormant/restore.ts';
import { again, second } from './incident/dormant/second.ts';
import { snapshot } from './incident/dormant/snapshot.ts';
import { dormant, hide, shutDown, stop } from './incident/dormant/stages.ts';
import { evidence } from './incident/dormant/step-evidence.ts';
import { stopped } from './incident/dormant/stopped.ts';
import { skip, tick } from './incident/dormant/tick.ts';
import { ticket } from './incident/dormant/ticket.ts';
import { fetchFile, files } from './incident/evidence/files.ts';
import { help as incidentHelp } from './incident/help.ts';
import { add } from './incident/lifecycle/add.ts';
import { breakGlass } from './incident/lifecycle/break-glass.ts';
import { closeIncident, reopen } from './incident/lifecycle/close.ts';
import { confirm, falseAlarm } from './incident/lifecycle/confirm.ts';
import { contain, lost, worse } from './incident/lifecycle/contain.ts';
import { handOver } from './incident/lifecycle/hand-over.ts';
import { lift } from './incident/lifecycle/lift.ts';
import { merge } from './incident/lifecycle/merge.ts';
import { remove } from './incident/lifecycle/remove.ts';
import { leaveAs, resolve } from './incident/lifecycle/resolve.ts';
import { role } from './incident/lifecycle/role.ts';
import { severity } from './incident/lifecycle/severity.ts';
import { split } from './incident/lifecycle/split.ts';
import { task, taskDone, tasksOfIncident } from './incident/lifecycle/task.ts';
import { list as incidentList } from './incident/list.ts';
import { askUpdate } from './incident/record/ask.ts';
import { aware } from './incident/record/aware.ts';
import { drill } from './incident/record/drill.ts';
import { gdpr } from './incident/record/gdpr.ts';
import { pack } from './incident/record/pack-command.ts';
import { lessons, report } from './incident/record/report.ts';
import { exportIncident, timelineCommand } from './incident/record/timeline.ts';
import { show as incidentShow } from './incident/show.ts';
import { admins } from './leavers/admins.ts';
import { adminsAdd, adminsRemove, adminsTransfer, leaverApply } from './leavers/admins-change.ts';
import { leaver, leavers } from './leavers/cases.ts';
import { credentialsChanged, rightsRemoved, seatFilled, secondPerson } from './leavers/items.ts';
import { leave } from './leavers/leave.ts';
import { adminsLink } from './leavers/link.ts';
import { stays } from './leavers/stays.ts';
import { org } from './organisation/org.ts';
import { done } from './participation/done.ts';
import { giveUp, withdraw } from './participation/end.ts';
import { ask, reply, supplement } from './participation/questions.ts';
import { vote } from './participation/vote.ts';
import { weigh } from './participation/weigh.ts';
import { attach, detach } from './registration/attach.ts';
import { receiveText } from './registration/conversation.ts';
import { discard } from './registration/discard.ts';
import { edit } from './registration/edit.ts';
import { fill } from './registration/fill.ts';
import { register } from './registration/register.ts';
import { close, renew } from './registration/renew.ts';
import { submit } from './registration/submit.ts';
import { help } from './registry/help.ts';
import { list } from './registry/list.ts';
import { show } from './registry/show.ts';
import { home, tasks } from './registry/tasks.ts';
import { januaryConfirm, januaryReceive } from './time/january.ts';
import { snooze } from './time/snooze.ts';

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
  adminsLink,
  home,
  fill,
  receiveText,
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
  retryAll,
  older,
  rightsRemoved,
  secondPerson,
  credentialsChanged,
  leaverApply,
  seatFilled,
  stays,
  snooze,
  januaryReceive,
  januaryConfirm,
  declare,
  add,
  remove,
  incidentShow,
  incidentList,
  contacts,
  incidentHelp,
  confirm,
  falseAlarm,
  severity,
  role,
  contain,
  worse,
  lost,
  resolve,
  leaveAs,
  lift,
  handOver,
  breakGlass,
  split,
  askUpdate,
  merge,
  closeIncident,
  reopen,
  task,
  tasksOfIncident,
  taskDone,
  internal,
  staff,
  update,
  read,
  phoned,
  external,
  text,
  showText,
  submitText,
  approveText,
  coSignText,
  returnText,
  publishText,
  withdrawText,
  dataLoss,
  prosecutor,
  stop,
  dormant,
  hide,
  shutDown,
  control,
  evidence,
  board,
  steps,
  mine,
  stopped,
  tick,
  skip,
  second,
  again,
  snapshot,
  restore,
  explain,
  release,
  ticket,
  replace,
  drill,
  timelineCommand,
  exportIncident,
  files,
  fetchFile,
  pack,
  gdpr,
  aware,
  report,
  lessons,
  connect,
  connectSend,
  look,
  lookSend,
  connectors,
  connector,
  connectorSecond,
];
