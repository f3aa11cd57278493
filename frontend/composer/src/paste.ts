/**
 * What other programs put on the clipboard, before the editor reads it: Word writes lists as paragraphs and wraps everything in
 * comments, mail programs lay out with styles. Whatever is left is cut down to the list of the schema by the editor and, once
 * more, by the server.
 */
export function tidy(html: string): string {
  // Styles and handlers are renamed before anything parses them: the page's policy would complain about each.
  const quiet = html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, '')
    .replace(/<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s/"'])(style|on[a-z]+)(\s*=)/gi, '$1data-$2$3'));
  const { body } = new DOMParser().parseFromString(quiet, 'text/html');
  for (const element of body.querySelectorAll('o\\:p, v\\:shape, meta, link')) {
    element.replaceWith(...element.childNodes);
  }
  code(body);
  lists(body);
  for (const element of body.querySelectorAll<HTMLElement>('[data-style]')) styled(element);
  // Google Docs wraps all in a bold that is none.
  for (const element of body.querySelectorAll('b[id^="docs-internal"]')) element.replaceWith(...element.childNodes);
  return body.innerHTML;
}

/** Weight, slant and lines that are said by a style become elements. */
function styled(element: HTMLElement) {
  const style = element.dataset['style'] ?? '';
  delete element.dataset['style'];
  if (element.tagName === 'B' && /(?<![-\w])font-weight\s*:\s*(normal|400)/i.test(style)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  const marks: [RegExp, string][] = [
    [/font-weight\s*:\s*(bold|[6-9]00)/i, 'strong'],
    [/font-style\s*:\s*italic/i, 'em'],
    [/text-decoration[^;]*underline/i, 'u'],
    [/text-decoration[^;]*line-through/i, 's'],
  ];
  if (!['SPAN', 'FONT'].includes(element.tagName)) return;
  for (const [pattern, tag] of marks) {
    if (!pattern.test(style)) continue;
    const mark = document.createElement(tag);
    mark.append(...element.childNodes);
    element.append(mark);
  }
}

/** Editors of code put each line into a block and keep its indentation by a style. */
function code(body: HTMLElement) {
  for (const element of body.querySelectorAll<HTMLElement>('div[data-style]')) {
    const isPre = /white-space\s*:\s*pre\s*(;|!|$)/i.test(element.dataset['style'] ?? '');
    const text = isPre && body.contains(element) ? linesOf(element).replaceAll('\u00a0', ' ').replace(/\n+$/, '') : '';
    // A word out of a line stays in the line that it is put into.
    if (!/\n|^\s/.test(text)) continue;
    const pre = document.createElement('pre');
    pre.append(text);
    element.replaceWith(pre);
  }
}

function linesOf(element: Element): string {
  let text = '';
  for (const node of element.childNodes) {
    if (node instanceof Text) text += node.data;
    else if (!(node instanceof Element)) continue;
    else if (node.tagName === 'BR') text += '\n';
    else if (/^(DIV|P|LI)$/.test(node.tagName)) text += (text === '' || text.endsWith('\n') ? '' : '\n') + blockOf(node);
    else text += linesOf(node);
  }
  return text;
}

/** A line of its own; an empty one holds a break or nothing. */
const blockOf = (element: Element) => linesOf(element).replace(/\n$/, '') + '\n';

/** Word's `MsoListParagraph`s as lists. */
function lists(body: HTMLElement) {
  let list: HTMLElement | undefined;
  for (const item of [...body.querySelectorAll<HTMLElement>('p[class*="MsoListParagraph"]')]) {
    const mark = [...item.querySelectorAll<HTMLElement>('[data-style*="mso-list:Ignore"], [data-style*="mso-list: Ignore"]')];
    const ordered = mark.some((part) => /[0-9a-z][.)]/i.test(part.textContent ?? ''));
    for (const part of mark) part.remove();
    const li = document.createElement('li');
    li.append(...item.childNodes);
    if (!list || item.previousElementSibling !== list) {
      list = document.createElement(ordered ? 'ol' : 'ul');
      item.before(list);
    }
    list.append(li);
    item.remove();
  }
}
