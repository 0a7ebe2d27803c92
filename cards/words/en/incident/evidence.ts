/** Evidence, the emergency pack. */
export const incidentEvidenceWords = {
  'help.incident-files': 'The evidence of an incident: who sent it when, checksum, link to the file',
  'usage.incident-files': '[V-2026-0001]',
  'refusal.which-incident':
    'You have a part in several open incidents: {numbers}. Please send the file once more and say which one it belongs to: "incident evidence V-2026-0001".',
  'refusal.too-much-evidence':
    'An incident takes {max} files at most. Please store further ones elsewhere and give their link as evidence.',
  'refusal.file-not-stored': 'This file is not there.',
  'refusal.link-dm-only':
    'I give links to files in the personal chat only, because they belong to the person who asks.',
  'timeline.evidence-file': 'Evidence stored: {name} ({about}), SHA-256 {sha256}',
  'timeline.evidence-announced': 'Evidence announced: {name} ({about})',
  'timeline.evidence-refused': 'Evidence not accepted: {name}',
  'timeline.evidence-fetched': 'Evidence handed out: {name}',
  'evidence.kept': '{name} is stored as evidence of {number}.\nSHA-256 {sha256}',
  'evidence.loading':
    '{files} is being loaded and then stored as evidence of {number}. If that fails, I will write to you.',
  'evidence.instead':
    'Does it belong to an incident ({number}) instead? Then send it once more with the text "incident evidence".',
  'evidence.step.done': 'This completes step {code}; the checksum is its evidence.',
  'evidence.step.added': 'The checksum is now the evidence of step {code}.',
  'evidence.step.kept':
    'Step {code} stays as it is: it has evidence already, needs a link, or its turn has not come. The file is stored all the same.',
  'evidence.title': '{number}: {count} {count|piece|pieces} of evidence',
  'evidence.none': 'Nobody has sent evidence yet.',
  'evidence.line': 'By {who}, {at}',
  'evidence.fetch': 'Link to the file',
  'evidence.link': 'Evidence of {number}',
  'evidence.state.stored': 'stored',
  'evidence.state.waiting': 'being loaded',
  'evidence.state.refused': 'not accepted',
  'evidence.how':
    'Send evidence as a file in the personal chat with the text "incident evidence", ideally with channel and step ("incident evidence S1.5").',
  'evidence.no.type':
    'This type of file is not allowed. Mails (EML), pictures (PNG, JPG), videos (MP4, MOV, WebM), PDF, Word, Excel, OpenDocument, text and CSV are.',
  'evidence.no.too-big': 'The file is larger than 5 MB. Please store it elsewhere and give its link as evidence.',
  'evidence.missing': '{number}: your evidence is missing',
  'evidence.refused': 'Your file "{name}" is not stored as evidence. Please send it once more.',
  'evidence.part': 'Evidence: {count} {count|file|files}',
  'steps.screenshots-first':
    '📷 This step deletes something. Take screenshots first and send them with "incident evidence".',
  'steps.screenshots-ask': 'This step deletes something that nobody can prove afterwards. Are the screenshots there?',
  'steps.screenshots-yes': 'Yes, they are there',
  'record.files': 'Evidence',
  'record.files.name': 'File',
  'record.files.sha256': 'SHA-256',
  'record.files.size': 'Size (bytes)',
  'record.files.type': 'Type',
  'record.files.person': 'Sent by',
  'record.files.handed-in': 'Received (UTC)',
  'record.files.channel': 'Channel',
  'record.files.step': 'Step',
  'record.files.state': 'State',
  'help.incident-pack': 'The emergency pack to print: phone numbers, channels, where to report, checklists',
  'pack.title': 'Emergency pack',
  'pack.file': 'emergency-pack',
  'pack.intro':
    '{city}. As of {at}.\nFor when the chat is down. Confidential: please keep it locked away and destroy the old version.',
  'pack.what':
    'It holds phone numbers, all channels with their administrators, where the platforms take reports, and the checklists.',
  'pack.print': 'Please print the emergency pack and lock it away. It helps when the chat is down.',
  'pack.get': 'Link to the emergency pack',
  'pack.link-note':
    'The link is yours and works until {until}. Each night the new state is put behind it. Your last link no longer works.',
  'pack.who': 'Who',
  'pack.phone': 'Phone',
  'pack.address': 'Address',
  'pack.platform': 'Platform',
  'pack.channel': 'Channel',
  'pack.state': 'State',
  'pack.administrators': 'Administrators',
  'pack.channels': 'Channels',
  'pack.stage': 'Stage',
  'pack.step': 'Step',
  'pack.no-door': 'No form is known: ask the operator, our own server administration or support',
  'pack.runbook': 'The first 15 minutes',
  'pack.runbook.call':
    'Phone IT security. They lead and decide whether it is an incident. If they can’t be reached, phone the next person on the list.',
  'pack.runbook.login': 'An administrator of the channel tries to log in from a safe device.',
  'pack.runbook.proof': 'Take screenshots with address and time before you change or delete anything.',
  'pack.runbook.recover':
    'If the login works: new password, end all sessions, check the mailbox. If not: use the platform’s form and write the ticket number down.',
  'pack.runbook.stop': 'Nothing more is published on the channel. Stop planned posts and advertisements.',
  'pack.runbook.related': 'The same goes for all channels with the same administrators, mailbox or tool.',
  'pack.runbook.tell':
    'Phone press office, data protection, the head of the office and those who approve: which channel, what is to be seen, do not click, do not pass on, only the press office speaks.',
  'pack.runbook.public':
    'The press office warns on the website and on channels that are not affected. A second person approves the text.',
  'pack.runbook.write-down':
    'Write down who did what and when. Report the incident with "/incident declare" as soon as the chat is back. The 72 hours for the supervisory authority run from now.',
} as const;
