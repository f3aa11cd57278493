/** Pictures of the tools, on a grid of 16. */
const paths: Record<string, string> = {
  bold: 'M4.5 3h4a2.5 2.5 0 0 1 0 5h-4zM4.5 8h4.7a2.5 2.5 0 0 1 0 5H4.5z',
  italic: 'M7 3h5M4 13h5M9.5 3l-3 10',
  underline: 'M4.5 2.5v5a3.5 3.5 0 0 0 7 0v-5M3.5 13.5h9',
  strike: 'M2.5 8h11M11 5c-.3-1.3-1.5-2-3-2-1.800 0-3 .9-3 2.200C5 6.500 6.200 7.200 8 8s3.200 1.300 3.200 2.800S9.800 13 8 13c-1.700 0-3-.800-3.300-2.200',
  code: 'M5.500 4.500 2 8l3.500 3.500M10.500 4.500 14 8l-3.500 3.500',
  link: 'M6.500 9.500l3-3M7.500 4.500l1.200-1.200a2.800 2.800 0 0 1 4 4L11.500 8.500M8.500 11.500l-1.200 1.200a2.800 2.800 0 0 1-4-4L4.500 7.500',
  bullets: 'M6.500 4h7M6.500 8h7M6.500 12h7M3 4h.01M3 8h.01M3 12h.01',
  numbers: 'M7 4h6.500M7 8h6.500M7 12h6.500M2.500 3l1-.5v3M2.300 10.200c.2-.8 1.900-.7 1.800.3-.1.700-1.300 1.100-1.800 2h2',
  quote: 'M3 4.500h4v4.500c0 1.500-.8 2.500-2.500 3M9 4.500h4v4.500c0 1.500-.8 2.500-2.500 3',
  code_block: 'M2.500 3h11v10h-11zM5 6.500 6.500 8 5 9.500M8.500 10h2.500',
  table: 'M2.500 3h11v10h-11zM2.500 6.500h11M6.200 6.500V13M9.800 6.500V13',
  emoji: 'M8 2.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11M5.500 9.500c1.200 1.700 3.800 1.700 5 0M6 6.300v.4M10 6.300v.4',
  clear: 'M4 3h8M8 3l-1.500 6M6 13h3M9.500 9.500l4 4M13.500 9.500l-4 4',
  undo: 'M5.500 3 2.500 6l3 3M2.500 6h7a4 4 0 0 1 0 8H6',
  redo: 'M10.500 3l3 3-3 3M13.500 6h-7a4 4 0 0 0 0 8H10',
  row: 'M2.500 3h11v4.500h-11zM8 10v4M6 12h4',
  column: 'M3 2.500h4.500v11H3zM10 8h4M12 6v4',
  drop_row: 'M2.500 3h11v4.500h-11zM6 12h4',
  drop_column: 'M3 2.500h4.500v11H3zM10 8h4',
  drop_table: 'M2.500 3h11v10h-11zM6 6l4 4M10 6l-4 4',
};

export function icon(name: string): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', paths[name] ?? '');
  svg.append(path);
  return svg;
}
