/** The narrator's words in English. */
import type { Words } from '../words.ts';

export const en: Words = {
  title: 'Kanalwacht – a demonstration',
  about:
    'A channel of the Dortmund cultural institutions goes through participation, from the link to the renewed application. The department, data protection and part of FB 11 work in Microsoft Teams; head, FB 3 and FB 11 in Slack; staff council and IT security in the browser. Nothing is retold: every line comes about while you read it, through the same doors as in operation; only Slack and Teams are played by this machine. A ✓ means that the result has been checked.',
  help: `npm run demo -- --lang en

Tells the whole story on a database that is gone afterwards, and checks every result.

  --lang en   English (German otherwise)
  --help      this help

Exit: 0 all checked and right, 1 something was not as expected.`,
  places: { slack: 'Slack', teams: 'Microsoft Teams', local: 'browser' },
  left: (rows) => `   … ${rows} more rows`,
  writes: 'writes:',
  clicks: 'clicks:',
  enters: 'enters:',
  more: (count) => `… and ${count} more`,
  inRoom: (room) => `in the room “${room}”`,
  expected: 'expected:',
  found: 'found:',
  end: (checks, seconds) => `${checks} results checked, all of them right. It took ${seconds} seconds.`,
  failed: 'The demonstration has been stopped: a result was not as expected.',
  scenes: {
    import: {
      title: 'What there is: an old list is taken over',
      about:
        'The answer of the government of Saxony of 2016 names 51 channels. Each row becomes a channel with a late application that says what it still lacks.',
    },
    register: {
      title: 'A channel is applied for',
      about: 'All the clerk has is a link. The bot reads network and handle from it.',
    },
    no: {
      title: 'A No, and how it is weighed',
      about:
        'The head decides first, then FB 3, data protection and IT security. FB 3 is against it: nothing moves until the head has weighed the No and given reasons.',
    },
    deputy: {
      title: 'The staff council’s deputy decides',
      about: 'Two days later. The chair is travelling; the deputy finds the application among their tasks.',
    },
    atOnce: {
      title: 'Two decide in the same moment',
      about: 'For FB 11 two people click Yes at the same time, one in Slack, one in Teams.',
    },
    tasks: {
      title: 'Approved: what is to be done now',
      about: 'Tasks follow from the approval. Only with imprint and privacy statement in place is the channel public.',
    },
    renewal: {
      title: 'Half a year later: the application is renewed',
      about: 'What has been submitted is never changed. Whoever wants a change applies again; the data come along.',
    },
    audit: {
      title: 'The audit holds',
      about: 'Every step stands in the audit, every entry carries the fingerprint of the one before.',
    },
  },
  tell: {
    operator: 'Operations read the list in:  npm run import -- demo/saxony-2016.csv',
    again: 'The same file once more:',
    registrar: 'The registrar looks at it in the browser.',
    headFirst: 'The head’s card is in Slack although the application comes from Teams.',
    question:
      'Data protection has a question. While it is open the clock stands still; the application does not change.',
    security: 'IT security has no objections.',
    atOnce: 'Both click before either of the two cards can change.',
    tasks: 'All cards update by themselves; nobody has to ask.',
    unchanged: 'Every body is asked anew. Whoever stays with their opinion needs one click.',
    weighedAgain: 'The No of FB 3 still stands as well, and the weighing is given anew.',
    tamper: 'Somebody with access to the database tries to change an old entry.',
  },
  checks: {
    imported: '51 of 51 rows have been taken over',
    faultless: 'no row has a fault',
    again: 'a second time changes nothing: 0 new, 51 there already',
    listed: 'the registry shows 51 channels',
    prefilled: 'network and handle are in the form already',
    problem: 'below the field it says what is wrong',
    kept: 'everything else is still there as it was typed',
    complete: 'the review finds no gap any more',
    number: 'the application has a number and is frozen',
    headHasIt: 'the head has their card, in their own chat',
    othersWait: 'nobody else has a card yet',
    asked: 'FB 3, data protection and IT security have their cards',
    notYet: 'FB 11 and the staff council are asked once FB 3 has answered',
    told: 'department and head learn of it at once, with the reason',
    weighed: 'the weighing stands on every card for good',
    nowAsked: 'now FB 11 and the staff council have their cards, too',
    query: 'the state is “query”',
    answered: 'the answer stands beside the application, for every body to see',
    silence: 'the card says how long the application has been with the staff council',
    acting: 'the vote names both: who decided, and on whose behalf',
    resolution: 'the resolution is recorded',
    first: 'one Yes counts',
    second: 'the other person reads who was faster',
    oneVote: 'the audit holds exactly one vote of FB 11',
    approved: 'with the last vote the application is approved; nobody has to click “approve”',
    line: 'the overview line shows all six votes',
    unblocked: 'the unblocking is done, with name and time',
    conduct: 'both people have acknowledged the rules of conduct',
    consent: 'both have given their voluntary consent',
    published: 'the channel is published',
    list: 'the registry shows it so',
    version: 'the renewed application has the same number, with v2',
    diff: 'the card shows exactly what has changed',
    note: 'the note of the old database stands on the card',
    unchanged: 'six new votes, all of them “assessment unchanged”',
    archived: 'the earlier application is archived and stays readable',
    whole: 'the chain is whole',
    refused: 'the database does not let it happen',
    still: 'the chain is the same afterwards',
    clean: 'no chat would have refused any of these messages, and nothing was reported as a fault',
  },
  wrongLink: 'https://192.168.10.4/kultur',
  reason: 'There is the city’s own page already. Please settle who is responsible for what.',
  weighing:
    'The cultural institutions reach people who do not follow the city’s page. We agree on dates with FB 3 every week.',
  question: 'Who deletes comments that contain data about other people, and how fast?',
  answer: 'The main administrator, on the same working day; comments are closed in the evening and at weekends.',
  resolution: 'Resolution 12/2026',
  newPurpose: 'To announce the events of the cultural institutions and to raffle tickets',
};
