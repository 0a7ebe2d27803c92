/** The narrator's words about an incident and a drill, in English. */
import type { incident as german } from './incident-de.ts';

export const incident: typeof german = {
  seen: 'There is a prize draw there that asks for bank details.',
  seenToo: 'A strange prize draw',
  snapshot: {
    bio: 'Culture in Dortmund: dates and tickets',
    links: 'https://www.dortmund.de/kultur',
    visibility: 'public',
    administrators: 'Public relations, library',
  },
  warning:
    'At the moment there are posts on the Facebook page “Kulturbetriebe Dortmund” that are not ours. Please do not click on any links there, and do not enter any data.',
  sentence: 'Current information: www.dortmund.de.',
  page: 'https://www.dortmund.de/warnung',
  update: 'The page is dormant, the notice stands. Next we look at what was published.',
  newBio: 'Culture in Dortmund: dates, tickets and tours',
  why: 'Public relations had planned it like this for this week.',
  noReport: 'No messages were read and no data was taken; the log of the network is at hand.',
  allClear: 'All clear: the Facebook page “Kulturbetriebe Dortmund” is run by the City of Dortmund again.',
  pageClear: 'https://www.dortmund.de/entwarnung',
  drilled: 'We practise the first ten minutes.',
  drillNoReport: 'There is no data in the drill.',
  scenes: {
    takeover: {
      title: 'An account has been taken over',
      about:
        'On the Facebook page of the cultural institutions there is something that is not from the city. Whoever sees it reports it; it takes no more than the link.',
    },
    frozen: {
      title: 'The channel goes dormant, with a notice',
      about:
        'Each network has its own list of steps. People carry them out; Kanalwacht remembers who did what and when, and what proves it.',
    },
    outside: {
      title: 'A warning for the public',
      about:
        'The press office writes, the city director releases, data protection co-signs. People publish it, not the bot.',
    },
    restored: {
      title: 'The channel comes back',
      about:
        'To contain is quick; a channel comes back only when each difference to before is explained and a second person releases it.',
    },
    closed: {
      title: 'The incident is closed',
      about: 'It can be closed only when nothing is open any more. What stays is its record.',
    },
    drill: {
      title: 'A drill',
      about: 'One practises with the same cards and the same people. Nothing of it goes outside.',
    },
  },
  tell: {
    room: 'A confidential room is open. Kanalwacht has read in the registry who belongs into it.',
    confirm: 'Four minutes later the lead has had a look: it is real.',
    stop: 'Two minutes later. What else is in danger stands in the registry; one click stops it all.',
    steps: 'The first step with its proof, the others likewise.',
    ownText:
      'The press office has been given the right to release, but not for what it has written itself. It tries all the same.',
    edit: 'Released. Then another sentence occurs to the press office.',
    back: 'Forty minutes later access is secured, everything foreign is removed, each step back is ticked off.',
    related: 'The stop on Flickr is lifted as well, again by two people.',
    allClear: 'Whoever was warned shall also read the all clear. It goes the same way.',
    record: 'What stays: the record as a file, and the report.',
    drillEnds: 'The drill ends like an incident, with decisions and a report.',
  },
  checks: {
    declared: 'one line was enough: the incident has a number',
    once: 'a second report right after it ends up with the same incident',
    compromised: 'the public list of the city says at once that the channel is compromised',
    inRoom: 'only those with a part are in the room; whoever reported it is not',
    told: 'whoever must know has the first notice, in browser, Slack and Teams; nobody else',
    read: 'three have read it: its sender and the two who clicked',
    blast: 'the card names the other channels, and what they share with the first',
    stopped: 'one confirmation holds for all; two stand still, nobody administers the third, the board shows it',
    snapshotFirst: 'before the snapshot no step can be ticked off',
    samePerson: 'whoever did the steps cannot confirm them',
    waits: 'the card waits for a second person',
    dormant: 'once the second person has confirmed it the channel is dormant',
    public: 'the public list now says “ruhend” (dormant)',
    listed: 'and so does the list of channels',
    notOffered: 'the card of the press office does not offer the release',
    ownText: 'this is refused as well',
    voided: 'the release is void, and it cannot be published any more',
    published: 'the text is released anew, co-signed, and kept with its link',
    update: 'the update has reached those who must know',
    contained: 'the incident is contained',
    diff: 'as long as the difference is not explained, the channel cannot be released',
    sameAgain: 'and whoever explained it does not release it',
    active: 'the public list says “aktiv” (active) again',
    restored: 'all channels are back, the incident is restored',
    gate: 'the card names what is missing: all clear, loss of data, authority',
    notYet: 'it is not closed yet',
    gdpr: '“no report”, too, is kept with its reason',
    closed: 'now the incident is closed',
    sum: 'the file behind the link has exactly the checksum that the card shows',
    record: 'it holds the incident with its whole timeline',
    figures: 'the report has its minutes for each part',
    ownNumber: 'the drill has a number of its own',
    ownFigures: 'it has figures of its own',
    marked: 'each card of the drill begins with “DRILL”',
    inside: 'whoever has no part in it has received nothing',
    untouched: 'the public list is as it was',
  },
};
