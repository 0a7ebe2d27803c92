/**
 * What each chat accepts, in one table per chat; renderers cut to these numbers and never send more.
 * Lengths are UTF-16 units unless a name says bytes. Slack's numbers stand on docs.slack.dev/reference, Microsoft's on
 * learn.microsoft.com/microsoftteams/platform; the page is named beside each.
 */
export const LIMITS = {
  slack: {
    /** block-kit/blocks: 50 in a message, 100 in modals and Home tabs. */
    messageBlocks: 50,
    viewBlocks: 100,
    /**
     * methods/chat.update: `text` over 4,000 is refused (msg_too_long). The page says characters, the server was seen to
     * count UTF-8 bytes; a later update sends the same text again, so a post keeps to it too.
     */
    textBytes: 4000,
    /**
     * The sum of a message's texts is limited too (msg_blocks_too_long), on no page: the maintainers name "12,000 with a
     * buffer for containers" (slackapi/bolt-js#2509), users measured about 13,200 less some 100 per block, `&`, `<` and `>`
     * counted as their entities. Ours stays below with both.
     */
    messageWeight: 12_000,
    blockWeight: 100,
    partWeight: 10,
    /** A view over 250 kB is refused (view_too_large, no page); less, because titles and metadata come on top. */
    viewBytes: 200_000,
    /** block-kit/blocks/section-block, composition-objects/text-object. */
    sectionText: 3000,
    /** block-kit/blocks/rich-text-block names none; the text object's is kept to. */
    richText: 3000,
    /** Ours: a label beside its value. */
    factLabel: 300,
    /** block-kit/blocks/context-block takes text objects; small print this long is no small print. */
    contextText: 2000,
    /** block-kit/blocks/header-block. */
    header: 150,
    /** block-kit/blocks/actions-block. */
    actionsElements: 25,
    /** block-kit/block-elements/button-element. */
    buttonText: 75,
    buttonValue: 2000,
    /** block-kit/block-elements/link-element names none; the button's url is kept to. */
    url: 3000,
    /** block-kit/composition-objects/confirmation-dialog-object. */
    confirmTitle: 100,
    confirmText: 300,
    confirmButton: 30,
    /** block-kit/blocks: block_id; block-elements: action_id; views: callback_id. */
    id: 255,
    /** block-kit/blocks/input-block. */
    label: 2000,
    hint: 2000,
    /** block-kit/block-elements: every placeholder. */
    placeholder: 150,
    /** block-kit/block-elements/plain-text-input-element: max_length. */
    inputLength: 3000,
    /** block-kit/block-elements: radio buttons and checkboxes. */
    radioOptions: 10,
    /** block-kit/block-elements/select-menu-element: 100 options, or 100 groups of 100; ten groups are a long menu already. */
    selectOptions: 100,
    selectGroups: 10,
    /** block-kit/composition-objects/option-object (the page says 150 for the value by now, the SDK's types 75). */
    optionText: 75,
    optionValue: 75,
    /** views/modal-views: title, submit, close; private_metadata. */
    viewTitle: 24,
    viewButton: 24,
    privateMetadata: 3000,
    /** No page; one sentence under a field. */
    problem: 500,
  },
  teams: {
    /** bots/how-to/format-your-bot-messages allows about 100 KB a message (28 KB on older pages and still for webhooks): the smallest holds. */
    cardBytes: 28_000,
    /** The card schema's own version; task-modules-and-cards/cards/cards-reference: bots send up to 1.5. */
    schema: '1.5',
    /** No page: a row is said to show six actions, the rest hides in an overflow menu. */
    visibleActions: 6,
    /** task-modules-and-cards/cards/universal-actions-for-adaptive-cards: refresh.userIds. */
    refreshUsers: 60,
    /** No page; a notification shows far less. */
    summary: 500,
  },
  plain: {
    /** Ours, so that Slack's `text` and Teams' messages hold it. */
    text: 4000,
  },
  local: {
    /** Nobody's page: our own. The same card as in Teams with room to breathe, so that a demo shows no cut that Teams would. */
    cardBytes: 28_000,
    /** What the message box takes; Slack's slash commands end near here too. */
    message: 4000,
  },
} as const;
