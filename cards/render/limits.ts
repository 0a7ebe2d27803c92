/**
 * What each chat accepts, one table per chat. Renderers cut to these numbers and never send more. Lengths are UTF-16
 * units unless a name says bytes. Slack's numbers are from docs.slack.dev/reference, Microsoft's from
 * learn.microsoft.com/microsoftteams/platform; the page is named at each.
 */
export const LIMITS = {
  slack: {
    /** block-kit/blocks: 50 in a message, 100 in modals and Home tabs. */
    messageBlocks: 50,
    viewBlocks: 100,
    /**
     * methods/chat.update: `text` over 4,000 is refused (msg_too_long). The page says characters, but the server was
     * seen to count UTF-8 bytes. A later update sends the same text again, so posts keep the limit, too.
     */
    textBytes: 4000,
    /**
     * The sum of a message's texts is limited, too (msg_blocks_too_long), but no page says so. The maintainers name
     * "12,000 with a buffer for containers" (slackapi/bolt-js#2509). Users measured about 13,200 less some 100 per
     * block, with `&`, `<` and `>` counted as their entities. Our number stays below both.
     */
    messageWeight: 12_000,
    blockWeight: 100,
    partWeight: 10,
    /**
     * A view over 250 kB is refused (view_too_large, no page). Ours is lower, because titles and metadata are added.
     */
    viewBytes: 200_000,
    /** block-kit/blocks/section-block, composition-objects/text-object. */
    sectionText: 3000,
    /** block-kit/blocks/rich-text-block names none; we use that of the text object. */
    richText: 3000,
    /** Ours: a label next to its value. */
    factLabel: 300,
    /** block-kit/blocks/context-block takes text objects. Ours is lower: longer text is not small print. */
    contextText: 2000,
    /** block-kit/blocks/header-block. */
    header: 150,
    /** block-kit/blocks/actions-block. */
    actionsElements: 25,
    /** block-kit/block-elements/button-element. */
    buttonText: 75,
    buttonValue: 2000,
    /** block-kit/block-elements/link-element names none; we use that of the button's url. */
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
    /**
     * block-kit/block-elements/select-menu-element: 100 options, or 100 groups of 100. Ours: ten groups are a long
     * menu.
     */
    selectOptions: 100,
    selectGroups: 10,
    /** block-kit/composition-objects/option-object (the page now says 150 for the value, the SDK's types 75). */
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
    /**
     * bots/how-to/format-your-bot-messages allows about 100 KB a message, older pages and those on webhooks 28 KB: we
     * use the smallest.
     */
    cardBytes: 28_000,
    /** The card schema's own version; task-modules-and-cards/cards/cards-reference: bots send up to 1.5. */
    schema: '1.5',
    /** No page: a row is said to show six actions and to hide the rest in an overflow menu. */
    visibleActions: 6,
    /** task-modules-and-cards/cards/universal-actions-for-adaptive-cards: refresh.userIds. */
    refreshUsers: 60,
    /** No page; a notification shows far less. */
    summary: 500,
  },
  plain: {
    /** Ours; it fits into Slack's `text` and Teams' messages. */
    text: 4000,
  },
  local: {
    /** Ours. The same as in Teams, so that a demo shows every cut that Teams would make. */
    cardBytes: 28_000,
    /** What the message box accepts; Slack's slash commands end near here, too. */
    message: 4000,
  },
} as const;
