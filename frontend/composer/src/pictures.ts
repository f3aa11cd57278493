/** Pictures in the text are files of the form, named by their file name. */
export class Pictures {
  /** Those put in here: the form may hand its files on while the text still stands. */
  private readonly taken = new Map<string, File>();

  constructor(private readonly form: HTMLFormElement | null) {}

  private get input() {
    return this.form?.querySelector<HTMLInputElement>('input[type=file][name=attachment]') ?? null;
  }

  readonly file = (name: string): File | undefined =>
    this.taken.get(name) ?? [...(this.input?.files ?? [])].find((held) => held.name === name);

  /** Where the server shows one that came ahead, once the form lists it. */
  readonly address = (name: string): string | undefined => {
    const rows = [...(this.form?.querySelectorAll('.files-chosen > li') ?? [])];
    const row = rows.find((row) => row.querySelector('.file-name')?.textContent === name);
    const id = row?.querySelector<HTMLInputElement>('input[name=upload]')?.value;
    return id && `/uploads/${id}`;
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
      this.taken.set(held.name, held);
      pictures.push({ type: 'picture', attrs: { src: `cid:${encodeURIComponent(held.name)}`, alt: held.name } });
    }
    // The same as if they had been chosen there.
    input.files = basket.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return pictures;
  }

  forget() {
    this.taken.clear();
  }
}

/** Browsers call every pasted picture `image.png`. */
function unique(name: string): string {
  const mark = Math.random().toString(36).slice(2, 6);
  return /^image\.\w+$/.test(name) ? name.replace('image.', `picture-${mark}.`) : name.replace(/(\.\w+)?$/, `-${mark}$1`);
}
