/** `nativeImage`: remembers what it was made from; there is no screen to draw it on. */
import { strict, type Part } from '../strict.ts';

export class HostImage {
  readonly source: string | Buffer | null;
  private template = false;

  constructor(source: string | Buffer | null) {
    this.source = source;
    this satisfies Part<Electron.NativeImage, 'isEmpty' | 'setTemplateImage' | 'isTemplateImage'>;
  }

  isEmpty(): boolean {
    return this.source === null || this.source.length === 0;
  }

  setTemplateImage(option: boolean): void {
    this.template = option;
  }

  isTemplateImage(): boolean {
    return this.template;
  }

  addRepresentation(): void {
    // Other sizes of the same image.
  }
}

const make = (source: string | Buffer | null) => strict('NativeImage', new HostImage(source));

export const nativeImage = strict('nativeImage', {
  createEmpty: () => make(null),
  createFromPath: (file: string) => make(file),
  createFromBuffer: (bytes: Buffer) => make(bytes),
  createFromDataURL: (url: string) => make(url),
});
