/** What can be written: the same list by which the server cleans and the style sheets draw. */
import { type Extensions, Mark, Node } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';
import rich from '../../../app/domain/src/conversation/rich.json';

type Find<T> = (name: string) => T | undefined;
export type Palette = 'font' | 'size' | 'colour';

/** A mark that writes a class: the page's policy forbids styles. */
const look = (name: Palette) => {
  const classOf = (value: string) => `rich-${name}-${value}`;
  const held = (element: HTMLElement) => rich[name].find((value) => element.classList.contains(classOf(value)));
  return Mark.create({
    name,
    addAttributes: () => ({
      value: {
        default: null,
        parseHTML: held,
        renderHTML: ({ value }) => (value ? { class: classOf(value as string) } : {}),
      },
    }),
    parseHTML: () => [{ tag: 'span', consuming: false, getAttrs: (element) => (held(element) ? {} : false) }],
    renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
  });
};

/** Titles of a page are its own; a message's headings stand below them. */
const headings: Record<string, number> = { h1: 3, h2: 3, h3: 3, h4: 4, h5: 4, h6: 4 };
const Heading = Node.create({
  name: 'heading',
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes: () => ({ level: { default: 3, rendered: false } }),
  parseHTML: () => Object.entries(headings).map(([tag, level]) => ({ tag, attrs: { level } })),
  renderHTML: ({ node }) => [node.attrs['level'] === 4 ? 'h4' : 'h3', 0],
});

/**
 * A picture: a file sent along (`cid:` and its name) or one that the ticket has. What is not sent yet is painted on a canvas: the
 * page's policy lets it show nothing but the server's files.
 */
const picture = (file: Find<File>, address: Find<string>) =>
  Node.create({
    name: 'picture',
    group: 'inline',
    inline: true,
    draggable: true,
    addAttributes: () => ({ src: { default: '' }, alt: { default: '' } }),
    parseHTML: () => [
      { tag: 'img[src]', getAttrs: (element) => (/^(cid:|\/files\/)/.test(element.getAttribute('src') ?? '') ? null : false) },
    ],
    renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
    renderText: ({ node }) => (node.attrs['alt'] ? `[${node.attrs['alt']}]` : ''),
    addNodeView: () => ({ node }) => {
      const { src, alt } = node.attrs as { src: string; alt: string };
      if (!src.startsWith('cid:')) {
        const dom = document.createElement('img');
        dom.src = src;
        dom.alt = alt;
        return { dom };
      }
      const name = decodeURIComponent(src.slice(4));
      const held = file(name);
      const dom = document.createElement(held ? 'canvas' : 'span');
      dom.setAttribute('role', 'img');
      dom.setAttribute('aria-label', alt || name);
      if (dom instanceof HTMLCanvasElement && held) void paint(dom, held);
      else fetched(dom, name, address);
      dom.classList.toggle('composer-picture', !held);
      return { dom };
    },
  });

/** Sent ahead on an earlier visit or another device: the server shows it small. Until then its name stands here. */
function fetched(dom: HTMLElement, name: string, address: Find<string>, tries = 20) {
  if (tries === 20) dom.append(name);
  const src = address(name);
  if (!src) {
    // The list of files may come a moment after the text.
    if (tries > 0) setTimeout(() => fetched(dom, name, address, tries - 1), 150);
    return;
  }
  const shown = document.createElement('img');
  shown.alt = '';
  shown.onload = () => {
    dom.classList.remove('composer-picture');
    dom.replaceChildren(shown);
  };
  shown.src = src;
}

async function paint(canvas: HTMLCanvasElement, file: File) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 1200 / picture.width, 800 / picture.height);
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  } catch {
    // No picture after all: its name is read out, and stands in the list of files.
    canvas.width = canvas.height = 16;
  }
}

const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({
    slug: {
      parseHTML: (element) => element.getAttribute('data-mention'),
      renderHTML: ({ slug }) => ({ 'data-mention': slug as string }),
    },
    name: { parseHTML: (element) => (element.textContent ?? '').replace(/^@/, ''), rendered: false },
  }),
  parseHTML: () => [{ tag: 'span[data-mention]', priority: 60 }],
  renderHTML: ({ HTMLAttributes, node }) => ['span', { ...HTMLAttributes, class: 'mention' }, `@${node.attrs['name']}`],
  renderText: ({ node }) => `@${node.attrs['name']}`,
});

const cell = {
  addAttributes: () => ({ colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null, rendered: false } }),
};
const spans = (attributes: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(attributes).filter(([name, value]) => name.endsWith('span') && value !== 1));

/** A page of this site, which texts of the help centre may lead to. */
export const isOwnPage = (uri: string) => /^\/(?!\/|files\/)[\w/.?=&#-]*$/.test(uri);

export const schema = (file: Find<File>, address: Find<string>, ownPages: boolean): Extensions => [
  StarterKit.configure({
    heading: false,
    // Control with Enter sends.
    hardBreak: false,
    link: {
      openOnClick: false,
      autolink: true,
      defaultProtocol: 'https',
      protocols: rich.schemes,
      HTMLAttributes: { target: null, rel: null },
      isAllowedUri: (uri, { defaultValidate }) =>
        (ownPages && isOwnPage(uri)) ||
        (defaultValidate(uri) && rich.schemes.some((scheme) => uri.toLowerCase().startsWith(`${scheme}:`))),
    },
  }),
  Node.create({
    name: 'hardBreak',
    group: 'inline',
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    parseHTML: () => [{ tag: 'br' }],
    renderHTML: () => ['br'],
    renderText: () => '\n',
    addKeyboardShortcuts() {
      return { 'Shift-Enter': () => this.editor.commands.first([
        ({ commands }) => commands.exitCode(),
        ({ commands }) => commands.insertContent({ type: 'hardBreak' }),
      ]) };
    },
  }),
  Heading,
  look('font'),
  look('size'),
  look('colour'),
  picture(file, address),
  Mention,
  Table.extend({ renderHTML: () => ['table', ['tbody', 0]] }).configure({ resizable: false }),
  TableRow,
  TableHeader.extend({ ...cell, renderHTML: ({ HTMLAttributes }) => ['th', spans(HTMLAttributes), 0] }),
  TableCell.extend({ ...cell, renderHTML: ({ HTMLAttributes }) => ['td', spans(HTMLAttributes), 0] }),
];
