import type { Editor } from '@tiptap/core';

/**
 * A chain of commands on the text, which has the focus from now on. The library's own `focus` gives it a frame later, and takes it
 * away from wherever somebody has gone meanwhile.
 */
export function focusedChain(editor: Editor) {
  editor.view.focus();
  return editor.chain().scrollIntoView();
}
