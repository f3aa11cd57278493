/** Plain text as paragraphs: an empty line ends one, a line end is a break. */
export function fromPlain(text: string): string {
  const paragraph = (part: string) => {
    const p = document.createElement('p');
    part.split('\n').forEach((line, place) => p.append(...(place ? [document.createElement('br')] : []), line));
    return p.outerHTML;
  };
  return text.trim() === '' ? '' : text.replaceAll('\r\n', '\n').split(/\n{2,}/).map(paragraph).join('');
}
