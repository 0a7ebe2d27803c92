/** Configures the official renderer. Colours are variables of base.css, so light and dark mode apply automatically. */

const colour = (name, subtle = name) => ({ default: `var(--${name})`, subtle: `var(--${subtle})` });

const TEXT = {
  default: colour('text', 'subtle'),
  dark: colour('text', 'subtle'),
  light: colour('on-accent'),
  accent: colour('accent-text'),
  good: colour('good-text'),
  warning: colour('warning-text'),
  attention: colour('danger-text'),
};

const surface = (background, border) => ({
  backgroundColor: `var(--${background})`,
  borderColor: `var(--${border})`,
  foregroundColors: TEXT,
});

export const LOOK = {
  fontFamily: 'var(--font)',
  supportsInteractivity: true,
  fontTypes: {
    default: {
      fontFamily: 'var(--font)',
      fontSizes: { small: 13, default: 15, medium: 17, large: 20, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 650 },
    },
    monospace: {
      fontFamily: 'ui-monospace, monospace',
      fontSizes: { small: 12, default: 14, medium: 15, large: 17, extraLarge: 20 },
      fontWeights: { lighter: 400, default: 400, bolder: 650 },
    },
  },
  lineHeights: { small: 18, default: 22, medium: 24, large: 27, extraLarge: 31 },
  spacing: { small: 4, default: 10, medium: 16, large: 24, extraLarge: 32, padding: 12 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  textStyles: {
    heading: { size: 'default', weight: 'bolder', color: 'default', isSubtle: false },
    columnHeader: { size: 'default', weight: 'bolder', color: 'default', isSubtle: false },
  },
  containerStyles: {
    default: surface('card', 'line'),
    emphasis: surface('raised', 'line'),
    accent: surface('info-back', 'info-line'),
    good: surface('good-back', 'good-line'),
    warning: surface('warning-back', 'warning-line'),
    attention: surface('danger-back', 'danger-line'),
  },
  adaptiveCard: { allowCustomStyle: false },
  textBlock: { headingLevel: 3 },
  factSet: {
    title: { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 220 },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 16,
  },
  table: { cellSpacing: 8 },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', color: 'default', size: 'default' },
      optionalInputs: { weight: 'bolder', color: 'default', size: 'default' },
    },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 0,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
};
