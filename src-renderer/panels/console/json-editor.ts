/**
 * CodeMirror for the body of an operation, a chunk of its own. It stands in a shadow root: there its styles
 * are adopted sheets, which the window's policy allows, and not `<style>` elements, which it does not.
 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Flaw } from './data/json-flaw.ts';

export interface JsonEditor {
  /** What is typed elsewhere; nothing happens where it is there already. */
  write(text: string): void;
  /** Underlines the place; null for none. */
  mark(flaw: Flaw | null): void;
  /** Moves the focus into it, to the place where one is given. */
  focus(at?: number): void;
  remove(): void;
}

export interface EditorOptions {
  /** Has a shadow root from then on. */
  readonly host: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly onchange: (text: string) => void;
}

const setFlaw = StateEffect.define<Flaw | null>();
const flawMark = Decoration.mark({ class: 'flaw' });
/** An end of the text has no character to underline: the one before it is. */
const flaws = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const effect = transaction.effects.find((it) => it.is(setFlaw));
    if (effect === undefined) return marks.map(transaction.changes);
    const { length } = transaction.newDoc;
    if (effect.value === null || length === 0) return Decoration.none;
    const from = Math.min(effect.value.from, length - 1);
    const to = Math.min(Math.max(effect.value.to, from + 1), length);
    return Decoration.set(flawMark.range(from, to));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Names carry the weight, values step back, and colour stays for what is wrong. */
const looks = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--text)', fontWeight: '500' },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: 'var(--text-2)' },
  { tag: [tags.separator, tags.brace, tags.squareBracket], color: 'var(--text-3)' },
]);

const theme = EditorView.theme({
  '&': {
    color: 'var(--text)',
    fontSize: '0.75rem',
    borderRadius: 'var(--r2)',
    background: 'var(--bg-field)',
    boxShadow: 'inset 0 0 0 1px var(--line-strong)',
    minHeight: '8rem',
    maxHeight: '24rem',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    fontVariantLigatures: 'none',
    lineHeight: '1.125rem',
    borderRadius: 'var(--r2)',
  },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 10px 0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '1.5px' },
  '.cm-gutters': {
    background: 'transparent',
    color: 'var(--text-3)',
    border: '0',
    userSelect: 'none',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 10px', minWidth: '1.75rem' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'var(--bg-select)' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--bg-press)' },
  '.flaw': {
    textDecoration: 'underline wavy var(--danger)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
    background: 'var(--danger-soft)',
  },
  '@media (forced-colors: active)': {
    '&': { border: '1px solid ButtonText' },
    '.flaw': { textDecoration: 'underline wavy CanvasText' },
  },
});

/**
 * Typed signs go in by CodeMirror itself. Where the browser puts them in, it gives them the colour of what
 * they replace, by a style attribute, which the policy refuses with a complaint. What an input method
 * composes stays the browser's.
 */
const typing = EditorView.domEventHandlers({
  beforeinput: ({ inputType, data, isComposing }, view) => {
    if (inputType !== 'insertText' || data === null || isComposing) return false;
    view.dispatch(view.state.replaceSelection(data), {
      userEvent: 'input.type',
      scrollIntoView: true,
    });
    return true;
  },
});

/** Draws the editor in `host`. */
export function createJsonEditor({ host, text, label, onchange }: EditorOptions): JsonEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        json(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        syntaxHighlighting(looks),
        flaws,
        theme,
        typing,
        // Tab leads on, as from any field; lines are indented as they are made.
        keymap.of([...historyKeymap, ...withoutModEnter]),
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onchange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    write: (to) => {
      const { doc } = view.state;
      if (doc.toString() === to) return;
      view.dispatch({ changes: { from: 0, to: doc.length, insert: to } });
    },
    mark: (flaw) => {
      view.contentDOM.setAttribute('aria-invalid', String(flaw !== null));
      view.dispatch({ effects: setFlaw.of(flaw) });
    },
    focus: (at) => {
      view.focus();
      if (at === undefined) return;
      const anchor = Math.min(at, view.state.doc.length);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
    },
    remove: () => view.destroy(),
  };
}

/** The window has a meaning of its own for Ctrl or Cmd with Enter: it sends. */
const withoutModEnter = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter');
