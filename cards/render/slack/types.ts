/** The part of Block Kit that we use (docs.slack.dev/reference/block-kit), as plain shapes without the SDK. */

/** `emoji: false`: `:smile:` stays as typed. There is no mrkdwn type: text that is never parsed needs no escaping. */
export type PlainText = { type: 'plain_text'; text: string; emoji: false };

type SlackConfirm = {
  title: PlainText;
  text: PlainText;
  confirm: PlainText;
  deny: PlainText;
  style?: 'primary' | 'danger';
};
export type SlackButton = {
  type: 'button';
  action_id: string;
  text: PlainText;
  value: string;
  style?: 'primary' | 'danger';
  confirm?: SlackConfirm;
};

export type SlackOption = { text: PlainText; value: string };
export type SlackOptions =
  | { options: SlackOption[] }
  | { option_groups: { label: PlainText; options: SlackOption[] }[] };

type Element<Type extends string> = { type: Type; action_id: string };
export type InputElement =
  | (Element<'plain_text_input'> & {
      multiline?: true;
      max_length?: number;
      initial_value?: string;
      placeholder?: PlainText;
    })
  | (Element<'number_input'> & { is_decimal_allowed: boolean; initial_value?: string; placeholder?: PlainText })
  | (Element<'datepicker'> & { initial_date?: string })
  | (Element<'radio_buttons'> & { options: SlackOption[]; initial_option?: SlackOption })
  | (Element<'checkboxes'> & { options: SlackOption[]; initial_options?: SlackOption[] })
  | (Element<'static_select'> & SlackOptions & { initial_option?: SlackOption; placeholder?: PlainText })
  | (Element<'multi_static_select'> & SlackOptions & { initial_options?: SlackOption[]; placeholder?: PlainText })
  | (Element<'users_select'> & { initial_user?: string; placeholder?: PlainText });

export type RichTextPart =
  | { type: 'text'; text: string; style?: { bold: true } }
  | { type: 'link'; url: string; text: string };

export type InputBlock = {
  type: 'input';
  block_id: string;
  label: PlainText;
  element: InputElement;
  optional: boolean;
  hint?: PlainText;
};
export type SlackBlock =
  | { type: 'header'; text: PlainText }
  | { type: 'section'; text: PlainText }
  | { type: 'context'; elements: PlainText[] }
  | { type: 'rich_text'; elements: { type: 'rich_text_section'; elements: RichTextPart[] }[] }
  | { type: 'divider' }
  | { type: 'actions'; elements: SlackButton[] }
  | InputBlock;

export type SlackModal = {
  type: 'modal';
  callback_id: string;
  private_metadata: string;
  title: PlainText;
  close: PlainText;
  submit?: PlainText;
  blocks: SlackBlock[];
};
export type SlackHome = { type: 'home'; blocks: SlackBlock[] };
export type SlackView = SlackModal | SlackHome;
