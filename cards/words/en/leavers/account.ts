/** People whose departure would go unnoticed, and how a person is linked to their office account. */
export const account = {
  'help.admins-link':
    'Link a person to their office account. Without anything behind it you see whose leaving would not be noticed.',
  'usage.admins-link': '@person name@city.example',
  'account.unnoticed': 'Their leaving would not be noticed: no office account is linked to this person.',
  'account.todo': 'Please link it by their office e-mail address.',
  'account.todo-others': 'The registrars, the head and the deputies can link it.',
  'account.todo-registrar': 'The registrars can link it, but nobody their own.',
  'account.no-directory':
    'No user directory is connected. When somebody leaves the city, I learn of it only if somebody tells me.',
  'account.button': 'Link an account …',
  'account.title': 'Link an account',
  'account.intro':
    'When this account is closed, a leaver case begins. In the chat, too, I will know the person by this address.',
  'account.submit': 'Link',
  'field.officeEmail': 'Office e-mail address',
  'field.officeEmail.hint': 'The address with which the person logs in at the city or gets their mail.',
  'account.address': 'Address',
  'account.accounts': 'Accounts',
  'account.is-open': '{source} (open)',
  'account.is-closed': '{source} (closed)',
  'account.sure-title': '{name}: link the account?',
  'account.ask.closed':
    'An account with this address is closed. If you link it, that counts as a report: if the person has rights or a seat, a leaver case begins at once, and the people in charge get a card.',
  'account.ask.instead': '{name} is linked to another account so far. The new one takes its place.',
  'account.ask.reused': '{other} had this address and has left the city. Does it belong to {name} now?',
  'account.ask.moved':
    'This address is linked to {other} so far. Was that a mistake? If you go on, the leaving of {other} will no longer be noticed.',
  'account.yes': 'Yes, link it',
  'account.same-person':
    'If {other} is the same person, please hand the rights over to them. For that, the application is made again.',
  'account.hand-over': 'Hand over rights …',
  'account.theirs': 'This address belongs to {other}. If that is somebody else, please check the address.',
  'account.theirs-gone':
    '{other} had this address and has left the city. I know no new account with this address. Please check the address.',
  'account.done': '{name} is linked now: {accounts}. When the account is closed, a leaver case begins.',
  'account.done-case': '{name} is linked now: {accounts}. The leaver case has begun.',
  'account.done-closed':
    '{name} is linked now: {accounts}. There is nothing to do: the person has no rights on any channel and no seat in the participation.',
  'account.already': '{name} is linked to this account already. There is nothing to do.',
  'account.list-title': 'Leaving would not be noticed ({count})',
  'account.list-intro': 'No office account is linked to these people. When they leave the city, I learn nothing of it.',
  'account.list-none': 'When somebody you answer for leaves the city, it is noticed.',
  'account.list-more': 'And {count} more. They move up as soon as you have linked somebody.',
  'account.rights': 'Rights on: {channels}',
  'account.seats': 'Seats: {seats}',
  'digest.unnoticed': 'People whose leaving would not be noticed',
  'digest.unnoticed.row': 'No office account is linked. {what}',
  'digest.unnoticed.all': 'See all of them',
  'digest.no-directory': 'Leaving is not noticed',
  'problem.not-an-address': 'This is no e-mail address. Please write it like this: name@city.example.',
  'problem.no-account':
    'No account with this address. Please check the spelling. I usually know a new account only the next morning.',
  'problem.had-left':
    'This person has left already. Please enter them as a new person in a new application if they come back.',
  'refusal.not-an-address': '“{said}” is no e-mail address. Please write it like this: name@city.example.',
  'refusal.no-account':
    'No account with this address: {said}. Please check the spelling. I usually know a new account only the next morning.',
  'refusal.had-left':
    '{name} has left already. Please enter them as a new person in a new application if they come back.',
} as const;
