/** Pictures in the text are files of the form, named by their file name. */
export class Pictures {
  private readonly addresses = new Map<string, string>();

  constructor(private readonly form: HTMLFormElement | null) {}

  private get input() {
    return this.form?.querySelector<HTMLInputElement>('input[type=file][name=attachment]') ?? null;
  }

  /** What the browser can display of a picture's address in the text. */
  readonly shown = (src: string): string | undefined => {
    if (!src.startsWith('cid:')) return src;
    const name = decodeURIComponent(src.slice(4));
    const file = [...(this.input?.files ?? [])].find((held) => held.name === name);
    if (file && !this.addresses.has(name)) this.addresses.set(name, URL.createObjectURL(file));
    return this.addresses.get(name);
  };

  /** Hands files to the form and gives the pictures among them as content for the text. */
  take(files: File[]) {
    const { input } = this;
    if (!input || files.length === 0) return [];
    const basket = new DataTransfer();
    const pictures = [];
    for (const file of files) {
      const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
      const held = isPicture ? new File([file], unique(file.name), { type: file.type }) : file;
      basket.items.add(held);
      if (!isPicture) continue;
      this.addresses.set(held.name, URL.createObjectURL(held));
      pictures.push({ type: 'picture', attrs: { src: `cid:${encodeURIComponent(held.name)}`, alt: held.name } });
    }
    // The same as if they had been chosen there.
    input.files = basket.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return pictures;
  }

  forget() {
    for (const address of this.addresses.values()) URL.revokeObjectURL(address);
    this.addresses.clear();
  }
}

/** Browsers call every pasted picture `image.png`. */
function unique(name: string): string {
  const mark = Math.random().toString(36).slice(2, 6);
  return /^image\.\w+$/.test(name) ? name.replace('image.', `picture-${mark}.`) : name.replace(/(\.\w+)?$/, `-${mark}$1`);
}
